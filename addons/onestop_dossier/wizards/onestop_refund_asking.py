from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.onestop_refund import KINDS, WAYS


class OnestopRefundAsking(models.TransientModel):
    """Asks what of the money that was paid for a dossier is to be given back, why, to
    whom and how."""

    _name = "onestop.refund.asking"
    _description = "Proposing a refund"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    code = fields.Char("Dossier code", readonly=True)
    line_ids = fields.One2many(
        "onestop.refund.asking.line", "asking_id", "What was paid"
    )
    kind = fields.Selection(KINDS, "Why")
    reason = fields.Char("In words", help="Whoever paid may read it. Name nobody.")
    payee = fields.Char("Given back to")
    way = fields.Selection(WAYS, "How")
    bank_name = fields.Char("Bank")
    account_number = fields.Char()
    account_holder = fields.Char(help="As it stands in the bank's books.")

    @api.model
    def _open(self, dossier):
        """The form for a dossier of which something was paid.

        :raises AccessError: for whoever may not propose it
        :raises UserError: where nothing is left to be given back
        """
        refunds = self.env["onestop.refund"]
        # sudo: bounded to one dossier, of which the check below asks.
        ours = dossier.sudo()
        sources = [one for one in refunds._sources(ours) if one._refund_left()]
        if not sources:
            raise UserError(
                self.env._("Nothing that was paid is left to be given back.")
            )
        refunds._check_may_propose(dossier, {one._refund_agency() for one in sources})
        lines = [one._prepare_refund_line() for one in sources]
        over = any(line["amount"] for line in lines)
        form = self.create(
            {
                "dossier_id": dossier.id,
                "code": ours.display_name,
                "kind": "too_much" if over else False,
                "payee": ours.submitter_name or ours.owner_name,
                "line_ids": [(0, 0, line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose to give back"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        lines = [(one.source, one.source_id, one.amount) for one in self.line_ids]
        made = self.env["onestop.refund"]._propose(
            self.dossier_id,
            lines,
            {
                name: self[name]
                for name in ("kind", "reason", "payee", "way")
                + ("bank_name", "account_number", "account_holder")
            },
        )
        return made._open_these()
