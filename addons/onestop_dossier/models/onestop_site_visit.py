from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.legal_time import ZONE
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.workflow import OPEN_STATES
from ..engine.actor import Actor
from ..engine.filing import attachment_vals
from ..engine.right import ENGINE

# Who arranges visits, for the department that works on the dossier.
ARRANGES = ("department_officer", "department_head")
# What is written down of a visit until its signed minutes are there.
MINUTES = frozenset({"participants", "found", "opinions", "conclusion"})
PLANNED = frozenset(
    {"date_start", "date_end", "place", "purpose", "prepare", "invited", "officer_ids"}
)


class OnestopSiteVisit(models.Model):
    """A visit on the spot for a dossier: when, where, who goes, and what was found.

    Verification and meetings are recorded (Decree 61/2018, art. 19). It stops no clock:
    only what the law names does.
    """

    _name = "onestop.site.visit"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Site visit"
    _written_with = ENGINE
    _order = "date_start desc, id desc"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "onestop.dossier.step",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The step beside which it was arranged.",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Department that goes",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    code = fields.Char(related="dossier_id.code", string="Dossier code")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    user_id = fields.Many2one(
        "res.users", "Officer in charge", required=True, readonly=True
    )
    officer_ids = fields.Many2many(
        "res.users", "onestop_site_visit_officer", string="Who goes", readonly=True
    )
    date_start = fields.Datetime("Visit begins", required=True, readonly=True)
    date_end = fields.Datetime("Visit ends", required=True, readonly=True)
    place = fields.Char("Place of the visit", required=True, readonly=True)
    purpose = fields.Char("What is looked at", readonly=True)
    prepare = fields.Text("What the applicant prepares", readonly=True)
    invited = fields.Char(
        "Invited besides", readonly=True, help="The applicant is told in any case."
    )
    state = fields.Selection(
        [("planned", "To come"), ("held", "Held"), ("called_off", "Called off")],
        required=True,
        readonly=True,
        default="planned",
    )
    reason = fields.Char(
        "Why moved or called off", readonly=True, help="No personal data."
    )
    moves = fields.Integer("Times moved", readonly=True)
    participants = fields.Text("Who took part", help="Names and capacities.")
    found = fields.Text("What was found")
    opinions = fields.Text("Opinions of each", help="Who said what, line by line.")
    conclusion = fields.Text()
    date_held = fields.Datetime("Recorded on", readonly=True)
    signed_ids = fields.Many2many(
        "ir.attachment",
        "onestop_site_visit_signed",
        string="Signed minutes",
        readonly=True,
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    conflict = fields.Char(
        "At the same time",
        compute="_compute_conflict",
        help="Other visits of whoever goes, at an hour of this one.",
    )
    may_arrange = fields.Boolean(compute="_compute_may")

    _officer_index = models.Index("(department_id, date_start)")
    _begins_before_it_ends = models.Constraint(
        "CHECK (date_start < date_end)", "A visit ends after it begins."
    )

    # --------------------------------------------------------------------- computes

    @api.depends("code", "date_start")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = f"{visit.code or ''}, {visit._hour()}"

    def _hour(self):
        """'09:00 10/03/2026' in legal time."""
        begins = aware(self.date_start)
        return f"{begins.astimezone(ZONE):%H:%M %d/%m/%Y}" if begins else ""

    @api.depends("date_start", "date_end", "officer_ids", "state")
    def _compute_conflict(self):
        for visit in self:
            visit.conflict = visit.state == "planned" and self._conflicts(
                visit.officer_ids, visit.date_start, visit.date_end, visit
            )

    @api.model
    def _conflicts(self, officers, begins, ends, beside=None):
        """Who of these goes elsewhere at that time, in words; False: nobody.

        :param beside: the visit that is arranged
        """
        if not (officers and begins and ends):
            return False
        # sudo: bounded to the hours at which these officers are out.
        others = self.sudo().search(
            Domain("state", "=", "planned")
            & Domain("officer_ids", "in", officers.ids)
            & Domain("date_start", "<", ends)
            & Domain("date_end", ">", begins)
            & Domain("id", "not in", beside.ids if beside else []),
            order="date_start, id",
        )
        words = [
            f"{officer.name}, {other._hour()}"
            for other in others
            for officer in other.officer_ids & officers
        ]
        return "; ".join(words) or False

    @api.depends_context("uid")
    @api.depends("state", "dossier_id.state")
    def _compute_may(self):
        actor = Actor(self.env)
        for visit in self:
            visit.may_arrange = bool(visit._roles(actor))

    def _roles(self, actor):
        """The actor's roles by which the department arranges it."""
        return actor.roles_at(self.department_id) & set(ARRANGES)

    # ----------------------------------------------------------------------- guards

    def write(self, vals):
        if not ENGINE:
            self._check_minutes()
        return super().write(vals)

    def _typed(self):
        return MINUTES

    def _refusal(self):
        return self.env._("Visits are arranged from the dossier.")

    def unlink(self):
        raise AccessError(self.env._("A visit that was arranged stays on record."))

    def _check_minutes(self):
        """:raises AccessError, UserError: where the minutes are not theirs to write"""
        actor = Actor(self.env)
        for visit in self:
            if not visit._roles(actor):
                raise AccessError(
                    self.env._("Only the department that goes writes the minutes.")
                )
            if visit.state == "called_off" or visit.signed_ids:
                raise UserError(
                    self.env._("The minutes are signed, or there was no visit.")
                )

    # ---------------------------------------------------------------------- actions

    @api.model
    def _arrange(self, dossier, vals):
        """Arrange a visit for a dossier, and tell the applicant.

        :param dossier: read by the user
        :param dict vals: of PLANNED
        :raises UserError: in a sentence
        """
        dossier.check_access("read")
        actor = Actor(self.env)
        # sudo: bounded to a visit for this dossier, by a department that works on it.
        dossier = dossier.sudo()
        wait_for(dossier)
        dossier.invalidate_recordset()
        department, step = self._goes(dossier, actor)
        vals = self._checked(vals, department)
        with ENGINE.held():
            visit = dossier.visit_ids.create(
                {
                    **vals,
                    "dossier_id": dossier.id,
                    "step_id": step.id,
                    "department_id": department.id,
                    "user_id": self.env.uid,
                }
            )
        visit._tell("visit_planned", actor)
        return visit.with_env(self.env)

    @api.model
    def _goes(self, dossier, actor):
        """Which department of the user works on a dossier, and by which open step.

        :raises UserError: where none does, or nothing is worked on
        """
        if dossier.state not in OPEN_STATES or not dossier.department_id:
            raise UserError(
                self.env._("Visits are arranged while the dossier is being resolved.")
            )
        runs = dossier.step_ids.filtered(
            lambda run: run.state == "open" and run.kind == "work"
        )
        for run in runs:
            if actor.roles_at(run.department_id) & set(ARRANGES):
                return run.department_id, run
        if actor.roles_at(dossier.department_id) & set(ARRANGES):
            return dossier.department_id, runs[:0]
        raise UserError(
            self.env._("Only a department that works on the dossier arranges visits.")
        )

    @api.model
    def _may_arrange_for(self, dossier):
        try:
            # sudo: bounded to whether a department of the user works on the dossier.
            self._goes(dossier.sudo(), Actor(self.env))
        except UserError:
            return False
        return True

    @api.model
    def _checked(self, vals, department):
        """The values of the plan. :raises UserError: in a sentence"""
        if unknown := vals.keys() - PLANNED:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
        begins = fields.Datetime.to_datetime(vals.get("date_start"))
        ends = fields.Datetime.to_datetime(vals.get("date_end"))
        place = str(vals.get("place") or "").strip()
        if not (begins and ends and place):
            raise UserError(self.env._("Say when and where the visit is."))
        if begins <= fields.Datetime.now():
            raise UserError(self.env._("A visit is arranged for an hour to come."))
        if ends <= begins:
            raise UserError(self.env._("A visit ends after it begins."))
        return {
            **vals,
            "date_start": begins,
            "date_end": ends,
            "place": place,
            "officer_ids": [
                Command.set(self._officers(vals.get("officer_ids"), department).ids)
            ],
        }

    @api.model
    def _officers(self, wanted, department):
        """Who goes: people of the department that arranges it."""
        people = department._holders("department_officer") | department._holders(
            "department_head"
        )
        chosen = people.filtered(lambda one: one.id in set(wanted or ()))
        if not chosen or len(chosen) != len(set(wanted)):
            raise UserError(
                self.env._("Choose who of %s goes.", department.name),
            )
        return chosen

    def _move(self, vals, reason):
        """Have it at another hour or place, and tell the applicant again."""
        visit, actor = self._planned(reason)
        vals = visit._checked(vals, visit.department_id)
        with ENGINE.held():
            visit.write({**vals, "reason": reason.strip(), "moves": visit.moves + 1})
        visit._tell("visit_moved", actor, reason)

    def _call_off(self, reason):
        """There is no visit, and the applicant is told why."""
        visit, actor = self._planned(reason)
        with ENGINE.held():
            visit.write({"state": "called_off", "reason": reason.strip()})
        visit._tell("visit_called_off", actor, reason)

    def _planned(self, reason):
        """This one in sudo, planned, and nobody else's meanwhile; with who acts."""
        visit, actor = self._of_ours()
        if not (reason or "").strip():
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        if visit.state != "planned":
            raise UserError(self.env._("The visit was held or called off already."))
        return visit, actor

    def _of_ours(self):
        self.ensure_one()
        self.check_access("read")
        actor = Actor(self.env)
        if not self._roles(actor):
            raise AccessError(
                self.env._("Only the department that goes changes the visit.")
            )
        # sudo: bounded to a visit of the user's own department.
        visit = self.sudo()
        wait_for(visit)
        visit.invalidate_recordset()
        return visit, actor

    def action_hold(self):
        """Record that it took place, with its minutes.

        :raises UserError: before its hour, or where the minutes say nothing
        """
        visit, actor = self._of_ours()
        if visit.state != "planned":
            raise UserError(self.env._("The visit was held or called off already."))
        if visit.date_start > fields.Datetime.now():
            raise UserError(self.env._("The visit has not begun yet."))
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("participants", "found", "conclusion")
            if not (visit[name] or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._("The minutes do not say: %s.", ", ".join(missing))
            )
        with ENGINE.held():
            visit.write({"state": "held", "date_held": fields.Datetime.now()})
        visit._journal("visit_held", actor)
        return True

    def _attach_signed(self, file):
        """Keep the scan of the signed minutes, which stay as they are from then on.

        :param dict file: {name, content in base64}
        """
        visit, actor = self._of_ours()
        if visit.state != "held":
            raise UserError(self.env._("Minutes are signed once the visit was held."))
        scan = visit.env["ir.attachment"].create(attachment_vals(self.env, file, visit))
        with ENGINE.held():
            visit.signed_ids = [Command.link(scan.id)]
        visit._journal("visit_signed", actor)

    def _tell(self, code, actor, reason=None):
        self.dossier_id._notify("site_visit", self._journal(code, actor, reason))

    def _journal(self, code, actor, reason=None):
        dossier = self.dossier_id
        role = min(self._roles(actor))
        return self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            reason=reason,
            data={"visit": self.id, "visit_at": self._hour()},
            on_behalf_of=actor.on_behalf_of(role, self.department_id),
        )

    def action_open_moving(self):
        return self.env["onestop.site.visit.form"]._open("move", visit=self)

    def action_open_calling_off(self):
        return self.env["onestop.site.visit.form"]._open("call_off", visit=self)

    def action_open_signing(self):
        return self.env["onestop.site.visit.form"]._open("sign", visit=self)

    def action_print_minutes(self):
        report = self.env.ref("onestop_dossier.report_site_visit")
        return report.report_action(self)
