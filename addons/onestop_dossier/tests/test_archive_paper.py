"""The paper of what is closed goes to the archive of its agency, with a list."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_archive import IN_TIME, ArchiveCase
from .common_transfer import TransferCase
from .test_forms import FormCase

LIST = "onestop_dossier.transfer_list"


@tagged("post_install", "-at_install")
class TestArchivePaper(ArchiveCase, TransferCase, FormCase):
    def paper(self):
        """The file of a dossier on paper that its keeper closed."""
        officer = self.users["counter_officer"]
        return self.closed(user=officer, channel="in_person")

    def list_of(self, files):
        with freeze_time(IN_TIME):
            action = self.as_keeper(files).action_hand_over()
        return self.env["onestop.transfer"].browse(action["res_id"])

    def test_what_is_closed_on_paper_waits_for_its_agency(self):
        paper, online = self.paper(), self.closed()
        self.assertEqual((paper.paper_state, online.paper_state), ("here", "none"))
        transfer = self.list_of(paper)
        self.assertEqual(transfer.direction, "archive")
        self.assertEqual(
            (transfer.from_id, transfer.to_id), (self.centre, self.department)
        )
        self.assertEqual(transfer.item_ids.dossier_id, paper.dossier_id)

    def test_both_sides_sign_and_the_archive_knows_where_it_is(self):
        file = self.paper()
        transfer = self.list_of(file)
        with freeze_time(IN_TIME):
            transfer.with_user(self.keeper).action_hand_over()
            taking = transfer.with_user(self.users["clerk"])
            taking.action_scan(file.code)
            taking.action_finish()
        self.assertEqual(file.paper_state, "handed")
        self.assertEqual(transfer.handed_user_id, self.keeper)
        self.assertEqual(transfer.received_user_id, self.users["clerk"])
        dossier = file.dossier_id
        self.assertEqual(dossier.paper_at_id, self.department)
        self.assertTrue(dossier.closed)
        self.assertEqual(self.journal(dossier)[-2:], ["paper_handed", "paper_good"])

    def test_what_is_missing_waits_here_and_is_kept(self):
        file = self.paper()
        transfer = self.list_of(file)
        with freeze_time(IN_TIME):
            transfer.with_user(self.keeper).action_hand_over()
            item = transfer.item_ids.with_user(self.users["clerk"])
            item.record("missing", "Not in the box.")
        self.assertEqual(file.paper_state, "here")
        self.assertEqual(transfer.remark_count, 1)

    def test_what_is_restricted_is_handed_over_too(self):
        file = self.paper()
        self.run_step("_restrict_all", "2026-05-11 02:00:00")
        self.assertTrue(file.dossier_id.restricted)
        self.assertEqual(self.list_of(file).item_ids.code, file.code)

    def test_a_side_that_is_silent_shows(self):
        transfer = self.list_of(self.paper())
        with freeze_time(IN_TIME):
            transfer.with_user(self.keeper).action_hand_over()
        with freeze_time("2026-04-20 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(transfer.silent)

    def test_only_whoever_keeps_the_archive_hands_it_over(self):
        file = self.paper()
        for role in ("counter_officer", "supervisor", "director", "clerk"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                file.with_user(self.users[role]).action_hand_over()
        transfers = self.env["onestop.transfer"]
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", transfers).begin(self.route.id, "archive")
        transfer = self.list_of(file)
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", transfer).action_hand_over()

    def test_what_is_not_closed_goes_on_no_list_to_an_archive(self):
        transfer = self.list_of(self.paper())
        officer = self.users["counter_officer"]
        running = self.ended(user=officer, channel="in_person")
        with self.assertRaisesRegex(UserError, "is not closed"):
            transfer.with_user(self.keeper).action_scan(running.code)

    def test_without_a_route_it_is_said_who_sets_one_up(self):
        self.route.unlink()
        file = self.paper()
        with self.assertRaisesRegex(UserError, "No route for paper leads from here"):
            self.list_of(file)

    def test_the_printed_list_says_what_it_is(self):
        self.department.name = "Sở T"
        file = self.paper()
        transfer = self.list_of(file)
        with freeze_time(IN_TIME):
            transfer.with_user(self.keeper).action_hand_over()
        text = self.text_of(LIST, transfer)
        self.assert_says(
            text,
            "BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU LƯU TRỮ",
            "Bên nhận: Sở T",
            f"1 {file.code} 9.900001",
        )
        self.assertNotIn("Owner T", text)
