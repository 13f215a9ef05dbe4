from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.clock import ClockError
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.lateness import Standing

ENDED = (Standing.EARLY, Standing.ON_TIME, Standing.LATE)
PAST = (Standing.LATE, Standing.OVERDUE)


class OnestopStanding(models.AbstractModel):
    """How a due date is kept: reckoned at the moment of asking, never stored.

    `_standing_sql` says in SQL what `core.lateness` says of one record; a test holds
    the two together.
    """

    _name = "onestop.standing"
    _description = "How a date is kept"

    # Fields of the due date, and of the moment at which its row ended.
    _due_name = None
    _ended_name = None
    # Of the moment since which nobody has answered, where there is such a thing.
    _silent_name = None

    standing = fields.Selection(
        [
            ("early", "Early"),
            ("on_time", "On time"),
            ("late", "Late"),
            ("undue", "Open, within its term"),
            ("overdue", "Open, overdue"),
        ],
        compute="_compute_standing",
        search="_search_standing",
    )
    lateness = fields.Char(
        "Time kept",
        compute="_compute_standing",
        help="Working time left, or by how much it was early or is late. Measured on "
        "the date that the law sets: an apology does not move it.",
    )
    overdue = fields.Boolean(compute="_compute_standing", search="_search_overdue")

    @api.depends_context("lang")
    @api.depends(lambda self: self._standing_depends())
    def _compute_standing(self):
        now = aware(fields.Datetime.now())
        for record in self:
            # sudo: bounded to dates of rows that the user reads, and to office hours.
            late, words = record.sudo()._reckon(now)
            known = late and late.standing is not Standing.STILL
            record.standing = known and late.standing.value
            record.overdue = bool(late) and late.standing in PAST
            record.lateness = words

    def _standing_depends(self):
        return []

    def _reckon(self, now):
        """The `Lateness` and its words; what cannot be computed says why instead."""
        try:
            late = self._lateness(now)
        except ClockError as error:
            return None, error.render(self.env.lang or "vi_VN")
        except UserError as error:
            return None, error.args[0]
        return late, late and late.render(self.env.lang or "vi_VN")

    def _lateness(self, now):
        """The `core.lateness.Lateness` at an aware instant; None without a date.

        :raises ClockError, UserError: where the calendar cannot tell
        """
        raise NotImplementedError

    @api.model
    def _running_domain(self):
        """The rows whose time runs."""
        raise NotImplementedError

    @api.model
    def _ended_domain(self):
        """The rows that kept their date, or did not."""
        raise NotImplementedError

    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._search_standing("in", ["overdue"])

    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted, running = set(value), self._running_domain()
        ended = tuple(one.value for one in ENDED if one.value in wanted)
        now = self._this_minute()
        found = Domain.FALSE
        if "overdue" in wanted:
            found |= running & Domain(self._due_name, "<", now)
        if "undue" in wanted:
            found |= running & Domain(self._due_name, ">=", now)
        if ended:
            found |= self._ended_domain() & Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "(%s IN %s) IS TRUE", model._ended_sql(alias), ended
                ),
                predicate=lambda record: record.standing in ended,
            )
        if False in wanted:
            known = [name for name, _label in self._fields["standing"].selection]
            found |= ~self._search_standing("in", known)
        return found

    @api.model
    def _ended_sql(self, alias):
        return self._standing_sql(
            SQL.identifier(alias, self._due_name),
            SQL.identifier(alias, self._ended_name),
            SQL("FALSE"),
            self._silent_name and SQL.identifier(alias, self._silent_name),
        )

    @api.model
    def _domain_due_within(self, days, beyond=False):
        """The rows due before the end of so many working days from today, each by the
        calendar of its department; `beyond`: the others."""
        found = Domain.FALSE
        # sudo: bounded to office hours; the rows are searched as the user.
        departments = self.env["onestop.department"].sudo()
        for (calendar,) in departments._read_group([], ["calendar_id"]):
            end = calendar._onestop_clock().after_working_days(
                aware(fields.Datetime.now()), days
            )
            found |= Domain("department_id.calendar_id", "=", calendar.id) & Domain(
                "date_due", ">=" if beyond else "<", naive(end)
            )
        return found

    @api.model
    def _standing_sql(self, due, ended, running, silent=None):
        """SQL of the standing: how what ended, or still runs, stands to its due date.

        What has no due date (no term, not yet begun) stands nowhere: NULL. Early is
        before the day of the due date, in legal time; seconds are not reckoned with.

        :param SQL due: the due date (UTC)
        :param SQL ended: when it ended (UTC), NULL while it runs
        :param SQL running: whether its term runs
        :param SQL silent: when nobody had answered in time, else NULL
        """
        return SQL(
            """CASE
                WHEN %(due)s IS NULL THEN NULL
                WHEN date_trunc('minute', %(ended)s) > %(due)s THEN 'late'
                WHEN %(ended)s IS NOT NULL AND %(silent)s IS NOT NULL THEN 'late'
                WHEN %(ended_day)s < %(due_day)s THEN 'early'
                WHEN %(ended)s IS NOT NULL THEN 'on_time'
                WHEN NOT %(running)s THEN NULL
                WHEN %(now)s > %(due)s THEN 'overdue'
                ELSE 'undue'
            END""",
            due=due,
            ended=ended,
            ended_day=self._legal_day(ended),
            due_day=self._legal_day(due),
            running=running,
            silent=silent or SQL("NULL"),
            now=SQL("%s::timestamp", self._this_minute()),
        )

    @api.model
    def _this_minute(self):
        return fields.Datetime.now().replace(second=0, microsecond=0)

    @api.model
    def _legal_day(self, moment):
        """SQL of the day in Việt Nam of a moment in UTC."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", moment
        )
