from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..core.postal_number import read
from ..engine.right import ENGINE

# Its result is promised to this manifest: to no other one meanwhile.
OPEN = ("listed", "sent")


class OnestopMailingItem(models.Model):
    """The result of one dossier on a postal manifest, and what the post made of it."""

    _name = "onestop.mailing.item"
    _inherit = ["onestop.listed"]
    _description = "Result sent by post"
    _order = "mailing_id desc, id"
    _rec_name = "code"
    _open_states = OPEN

    mailing_id = fields.Many2one(
        "onestop.mailing", "Manifest", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", required=True)
    # As they stood on the envelope: what is corrected later goes on another one.
    recipient = fields.Char(required=True)
    address = fields.Char("Sent to", required=True)
    postal_number = fields.Char(
        "Number of the label", index="btree_not_null", help="As the post tracks it."
    )
    date_chosen = fields.Datetime(
        "Scanned on", help="The label that is scanned next is that of the last one."
    )
    state = fields.Selection(
        [
            ("listed", "On the manifest"),
            ("sent", "With the post"),
            ("delivered", "Delivered by post"),
            ("back", "Brought back"),
        ],
        required=True,
        default="listed",
    )
    date_sent = fields.Datetime(related="mailing_id.date_sent")
    date_answer_due = fields.Date(related="mailing_id.date_answer_due")
    is_silent = fields.Boolean(
        "The post is to be asked", compute="_compute_silent", search="_search_silent"
    )
    note = fields.Char("Why it came back")
    told_user_id = fields.Many2one("res.users", "Entered by")
    date_told = fields.Datetime("Entered on")

    _open_once = models.UniqueIndex(
        "(dossier_id) WHERE state IN ('listed', 'sent')",
        "This result is on another open manifest already.",
    )
    _number_once = models.UniqueIndex(
        "(postal_number) WHERE state IN ('listed', 'sent')",
        "This label is on another item already.",
    )

    @api.depends("state", "mailing_id.is_silent")
    def _compute_silent(self):
        for item in self:
            item.is_silent = item.state == "sent" and item.mailing_id.is_silent

    def _search_silent(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("state", "=", "sent"), ("mailing_id.is_silent", "=", True)]

    # --------------------------------------------------------------------- actions

    def action_take_off(self):
        """Take it off a manifest that has not left."""
        for mailing in self.mailing_id:
            mailing._locked("open")
        # sudo: bounded to items of manifests that `_locked` let pass.
        self.sudo().unlink()
        return True

    def action_delivered(self):
        """The post has delivered these: the results are returned."""
        for item in self._with_the_post():
            # As whoever enters it, with all that a return asks for; see `_returned`.
            item.dossier_id.with_env(self.env).action_transition("return")
        return True

    def action_came_back(self):
        """Open the form that asks why they came back."""
        self._with_the_post()
        return self.env["onestop.mailing.back"]._open(self)

    def come_back(self, reason):
        """The post brought these back: they lie ready at the counter, where people are
        told to collect them, and called after as many days as ever.

        :param str reason: what the post says; no personal data
        :raises UserError: without a reason, or where it is not with the post
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what the post gives as the reason."))
        check_reason(self.env, reason)
        for item in self._with_the_post():
            item._answer("back", reason)
            row = item._change_delivery(
                "mail_back",
                reason,
                delivery="counter",
                delivery_state="ready",
                uncollected_level_id=False,
                uncollected_at=fields.Datetime.now(),
            )
            item.dossier_id._notify("mail_back", row)
        return True

    def action_send_again(self):
        """Open the form that asks for the address to which it is sent once more."""
        self.ensure_one()
        return self.env["onestop.mailing.again"]._open(self)

    def send_again(self, address):
        """Have a result that came back wait for the post once more.

        :param str address: the one that the person gave
        :raises UserError: without an address, or where it lies ready no more
        """
        self.ensure_one()
        address = " ".join((address or "").split())
        if not address:
            raise UserError(self.env._("Give the address to which it is sent."))
        self.mailing_id._locked("sent", "done")
        # sudo: bounded to an item of a manifest that `_locked` let pass.
        item = self.sudo()
        item.dossier_id._wait_for()
        dossier = item.dossier_id
        at_counter = (dossier.delivery, dossier.delivery_state) == ("counter", "ready")
        last = dossier.mailing_item_ids.sorted("id")[-1:]
        if item.state != "back" or item != last or not at_counter:
            raise UserError(
                self.env._("This result does not lie at the counter any more.")
            )
        item.with_env(self.env)._change_delivery(
            "mail_again",
            delivery="post",
            delivery_address=address,
            uncollected_level_id=False,
            uncollected_at=False,
        )
        return True

    # --------------------------------------------------------------------- helpers

    def _label(self, number):
        """Put the number of a label on it.

        :raises UserError: for what is no such number, or is on another item
        """
        try:
            number = read(number)
        except ValueError:
            raise UserError(
                self.env._(
                    "“%s” is no dossier of this counter, and no number of a label. "
                    "Scan it again.",
                    number,
                )
            ) from None
        if other := self.search([("postal_number", "=", number)], limit=1) - self:
            raise UserError(
                self.env._(
                    "The label %(number)s is on the result of %(code)s already.",
                    number=number,
                    code=other.code,
                )
            )
        self.postal_number = number

    def _with_the_post(self):
        """These as the system writes them, locked.

        :raises UserError: where one is not with the post
        """
        for mailing in self.mailing_id.sorted("id"):
            mailing._locked("sent")
        # sudo: bounded to items of manifests that `_locked` let pass.
        items = self.sudo()
        items.invalidate_recordset()
        if gone := items.filtered(lambda one: one.state != "sent"):
            raise UserError(
                self.env._(
                    "Of these it is known already what became of them: %s.",
                    ", ".join(gone.mapped("code")),
                )
            )
        if not items:
            raise UserError(self.env._("Choose what the post says something of."))
        return items

    def _send(self):
        """It left with the post."""
        self.state = "sent"
        number = self.postal_number
        row = self._change_delivery("mailed", delivery_state="sent", number=number)
        self.dossier_id._notify("mailed", row)

    def _returned(self):
        """The result was returned: what was with the post arrived, what had not left
        does not any more."""
        self.filtered(lambda one: one.state == "listed").unlink()
        for item in self.exists().filtered(lambda one: one.state == "sent"):
            item._answer("delivered")

    def _answer(self, state, note=""):
        """Keep what the post made of it, with who entered it when."""
        self.write(
            {
                "state": state,
                "note": note,
                "told_user_id": self.env.uid,
                "date_told": fields.Datetime.now(),
            }
        )
        self.mailing_id._look_done()

    def _change_delivery(self, code, reason="", number=None, **vals):
        """Write where the result is now, and say it in the dossier's journal.

        :return: the row's id
        """
        # sudo: bounded to the result of an item on which the user acts.
        item = self.sudo()
        dossier = item.dossier_id
        dossier._wait_for()
        if dossier.state != "resolved":
            raise UserError(
                self.env._("The result of %s was returned already.", item.code)
            )
        with ENGINE.held():
            dossier.write(vals)
        data = {"mailing": item.mailing_id.number}
        if number:
            data["postal_number"] = number
        return self.env["onestop.journal"]._append(
            *(dossier, code, item.mailing_id.with_env(self.env)._role()),
            *(dossier.state, dossier.state),
            reason=reason,
            data=data,
        )

    @api.constrains("postal_number")
    def _check_postal_number(self):
        for item in self:
            if item.postal_number and item.postal_number != read(item.postal_number):
                raise ValidationError(self.env._("A label is kept as the post has it."))
