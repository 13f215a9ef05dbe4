from odoo import fields, models

from odoo.addons.onestop_dossier.engine.apology import LEGAL_LANGUAGE
from odoo.addons.onestop_dossier.engine.right import ENGINE

from ..engine.complaint_handing_over import ComplaintHandingOver


class OnestopHandover(models.Model):
    """What people brought, and is not answered yet, passes with the dossiers.

    No figure counts what the custodians keep: it would tell that there is something.
    """

    _inherit = "onestop.handover"

    complaint_count = fields.Integer(
        "Reflections and complaints passed", readonly=True, copy=False
    )
    complaints_unlisted = fields.Integer(
        "Reflections and complaints about no procedure",
        readonly=True,
        copy=False,
        help="They pass to the main successor.",
    )

    def _list_parts(self):
        super()._list_parts()
        with ENGINE.held():
            self.complaints_unlisted = ComplaintHandingOver(self).counts()[False]

    def _figures(self):
        counts = ComplaintHandingOver(self).counts()
        counts.pop(False, None)
        return {**super()._figures(), "complaints": counts}

    def _pass_rest(self, limit):
        passed, more = super()._pass_rest(limit)
        counted, some, others = ComplaintHandingOver(self).move(limit)
        if counted:
            with ENGINE.held():
                self.complaint_count += counted
        return passed or some, more or others

    def _done_words(self):
        _ = self.with_context(lang=LEGAL_LANGUAGE).env._
        return [
            *super()._done_words(),
            _(
                "Reflections, petitions and complaints handed over: %s.",
                self.complaint_count,
            ),
        ]
