from odoo import models
from odoo.fields import Domain

from ..core import condition, ways
from ..engine.sentences import sentence


class OnestopProcess(models.Model):
    """What the workflow of dossiers asks of a process before it is approved."""

    _inherit = "onestop.process"

    def _obstacles_of_steps(self):
        return [*super()._obstacles_of_steps(), *self._obstacles_of_workflow()]

    def _obstacles_of_workflow(self):
        """Steps and ways that the workflow could not take, as sentences."""
        version = self._version_to_serve()
        delegated = version.delegated or version.immediate
        plan, obstacles = self._plan(), []
        for step in self.step_ids:
            core = plan.steps[step.id]
            obstacles += [
                f"“{step.name}”: {sentence(self.env, refusal)}"
                for refusal in ways.check_step(core, delegated)
            ]
            for transition in step.transition_ids:
                way = plan.way(transition.id)
                back = plan.leads_back(step.id, way)
                refusals = ways.check_way(core, way, back, delegated)
                sentences = [sentence(self.env, refusal) for refusal in refusals]
                sentences += self._obstacles_of_condition(transition, version)
                obstacles += [
                    f"“{step.name}”, “{transition.name}”: {text}" for text in sentences
                ]
        return obstacles

    def _obstacles_of_condition(self, transition, version):
        """A sentence where the condition of a way is none that can be asked."""
        if not transition.condition:
            return []
        try:
            domain = condition.parse(transition.condition)
            Domain(domain).validate(self.env["onestop.dossier"])
        except condition.ConditionError as error:
            return [
                self.env._(
                    "“%(part)s” is no part of a condition. It may look at: %(paths)s, "
                    "and at answers of the e-form as properties.name.",
                    part=error.what,
                    paths=", ".join(sorted(condition.PATHS)),
                )
            ]
        except ValueError as error:
            return [self.env._("Its condition is no domain: %(error)s", error=error)]
        asked = set(version.eform_field_ids.mapped("name"))
        return [
            self.env._("The e-form asks nothing that is called “%(name)s”.", name=name)
            for name in sorted(condition.answers(domain) - asked)
        ]
