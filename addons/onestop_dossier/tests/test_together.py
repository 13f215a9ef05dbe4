"""What one submitter hands in together, and what the counter receives in one go."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine.right import ENGINE
from .common import MONDAY
from .test_forms import FormCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTogether(FormCase):
    def screen(self, **context):
        officer = self.users["counter_officer"]
        return Form(
            self.env["onestop.intake"].with_user(officer).with_context(**context)
        )

    def received(self, screen, owner):
        screen.owner_identity_kind = "none"
        screen.owner_identity_reason = "A child"
        screen.owner_name = owner
        screen.all_there = True
        intake = screen.save()
        intake.action_receive()
        return intake

    def begun(self):
        screen = self.screen()
        screen.version_id = self.version
        screen.submitter_same = False
        screen.submitter_name = "Firm T"
        screen.submitter_relation = "service"
        screen.submitter_evidence = "Contract 3/2026"
        screen.submitter_phone = "0900000003"
        return self.received(screen, "Owner One")

    def next(self, intake, owner):
        action = intake.action_next_together()
        return self.received(self.screen(**action["context"]), owner)

    def test_the_next_of_the_same_submitter_asks_for_the_owner_alone(self):
        first = self.begun()
        action = first.action_next_together()
        screen = self.screen(**action["context"])
        self.assertEqual(screen.version_id, self.version)
        self.assertFalse(screen.submitter_same)
        self.assertEqual(
            (screen.submitter_name, screen.submitter_evidence, screen.submitter_phone),
            ("Firm T", "Contract 3/2026", "0900000003"),
        )
        self.assertEqual((screen.owner_name, screen.together_count), (False, 1))
        second = self.received(screen, "Owner Two").dossier_id.sudo()
        self.assertEqual(second.first_id, first.dossier_id)
        self.assertEqual(first.dossier_id.sudo().first_id, first.dossier_id)
        self.assertEqual(second.owner_name, "Owner Two")

    def test_one_list_says_them_all(self):
        first = self.begun()
        second = self.next(first, "Owner Two")
        third = self.next(second, "Owner Three")
        dossier = third.dossier_id.sudo()
        self.assertEqual(dossier.together_count, 3)
        text = self.text_of("onestop_dossier.together_list", dossier)
        self.assert_says(text, "Tổng số: 3 hồ sơ", "Firm T", "Contract 3/2026")
        self.assert_says(text, "Owner One", "Owner Two", "Owner Three", dossier.code)
        self.assertEqual(
            third.action_print_list()["report_name"], "onestop_dossier.together_list"
        )

    def test_a_batch_of_thirty_stands_on_one_list_over_pages(self):
        owners = [f"Owner {number:02d} of thirty" for number in range(1, 31)]
        first = intake = self.begun()
        for owner in owners[1:]:
            intake = self.next(intake, owner)
        dossiers = self.env["onestop.dossier"].search(
            [("first_id", "=", first.dossier_id.id)], order="id"
        )
        self.assertEqual(len(dossiers), 30)
        self.assertEqual(dossiers[1:].mapped("owner_name"), owners[1:])
        self.assertEqual(set(dossiers.mapped("state")), {"processing"})
        self.assertEqual(set(dossiers.mapped("submitter_name")), {"Firm T"})
        self.assertEqual(len(set(dossiers.mapped("code"))), 30)
        # Whichever of them is printed, it is the whole list.
        pages = self.print_report("onestop_dossier.together_list", dossiers[17]).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        whole = " ".join(texts)
        self.assertGreater(len(texts), 1)
        self.assertIn("Tổng số: 30 hồ sơ", whole)
        for dossier in dossiers:
            self.assertEqual(whole.count(dossier.code), 1, dossier.code)
        # Each page says what its columns are; both sides sign once, at the end.
        for text in texts:
            self.assertIn("Chủ hồ sơ", text)
        self.assertEqual(whole.count("NGƯỜI TIẾP NHẬN"), 1)
        self.assertIn("NGƯỜI TIẾP NHẬN", texts[-1])

    def test_an_owner_who_brings_several_files_each_in_their_own_name(self):
        screen = self.screen()
        screen.version_id = self.version
        first = self.received(screen, "Owner One")
        action = first.action_next_together()
        again = self.screen(**action["context"])
        self.assertEqual(again.owner_name, "Owner One")
        self.assertTrue(again.submitter_same)

    def test_another_s_dossier_begins_no_list(self):
        mine = self.begun().dossier_id
        other = self.file().with_user(self.users["counter_officer"])
        with self.assertRaisesRegex(UserError, "by somebody else"):
            mine._hand_in_with(other)
        unseen = self.file()
        with ENGINE.held():
            unseen.counter_group_id = self.env["onestop.counter.group"].create(
                {"name": "Counter U", "department_id": self.centre.id}
            )
        with self.assertRaises(AccessError):
            mine._hand_in_with(unseen.with_user(self.users["counter_officer"]))

    def test_the_list_is_written_by_nobody(self):
        dossier = self.begun().dossier_id
        with self.assertRaises(AccessError):
            dossier.write({"first_id": dossier.id})
        with self.assertRaises(AccessError):
            dossier.sudo().write({"first_id": dossier.id})
        with self.assertRaisesRegex(UserError, "handed in alone"):
            self.print_report("onestop_dossier.together_list", dossier)

    # --------------------------------------------------------------------- many at once

    def test_the_list_says_what_is_missing_and_how_many_hours_are_left(self):
        officer = self.users["counter_officer"]
        whole, wanting = self.file(), self.file(components=[])
        both = (whole | wanting).with_user(officer)
        self.assertEqual(both.mapped("lacks"), ["", "Application"])
        self.assertEqual(both.mapped("file_count"), [1, 0])
        # Filed Monday 09:00, to be checked within 8 working hours: Tuesday 09:00.
        for moment, hours in (
            (MONDAY, 8),
            ("2026-03-09 04:30:00", 5.5),
            ("2026-03-10 03:00:00", -1),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                both.invalidate_recordset()
                self.assertEqual(whole.with_user(officer).intake_hours_left, hours)
        self.act("counter_officer", whole, "accept")
        self.assertEqual(whole.intake_hours_left, 0)

    def test_those_that_are_complete_are_received_and_the_others_named(self):
        complete, wanting, last = self.file(), self.file(components=[]), self.file()
        three = (complete | wanting | last).with_user(self.users["counter_officer"])
        told = three.action_accept_each()["params"]
        self.assertEqual((complete.state, last.state), ("processing", "processing"))
        self.assertEqual(wanting.state, "submitted")
        self.assertEqual((told["type"], told["sticky"]), ("warning", True))
        first, reason = told["message"].split("\n")
        self.assertEqual(first, "Received: 2 of 3.")
        self.assertIn(wanting.display_name, reason)
        self.assertIn("1 required components are missing", reason)
        # Twice is once.
        told = three.action_accept_each()["params"]
        self.assertIn("Received: 0 of 3.", told["message"])

    def test_nobody_receives_what_is_not_theirs_in_one_go(self):
        dossier = self.file()
        for role in ("supervisor", "director"):
            with self.subTest(role):
                told = self.as_role(role, dossier).action_accept_each()["params"]
                self.assertIn("Received: 0 of 1.", told["message"])
        for user in (self.users["department_officer"], self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).action_accept_each()
        self.assertEqual(dossier.state, "submitted")
        self.assertEqual(self.journal(dossier), ["submit"])
