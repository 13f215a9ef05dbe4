from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _onestop_roles_at(self, departments, held=None):
        """Codes of the roles that the user holds today in any of these departments.

        A head answers for the units below too.

        :param held: the user's `_held_assignments()`, where they were read before
        """
        self.ensure_one()
        if held is None:
            held = self._held_assignments()
        leads = "department_head" in held.mapped("role")
        above = {
            int(part)
            # sudo: only where a department stands in the tree; citizens who act on their
            # own dossier read no department.
            for department in (departments.sudo() if leads else ())
            for part in (department.parent_path or "").split("/")
            if part
        }
        return {
            one.role
            for one in held
            if one.department_id in departments
            or (one.role == "department_head" and one.department_id.id in above)
        }

    def _onestop_counter_group(self):
        """The counter at which the user receives dossiers, or an empty recordset."""
        self.ensure_one()
        # sudo: bounded to the user's own seat; which counters there are is no secret.
        groups = self.env["onestop.counter.group"].sudo()
        return groups.search([("user_ids", "in", self.id)], limit=1)

    def _onestop_home(self):
        """Who follows up begins with what is late, the director with what is late without
        a word; who has dossiers, with the first of the menus that tell of them."""
        if self.has_group("onestop_procedure.group_onestop_director"):
            return self.env.ref("onestop_dossier.onestop_dossier_action_unanswered")
        if self.has_group("onestop_procedure.group_onestop_supervisor"):
            return self.env.ref("onestop_dossier.onestop_dossier_action_overdue")
        menu = self.env.ref("onestop_dossier.menu_onestop_dossier")
        if menu.group_ids & self.all_group_ids:
            return self.env["ir.actions.act_window"]
        return super()._onestop_home()
