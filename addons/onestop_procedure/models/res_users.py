from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..legal_day import legal_today


class ResUsers(models.Model):
    _inherit = "res.users"

    assignment_ids = fields.One2many(
        "onestop.role.assignment", "user_id", string="Role Assignments"
    )
    absence_ids = fields.One2many("onestop.absence", "user_id", string="Absences")
    held_roles = fields.Char(compute="_compute_held_roles", string="Roles")

    @api.depends("assignment_ids.in_force", "assignment_ids.role")
    @api.depends_context("lang")
    def _compute_held_roles(self):
        roles = self.env["onestop.role.assignment"]._fields["role"]
        labels = dict(roles._description_selection(self.env))
        for user in self:
            held = user.assignment_ids.filtered("in_force")
            user.held_roles = ", ".join(
                dict.fromkeys(labels[role] for role in held.mapped("role"))
            )

    def _held_assignments(self, roles=None):
        """This user's assignments that hold today, of any or of the given roles.

        One request asks several times: which they are is kept until its transaction ends
        or an assignment changes.
        """
        self.ensure_one()
        # Bounded to the user's own rows: a role knows itself whatever it may read.
        assignments = self.env["onestop.role.assignment"].sudo()
        known, key = assignments._known_held(), (self.id, legal_today())
        if key not in known:
            domain = Domain("user_id", "=", self.id) & assignments._held_today()
            wanted = ["role", "department_id", "capacity", "absence_id"]
            known[key] = assignments.search_fetch(domain, wanted).ids
        held = assignments.browse(known[key])
        return held if roles is None else held.filtered(lambda one: one.role in roles)

    def _standing_in(self):
        """The absences in which this user stands in today."""
        self.ensure_one()
        today = legal_today()
        # Bounded to those that name the user as the deputy.
        return (
            self.env["onestop.absence"]
            .sudo()
            .search(
                Domain("deputy_id", "=", self.id)
                & Domain("ended_at", "=", False)
                & Domain("date_from", "<=", today)
                & Domain("date_to", ">=", today)
            )
        )

    def _onestop_departments(self, roles=None):
        """Departments in which the user holds a role today.

        :param roles: codes of roles that count; None for any
        """
        held = self._held_assignments(roles).department_id
        return held.with_env(self.env)

    def _holds(self, role, department):
        """Whether the user holds `role` today in exactly this department.

        A head answers for the units below too.
        """
        held = self._onestop_departments([role])
        if role == "department_head":
            above = [int(part) for part in department.parent_path.split("/") if part]
            return bool(set(held.ids) & set(above))
        return department in held

    def _onestop_home(self):
        """The action to begin with; empty: the first of the menus that the user sees."""
        self.ensure_one()
        home = self.env["ir.actions.act_window"]
        if self.has_group("onestop_procedure.group_onestop_administrator"):
            home = self.env.ref("onestop_procedure.res_users_action_staff")
        return home

    def action_onestop_close(self):
        """Close accounts of people who leave: their roles end, log-in is refused."""
        self._check_staff_accounts()
        # What they hold for somebody absent ends with their own roles.
        held = self.assignment_ids.filtered(
            lambda one: not one.ended_at and not one.absence_id
        )
        coming = held.filtered(lambda one: not one._has_started())
        (held - coming).action_end()
        coming.unlink()
        self._set_staff_active(False, "archived")

    def action_onestop_reopen(self):
        """Open accounts again that were closed by mistake. Roles do not come back."""
        self._check_staff_accounts()
        self._set_staff_active(True, "restored")

    def _check_staff_accounts(self):
        """What an administrator of ours may open and close: accounts of other members
        of the staff, known by a role that they hold or held, and no other."""
        self.env["onestop.role.assignment"].check_access("write")
        for user in self:
            if user == self.env.user or not user.assignment_ids:
                raise AccessError(
                    self.env._(
                        "%(user)s is not an account that you may open or close.",
                        user=user.name,
                    )
                )

    def _set_staff_active(self, active, event):
        # Bounded to one column of the accounts that _check_staff_accounts let pass.
        self.sudo().write({"active": active})
        for user in self:
            self.env["onestop.staff.log"]._record(event, user)
