from odoo import api, fields, models

from ..engine.steps import StepRuns


class OnestopMapped(models.AbstractModel):
    """A dossier shown on the map of its internal process: what is done, where it is."""

    _name = "onestop.mapped"
    _description = "Shown on the map of its process"

    process_map = fields.Json(
        "Map",
        compute="_compute_process_map",
        groups="onestop_procedure.group_onestop_staff",
        exportable=False,
    )

    @api.depends_context("lang", "uid")
    @api.depends(
        "state",
        "step_ids.state",
        "step_ids.department_id",
        "department_id",
        "received_department_id",
        "process_id",
    )
    def _compute_process_map(self):
        for dossier in self:
            dossier.process_map = dossier.process_id and dossier._map()

    def _map(self):
        self.check_access("read")
        # sudo: bounded by the check; as `_progress`, with the hours and roles of the
        # process, which all staff may read.
        dossier = self.sudo()
        process = dossier.process_id
        steps = StepRuns(dossier)
        runs = {run.step_id: run for run in dossier.step_ids if run.state != "void"}
        passed_over = steps.passed_over()
        standing = {
            step: "passed_over"
            if step.id in passed_over
            else runs[step].state
            if step in runs
            else "to_come"
            for step in process.step_ids
        }
        # Who did it, who has it now, and to whom it would come: since a hand-over that
        # may be another one than the process says.
        places = {
            step: runs[step].department_id
            if step in runs
            else steps._department(steps.plan.steps[step.id])
            for step in process.step_ids
        }
        bound = dossier.version_id._shortest_term_hours() or 0
        return process._draw_map(places, standing, bound)
