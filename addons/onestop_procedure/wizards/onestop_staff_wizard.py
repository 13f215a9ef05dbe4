from odoo import fields, models


class OnestopStaffWizard(models.TransientModel):
    """Makes an account for a new member of the staff and gives it its first roles.

    The administrator needs no right on users for it: what is made is an internal
    user, named here field by field, and groups come from the assignments alone.
    """

    _name = "onestop.staff.wizard"
    _description = "New Member of the Staff"

    name = fields.Char(required=True)
    login = fields.Char(string="E-mail or Log-in", required=True)
    password = fields.Char(
        string="First Password",
        help="Empty: the person sets one through the link in the invitation.",
    )
    line_ids = fields.One2many("onestop.staff.wizard.line", "wizard_id", string="Roles")

    def action_create(self):
        """Make the account and its assignments; show the new user's assignments."""
        self.ensure_one()
        # Asked as the caller, before anything is done for them.
        assignments = self.env["onestop.role.assignment"]
        assignments.check_access("create")
        user = self._make_user()
        self.env["onestop.staff.log"]._record("created", user)
        assignments.create(
            [line._prepare_assignment_vals(user) for line in self.line_ids]
        )
        # A password stays in no table of ours.
        self.sudo().unlink()
        return {
            "type": "ir.actions.act_window",
            "name": user.name,
            "res_model": "onestop.role.assignment",
            "view_mode": "list,form",
            "domain": [("user_id", "=", user.id)],
        }

    def _make_user(self):
        """The account alone: an internal user without any other group."""
        values = {
            "name": self.name,
            "login": self.login.strip(),
            "email": self.login.strip() if "@" in self.login else False,
            "group_ids": [fields.Command.set(self.env.ref("base.group_user").ids)],
            "company_id": self.env.company.id,
            "company_ids": [fields.Command.set(self.env.company.ids)],
            "lang": self.env.lang or "vi_VN",
            "tz": "Asia/Ho_Chi_Minh",
        }
        if self.password:
            values["password"] = self.password
        # Bounded to one new internal user with the values above; the context is
        # emptied, or its default_* would fill in the fields that are not named.
        user = self.env["res.users"].with_context({}).sudo().create(values)
        return user.with_env(self.env)
