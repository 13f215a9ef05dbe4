"""Records of this addon's models for the access matrix: those of others, counted."""

from odoo.addons.onestop_complaint.tests import factories as complaints
from odoo.addons.onestop_dossier.tests import factories as dossiers
from odoo.addons.onestop_procedure.tests.matrix import Factory

DOSSIER = dossiers.FACTORIES["onestop.dossier"]
COMPLAINT = complaints.FACTORIES["onestop.complaint"]
STEP = dossiers.FACTORIES["onestop.dossier.step"]


def _director(case, record):
    return case.users["director"]


def _counted(factory, model, places, reader=_director):
    """Each record of the model reported on is a row of the report, of the same id."""

    def make(case, user, place):
        record = factory.make(case, user, place)
        case.env.flush_all()
        return case.env[model].browse(record.id)

    return Factory(
        places=places,
        make=make,
        change=lambda case: {"standing": "early"},
        reader=reader,
    )


FACTORIES = {
    # What is sealed is no row at all: test_complaint_figures.py.
    "onestop.complaint.report": _counted(
        COMPLAINT,
        "onestop.complaint.report",
        tuple(place for place in COMPLAINT.places if "sealed" not in place),
        lambda case, record: COMPLAINT.reader(case, record.complaint_id),
    ),
    "onestop.dossier.report": _counted(
        DOSSIER, "onestop.dossier.report", dossiers.PLACES
    ),
    "onestop.step.report": _counted(STEP, "onestop.step.report", STEP.places),
}
