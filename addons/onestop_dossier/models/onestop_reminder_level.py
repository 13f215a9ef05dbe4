from odoo import api, fields, models
from odoo.tools import ormcache

from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.deadline_ladder import Level


class OnestopReminderLevel(models.Model):
    """A rung of the ladder of reminders: when it is reached, and who is told."""

    _name = "onestop.reminder.level"
    _description = "Level of reminders"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    subject = fields.Selection(
        [
            ("dossier", "The dossier"),
            ("step", "A step"),
            # What departments ask of each other.
            ("intake", "A dossier to check"),
            ("request", "A request to pass on"),
            ("opinion", "An opinion beside the process"),
            ("linked", "What a linked dossier asks for"),
        ],
        "Date of",
        required=True,
        default="dossier",
    )
    basis = fields.Selection(
        [
            ("share", "Share of the term that is used"),
            ("hours", "Working hours that are left"),
            ("apology", "Last day for an apology"),
            ("silence", "Silence of whoever was asked"),
        ],
        "Reached by",
        required=True,
        default="share",
    )
    value = fields.Float(
        help="A share from 0 to 1, or working hours: 0 is the date itself, below 0 is "
        "late by so many hours."
    )
    date_since = fields.Datetime(
        "Since",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        help="What it would have told before is not made up for.",
    )
    to_officer = fields.Boolean("Officers")
    to_head = fields.Boolean("Department head")
    to_supervisor = fields.Boolean("Supervisor")
    to_director = fields.Boolean("Director")

    _share_in_bounds = models.Constraint(
        "CHECK (basis != 'share' OR (value > 0 AND value <= 1))",
        "A share of the term lies between 0 and 1, for example 0.8.",
    )
    _hours_in_bounds = models.Constraint(
        "CHECK (basis != 'hours' OR (value >= -1000 AND value <= 1000))",
        "Give at most 1,000 working hours.",
    )
    _asked_by_time = models.Constraint(
        "CHECK (basis IN ('share', 'hours') OR subject IN ('dossier', 'step'))",
        "What departments ask of each other is reminded of by its share of the time, "
        "or by working hours.",
    )
    _told_to_somebody = models.Constraint(
        "CHECK (to_officer OR to_head OR to_supervisor OR to_director)",
        "Somebody has to be reminded: choose who.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels._changed()
        return levels

    def write(self, vals):
        if {"subject", "basis", "value", "active"} & vals.keys():
            vals = {"date_since": fields.Datetime.now(), **vals}
        result = super().write(vals)
        self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._changed()
        return result

    def _changed(self):
        """Have every running date looked at again, in a job: there may be very many."""
        self.env.registry.clear_cache()
        for model in ("onestop.dossier", "onestop.dossier.step"):
            self.env[model].with_delay(
                description="Look at every date for reminders",
                identity_key=f"{model},look_at_all",
            )._look_at_all()

    @api.model
    @ormcache("subject")
    def _ladder(self, subject):
        """The levels of a subject as the core reads them."""
        # sudo: bounded to the settings of the ladder, which hold nobody's data.
        levels = self.sudo().search([("subject", "=", subject)])
        return tuple(
            Level(level.id, level.basis, level.value, aware(level.date_since))
            for level in levels
        )
