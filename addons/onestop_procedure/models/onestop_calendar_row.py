from odoo import api, models


class OnestopCalendarRow(models.AbstractModel):
    """A row that working calendars are made of: whatever happens to it, the clocks of
    its calendars are made anew."""

    _name = "onestop.calendar.row"
    _description = "Row of a Working Calendar"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._onestop_calendars()._onestop_touch()
        return rows

    def write(self, vals):
        before = self._onestop_calendars()
        result = super().write(vals)
        (before | self._onestop_calendars())._onestop_touch()
        return result

    def unlink(self):
        before = self._onestop_calendars()
        result = super().unlink()
        before._onestop_touch()
        return result

    def _onestop_calendars(self):
        """The calendars whose days these rows decide."""
        return self.calendar_id
