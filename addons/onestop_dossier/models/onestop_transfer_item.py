from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..engine.right import ENGINE

# Its paper is promised to this list: to no other one meanwhile.
OPEN = ("listed", "under_way")
# What the receiving side finds.
FOUND = ("good", "wrong", "damaged", "extra")
# What needs a word of explanation.
REMARKS = ("missing", "wrong", "damaged")


class OnestopTransferItem(models.Model):
    """The paper of one dossier on the list of a transfer: who found it in which state."""

    _name = "onestop.transfer.item"
    _inherit = ["onestop.listed"]
    _description = "Paper dossier on a transfer"
    _order = "transfer_id desc, id"
    _rec_name = "code"
    _open_states = OPEN

    transfer_id = fields.Many2one(
        "onestop.transfer", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="restrict"
    )
    # Its own: whoever carries a dossier need not be able to open it.
    code = fields.Char("Dossier code", required=True)
    procedure_id = fields.Many2one("onestop.procedure", ondelete="restrict")
    what = fields.Selection(
        [("papers", "The papers"), ("result", "Result and originals")],
        "What goes",
        required=True,
        default="papers",
    )
    date_due = fields.Datetime(
        "To leave by",
        help="The same working day; received after the cut-off, at the start of the "
        "next one (Decree 61/2018, art. 18).",
    )
    breach = fields.Boolean("Left late")
    state = fields.Selection(
        [
            ("listed", "On the list"),
            ("under_way", "On its way"),
            ("good", "In order"),
            ("missing", "Missing"),
            ("wrong", "Wrong"),
            ("damaged", "Damaged"),
            ("extra", "Not on the list"),
        ],
        required=True,
        default="listed",
    )
    note = fields.Char()
    checked_user_id = fields.Many2one("res.users", "Found by")
    date_checked = fields.Datetime("Found on")

    _open_once = models.UniqueIndex(
        "(dossier_id) WHERE state IN ('listed', 'under_way')",
        "This dossier is on another open list already.",
    )

    def action_take_off(self):
        """Take it off a list that has not left."""
        transfer = self.transfer_id._locked("give", ("open",))
        # sudo: bounded to an item of the list that `_locked` let pass.
        self.sudo().filtered(lambda one: one.transfer_id == transfer).unlink()
        return True

    def action_remark(self):
        """Open the form that records what is wrong with it."""
        return self.env["onestop.transfer.remark"]._open(self)

    def record(self, state, note=None):
        """Say in which state the paper was found.

        :param str state: good, missing, wrong or damaged
        :param str note: what is wrong with it; no personal data
        :raises UserError: without a note where one is needed, or before it was handed
            over
        """
        if state not in ("good", *REMARKS):
            raise UserError(
                self.env._("A dossier is taken over, missing, wrong or damaged.")
            )
        note = (note or "").strip()
        if state in REMARKS and not note:
            raise UserError(self.env._("Say what is missing, wrong or damaged."))
        check_reason(self.env, note)
        for item in self:
            # What was missing may turn up when all else is done.
            states = ("handed", "carried", "received")
            item.transfer_id._locked("take", states)
            if (item.state, item.note or "") != (state, note):
                item._found(state, note)
        return True

    def _found(self, state, note=""):
        """Keep the finding, with who and when, and where the paper is by it."""
        self.ensure_one()
        # sudo: bounded to an item of a transfer that `_locked` let the user take over.
        item = self.sudo()
        item.write(
            {
                "state": state,
                "note": note,
                "checked_user_id": self.env.uid,
                "date_checked": fields.Datetime.now(),
            }
        )
        if state in FOUND:
            with ENGINE.held():
                item.dossier_id.paper_at_id = item.transfer_id.to_id
            if item.transfer_id.direction == "archive":
                item.dossier_id.archive_file_id._paper_went()
        item.transfer_id._journal(item, f"paper_{state}", "take", note)
