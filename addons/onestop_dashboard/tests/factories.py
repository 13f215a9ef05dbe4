"""Records of this addon's models for the access matrix: the dossiers' own, counted."""

from odoo.addons.onestop_dossier.tests import factories as dossiers
from odoo.addons.onestop_procedure.tests.matrix import Factory

DOSSIER = dossiers.FACTORIES["onestop.dossier"]
STEP = dossiers.FACTORIES["onestop.dossier.step"]


def _counted(factory, model, places):
    """Each record of the model reported on is a row of the report, of the same id."""

    def make(case, user, place):
        record = factory.make(case, user, place)
        case.env.flush_all()
        return case.env[model].browse(record.id)

    return Factory(
        places=places,
        make=make,
        change=lambda case: {"standing": "early"},
        reader=lambda case, record: case.users["director"],
    )


FACTORIES = {
    "onestop.dossier.report": _counted(
        DOSSIER, "onestop.dossier.report", dossiers.PLACES
    ),
    "onestop.step.report": _counted(STEP, "onestop.step.report", STEP.places),
}
