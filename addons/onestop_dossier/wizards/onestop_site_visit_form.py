from datetime import timedelta

from odoo import api, fields, models

from ..engine.actor import Actor
from ..models.onestop_site_visit import PLANNED

# As long as a visit is thought to last.
LASTS = timedelta(hours=1)


class OnestopSiteVisitForm(models.TransientModel):
    """The form of a visit: arranged, moved, called off, or its minutes signed."""

    _name = "onestop.site.visit.form"
    _description = "Form of a site visit"

    kind = fields.Selection(
        [
            ("plan", "Arrange a visit"),
            ("move", "Move the visit"),
            ("call_off", "Call the visit off"),
            ("sign", "Signed minutes"),
        ],
        required=True,
        readonly=True,
    )
    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    visit_id = fields.Many2one("onestop.site.visit", readonly=True)
    date_start = fields.Datetime("Visit begins")
    date_end = fields.Datetime("Visit ends")
    place = fields.Char("Place of the visit")
    purpose = fields.Char("What is looked at")
    prepare = fields.Text("What the applicant prepares")
    invited = fields.Char("Invited besides")
    officer_ids = fields.Many2many(
        "res.users",
        "onestop_site_visit_form_officer",
        string="Who goes",
        domain="[('id', 'in', people_ids)]",
    )
    people_ids = fields.Many2many("res.users", compute="_compute_people_ids")
    conflict = fields.Char("At the same time", compute="_compute_conflict")
    reason = fields.Char()
    signed_file = fields.Binary("Signed minutes", attachment=False)
    signed_filename = fields.Char()

    @api.depends("dossier_id", "visit_id")
    def _compute_people_ids(self):
        for form in self:
            department = form.visit_id.department_id or form._department()
            form.people_ids = department._holders(
                "department_officer"
            ) | department._holders("department_head")

    def _department(self):
        self.dossier_id.check_access("read")
        # sudo: bounded to which department of the user works on a dossier they read.
        dossier = self.dossier_id.sudo()
        return self.visit_id._goes(dossier, Actor(self.env))[0]

    @api.depends("date_start", "date_end", "officer_ids")
    def _compute_conflict(self):
        for form in self:
            form.conflict = form.visit_id._conflicts(
                form.officer_ids, form.date_start, form.date_end, form.visit_id
            )

    @api.model
    def _open(self, kind, dossier=None, visit=None):
        vals = {"kind": kind}
        if dossier:
            address = ", ".join(
                filter(None, [dossier.owner_address, dossier.owner_commune])
            )
            vals |= {
                "dossier_id": dossier.id,
                "place": address,
                "officer_ids": self.env.user.ids,
            }
        if visit:
            vals |= {
                "dossier_id": visit.dossier_id.id,
                "visit_id": visit.id,
                **{name: visit[name] for name in PLANNED - {"officer_ids"}},
                "officer_ids": visit.officer_ids.ids,
            }
        form = self.create(vals)
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.onchange("date_start")
    def _onchange_date_start(self):
        if self.date_start and (not self.date_end or self.date_end <= self.date_start):
            self.date_end = self.date_start + LASTS

    def action_confirm(self):
        self.ensure_one()
        if self.kind == "plan":
            self.env["onestop.site.visit"]._arrange(self.dossier_id, self._plan())
        elif self.kind == "move":
            self.visit_id._move(self._plan(), self.reason)
        elif self.kind == "call_off":
            self.visit_id._call_off(self.reason)
        else:
            self.visit_id._attach_signed(
                {"name": self.signed_filename, "content": self.signed_file}
            )
        return {"type": "ir.actions.act_window_close"}

    def _plan(self):
        plan = {name: self[name] for name in PLANNED - {"officer_ids"}}
        return {**plan, "officer_ids": self.officer_ids.ids}
