from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY, DossierCase

REPORTS = ("onestop.dossier.report", "onestop.step.report")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWalls(DossierCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()
        self.env.flush_all()

    def count(self, model, user):
        """How many rows of our dossier the user counts."""
        return (
            self.env[model]
            .with_user(user)
            ._read_group([("dossier_id", "=", self.dossier.id)], [], ["__count"])[0][0]
        )

    def test_a_head_counts_their_own_department_and_no_other(self):
        stranger = self.make_user("stranger", ("department_head", self.other))
        for model in REPORTS:
            with self.subTest(model=model):
                self.assertEqual(self.count(model, self.users["department_head"]), 1)
                self.assertEqual(self.count(model, stranger), 0)

    def test_a_supervisor_counts_their_own_centre_and_no_other(self):
        stranger = self.make_user("stranger", ("supervisor", self.other))
        for model in REPORTS:
            with self.subTest(model=model):
                self.assertEqual(self.count(model, self.users["supervisor"]), 1)
                self.assertEqual(self.count(model, stranger), 0)

    def test_who_may_not_count_is_refused(self):
        for role in ("department_officer", "counter_officer", "administrator"):
            for model in REPORTS:
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        self.count(model, self.users[role])

    def test_no_report_names_an_applicant(self):
        for model in REPORTS:
            fields = self.env[model]._fields
            self.assertFalse(
                [name for name in fields if name.startswith(("owner", "submitter"))]
            )
            self.assertNotIn("partner_id", fields)
