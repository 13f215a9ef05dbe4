from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.engine.patience import wait_for


class OnestopScannedList(models.AbstractModel):
    """A numbered list that is filled with the scanner: each scan is kept at once, in a
    call of its own, so that two who fill it meet each other on it."""

    _name = "onestop.scanned.list"
    _description = "List Filled with the Scanner"
    _rec_name = "number"

    #: XML id of the sequence that numbers these lists.
    _numbered_by = ""

    number = fields.Char(required=True, readonly=True, copy=False)
    scan = fields.Char(compute="_compute_scan", help="What the scanner reads.")

    def _compute_scan(self):
        self.scan = False

    @api.model
    def _next_number(self):
        # sudo: bounded to the next number.
        sequence = self.env.ref(self._numbered_by).sudo()
        return sequence.with_context(tz=ZONE.key).next_by_id()

    def action_open(self):
        """Its form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _lock(self, states):
        """The list as the system writes it, locked, for whoever was found to be allowed.

        :raises UserError: where it is in none of `states` any more
        """
        # sudo: bounded to one list; whoever calls has looked at the user's right to it.
        locked = self.sudo()
        wait_for(locked)
        locked.invalidate_recordset()
        if locked.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The list %(number)s is “%(state)s”: that cannot be done with it now.",
                    number=locked.number,
                    state=labels[locked.state],
                )
            )
        return locked
