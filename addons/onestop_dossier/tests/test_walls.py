from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tools.discuss import Store

from .common import MONDAY, PDF, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWalls(DossierCase):
    def seen_by(self, user):
        return self.env["onestop.dossier"].with_user(user).search([])

    def test_a_department_sees_its_own_and_no_other(self):
        dossier = self.to_processing()
        stranger = self.make_user("stranger", ("department_head", self.other))
        self.assertIn(dossier, self.seen_by(self.users["department_officer"]))
        self.assertIn(dossier, self.seen_by(self.users["department_head"]))
        self.assertNotIn(dossier, self.seen_by(stranger))
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).read(["owner_name"])

    def test_before_acceptance_no_department_sees_it(self):
        dossier = self.file()
        self.assertNotIn(dossier, self.seen_by(self.users["department_head"]))
        self.assertIn(dossier, self.seen_by(self.users["counter_officer"]))

    def test_a_counter_sees_what_was_received_at_it(self):
        dossier = self.to_processing()
        neighbour = self.make_user("neighbour", ("counter_officer", self.centre))
        self.env["onestop.counter.group"].create(
            {
                "name": "Counter U",
                "department_id": self.centre.id,
                "user_ids": [(4, neighbour.id)],
            }
        )
        self.assertIn(dossier, self.seen_by(self.users["counter_officer"]))
        self.assertNotIn(dossier, self.seen_by(neighbour))

    def test_some_roles_see_no_dossier_at_all(self):
        self.to_processing()
        for role in (
            "administrator",
            "it_technician",
            "catalogue_manager",
            "custodian",
        ):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.seen_by(self.users[role])
        with self.assertRaises(AccessError):
            self.seen_by(self.plain)

    def test_a_citizen_sees_their_own(self):
        dossier = self.to_processing()
        other = new_test_user(self.env, "citizen_u", "base.group_portal")
        self.assertIn(dossier, self.seen_by(self.portal))
        self.assertFalse(self.seen_by(other))
        self.assertFalse(
            self.env["onestop.dossier.component"].with_user(other).search([])
        )

    def test_files_reach_a_citizen_through_the_portal_pages_only(self):
        dossier = self.to_resolved()
        files = dossier.component_ids.attachment_ids | dossier.result_ids.attachment_id
        self.assertEqual(len(files), 2)
        for file in files:
            with self.assertRaises(AccessError):
                file.with_user(self.portal).read(["datas"])
        self.assertTrue(
            files[0].with_user(self.users["department_officer"]).read(["name"])
        )

    def test_no_browser_draws_a_picture_of_what_was_handed_in(self):
        """Odoo's client makes one of each PDF and keeps it with the file, or says that
        something went wrong where it may not."""
        dossier = self.to_processing()
        officer = self.users["counter_officer"]
        files = dossier.component_ids.attachment_ids.with_user(officer)
        [told] = Store().add(files).get_result()["ir.attachment"]
        self.assertTrue(told["has_thumbnail"])
        self.assertFalse(files.thumbnail)
        # Of what is no part of a case it still does.
        other = self.env["ir.attachment"].create({"name": "a.pdf", "raw": PDF})
        [told] = Store().add(other).get_result()["ir.attachment"]
        self.assertFalse(told["has_thumbnail"])

    def test_a_draft_of_the_result_is_not_the_citizens(self):
        dossier = self.to_processing()
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        mine = self.env["onestop.dossier.result"].with_user(self.portal)
        self.assertFalse(mine.search([]))
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.assertEqual(mine.search([]).mapped("number"), ["01/T-ONE"])

    def test_a_department_with_a_step_sees_the_whole_and_an_asked_one_its_step(self):
        asked = self.env["onestop.department"].create(
            {"name": "Asked", "code": "T-ASKED", "kind": "provincial"}
        )
        user = self.make_user("asked", ("department_officer", asked))
        worker = self.make_user("worker", ("department_officer", self.other))
        self.version = self.make_version(
            "9.900003",
            (
                ("Appraise", "work", "competent", "department_officer", 8),
                ("Ask", "opinion", asked, "department_officer", 8),
                ("Measure", "work", self.other, "department_officer", 8),
                ("Decide", "decision", "competent", "department_head", 4),
                ("Return", "return", "received", "counter_officer", 0),
            ),
        )
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.assertNotIn(dossier, self.seen_by(user))
        run = self.env["onestop.dossier.step"].with_user(user).search([])
        self.assertEqual(run.kind, "opinion")
        with self.assertRaises(AccessError):
            dossier.with_user(user).action_transition("complete_step")
        run.action_complete()
        self.assertIn(dossier, self.seen_by(worker))
        dossier.with_user(worker).action_transition("complete_step")
        # Later too: what it did stays readable to it.
        self.assertIn(dossier, self.seen_by(worker))

    def test_a_grant_ends_with_its_date(self):
        dossier = self.to_processing()
        stranger = self.make_user("stranger", ("department_officer", self.other))
        self.env["onestop.dossier.grant"].create(
            {
                "dossier_id": dossier.id,
                "department_id": self.other.id,
                "date_until": "2026-03-10 00:00:00",
                "reason": "Joint inspection.",
            }
        )
        self.assertIn(dossier, self.seen_by(stranger))
        with freeze_time("2026-03-10 00:00:01"):
            self.assertNotIn(dossier, self.seen_by(stranger))

    def test_nobody_follows_by_itself(self):
        dossier = self.to_processing()
        self.assertFalse(dossier.message_follower_ids)
