"""An administrator without rights on users makes and closes accounts of the staff."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import OnestopCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestStaffAccounts(OnestopCase):
    def setUp(self):
        super().setUp()
        self.administrator = self.users["administrator"]

    def make(self, user=None, context=None, **values):
        wizard = self.env["onestop.staff.wizard"].with_user(user or self.administrator)
        wizard = wizard.with_context(context or {}).create(
            {
                "name": "Nguyễn Thị Lan",
                "login": "lan@centre.vn",
                "line_ids": [
                    (0, 0, {"role": "clerk", "department_id": self.department.id})
                ],
                **values,
            }
        )
        wizard.action_create()
        return self.env["res.users"].search([("login", "=", "lan@centre.vn")])

    def test_an_account_has_its_roles_and_nothing_else(self):
        user = self.make()
        self.assertTrue(user._is_internal())
        self.assertEqual(
            user.group_ids,
            self.env.ref("base.group_user")
            + self.env.ref("onestop_procedure.group_onestop_clerk"),
        )
        self.assertTrue(user._holds("clerk", self.department))
        self.assertEqual(user.tz, "Asia/Ho_Chi_Minh")
        self.assertFalse(user.partner_id.onestop_citizen)

    def test_the_making_is_logged(self):
        user = self.make()
        log = self.env["onestop.staff.log"].search([("user_id", "=", user.id)])
        self.assertEqual(log.mapped("event"), ["assigned", "created"])
        self.assertEqual(log.create_uid, self.administrator)

    def test_no_other_role_makes_accounts(self):
        for role in self.users.keys() - {"administrator"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.make(self.users[role])

    def test_a_context_adds_nothing_to_the_account(self):
        system = self.env.ref("base.group_system")
        user = self.make(
            context={
                "default_group_ids": [(4, system.id)],
                "default_share": True,
                "default_active": False,
                "default_partner_id": self.env.ref("base.partner_admin").id,
                "default_company_ids": [(5, 0, 0)],
            }
        )
        self.assertFalse(user.has_group("base.group_system"))
        self.assertTrue(user.active)
        self.assertNotEqual(user.partner_id, self.env.ref("base.partner_admin"))

    def test_the_defaults_of_new_users_add_no_group(self):
        export = self.env.ref("base.group_allow_export")
        self.env.ref("base.default_user_group").implied_ids = export
        self.assertFalse(self.make().has_group("base.group_allow_export"))

    def test_roles_of_the_form_are_assigned_as_the_administrator(self):
        line = {"department_id": self.centre.id}
        with self.assertRaises(UserError):
            self.make(
                line_ids=[
                    (0, 0, {**line, "role": "director"}),
                    (0, 0, {**line, "role": "custodian"}),
                ]
            )

    def test_a_first_password_stays_nowhere(self):
        self.make(password="correct horse battery")
        self.assertFalse(self.env["onestop.staff.wizard"].search([]))

    def test_a_form_is_seen_by_whoever_fills_it_in(self):
        second = self.make_user("test_second", ("administrator", self.centre))
        form = self.env["onestop.staff.wizard"].with_user(self.administrator)
        form = form.create({"name": "A", "login": "a", "password": "secret"})
        with self.assertRaises(AccessError):
            form.with_user(second).read(["password"])
        with self.assertRaises(AccessError):
            form.with_user(second).action_create()

    def test_closing_an_account_ends_its_roles(self):
        user = self.make()
        user.with_user(self.administrator).action_onestop_close()
        self.assertFalse(user.active)
        self.assertFalse(user.has_group("onestop_procedure.group_onestop_staff"))
        self.assertNotIn(user, self.department.member_ids)
        user.with_user(self.administrator).action_onestop_reopen()
        self.assertTrue(user.active)
        self.assertFalse(user.has_group("onestop_procedure.group_onestop_staff"))
        log = self.env["onestop.staff.log"].search([("user_id", "=", user.id)])
        self.assertEqual(
            log.mapped("event"),
            ["restored", "archived", "ended", "assigned", "created"],
        )

    def test_whose_accounts_are_not_closed(self):
        owner = self.env.ref("base.user_admin")
        for user in (self.portal, owner, self.plain, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                call_kw(
                    self.env["res.users"].with_user(self.administrator),
                    "action_onestop_close",
                    [user.ids],
                    {},
                )
            self.assertTrue(user.active)

    def test_no_other_role_closes_accounts(self):
        clerk = self.users["clerk"]
        for role in self.users.keys() - {"administrator"}:
            for method in ("action_onestop_close", "action_onestop_reopen"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    getattr(clerk.with_user(self.users[role]), method)()

    def test_no_other_role_reads_the_log(self):
        self.make()
        for role, user in self.users.items():
            with self.subTest(role):
                log = self.env["onestop.staff.log"].with_user(user)
                if role in ("administrator", "director"):
                    self.assertTrue(log.search([]))
                else:
                    with self.assertRaises(AccessError):
                        log.search([])
