"""Nobody but the applicant ends what was received: not an officer on their own."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DossierCase

WISH = "Letter of 9 March, signed at the counter."


@tagged("post_install", "-at_install")
class TestWithdrawal(DossierCase):
    def setUp(self):
        super().setUp()
        self.colleague_at_counter = self.make_user(
            "second_counter", ("counter_officer", self.centre)
        )
        self.dossier = self.file()
        self.dossier.counter_group_id.user_ids |= self.colleague_at_counter
        self.act("counter_officer", self.dossier, "accept")

    def stop(self, user):
        self.dossier.with_user(user).action_transition("stop", "As asked.")

    def test_staff_says_by_what_the_applicant_asks(self):
        with self.assertRaisesRegex(UserError, "by what the applicant asks"):
            self.act("counter_officer", self.dossier, "withdraw")
        self.act("counter_officer", self.dossier, "withdraw", WISH)
        self.assertEqual(self.dossier.state, "withdrawal")
        row = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=", "withdraw")]
        )
        self.assertEqual((row.role, row.reason), ("counter_officer", WISH))

    def test_applicants_say_so_and_that_is_enough(self):
        self.act("portal", self.dossier, "withdraw")
        self.stop(self.users["counter_officer"])
        self.assertEqual(self.dossier.state, "stopped")

    def test_who_wrote_the_wish_down_does_not_act_on_it(self):
        self.act("counter_officer", self.dossier, "withdraw", WISH)
        with self.assertRaisesRegex(UserError, "a colleague does"):
            self.stop(self.users["counter_officer"])
        self.assertEqual(self.dossier.state, "withdrawal")
        self.stop(self.colleague_at_counter)
        self.assertEqual(self.dossier.state, "stopped")

    def test_a_wish_that_was_taken_back_binds_nobody(self):
        self.act("counter_officer", self.dossier, "withdraw", WISH)
        self.act("counter_officer", self.dossier, "resume")
        self.act("portal", self.dossier, "withdraw")
        self.stop(self.users["counter_officer"])
        self.assertEqual(self.dossier.state, "stopped")

    def test_one_officer_alone_may_where_the_version_says_so(self):
        self.version = self.make_version("9.900241", four_eyes=False)
        self.dossier = self.file()
        self.act("counter_officer", self.dossier, "accept")
        self.act("counter_officer", self.dossier, "withdraw", WISH)
        self.stop(self.users["counter_officer"])
        self.assertEqual(self.dossier.state, "stopped")

    def test_the_form_asks_staff_and_not_the_applicant(self):
        for role, needed in (("counter_officer", True), ("portal", False)):
            user = self.portal if role == "portal" else self.users[role]
            offers = self.dossier.with_user(user).available_transitions()
            needs = {one["code"]: one["needs_reason"] for one in offers}
            self.assertEqual(needs["withdraw"], needed, role)
