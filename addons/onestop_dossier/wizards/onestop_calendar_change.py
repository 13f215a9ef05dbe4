from odoo import api, fields, models

from ..models.onestop_redating import FIGURES


class OnestopCalendarChange(models.TransientModel):
    """Shows beforehand which dates a change moves."""

    _inherit = "onestop.calendar.change"

    preview = fields.Html("What it moves", compute="_compute_preview")
    tells = fields.Boolean(
        "Tell the applicants",
        default=True,
        help="Whoever waits for a date that moves is told of the new one.",
    )

    @api.depends("plan_ids")
    @api.depends_context("lang")
    def _compute_preview(self):
        for change in self:
            found = self.env["onestop.redating"]._foresee(change.plan_ids)
            everywhere = found.pop(self.env["onestop.department"], {})
            change.preview = self.env["ir.qweb"]._render(
                "onestop_dossier.calendar_change_preview",
                {
                    "every": {name: everywhere.get(name, 0) for name in FIGURES},
                    # sudo: bounded to names of departments beside figures.
                    "departments": sorted(
                        (
                            (one.sudo().name, figures)
                            for one, figures in found.items()
                            if figures["dossiers"] or figures["steps"]
                        ),
                        key=lambda row: (-row[1]["dossiers"], row[0]),
                    ),
                },
            )

    def _after(self, calendars):
        redatings = self.env["onestop.redating"]
        made = redatings._explain(calendars, self.reason, self.decision, self.tells)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_redating_action"
        )
        return {**action, "domain": [("id", "in", made.ids)]}
