from odoo import api, models

from ..core.private_right import PrivateRight

# Held while rows of a calendar change together, which is judged at its end.
TOGETHER = PrivateRight("onestop_calendar_rows")


class OnestopCalendarRow(models.AbstractModel):
    """A row that working calendars are made of: whatever happens to it, the clocks of
    its calendars are made anew, and what would give wrong dates is refused."""

    _name = "onestop.calendar.row"
    _description = "Row of a Working Calendar"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._onestop_calendars()._onestop_row_changed()
        return rows

    def write(self, vals):
        before = self._onestop_calendars()
        result = super().write(vals)
        (before | self._onestop_calendars())._onestop_row_changed()
        return result

    def unlink(self):
        before = self._onestop_calendars()
        result = super().unlink()
        before._onestop_row_changed()
        return result

    def _onestop_calendars(self):
        """The calendars whose days these rows decide."""
        return self.calendar_id
