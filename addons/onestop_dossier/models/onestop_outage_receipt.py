from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock import Timeline
from odoo.addons.onestop_procedure.core.database_time import (
    aware,
    legal_date,
    legal_text,
    naive,
)
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.outage_hour import BEFORE_BLOCK, IN_FUTURE, find_outage
from ..engine.right import ENGINE
from ..engine.transition import Transition


class OnestopOutageReceipt(models.Model):
    """One numbered receipt of a block: blank, or what became of it.

    The officer who enters a dossier received by hand proposes its hour; whoever leads
    the counter approves it, and thereby accepts the dossier at that hour. Until then the
    dossier waits and can be neither accepted otherwise nor refused.
    """

    _name = "onestop.outage.receipt"
    _description = "Receipt Written During an Outage"
    _inherit = ["onestop.numbered.sheet"]
    _order = "block_id, number"

    block_id = fields.Many2one(
        "onestop.outage.block",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    # Beside the block: no number of a centre's series comes twice.
    series = fields.Char(related="block_id.series", store=True, precompute=True)
    department_id = fields.Many2one(
        related="block_id.department_id", store=True, precompute=True
    )
    counter_group_id = fields.Many2one(related="block_id.counter_group_id")
    block_state = fields.Selection(
        related="block_id.state", string="State of the block"
    )
    label = fields.Char("Number on it")
    state = fields.Selection(
        [
            ("blank", "Not accounted for"),
            ("proposed", "To be approved"),
            ("sent_back", "Sent back"),
            ("used", "Used"),
            ("void", "Made void"),
            ("unused", "Given back unused"),
        ],
        default="blank",
        required=True,
        readonly=True,
        index=True,
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    # For whoever approves; a head of a commune does not read what is not accepted yet.
    filing_number = fields.Char("Filing", related="dossier_id.tracking_number")
    owner_name = fields.Char("Owner", related="dossier_id.owner_name")
    procedure_name = fields.Char("Procedure", related="dossier_id.version_id.name")
    incident_id = fields.Many2one(
        "onestop.incident", "Outage", index=True, readonly=True, ondelete="restrict"
    )
    received_at = fields.Datetime("Hour of reception", readonly=True)
    identity_seen = fields.Boolean(readonly=True)
    outside_code = fields.Char("Code there", readonly=True)
    date_due = fields.Datetime(
        "Would be due", readonly=True, help="Counted from that hour."
    )
    runs_late = fields.Boolean(compute="_compute_runs_late")
    # Names, not links: they outlive the accounts.
    proposed_by = fields.Char("Entered by", readonly=True)
    proposed_by_id = fields.Integer(readonly=True, aggregator=None)
    proposed_at = fields.Datetime("Entered on", readonly=True)
    approved_by = fields.Char(readonly=True)
    approved_at = fields.Datetime("Approved on", readonly=True)
    reason = fields.Char("Why", readonly=True)
    settled_by = fields.Char("Accounted for by", readonly=True)
    settled_at = fields.Datetime("Accounted for on", readonly=True)

    _number_unique = models.UniqueIndex(
        "(department_id, series, number)",
        "Another block of this centre has this number.",
    )
    _dossier_unique = models.UniqueIndex(
        "(dossier_id) WHERE dossier_id IS NOT NULL",
        "This dossier was received on another receipt.",
    )
    _used_for_something = models.Constraint(
        "CHECK (state NOT IN ('proposed', 'sent_back', 'used')"
        " OR (dossier_id IS NOT NULL AND received_at IS NOT NULL))",
        "A receipt is used for a dossier and an hour.",
    )

    @api.depends("date_due", "state")
    def _compute_runs_late(self):
        now = fields.Datetime.now()
        for receipt in self:
            due = receipt.date_due
            waits = receipt.state in ("proposed", "sent_back")
            receipt.runs_late = bool(waits and due and due < now)

    @api.model
    def _find(self, typed):
        """The receipt of the user's counter with this label, or this number where one
        block alone has it; none where there is none."""
        text = " ".join(str(typed or "").split())
        series, _space, number = text.rpartition(" ")
        if not number.isdecimal():
            return self.browse()
        counter = self.env.user._onestop_counter_group()
        domain = [
            ("block_id.counter_group_id", "=", counter.id),
            ("number", "=", int(number[:9])),
        ]
        found = self.search(domain + ([("series", "=", series)] if series else []))
        held = found.filtered(lambda one: one.block_state == "handed_out")
        return (held if len(found) > 1 else found)[:1]

    # ------------------------------------------------------------------- the proposal

    def _propose(self, dossier, received_at, values):
        """The officer says for which dossier the receipt was written, and at which hour.

        :param dict values: of `accept`, once it is approved
        """
        self.ensure_one()
        role = self.block_id._check_uses()
        self._look_again()
        if self.state != "blank":
            raise UserError(
                self.env._("The receipt %s is accounted for already.", self.label)
            )
        Transition(dossier, "accept", values=values).check()
        vals = self._prepare_hour_vals(dossier, received_at)
        self._settle(
            state="proposed",
            dossier_id=dossier.id,
            identity_seen=bool(values.get("identity_seen")),
            outside_code=values.get("outside_code") or False,
            **vals,
        )
        with ENGINE.held():
            # sudo: bounded to the dossier that the officer has just filed.
            dossier.sudo().outage_receipt_id = self
        self._record("enter_outage", role)

    def _correct(self, received_at):
        """Whoever sits there names another hour of what was sent back."""
        role = self.block_id._check_uses()
        self._look_again()
        if self.state != "sent_back":
            raise UserError(self.env._("Only an hour that was sent back is corrected."))
        vals = self._prepare_hour_vals(self.dossier_id, received_at)
        self._settle(state="proposed", reason=False, **vals)
        self._record("enter_outage", role)

    def _prepare_hour_vals(self, dossier, received_at):
        incident = self._outage_at(received_at)
        # sudo: bounded to which version the dossier was entered under, which is public.
        self._check_law_of(dossier.sudo().version_id, received_at)
        # sudo: bounded to the term of the dossier that the officer enters.
        due = self._would_be_due(dossier.sudo(), received_at)
        self.block_id._call_leaders()
        return {
            "incident_id": incident,
            "received_at": received_at,
            "date_due": due,
            "proposed_by": self.env.user.name,
            "proposed_by_id": self.env.uid,
            "proposed_at": fields.Datetime.now(),
        }

    def _check_law_of(self, version, received_at):
        """Whoever stood at the counter filed by the law of that hour, and not by that of
        the day on which it is entered.

        :raises UserError: where the version was not in force then
        """
        if not version._is_in_force(legal_date(received_at)):
            raise UserError(
                self.env._(
                    "At %(hour)s this version of “%(procedure)s” was not in force: make "
                    "the receipt void and enter it anew with that hour, by which the "
                    "version of that hour is taken.",
                    hour=legal_text(received_at),
                    procedure=version.name,
                )
            )

    def _outage_at(self, received_at):
        """Id of the registered outage in which an hour lies.

        :raises UserError: saying why it cannot be the hour
        """
        block = self.block_id
        if block.state != "handed_out":
            raise UserError(
                self.env._("The block %s is not in use.", block.display_name)
            )
        if not received_at:
            raise UserError(
                self.env._("Enter the hour at which the dossier was received.")
            )
        registered = self.env["onestop.incident"]._of_counter(block.counter_group_id)
        outage, wrong = find_outage(
            received_at,
            fields.Datetime.now(),
            block.handed_at,
            [one._to_core() for one in registered],
        )
        if outage:
            return outage.key
        if wrong == IN_FUTURE:
            raise UserError(self.env._("The hour of reception lies in the future."))
        if wrong == BEFORE_BLOCK:
            raise UserError(
                self.env._(
                    "The block was handed out on %s; nothing was received on it before.",
                    legal_text(block.handed_at),
                )
            )
        raise UserError(
            self.env._(
                "At %(hour)s the system of %(counter)s worked, as far as the register "
                "of incidents says. Correct the hour, or ask the IT technician to "
                "register the outage.",
                hour=legal_text(received_at),
                counter=block.counter_group_id.name,
            )
        )

    def _would_be_due(self, dossier, received_at):
        """When it is due once the hour is approved; False without a term of ours."""
        if dossier._is_followed():
            return False
        version = dossier.version_id
        department = version._competent_department(dossier.received_department_id)
        calendar = (department or dossier.received_department_id).calendar_id
        # sudo: bounded to the rules of law of one day, which are no secret.
        rules = self.env["onestop.rule.set"].sudo()._for_date(legal_date(received_at))
        timeline = Timeline(
            calendar._onestop_clock(),
            version._term(dossier.channel, dossier.case_id),
            aware(received_at),
            version._start_rule(dossier.channel, dossier.case_id, rules),
        )
        return naive(timeline.due_date().due) or False

    # ------------------------------------------------------------------- the approval

    def action_approve(self):
        """Accept each dossier at the hour at which it was received."""
        # In the order of the hours, so that the codes of the day follow them.
        for receipt in self.sorted("received_at"):
            try:
                receipt._approve()
            except UserError as error:
                if len(self) == 1:
                    raise
                raise UserError(
                    self.env._(
                        "Receipt %(label)s: %(why)s", label=receipt.label, why=error
                    )
                ) from error
        return True

    def _approve(self):
        self.block_id._check_leads()
        self._look_again()
        if self.state != "proposed":
            raise UserError(
                self.env._("The hour of %s does not wait for approval.", self.label)
            )
        if self.env.uid == self.proposed_by_id:
            raise UserError(
                self.env._(
                    "You entered %s yourself: somebody else who leads the counters has "
                    "to approve it.",
                    self.label,
                )
            )
        # The register may have been corrected meanwhile.
        self._outage_at(self.received_at)
        self._settle(
            state="used",
            approved_by=self.env.user.name,
            approved_at=fields.Datetime.now(),
        )
        # sudo: bounded to this receipt, whose hour the user may approve.
        Transition.accept_as_of(self.dossier_id, self.sudo())
        self.block_id._release_leaders()

    def action_send_back(self):
        return self._ask("send_back")

    def action_correct(self):
        return self._ask("correct")

    def action_void(self):
        return self._ask("void")

    def _ask(self, kind):
        self.ensure_one()
        return self.env["onestop.outage.settle"]._open(
            kind=kind,
            block_id=self.block_id.id,
            first_number=self.number,
            last_number=self.number,
            received_at=fields.Datetime.to_string(self.received_at) or False,
        )

    def _send_back(self, reason):
        """The hour cannot be right: whoever entered it has to correct it."""
        self.block_id._check_leads()
        self._look_again()
        if self.state != "proposed":
            raise UserError(
                self.env._("The hour of %s does not wait for approval.", self.label)
            )
        self._settle(state="sent_back", reason=self._reason(reason))
        role = min(self.block_id._roles() & {"director", "department_head"})
        self._record("outage_sent_back", role)
        self.block_id._release_leaders()

    # -------------------------------------------------------------- void, or unused

    def _void(self, reason):
        """Account for a receipt on which nothing was received after all. A dossier that
        waited on it is received in the ordinary way."""
        role = self.block_id._check_uses()
        self._look_again()
        if self.state not in ("blank", "sent_back"):
            raise UserError(
                self.env._("The receipt %s is accounted for already.", self.label)
            )
        reason = self._reason(reason)
        if self.dossier_id:
            self._record("outage_void", role)
            with ENGINE.held():
                # sudo: bounded to the dossier that waits on this receipt.
                self.dossier_id.sudo().outage_receipt_id = False
        self._settle(
            state="void",
            dossier_id=False,
            incident_id=False,
            reason=reason,
            **self._prepare_settled_vals(),
        )

    def _give_back(self):
        self.block_id._check_uses()
        self._look_again()
        if self.state != "blank":
            raise UserError(
                self.env._("The receipt %s is accounted for already.", self.label)
            )
        self._settle(state="unused", **self._prepare_settled_vals())

    def _prepare_settled_vals(self):
        if self.block_state != "handed_out":
            raise UserError(
                self.env._("The block %s is not in use.", self.block_id.display_name)
            )
        return {"settled_by": self.env.user.name, "settled_at": fields.Datetime.now()}

    def _reason(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        return reason

    def _look_again(self):
        """Lock the receipt and read it anew: of two at once, one comes after the other."""
        self.ensure_one()
        # sudo: bounded to the lock; it takes a right to write that nobody has.
        wait_for(self.sudo())
        self.invalidate_recordset()

    def _settle(self, **vals):
        with ENGINE.held():
            # sudo: bounded to this receipt; each caller asked who may, and what for.
            self.sudo().write(vals)

    def _record(self, code, role):
        """Keep it in the journal of the dossier, in the name of the user."""
        # sudo: bounded to the state of the dossier of this receipt.
        dossier = self.dossier_id.sudo()
        self.env["onestop.journal"]._append(
            dossier,
            code,
            role,
            dossier.state,
            dossier.state,
            reason=self.reason,
            data={
                "receipt": self.label,
                "received_at": fields.Datetime.to_string(self.received_at),
            },
        )
