from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.clock import ZONE, ClockError
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..core.paper_rounds import next_round, read_hours, transfer_due

# The paper of a dossier goes to whoever works on it, and comes back to be handed out.
GOES_OUT = ("accepted", "processing")
GOES_BACK = ("resolved", "supplement", "withdrawal", "stopped")


class OnestopTransferRoute(models.Model):
    """Between which centre and which agency paper is carried, at which hours, by whom."""

    _name = "onestop.transfer.route"
    _description = "Route of paper dossiers"
    _order = "centre_id, department_id, id"

    centre_id = fields.Many2one(
        "onestop.department",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "in", ["centre", "commune"])],
    )
    department_id = fields.Many2one(
        "onestop.department", "Agency", required=True, index=True, ondelete="restrict"
    )
    carrier_id = fields.Many2one(
        "onestop.department",
        ondelete="restrict",
        help="Who carries it, for example the post; empty where the two sides meet.",
    )
    hours = fields.Char(
        "Leaves at",
        required=True,
        default="08:00, 14:00",
        help="Hours of the day, for example 08:00, 14:00.",
    )
    answer_hours = fields.Float(
        "Taken over within",
        required=True,
        default=8,
        help="Working hours of the receiving side; after them its silence shows.",
    )
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(centre_id, department_id)",
        "There is a route between these two already.",
    )
    _answer_in_bounds = models.Constraint(
        "CHECK (answer_hours > 0 AND answer_hours <= 80)",
        "Give between 0 and 80 working hours.",
    )
    _two_sides = models.Constraint(
        "CHECK (centre_id != department_id)",
        "Paper is carried between two different places.",
    )

    @api.depends("centre_id", "department_id")
    def _compute_display_name(self):
        for route in self:
            route.display_name = " ↔ ".join(
                place.short_name or place.name or ""
                for place in (route.centre_id, route.department_id)
            )

    @api.constrains("hours")
    def _check_hours(self):
        for route in self:
            try:
                read_hours(route.hours)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%s” is no hour of the day. Write them like 08:00, 14:00.",
                        error.args[0],
                    )
                ) from None

    def _from(self, direction):
        """Whence paper leaves."""
        return self.department_id if direction == "back" else self.centre_id

    def _to(self, direction):
        return self.centre_id if direction == "back" else self.department_id

    def _next_round(self, direction):
        """When the next paper leaves, in the database's time."""
        calendar = self._from(direction)._clock()
        now = aware(fields.Datetime.now()).astimezone(ZONE)
        return naive(next_round(calendar, now, read_hours(self.hours)))

    def _served(self):
        """The agency and what lies below it, but for what has a route of its own."""
        self.ensure_one()
        # sudo: bounded to which departments lie below others, which is no secret.
        departments = self.env["onestop.department"].sudo()
        # sudo: bounded to which agencies of the centre have a route.
        routes = self.sudo().search([("centre_id", "=", self.centre_id.id)])
        below = Domain("id", "child_of", self.department_id.id)
        mine = self.department_id.parent_path
        others = (routes - self).department_id.filtered(
            lambda one: one.parent_path.startswith(mine)
        )
        if others:
            below &= ~Domain("id", "child_of", others.ids)
        return departments.search(below)

    def _waiting_domain(self, direction):
        """The dossiers whose paper waits to be carried that way."""
        served = self._served().ids
        here = Domain("received_department_id", "=", self.centre_id.id)
        here &= Domain("paper_item_ids", "not any", [("is_open", "=", True)])
        open_step = Domain("step_ids", "any", [("state", "=", "open")])
        work = Domain(
            "step_ids",
            "any",
            [("state", "=", "open"), ("department_id", "in", served)],
        )
        if direction == "archive":
            return here & self._closed_domain(served)
        if direction == "out":
            at = Domain("paper_at_id", "in", [False, self.centre_id.id])
            paper = Domain("channel", "!=", "online")
            lead = Domain("department_id", "in", served) & ~open_step
            return here & Domain("state", "in", GOES_OUT) & at & paper & (work | lead)
        # Also where the next agency waits for it, and it lies here still.
        done = Domain("state", "in", GOES_BACK) | (
            Domain("state", "=", "processing") & open_step & ~work
        )
        lies = Domain("paper_at_id", "=", self.department_id.id) & done
        # A result on paper of what came online, or what went by no list.
        result = Domain("state", "=", "resolved") & Domain("paper_at_id", "=", False)
        result &= Domain("delivery", "!=", "electronic")
        result &= Domain("department_id", "in", served)
        result &= Domain("result_ids", "!=", False)
        return here & (lies | result)

    def _closed_domain(self, served):
        """What is closed, and of which the paper still lies at the centre."""
        return Domain(
            "archive_file_id",
            "any",
            [
                ("paper_state", "=", "here"),
                ("centre_id", "=", self.centre_id.id),
                ("department_id", "in", served),
            ],
        )

    def _takes(self, dossier):
        """Whether the agency resolves a dossier, or works on it now."""
        runs = dossier.step_ids.filtered(lambda one: one.state == "open")
        return bool((dossier.department_id | runs.department_id) & self._served())

    def _due_of(self, dossier):
        """By when the paper of a dossier leaves; False where no calendar can tell."""
        calendar = self.centre_id._clock()
        received = aware(dossier.date_accepted).astimezone(ZONE)
        try:
            passed_on = dossier._start_rule().transfer_instant(calendar, received)
            due = transfer_due(calendar, received, passed_on, read_hours(self.hours))
        except ClockError:
            return False
        return naive(due)
