from odoo import api, fields, models

AUDIENCE = ("to_officer", "to_head", "to_supervisor", "to_director")


class OnestopReminder(models.Model):
    """That a date comes near, or has passed: one row for each level, told once.

    It stands for the date of a dossier, of one of its steps, or of what departments ask
    of each other about it. Reminders of a date that moved, or of what is done, are
    archived; so are those of lower levels.
    """

    _name = "onestop.reminder"
    _description = "Reminder of a date"
    _order = "date_due, id"
    _rec_name = "level_id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "onestop.dossier.step",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    opinion_id = fields.Many2one(
        "onestop.opinion",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="What was asked beside the process.",
    )
    level_id = fields.Many2one(
        "onestop.reminder.level",
        "Reminder",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    basis = fields.Selection(related="level_id.basis")
    subject = fields.Selection(related="level_id.subject")
    department_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose time it is.",
    )
    # What is still to be checked has no code yet, and is known by its number of filing.
    code = fields.Char(related="dossier_id.display_name", string="Dossier code")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    step_name = fields.Char(related="step_id.name", string="Name of the step")
    date = fields.Datetime("Since", required=True, readonly=True)
    date_due = fields.Datetime("Due", required=True, readonly=True)
    apology = fields.Selection(
        lambda self: (
            self.env["onestop.dossier"]
            ._fields["apology"]
            ._description_selection(self.env)
        ),
        compute="_compute_apology",
        help="Whether one can be given for what is reminded of, or why not yet.",
    )
    active = fields.Boolean(default=True, readonly=True)
    # As the level said when it was reached; rules look at these.
    to_officer = fields.Boolean(readonly=True)
    to_head = fields.Boolean(readonly=True)
    to_supervisor = fields.Boolean(readonly=True)
    to_director = fields.Boolean(readonly=True)

    _once_unique = models.UniqueIndex(
        "(dossier_id, coalesce(step_id, 0), coalesce(opinion_id, 0), level_id, date_due)",
        "This was reminded of before.",
    )

    @api.depends("subject", "basis", "dossier_id.state", "dossier_id.apologised")
    def _compute_apology(self):
        for reminder in self:
            owed = reminder.subject == "dossier"
            owed = owed and reminder.basis in ("apology", "hours")
            # sudo: bounded to whether somebody said sorry, or can, for what the user is
            # reminded of.
            dossier = reminder.sudo().dossier_id
            reminder.apology = owed and dossier._apology_standing()

    @api.model
    def _tell(self, date, levels):
        """Write the reminders of levels that are reached.

        :param date: `engine.watched_date.WatchedDate`
        :param list levels: (id of a level, instant in the database's time), in order
        """
        rows = []
        for number, moment in levels:
            level = self.env["onestop.reminder.level"].browse(number)
            rows.append(
                {
                    **date.prepare_vals(),
                    "level_id": number,
                    "date": moment,
                    **{name: level[name] for name in AUDIENCE},
                }
            )
        return self.create(rows)

    @api.model
    def _cron_look(self):
        """Look at the dates that are to be looked at now.

        What is told depends on the dates alone: a job that was down, or ran twice or on
        two nodes, comes to the same.
        """
        for model in ("onestop.dossier", "onestop.dossier.step"):
            while rows := self.env[model]._claim_watched():
                for row in rows:
                    row._look_safely()
                if not self.env["ir.cron"]._commit_progress(len(rows)):
                    return

    def action_open(self):
        self.ensure_one()
        if self.opinion_id:
            return self.opinion_id._action_open()
        return (self.step_id or self.dossier_id).action_open_dossier()

    def action_apologise(self):
        """The form of the apology, with all that can be known filled in."""
        self.ensure_one()
        return self.env["onestop.dossier.action"]._open(self.dossier_id, "apologise")
