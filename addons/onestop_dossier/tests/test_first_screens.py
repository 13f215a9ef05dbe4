from odoo.tests import HttpCase, tagged

from .common import DossierCase

# The action that each role begins with, and where none is named, the first menu that
# it sees, down to one that opens something.
HOMES = {
    "supervisor": "onestop_dossier.onestop_dossier_action_overdue",
    "director": "onestop_dossier.onestop_dossier_action_unanswered",
    "administrator": "onestop_procedure.res_users_action_staff",
}
FIRST_MENUS = {
    "counter_officer": "onestop_dossier.menu_onestop_counter_board",
    "department_officer": "onestop_dossier.menu_onestop_dossier_worklist",
    "department_head": "onestop_dossier.menu_onestop_dossier_worklist",
    "clerk": "onestop_dossier.menu_onestop_dossier_worklist",
    "postal_clerk": "onestop_dossier.menu_onestop_counter_board",
    "it_technician": "onestop_dossier.menu_onestop_incident",
    "catalogue_manager": "onestop_procedure.menu_onestop_procedure",
    "treasurer": "onestop_dossier.menu_onestop_cash_closing",
}


@tagged("post_install", "-at_install")
class TestFirstScreens(DossierCase, HttpCase):
    def first_menu(self, user):
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        menu = menus["root"]
        while menu["children"]:
            menu = menus[menu["children"][0]]
        return menu["xmlid"]

    def test_each_role_begins_where_its_work_is(self):
        for role, home in HOMES.items():
            with self.subTest(role=role):
                action = self.users[role].with_user(self.users[role])._onestop_home()
                self.assertEqual(action, self.env.ref(home))
        for role, menu in FIRST_MENUS.items():
            with self.subTest(role=role):
                user = self.users[role].with_user(self.users[role])
                self.assertFalse(user._onestop_home())
                self.assertEqual(self.first_menu(user), menu)

    def test_nobody_is_offered_apps_to_ask_for(self):
        menu = self.env.ref("base.menu_management").id
        for role, user in self.users.items():
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(role=role):
                self.assertNotIn(menu, visible)

    def test_an_administrator_who_also_receives_begins_with_dossiers(self):
        user = self.users["administrator"]
        user.sudo().group_ids += self.env.ref(
            "onestop_procedure.group_onestop_counter_officer"
        )
        self.assertFalse(user.with_user(user)._onestop_home())

    def test_the_web_client_is_told(self):
        supervisor, chosen = (
            self.users["supervisor"],
            self.env.ref("base.action_res_users_my"),
        )
        overdue = self.env.ref("onestop_dossier.onestop_dossier_action_overdue")
        self.assertEqual(self.told(supervisor), overdue.id)
        supervisor.sudo().action_id = chosen.id
        self.assertEqual(self.told(supervisor), chosen.id)
        self.assertFalse(self.told(self.users["clerk"]))

    def told(self, user):
        self.authenticate(user.login, user.login)
        info = self.make_jsonrpc_request("/web/session/get_session_info", {})
        return info["home_action_id"]
