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
    @api.depends("state", "step_ids.state", "process_id")
    def _compute_process_map(self):
        for dossier in self:
            dossier.process_map = dossier.process_id and dossier._map()

    def _map(self):
        self.check_access("read")
        # sudo: bounded by the check; as `_progress`, with the hours and roles of the
        # process, which all staff may read.
        dossier = self.sudo()
        process = dossier.process_id
        runs = {run.step_id: run for run in dossier.step_ids if run.state != "void"}
        passed_over = StepRuns(dossier).passed_over()
        standing = {
            step: "passed_over"
            if step.id in passed_over
            else runs[step].state
            if step in runs
            else "to_come"
            for step in process.step_ids
        }
        places = {
            "received": dossier.received_department_id,
            "competent": dossier.department_id,
        }
        names = {place: one.short_name or one.name for place, one in places.items()}
        return process._draw_map(names, standing)
