"""Whose turn it is: each finds first what their own role is to do."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DossierCase

ROLES = ("counter_officer", "department_officer", "department_head", "clerk")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorklist(DossierCase):
    def whose(self, dossier, users=None):
        """Names of `users`, by default of roles, for whom a step of it is to do."""
        found = []
        for name, user in (users or {role: self.users[role] for role in ROLES}).items():
            runs = self.env["onestop.dossier.step"].with_user(user)
            mine = runs.search([("dossier_id", "=", dossier.id), ("for_me", "=", True)])
            told = dossier.step_ids.with_user(user).filtered("for_me")
            self.assertEqual(mine, told)
            found += [name] * len(mine)
        return found

    def test_a_dossier_goes_from_one_to_the_next(self):
        dossier = self.to_processing()
        self.assertEqual(self.whose(dossier), ["department_officer"])
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.assertEqual(self.whose(dossier), ["department_head"])
        self.act("department_head", dossier, "decide")
        self.assertEqual(self.whose(dossier), ["clerk"])

    def test_not_whose_role_is_another_departments_or_over(self):
        dossier = self.to_processing()
        users = {
            "another": self.make_user(
                "test_another", ("department_officer", self.other)
            ),
            "over": self.make_user(
                "test_over",
                ("department_officer", self.department),
                ("department_head", self.department),
            ),
        }
        held = users["over"].assignment_ids
        held.filtered(lambda one: one.role == "department_officer").action_end()
        self.assertEqual(self.whose(dossier, users), [])

    def test_the_rest_is_what_is_not_for_me(self):
        dossier = self.to_processing()
        runs = self.env["onestop.dossier.step"].with_user(self.users["clerk"])
        mine = [("dossier_id", "=", dossier.id), ("for_me", "=", False)]
        self.assertEqual(len(dossier.step_ids), 1)
        self.assertEqual(runs.search(mine), dossier.step_ids)
