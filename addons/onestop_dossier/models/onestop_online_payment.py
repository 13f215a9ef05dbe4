import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.online_payment import ARRIVED, LOOKED_AFTER, UNDER_WAY, lapses
from ..core.workflow import SYSTEM
from ..engine.right import ENGINE

# Tries at paying the same that lie open: more are no person's.
MOST_BEGUN = 10

_logger = logging.getLogger(__name__)


class OnestopOnlinePayment(models.Model):
    """What somebody pays online for fees of a dossier, or of the parts of a group.

    It is begun at the amounts that are due then. What becomes of it the provider says,
    as often and as late as it likes: the money came in once, it pays what is still due,
    and the rest belongs to whoever paid.
    """

    _name = "onestop.online.payment"
    _description = "Online Payment"
    _inherit = ["onestop.money"]
    _order = "id desc"

    # Of the parts of a group the first; the others are those of the lines.
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        "onestop.online.payment.line", "payment_id", "Fees", readonly=True
    )
    amount = fields.Monetary(required=True, readonly=True)
    paid = fields.Monetary("Of it for fees", readonly=True)
    surplus = fields.Monetary(
        "Of it too much", readonly=True, help="To be given back to whoever paid."
    )
    state = fields.Selection(
        [
            ("begun", "At the provider"),
            ("confirming", "Not confirmed yet"),
            ("paid", "Paid"),
            ("surplus", "Paid too much"),
            ("cancelled", "Called off"),
            ("failed", "Did not go through"),
            ("lapsed", "Never confirmed"),
        ],
        default="begun",
        required=True,
        readonly=True,
    )
    to_give_back = fields.Monetary(
        "Nothing proposed yet", compute="_compute_to_give_back", store=True
    )
    begun_at = fields.Datetime("Begun on", required=True, readonly=True)
    arrived_at = fields.Datetime("Paid on", readonly=True)
    reference = fields.Char("The provider's number", readonly=True)

    # Of which it is not known yet what becomes.
    _under_way_index = models.Index("(begun_at) WHERE state IN ('begun', 'confirming')")
    _adds_up = models.Constraint(
        "CHECK (arrived_at IS NULL OR paid + surplus = amount)",
        "What was paid online is for fees, or too much.",
    )
    _something = models.Constraint("CHECK (amount > 0)", "Nothing is no money.")

    @api.depends("dossier_id", "begun_at")
    def _compute_display_name(self):
        for payment in self:
            # sudo: bounded to the code of a dossier whose payment the user reads.
            payment.display_name = payment.sudo().dossier_id.display_name or ""

    @api.depends("line_ids.to_give_back")
    def _compute_to_give_back(self):
        for payment in self:
            payment.to_give_back = sum(payment.line_ids.mapped("to_give_back"))

    # --------------------------------------------------------------------- beginning

    @api.model
    def _begin(self, fees):
        """A payment of those of these fees that are due; in sudo.

        :raises UserError: where none is, or where another payment of one of them may
            have gone through already
        """
        dossiers = fees.dossier_id.sorted("id")
        dossiers._wait_for()
        owed = fees.filtered(lambda one: one._is_owed())
        if not owed:
            raise UserError(self.env._("Nothing is due any more."))
        if self._confirming(owed):
            raise UserError(
                self.env._(
                    "An online payment of these fees is not confirmed yet. Wait until it "
                    "is, so that you do not pay twice."
                )
            )
        if len(self._of_fees(owed, ("begun",))) >= MOST_BEGUN:
            raise UserError(
                self.env._(
                    "You have begun often to pay this. Wait some minutes, or pay at the "
                    "counter."
                )
            )
        with ENGINE.held():
            return self.create(self._prepare_vals(dossiers[0], owed))

    @api.model
    def _prepare_vals(self, dossier, fees):
        return {
            "dossier_id": dossier.id,
            "counter_group_id": dossier.counter_group_id.id,
            "currency_id": fees.currency_id.id,
            "amount": sum(fees.mapped("amount")),
            "begun_at": fields.Datetime.now(),
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "dossier_id": fee.dossier_id.id,
                        "fee_id": fee.id,
                        "name": fee.name,
                        "department_id": fee.dossier_id._collecting_agency().id,
                        "currency_id": fee.currency_id.id,
                        "amount": fee.amount,
                    },
                )
                for fee in fees
            ],
        }

    @api.model
    def _confirming(self, fees):
        """The payments of these fees of which it is not known what became; in sudo."""
        return self._of_fees(fees, ("confirming",))

    @api.model
    def _of_fees(self, fees, states):
        return self.search(
            Domain("state", "in", states) & Domain("line_ids.fee_id", "in", fees.ids)
        )

    # ------------------------------------------------------------ what becomes of it

    def _note_confirming(self):
        """The provider has not made up its mind, or has not called back; in sudo."""
        waiting = self.filtered(lambda one: one.state in UNDER_WAY)
        waiting._write_ours(state="confirming")

    def _note_ended(self, state):
        """Nothing came in, as far as the provider says; in sudo.

        :param state: `cancelled`, `failed` or `lapsed`
        """
        waiting = self.filtered(lambda one: one.state in UNDER_WAY)
        waiting._write_ours(state=state)

    def _arrive(self, reference):
        """The provider has the money: it pays what is still due of these lines. Said
        again, nothing happens; in sudo, by the system.

        It counts whatever was noted before: who had called it off, or let it lapse, has
        paid all the same.

        :param str reference: what the provider calls it
        """
        self.ensure_one()
        dossiers = self.line_ids.dossier_id.sorted("id")
        dossiers._wait_for()
        wait_for(self)
        if self.state in ARRIVED:
            return
        now = fields.Datetime.now()
        for line in self.line_ids:
            line._write_ours(paid=line._needed(), arrived_at=now)
        paid = sum(self.line_ids.mapped("paid"))
        self._write_ours(
            state="paid" if paid == self.amount else "surplus",
            paid=paid,
            surplus=self.amount - paid,
            arrived_at=now,
            reference=reference,
        )
        for dossier, lines in self.line_ids.grouped("dossier_id").items():
            lines._settle(dossier)

    # ------------------------------------------------------------------- looking after

    @api.model
    def _cron_look(self):
        """Ask about payments of which nothing was heard; say of them that they are not
        confirmed, and in the end that nothing came."""
        now = fields.Datetime.now()
        waiting = self.search(
            Domain("state", "in", UNDER_WAY)
            & Domain("begun_at", "<=", now - LOOKED_AFTER),
            order="id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for payment in waiting:
            if payment.try_lock_for_update(allow_referencing=True):
                payment._look(now)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _look(self, now):
        self.invalidate_recordset()
        if self.state not in UNDER_WAY:
            return
        try:
            with self.env.cr.savepoint():
                self._ask_provider()
        except UserError:
            # A provider that does not answer holds up no other payment.
            _logger.warning("online payment %s: nobody answers", self.id)
        if lapses(self.begun_at, now):
            self._note_ended("lapsed")
        else:
            self._note_confirming()

    def _ask_provider(self):
        """Ask whoever takes the money what became of it, where it can be asked; a hook:
        whoever ties a provider in extends it.

        :raises UserError: where it does not answer
        """

    # ------------------------------------------------------------------- giving back

    def action_give_back(self):
        """Open the form on which it is proposed to give of it back."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to the dossiers of a payment that the user reads.
        payment = self.sudo()
        over = payment.line_ids.filtered("to_give_back").dossier_id[:1]
        over = over or payment.dossier_id
        return self.env["onestop.refund"]._open(over.with_env(self.env))

    def _takes_back(self):
        """Whether its provider gives money back, also a part of it; a hook, as
        `_ask_provider`."""
        return False

    def _give_back(self, refund):
        """Have the provider give back what a refund says, which waits until it says that
        it did; a hook, as `_ask_provider`."""

    def _system_journal(self, dossier, code, amount):
        self.env["onestop.journal"]._append(
            *(dossier, code, SYSTEM, dossier.state, dossier.state),
            data={"payment": self.id, "amount": round(amount)},
            actor=SYSTEM,
        )
