from odoo import api, fields, models

from ..engine.transition import Transition
from ..models.onestop_opinion import POSITIONS


class OnestopOpinionAnswer(models.TransientModel):
    """What a department says to what it is asked."""

    _name = "onestop.opinion.answer"
    _description = "Answer of a department that is asked"

    opinion_id = fields.Many2one("onestop.opinion", required=True, readonly=True)
    content = fields.Text(related="opinion_id.content", related_sudo=False)
    position = fields.Selection(POSITIONS, "The department")
    text = fields.Text("What it says")
    # Of a step of the process that names its ways.
    way_id = fields.Many2one(
        "onestop.process.transition",
        "What comes of it",
        domain="[('id', 'in', way_ids)]",
    )
    way_ids = fields.Many2many("onestop.process.transition", compute="_compute_way_ids")
    file_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("opinion_id")
    def _compute_way_ids(self):
        for form in self:
            form.way_ids = [one["transition_id"] for one in form._outcomes()]

    def _outcomes(self):
        """The ways out of the step that asks, dicts as of `available_transitions`."""
        run = self.opinion_id.step_id
        if not run:
            return []
        run.check_access("read")
        # sudo: bounded to the ways out of a step of the user's department.
        dossier = run.sudo().dossier_id
        values = {"step_id": run.id}
        offer = Transition(dossier, "complete_step", values=values)._offer_of_steps()
        return offer["outcomes"] if offer else []

    @api.model
    def _open(self, opinion):
        form = self.create({"opinion_id": opinion.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give an opinion"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_answer(self):
        self.ensure_one()
        chosen = [
            one["outcome"]
            for one in self._outcomes()
            if one["transition_id"] == self.way_id.id
        ]
        self.opinion_id.give_answer(
            {
                "position": self.position,
                "text": self.text,
                "files": [
                    {"name": file.name, "content": file.datas} for file in self.file_ids
                ],
                "outcome": chosen[0] if chosen else None,
            }
        )
        # The opinion has them; what was uploaded for the form is needed no more.
        self.file_ids.filtered(lambda file: file.res_model == self._name).unlink()
        return {"type": "ir.actions.act_window_close"}
