from datetime import datetime

from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.database_time import legal_date, naive
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.code_gaps import gaps
from ..core.dossier_code import CodePattern
from ..core.workflow import OPEN_STATES

# As long as a dossier is followed.
FOLLOWED = (*OPEN_STATES, "resolved")


class RegisterEntering:
    """Which dossiers stand in a register, and under which numbers: written in few
    statements, whatever their number. For the job, in its right.

    :param register: one `onestop.register`, locked, with its moment `as_of`
    """

    def __init__(self, register):
        self.register = register
        self.env = register.env

    def take_over(self):
        """What was open when the register of the year before was closed."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_register_line (register_id, dossier_id, carried)
                SELECT %(self)s, l.dossier_id, false
                  FROM onestop_register_line l
                  JOIN onestop_register r ON r.id = l.register_id
                 WHERE r.department_id = %(department)s AND r.year = %(year)s - 1
                   AND r.state = 'closed' AND l.carried
                 ORDER BY l.number NULLS FIRST, l.id
                ON CONFLICT DO NOTHING
                """,
                self=self.register.id,
                department=self.register.department_id.id,
                year=self.register.year,
            )
        )

    def give_numbers(self):
        """Enter what was received, in that order; what has a number keeps it.

        :return: the last number that was given; None where there was none to give
        """
        first, end = self._first_moment(), self._moment(self.register.year + 1)
        self.env.cr.execute(
            SQL(
                """
                WITH given AS (
                    INSERT INTO onestop_register_line
                           (register_id, number, dossier_id, carried)
                    SELECT %(self)s,
                           %(last)s + row_number() OVER (ORDER BY d.date_accepted, d.id),
                           d.id, false
                      FROM onestop_dossier d
                     WHERE d.received_department_id = %(department)s
                       AND d.code IS NOT NULL
                       AND d.date_accepted >= %(first)s
                       AND d.date_accepted < LEAST(%(end)s, %(as_of)s)
                       AND NOT EXISTS (
                           SELECT FROM onestop_register_line l
                            WHERE l.dossier_id = d.id AND l.number IS NOT NULL)
                    RETURNING number
                )
                SELECT max(number) FROM given
                """,
                self=self.register.id,
                last=self.register.last_number or 0,
                department=self.register.department_id.id,
                first=first,
                end=end,
                as_of=self.register.as_of,
            )
        )
        return self.env.cr.fetchone()[0]

    def _first_moment(self):
        """From when on what has no number belongs to it: what was received in a year
        whose register is closed already, this one takes up."""
        closed = self.register.search(
            [
                ("department_id", "=", self.register.department_id.id),
                ("year", "<", self.register.year),
                ("state", "=", "closed"),
            ],
            order="year",
            limit=1,
        )
        return self._moment(closed.year or self.register.year)

    @staticmethod
    def _moment(year):
        """When a year begins, as the database says it."""
        return naive(datetime(year, 1, 1, tzinfo=ZONE))

    def carry(self):
        """Note what is still open: the next register follows it on."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_register_line l SET carried = true
                  FROM onestop_dossier d
                 WHERE l.register_id = %s AND d.id = l.dossier_id AND d.state IN %s
                """,
                self.register.id,
                FOLLOWED,
            )
        )

    def gaps(self):
        """Codes that were given out and that no dossier of the register has.

        :return: list of dict `code`, `day` (date), `why` (Vietnamese)
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT d.date_accepted, d.code FROM onestop_register_line l
                  JOIN onestop_dossier d ON d.id = l.dossier_id
                 WHERE l.register_id = %s AND l.number IS NOT NULL
                """,
                self.register.id,
            )
        )
        codes = [(legal_date(moment), code) for moment, code in self.env.cr.fetchall()]
        counters = self.env["onestop.code.counter"].search(
            [
                ("department_id", "=", self.register.department_id.id),
                ("date", ">=", datetime(self.register.year, 1, 1).date()),
                # A day that is not over may have numbers that are being used.
                ("date", "<", legal_date(self.register.as_of)),
                ("date", "<=", datetime(self.register.year, 12, 31).date()),
            ]
        )
        department = self.register.department_id
        others = self.env["onestop.department"].search(
            [
                ("national_code", "!=", False),
                ("national_code", "!=", department.national_code),
            ]
        )
        missing = gaps(
            [(row.date, row.last) for row in counters],
            codes,
            others.mapped("national_code"),
        )
        return [self._gap(day, number) for day, number in missing]

    def _code_of(self, day, number):
        """The code that a number of a day makes; None where none can be made any more."""
        rules = self.env["onestop.rule.set"]._for_date(day)
        pattern = CodePattern(rules._value("dossier_code_pattern"))
        try:
            return pattern.render(
                self.register.department_id.national_code, day, number
            )
        except ValueError:
            return None

    def _gap(self, day, number):
        """A number that stands on no dossier here, and why."""
        code = self._code_of(day, number)
        elsewhere = code and self.env["onestop.dossier"].search([("code", "=", code)])
        if elsewhere:
            why = f"Theo dõi tại sổ của {elsewhere.received_department_id.name}"
        else:
            why = (
                "Số đã cấp nhưng việc tiếp nhận không hoàn tất; "
                "không có hồ sơ nào mang mã này"
            )
        return {"code": code or f"số {number:04d}", "day": day, "why": why}
