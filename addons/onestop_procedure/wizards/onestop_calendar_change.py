from odoo import fields, models
from odoo.exceptions import UserError


class OnestopCalendarChange(models.TransientModel):
    """Puts planned changes of working calendars into force: why, and by which decision.

    Whoever counts dates says here what the change will move.
    """

    _name = "onestop.calendar.change"
    _description = "Change of Working Calendars"

    plan_ids = fields.Many2many("resource.calendar", string="Planned changes")
    reason = fields.Char(
        help="Stands in the explanation of every date that moves, for everybody to "
        "read: Storm no. 5, offices closed."
    )
    decision = fields.Char(help="Number and date of the decision or notice.")

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the change moves"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_put_into_force(self):
        """Change the calendars."""
        self.ensure_one()
        self.plan_ids._onestop_require_plan()
        if not (self.reason or "").strip() or not (self.decision or "").strip():
            raise UserError(
                self.env._("Say why the calendar changes, and by which decision.")
            )
        calendars = self.env["resource.calendar"]
        for plan in self.plan_ids:
            calendars |= plan._onestop_put_into_force(self.decision)
        return self._after(calendars)

    def _after(self, calendars):
        """What to show once the calendars are changed."""
        if len(calendars) == 1:
            return calendars._onestop_open()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_procedure.resource_calendar_action_onestop"
        )
