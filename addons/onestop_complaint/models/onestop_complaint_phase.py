import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.due_explanation import DOSSIER

from ..core import complaint_phases as phases
from ..core.phase_sentences import DAYS, sentences_since, signs_since
from ..engine.complaint_clock import due_date
from ..engine.house import of_house
from ..engine.right import ENGINE
from ..engine.traces import leave_numbers_out

_logger = logging.getLogger(__name__)

STAFF = "onestop_procedure.group_onestop_staff"


class OnestopComplaintPhase(models.Model):
    """Something that is to be done about a grievance by a day, and whether it was.

    Written by its actions, in the same write as the state. What a term is and what it is
    counted from is in `core.complaint_phases`.
    """

    _name = "onestop.complaint.phase"
    _inherit = ["onestop.guarded.mixin", "onestop.explained"]
    _description = "Term of a reflection, complaint or denunciation"
    _written_with = ENGINE
    _order = "date_start, id"
    _rec_name = "phase"
    # When and by whom a row was written would tell of who brought it.
    _log_access = False

    complaint_id = fields.Many2one(
        "onestop.complaint",
        "Matter",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        [
            ("reflection", "Reflection"),
            ("petition", "Petition"),
            ("complaint", "Complaint"),
            ("denunciation", "Denunciation"),
        ],
        required=True,
        readonly=True,
        help="What it was when the term began.",
    )
    phase = fields.Selection(
        [
            ("transfer", "Pass on what is outside competence"),
            ("answer", "Answer the person"),
            ("acceptance", "Accept or refuse"),
            ("verification", "Verify before acceptance"),
            ("acceptance_notice", "Notify of the acceptance"),
            ("resolution", "Resolution"),
            ("decision", "Send the decision"),
            ("conclusion", "Send the conclusion"),
            ("handling", "Act on the conclusion"),
            ("publication", "Publish"),
            ("suspension_notice", "Send the suspension"),
            ("discontinuance_notice", "Send the discontinuance"),
        ],
        "What is to be done",
        required=True,
        readonly=True,
    )
    since = fields.Selection(
        [
            ("in_form", "Reception"),
            ("accept", "Acceptance"),
            ("resolve", "Decision or conclusion"),
            ("suspend", "Suspension"),
            ("discontinue", "Discontinuance"),
        ],
        "Counted from",
        required=True,
        readonly=True,
    )
    date_start = fields.Date("Counted from the day", required=True, readonly=True)
    date_due = fields.Datetime("Due", readonly=True, help="Empty while suspended.")
    derivation = fields.Json(readonly=True, groups=STAFF)
    events = fields.Json(
        "Suspensions and extensions",
        readonly=True,
        help="A list of {kind, start, end} or {kind, at, amount}, each with reason and "
        "rule_id; instants are in UTC.",
        groups=STAFF,
    )
    provisional = fields.Boolean("Only if it is outside competence", readonly=True)
    rule_id = fields.Many2one(
        "onestop.rule", required=True, readonly=True, ondelete="restrict", groups=STAFF
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Working calendar of",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=STAFF,
    )
    date_ended = fields.Datetime("Ended on", readonly=True)
    result = fields.Selection(
        [("on_time", "On time"), ("late", "Late"), ("void", "No longer to be done")],
        readonly=True,
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    recordable = fields.Boolean(
        "May be recorded as done", compute="_compute_recordable"
    )

    _open_index = models.Index("(date_due, id) WHERE date_ended IS NULL")

    # ------------------------------------------------------------------ computes

    @api.depends("date_due", "date_ended", "provisional", "result")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for row in self:
            runs = row.date_due and not row.date_ended and not row.provisional
            row.overdue = row.result == "late" or bool(runs and row.date_due < now)

    def _search_overdue(self, operator, value):
        if operator not in ("in", "not in") or set(value) - {True}:
            return NotImplemented
        runs = Domain("date_ended", "=", False) & Domain("provisional", "=", False)
        late = Domain("result", "=", "late") | (runs & Domain("date_due", "<", "now"))
        return late if operator == "in" else ~late

    @api.depends_context("uid")
    @api.depends("date_ended", "complaint_id.available_codes")
    def _compute_recordable(self):
        for row in self:
            may = f",{phases.RECORD}," in (row.complaint_id.available_codes or "")
            by_record = phases.RECORD in row._spec().fulfilled_by
            row.recordable = may and by_record and not row.date_ended

    # -------------------------------------------------------------------- guards

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        leave_numbers_out(self, len(vals_list))
        return super().create(vals_list)

    def unlink(self):
        raise AccessError(self.env._("What was registered is never deleted."))

    def _refusal(self):
        return self.env._("Terms are kept by the actions of their grievance only.")

    # ----------------------------------------------------------------- interface

    def action_record(self):
        """Record that it was done: sent, published, acted upon."""
        self.ensure_one()
        return self.complaint_id.action_transition(
            phases.RECORD, values={"phase": self.phase}
        )

    # ------------------------------------------------------------ why it is due then

    @api.depends_context("uid")
    @api.depends("derivation", "date_ended")
    def _compute_due_explanation(self):
        super()._compute_due_explanation()

    def _explanation(self, typed=True):
        # What the staff typed is left out for all others.
        return super()._explanation(typed and self.env.user._is_internal())

    def _derivation(self):
        self.check_access("read")
        # sudo: bounded to a row that the caller reads.
        return clock.Derivation.from_list(self.sudo().derivation or [])

    def _is_running(self):
        return not self.date_ended

    def _due_wording(self):
        return DOSSIER.but(sentences_since(self.since), signs_since(self.since), DAYS)

    # ----------------------------------------------------------------- the clock

    def _spec(self):
        """The phase as the core knows it."""
        self.ensure_one()
        return phases.find(self.phase, self.kind)

    def _clock_values(self):
        """What the date is computed from, and what it is: plain values."""
        self.ensure_one()
        return {
            "rule_id": self.rule_id.id,
            "department_id": self.department_id.id,
            "date_start": self.date_start,
            "events": self.events or [],
            "provisional": self.provisional,
            "date_due": self.date_due,
            "derivation": self.derivation,
        }

    @api.model
    def _counted_in(self, calendar, after=0, limit=None):
        """Running phases whose dates are counted in a calendar, in order of number.

        :param int after: number of the last that is not wanted any more
        """
        return of_house(self.env)[self._name].search(
            Domain("date_ended", "=", False)
            & Domain("department_id.calendar_id", "=", calendar.id)
            & Domain("id", ">", after),
            order="id",
            limit=limit,
        )

    def _redate(self, reason=None):
        """Compute these anew, whose calendar has changed.

        What somebody is working on right now is left to a later look.

        :param str reason: why it changed, for the derivation
        :return: how many dates moved, each of which tells so in its derivation, and
            how many were left
        """
        house = of_house(self.env)
        every = self.with_env(house)
        free = every.complaint_id.try_lock_for_update(allow_referencing=True)
        rows = every.filtered(lambda row: row.complaint_id in free)
        moved = rows.browse()
        with ENGINE.held():
            for group in rows.grouped(_key).values():
                moved |= group._redate_alike(reason)
            moved.complaint_id._refresh_due()
            house.flush_all()
        return len(moved), len(every - rows)

    def _redate_alike(self, reason):
        """Compute anew what is due at one instant for one reason; what of it moved."""
        row = self[:1]
        values = row._clock_values()
        try:
            due, derivation = due_date(
                self.env, values, row.derivation, row.date_due, reason or ""
            )
        except clock.ClockError:
            # One date that cannot be had holds up no other.
            _logger.warning("terms %s: their date cannot be counted", self.ids)
            return self.browse()
        moved = self if due != row.date_due else self.browse()
        if derivation != row.derivation:
            self.write({"date_due": due, "derivation": derivation})
        return moved


def _key(row):
    """Rows that are alike in this are due at one instant, for one reason."""
    return (
        row.department_id.calendar_id.id,
        row.rule_id.id,
        row.date_start,
        repr(row.events),
        repr(row.derivation),
    )
