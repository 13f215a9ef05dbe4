from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.card_error import CardError
from ..core.identity_card import IdentityCard, looks_like_card
from ..engine.receipt_loss import ReceiptLoss
from ..models.onestop_dossier_collection import COLLECTORS


class OnestopCollection(models.TransientModel):
    """The screen on which a result is handed out: the receipt is scanned, the card is
    scanned, whoever collects it signs."""

    _name = "onestop.collection"
    _description = "Handing out of a result"
    _inherit = ["barcodes.barcode_events_mixin"]

    code = fields.Char("Dossier code")
    # Anybody may name any dossier: what is shown of it is read in their own name.
    dossier_id = fields.Many2one("onestop.dossier")
    state = fields.Selection(related="dossier_id.state", related_sudo=False)
    delivery_state = fields.Selection(
        related="dossier_id.delivery_state", related_sudo=False
    )
    owner_name = fields.Char(related="dossier_id.owner_name", related_sudo=False)
    submitter_name = fields.Char(
        related="dossier_id.submitter_name", related_sudo=False
    )
    submitter_same = fields.Boolean(
        related="dossier_id.submitter_same", related_sudo=False
    )
    procedure_id = fields.Many2one(
        related="dossier_id.procedure_id", related_sudo=False
    )
    result_ids = fields.One2many(related="dossier_id.result_ids", related_sudo=False)
    # Of what an agency made good, where that is handed out and no result is returned.
    correction_id = fields.Many2one("onestop.correction")
    about = fields.Char(related="correction_id.about", related_sudo=False)
    may_hand_out = fields.Boolean(
        related="correction_id.may_hand_out", related_sudo=False
    )
    # Of originals that were kept, where no result goes with them.
    only_originals = fields.Boolean(readonly=True)
    originals = fields.Char("Originals to give back", compute="_compute_originals")
    originals_given = fields.Boolean("I gave the originals back")
    originals_reason = fields.Char("Why they are not given back now")
    currency_id = fields.Many2one("res.currency", compute="_compute_due")
    amount_due = fields.Monetary("To pay", compute="_compute_due")
    fee_taken = fields.Boolean("Taken in cash")
    collector = fields.Selection(COLLECTORS, "Collected by", default="owner")
    name = fields.Char()
    identity_number = fields.Char()
    identity_checked = fields.Boolean("I compared the card with the person")
    authorisation = fields.Char()
    authorisation_file = fields.Binary("Scan of the authorisation", attachment=False)
    authorisation_name = fields.Char()
    without_receipt = fields.Boolean(
        "Without the receipt", help="A signed statement is handed in instead."
    )
    statement = fields.Text("They sign", compute="_compute_statement")
    signature = fields.Binary(attachment=False)
    unsigned_reason = fields.Char("Why there is no signature")

    @api.depends("dossier_id", "correction_id")
    def _compute_due(self):
        for screen in self:
            due = screen._fees_due()
            screen.currency_id = due.currency_id[:1]
            screen.amount_due = sum(due.mapped("amount"))

    @api.depends("dossier_id", "correction_id", "only_originals")
    def _compute_originals(self):
        for screen in self:
            dossier = screen.dossier_id
            if screen.correction_id:
                screen.originals = False
            elif screen.only_originals:
                offered = dossier and dossier._originals_offered()
                screen.originals = offered and offered._originals_in_words()
            else:
                together = dossier and dossier._handed_out_together()
                due = [one.originals_due for one in together or () if one.originals_due]
                screen.originals = ", ".join(due)

    @api.depends("dossier_id")
    def _compute_statement(self):
        for screen in self:
            screen.statement = ReceiptLoss.statement(screen.dossier_id)

    def _fees_due(self):
        if not self.dossier_id or self.correction_id or self.only_originals:
            return self.env["onestop.dossier.fee"]
        dossiers = self.dossier_id._handed_out_together()
        # What was resolved for it is paid where that was received: here, or elsewhere.
        linked = (
            self.dossier_id._linked_fees().dossier_id & self.dossier_id._parts_paid()
        )
        dossiers |= linked.with_env(self.env)
        return dossiers.fee_ids.filtered(lambda fee: fee.state == "due")

    @api.model
    def _open(self, dossier, correction=None):
        """The screen for a dossier, or for what was made good of it."""
        screen = self.create(
            {
                "dossier_id": dossier.id,
                "code": dossier.code,
                "correction_id": correction and correction.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand out what was made good")
            if correction
            else self.env._("Hand out the result"),
            "res_model": self._name,
            "res_id": screen.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _open_originals(self, dossier):
        """The screen on which originals are given back, and nothing else."""
        screen = self.create(
            {"dossier_id": dossier.id, "code": dossier.code, "only_originals": True}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give originals back"),
            "res_model": self._name,
            "res_id": screen.id,
            "view_mode": "form",
            "target": "new",
        }

    def on_barcode_scanned(self, barcode):
        """A receipt or a card, whichever is held before the scanner."""
        if not looks_like_card(barcode):
            self.code = barcode
            return self._onchange_code()
        try:
            card = IdentityCard.read(barcode)
        except CardError as error:
            return self._warning(error.render(self.env.lang or "vi_VN"))
        self.name, self.identity_number = card.name, card.number
        self.identity_checked = True
        self.collector = self._whose(card.number)
        return None

    def _whose(self, number):
        """Who of the dossier has this number."""
        dossier = self.dossier_id
        if number == dossier.owner_identity_number:
            return "owner"
        if number == dossier.submitter_identity_number:
            return "submitter"
        return "authorised" if dossier.owner_identity_number else self.collector

    @api.onchange("code")
    def _onchange_code(self):
        if not self.code:
            return None
        try:
            dossier = self.env["onestop.counter.group"]._dossier_of_paper(self.code)
        except UserError as error:
            self.code = False
            return self._warning(str(error))
        if self.correction_id and dossier != self.correction_id.dossier_id:
            return self._warning(
                self.env._("This receipt is of another dossier: %s.", dossier.code)
            )
        self.code = dossier.code
        self.dossier_id = dossier
        return None

    @api.onchange("collector")
    def _onchange_collector(self):
        if self.collector != "authorised":
            self.authorisation = self.authorisation_file = False

    def _warning(self, message):
        return {"warning": {"title": self.env._("Scan"), "message": message}}

    def action_hand_out(self):
        """Take what is still to be paid, and return the result to who signed."""
        self.ensure_one()
        if not self.dossier_id:
            raise UserError(self.env._("Scan the receipt, or type the dossier code."))
        if self.correction_id:
            self.correction_id.hand_out(self._values())
            return {"type": "ir.actions.act_window_close"}
        if self.only_originals:
            self.dossier_id.give_originals(self._values())
            return {"type": "ir.actions.act_window_close"}
        if self.fee_taken:
            self._fees_due().action_pay_cash()
        # Whose results come back together are handed out with one signature.
        collection = {**self._values(), "originals_given": self.originals_given}
        self.dossier_id._handed_out_together().action_transition(
            "return",
            None if self.originals_given else self.originals_reason,
            {"collection": collection},
        )
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        names = ("collector", "name", "identity_number", "identity_checked")
        names += ("authorisation", "without_receipt", "unsigned_reason")
        values = {name: self[name] for name in names}
        if self.authorisation_file:
            values["authorisation_file"] = {
                "name": self.authorisation_name,
                "content": self.with_context(bin_size=False).authorisation_file,
            }
        if self.signature:
            values["signature"] = self.signature
        return values
