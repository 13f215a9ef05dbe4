from odoo import fields, models
from odoo.tools import SQL


class OnestopDossier(models.Model):
    _inherit = "onestop.dossier"

    rated = fields.Boolean(readonly=True, copy=False)

    def write(self, vals):
        # Only `_mark_rated` sets it: who could reset it could answer twice.
        self._refuse_fields(vals.keys() & {"rated"})
        return super().write(vals)

    def _prepare_draft_vals(self, vals):
        self._refuse_fields(vals.keys() & {"rated"})
        return super()._prepare_draft_vals(vals)

    def _mark_rated(self):
        """Note that the person answered; give back whether it is the first time.

        Straight in the table: neither who changed the dossier last nor when may tell
        which answer is whose, and two clicks at once make one answer.
        """
        self.ensure_one()
        self.check_access("read")
        rows = self.env.execute_query(
            SQL(
                "UPDATE onestop_dossier SET rated = TRUE "
                "WHERE id = %s AND rated IS NOT TRUE AND state = 'returned' "
                "RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["rated"], flush=False)
        return bool(rows)
