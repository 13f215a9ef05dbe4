from odoo import api, fields, models

from ..engine.assigning import Assigning


class OnestopStepAssignment(models.TransientModel):
    """Hand steps out, or take them back, and see before who will have how many."""

    _name = "onestop.step.assignment"
    _description = "Whose steps these are"

    step_ids = fields.Many2many("onestop.dossier.step", readonly=True)
    # Whose they were when the form was opened: what changes meanwhile is told.
    seen = fields.Json(readonly=True)
    how = fields.Selection(
        [
            ("balanced", "Share them out: to whoever has fewest"),
            ("person", "To one officer"),
            ("release", "Give them back: to nobody"),
        ],
        required=True,
        default="balanced",
    )
    is_head = fields.Boolean(compute="_compute_officer_ids")
    officer_ids = fields.Many2many(
        "res.users", string="Who may get one", compute="_compute_officer_ids"
    )
    officer_id = fields.Many2one("res.users", domain="[('id', 'in', officer_ids)]")
    among_ids = fields.Many2many(
        "res.users",
        "onestop_step_assignment_among",
        domain="[('id', 'in', officer_ids)]",
        help="Empty: all who hold the role of the step.",
    )
    reason = fields.Char()
    preview_html = fields.Html("Who gets how many", compute="_compute_preview_html")

    @api.model
    def _open(self, runs, how):
        """The form of these steps, of those that are open."""
        runs = runs.filtered(lambda run: run.state == "open")
        wizard = self.create(
            {
                "step_ids": runs.ids,
                "how": how,
                "seen": {str(run.id): run.assigned_id.id for run in runs},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign steps"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _assigning(self):
        return Assigning(self.step_ids)

    @api.depends("step_ids")
    @api.depends_context("uid")
    def _compute_officer_ids(self):
        for wizard in self:
            assigning = wizard._assigning()
            wizard.is_head = assigning.is_head()
            wizard.officer_ids = assigning.officers().with_env(self.env)

    @api.depends("step_ids", "how", "officer_id", "among_ids")
    @api.depends_context("uid", "lang")
    def _compute_preview_html(self):
        for wizard in self:
            wizard.preview_html = self.env["ir.qweb"]._render(
                "onestop_dossier.assignment_preview",
                wizard._assigning().preview(
                    wizard._officers(), to_all=wizard.how == "balanced"
                ),
            )

    def _officers(self):
        """{step: who gets it} by what is chosen, as the engine reads them."""
        assigning = self._assigning()
        if self.how == "balanced":
            # An empty choice is all; names in a form that is edited are not yet kept.
            return assigning.balanced(self.among_ids._origin or None)
        chosen = self.officer_id._origin if self.how == "person" else None
        officer = assigning.users.browse(chosen and chosen.id)
        return dict.fromkeys(assigning.runs, officer)

    def action_confirm(self):
        """Do what the preview showed.

        :raises UserError: where a step went elsewhere or ended since, by name
        """
        self.ensure_one()
        assigning = self._assigning()
        seen = {int(number): whose for number, whose in (self.seen or {}).items()}
        if self.how == "release":
            assigning.release(self.reason, seen)
        else:
            assigning.assign(self._officers(), self.reason, seen)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
