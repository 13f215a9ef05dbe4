from odoo import api, models
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.form_words import short_day

from ..engine.register_entering import RegisterEntering

CHANNELS = (
    ("in_person", "Nộp trực tiếp"),
    ("online", "Nộp trực tuyến"),
    ("post", "Nộp qua bưu chính"),
)
STANDINGS = (
    ("early", "Giải quyết trước hạn"),
    ("on_time", "Giải quyết đúng hạn"),
    ("late", "Giải quyết quá hạn"),
    ("no_term", "Giải quyết, không quy định thời hạn"),
    ("unresolved", "Chưa có kết quả, dừng hoặc trả lại"),
)


class FormRegisterEnd(models.AbstractModel):
    """Last page of a register: how many pages and numbers it has, what they add up to,
    which codes were given out to no dossier and why, and who signs for all this."""

    _name = "report.onestop_dossier.form_register_end"
    _inherit = "report.onestop_dossier.form_register_cover"
    _description = "Last page of a register"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        register = values["sheet"]["register"]
        channels, standings = (
            self._counts(register, "channel"),
            self._standings(register),
        )
        return {
            **values,
            "first_page": (data or {}).get("first_page", 1),
            "closing": register.state == "closing",
            "channels": [(label, channels.get(key, 0)) for key, label in CHANNELS],
            "standings": [(label, standings.get(key, 0)) for key, label in STANDINGS],
            "returned": self._one(
                register, SQL("d.date_returned <= %s", register.as_of)
            ),
            "carried": self._one(register, SQL("l.carried")),
            "carried_before": self._before(register, SQL("l.carried")),
            "before": self._before(register, SQL("true")),
            "gaps": [
                {**gap, "day": short_day(gap["day"])}
                for gap in RegisterEntering(register).gaps()
            ],
        }

    @api.model
    def _counts(self, register, column):
        return self._grouped(register, SQL.identifier("d", column))

    @api.model
    def _standings(self, register):
        """{standing: dossiers}; as `core.lateness` tells them, in legal time."""
        local = "AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Ho_Chi_Minh'"
        standing = SQL(
            f"""
            CASE WHEN d.date_resolved IS NULL OR d.date_resolved > %s THEN 'unresolved'
                 WHEN d.date_due_legal IS NULL THEN 'no_term'
                 WHEN date_trunc('minute', d.date_resolved)
                    > date_trunc('minute', d.date_due_legal) THEN 'late'
                 WHEN (d.date_resolved {local})::date
                    < (d.date_due_legal {local})::date THEN 'early'
                 ELSE 'on_time' END
            """,
            register.as_of,
        )
        return self._grouped(register, standing)

    @api.model
    def _grouped(self, register, expression):
        """{value of an expression: how many dossiers with a number have it}."""
        self.env.cr.execute(
            SQL(
                """
                SELECT %s, count(*) FROM onestop_register_line l
                  JOIN onestop_dossier d ON d.id = l.dossier_id
                 WHERE l.register_id = %s AND l.number IS NOT NULL
                 GROUP BY 1
                """,
                expression,
                register.id,
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _one(self, register, condition):
        return self._grouped(register, SQL("coalesce(%s, false)", condition)).get(
            True, 0
        )

    @api.model
    def _before(self, register, condition):
        """How many of those taken over from the register before."""
        self.env.cr.execute(
            SQL(
                """
                SELECT count(*) FROM onestop_register_line l
                 WHERE l.register_id = %s AND l.number IS NULL AND %s
                """,
                register.id,
                condition,
            )
        )
        return self.env.cr.fetchone()[0]
