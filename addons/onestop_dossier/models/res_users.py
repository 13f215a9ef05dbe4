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
        leads = any(one.role == "department_head" for one in held)
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

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["onestop.dossier.step"]._release_leavers(self)
        return result

    def _onestop_counter_group(self):
        """The counter at which the user receives dossiers, or an empty recordset."""
        self.ensure_one()
        # sudo: bounded to the user's own seat; which counters there are is no secret.
        groups = self.env["onestop.counter.group"].sudo()
        # With all that it says: whoever asks for it goes on to read it.
        return groups.search_fetch([("user_ids", "in", self.id)], limit=1)

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
