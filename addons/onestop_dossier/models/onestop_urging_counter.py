from odoo import api, fields, models
from odoo.tools import SQL


class OnestopUrgingCounter(models.Model):
    """The last number that a centre gave to a letter of urging in a year."""

    _name = "onestop.urging.counter"
    _description = "Counter of letters of urging"
    _log_access = False

    centre_id = fields.Many2one(
        "onestop.department", required=True, ondelete="restrict"
    )
    year = fields.Integer(required=True)
    last = fields.Integer(required=True)

    _centre_year_unique = models.UniqueIndex("(centre_id, year)")

    @api.model
    def _next(self, centre, year):
        """The next number, in the transaction of the letter: whoever fails gives it
        back, so there is no gap; two at once come one after the other."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_urging_counter (centre_id, year, last)
                VALUES (%s, %s, 1)
                ON CONFLICT (centre_id, year)
                DO UPDATE SET last = onestop_urging_counter.last + 1
                RETURNING last
                """,
                centre.id,
                year,
            )
        )
        return self.env.cr.fetchone()[0]
