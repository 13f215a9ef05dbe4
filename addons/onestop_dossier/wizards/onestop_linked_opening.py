from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.linked import alike
from ..engine.given_answers import given_answers
from ..engine.linking import Linking


class OnestopLinkedOpening(models.TransientModel):
    """Asks which papers of a dossier another agency is given: for a new linked dossier,
    or because it asks for more; or why a linked dossier is withdrawn."""

    _name = "onestop.linked.opening"
    _description = "Opening of a linked dossier"

    offer = fields.Selection(
        [("open", "Open"), ("answer", "Answer"), ("withdraw", "Withdraw")],
        required=True,
        readonly=True,
    )
    run_id = fields.Many2one(
        "onestop.dossier.step",
        "Step",
        required=True,
        domain="[('id', 'in', run_ids)]",
    )
    run_ids = fields.Many2many(
        "onestop.dossier.step",
        string="Steps to choose from",
        compute="_compute_run_ids",
    )
    has_choice = fields.Boolean(compute="_compute_run_ids")
    version_id = fields.Many2one(
        "onestop.procedure.version", "Procedure there", readonly=True
    )
    place_id = fields.Many2one(
        "onestop.department",
        "Filed at",
        domain="[('id', 'in', place_ids)]",
    )
    place_ids = fields.Many2many("onestop.department", compute="_compute_place_ids")
    asked = fields.Char("What is asked for", readonly=True)
    line_ids = fields.One2many(
        "onestop.linked.opening.line", "opening_id", "Papers to give"
    )
    properties = fields.Properties(
        "E-form", definition="version_id.dossier_properties_definition"
    )
    has_form = fields.Boolean(readonly=True)
    reason = fields.Char()

    @api.depends("run_id", "offer")
    def _compute_run_ids(self):
        for opening in self:
            runs = opening.run_id.dossier_id._runs_that_offer(opening.offer)
            opening.run_ids = runs
            opening.has_choice = len(runs) > 1

    @api.depends("version_id")
    def _compute_place_ids(self):
        for opening in self:
            # sudo: bounded to which one-stops receive a procedure, which is public.
            version = opening.version_id.sudo()
            opening.place_ids = version._receiving_departments() if version else False

    @api.model
    def _open(self, dossier, offer):
        """The form for a step of a dossier on which the user may do this: the first,
        until another one is chosen."""
        run = dossier._runs_that_offer(offer)[:1]
        if not run:
            raise UserError(self.env._("This is not possible now."))
        opening = self.create({"offer": offer, "run_id": run.id})
        opening._onchange_run()
        names = {
            "open": self.env._("Open a linked dossier"),
            "answer": self.env._("Give what is asked for"),
            "withdraw": self.env._("Withdraw the linked dossier"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[offer],
            "res_model": self._name,
            "res_id": opening.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.onchange("run_id")
    def _onchange_run(self):
        """Fill the form in for the step that is chosen."""
        if not self.run_id:
            return
        linking, dossier = Linking(self.run_id), self.run_id.dossier_id
        answers = self.offer == "answer"
        asked = linking.asked() if answers else linking.waiting()[:1]
        version = asked.version_id or linking.version()
        self.version_id = version
        self.place_id = self._place(linking, version)
        self.asked = asked._linked_said() if answers else False
        self.has_form = bool(version.dossier_properties_definition)
        self.properties = asked.answers or version._answers_kept(dossier.answers or {})
        if self.offer != "withdraw":
            self._list_papers(dossier, asked)

    @api.model
    def _place(self, linking, version):
        places = version._receiving_departments()
        chosen = linking.place(version)
        return chosen or (places.id if len(places) == 1 else False)

    def _list_papers(self, dossier, asked):
        """Each scanned paper; chosen, where the other procedure asks for it by the same
        name and has not got it."""
        wanted = {alike(one.name): one for one in self.version_id.component_ids}
        there = asked.component_ids.filtered(lambda one: one._is_there()).component_id
        lines = [Command.clear()]
        for paper in dossier.component_ids.filtered("attachment_ids"):
            component = wanted.get(alike(paper.name), there[:0]) - there
            lines.append(
                Command.create(
                    {
                        "paper_id": paper.id,
                        "given": bool(component),
                        "component_id": component.id,
                    }
                )
            )
        self.line_ids = lines

    def action_confirm(self):
        self.ensure_one()
        if self.offer == "withdraw":
            self.run_id.action_withdraw_linked(self.reason)
        elif self.offer == "answer":
            self.run_id.action_answer_linked(self._values())
        else:
            self.run_id.action_open_linked(self._values())
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        given = self.line_ids.filtered("given")
        return {
            "papers": [
                {"paper": line.paper_id.id, "component": line.component_id.id}
                for line in given
            ],
            "answers": given_answers(self) if self.has_form else {},
            "received_department_id": self.place_id.id,
        }
