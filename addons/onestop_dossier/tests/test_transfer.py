"""Paper dossiers between centre, carrier and agency: where they are, who had them."""

import json

import pytest
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import MONDAY
from .common_transfer import TransferCase

# Monday 17:01; Tuesday 08:00 and 09:30; in Việt Nam.
EVENING = "2026-03-09 10:01:00"
TUESDAY = "2026-03-10 01:00:00"
LATER = "2026-03-10 02:30:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTransfer(TransferCase):
    # ----------------------------------------------------------------- being filled

    def test_a_list_is_begun_with_all_that_waits_for_the_agency(self):
        one, two = self.paper(), self.paper()
        self.to_processing()  # filed online: there is no paper
        transfer = self.begun()
        self.assertEqual(transfer.item_ids.sudo().dossier_id, one | two)
        self.assertEqual(transfer.item_ids.mapped("code"), [one.code, two.code])
        self.assertRegex(transfer.number, r"^GN260309-\d{4}$")
        self.assertEqual(
            (transfer.from_id, transfer.to_id, transfer.state),
            (self.centre, self.department, "open"),
        )
        # 09:00 now: with the round of 14:00.
        self.assertEqual(str(transfer.date_planned), "2026-03-09 07:00:00")
        # Whoever begins it again finds it.
        self.assertEqual(self.begun(), transfer)
        self.assertEqual(len(transfer.item_ids), 2)

    def test_a_scan_puts_a_dossier_on_the_list_once(self):
        transfer = self.begun()
        dossier = self.paper()
        told = transfer.action_scan(f" {dossier.code.lower()} ")
        self.assertEqual(told["type"], "success")
        told = transfer.action_scan(dossier.code)
        self.assertEqual(told["type"], "warning")
        self.assertEqual(told["message"], f"{dossier.code} is on this list already.")
        self.assertEqual(transfer.item_count, 1)

    def test_the_qr_of_a_receipt_does_as_well(self):
        transfer, dossier = self.begun(), self.paper()
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        transfer.action_scan(f"https://x.invalid/check/{token}")
        self.assertEqual(transfer.item_ids.code, dossier.code)

    def test_what_does_not_belong_on_it_is_refused_in_a_sentence(self):
        transfer = self.begun()
        unknown = "H99.01-260309-9999"
        with self.assertRaisesRegex(UserError, f"No dossier has the code “{unknown}”"):
            transfer.action_scan(unknown)
        dossier = self.paper()
        with ENGINE.held():
            dossier.department_id = self.other
            dossier.step_ids.department_id = self.other
        with self.assertRaisesRegex(
            UserError, "is resolved by Department U, not by Department T"
        ):
            transfer.action_scan(dossier.code)
        with ENGINE.held():
            dossier.received_department_id = self.other
        with self.assertRaisesRegex(UserError, "received at another centre"):
            transfer.action_scan(dossier.code)
        waiting = self.file(self.users["counter_officer"], channel="in_person")
        with self.assertRaisesRegex(UserError, "not received yet"):
            transfer.action_scan(waiting.tracking_number)
        self.assertFalse(transfer.item_ids)

    def test_a_dossier_is_on_one_open_list(self):
        dossier = self.paper()
        self.handed(dossier)
        transfer = self.begun()
        self.assertFalse(transfer.item_ids)
        with self.assertRaisesRegex(UserError, r"is on the list GN260309-\d+ to Dep"):
            transfer.action_scan(dossier.code)
        # Two at once: the database holds it.
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            transfer.sudo()._add(dossier)

    def test_it_is_taken_off_and_thrown_away_while_it_has_not_left(self):
        dossier = self.paper()
        transfer = self.begun()
        with self.assertRaises(AccessError):
            self.as_role("department_officer", transfer).item_ids.action_take_off()
        transfer.item_ids.action_take_off()
        self.assertFalse(transfer.item_ids)
        transfer.action_fill()
        transfer.action_dissolve()
        self.assertFalse(transfer.exists())
        self.assertEqual(self.begun().item_ids.code, dossier.code)
        self.assertNotIn("paper_handed", self.journal(dossier))

    # ------------------------------------------------------------------ handing over

    def test_the_journal_says_who_gave_who_took_and_when(self):
        dossier = self.paper()
        transfer = self.handed(dossier)
        with freeze_time(TUESDAY):
            taken = self.as_role("department_officer", transfer)
            told = taken.action_scan(dossier.code)
            self.assertEqual(
                told["message"], f"{dossier.code}: taken over. Still to find: 0."
            )
            taken.action_finish()
        self.assertEqual(transfer.state, "received")
        self.assertEqual(self.journal(dossier)[-2:], ["paper_handed", "paper_good"])
        gave, took = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )[-2:]
        self.assertEqual(
            (gave.actor, gave.role, str(gave.moment)),
            (self.users["counter_officer"].name, "counter_officer", MONDAY),
        )
        self.assertEqual(
            (took.actor, took.role, str(took.moment)),
            (self.users["department_officer"].name, "department_officer", TUESDAY),
        )
        self.assertEqual(gave.reason, f"{transfer.number}: Centre T → Department T")
        self.assertEqual(
            json.loads(took.data),
            {
                "transfer": transfer.number,
                "from": self.centre.id,
                "to": self.department.id,
            },
        )
        self.assertEqual(dossier.paper_at_id, self.department)

    def test_the_dossier_says_where_its_paper_is(self):
        dossier = self.paper()
        seen = self.as_role("department_officer", dossier)
        self.assertFalse(seen.paper_where)
        transfer = self.begun()
        number = transfer.number
        self.assertEqual(
            seen.paper_where, f"At Centre T, on the list {number} to Department T"
        )
        transfer.action_hand_over()
        giver = self.users["counter_officer"].name
        self.assertEqual(
            seen.paper_where,
            f"Under way to Department T: handed over by {giver}, 09:00 09/03/2026 "
            f"(list {number})",
        )
        with freeze_time(TUESDAY):
            self.as_role("clerk", transfer).action_scan(dossier.code)
        taker = self.users["clerk"].name
        self.assertEqual(
            seen.paper_where,
            f"At Department T: taken over by {taker}, 08:00 10/03/2026 (list {number})",
        )

    def test_an_empty_list_is_not_handed_over_and_no_list_twice(self):
        transfer = self.begun()
        with self.assertRaisesRegex(UserError, "Nothing is on this list yet"):
            transfer.action_hand_over()
        self.paper()
        transfer.action_fill()
        transfer.action_hand_over()
        for act in ("action_hand_over", "action_fill", "action_dissolve"):
            with self.assertRaisesRegex(UserError, "is “Sent off”"):
                getattr(transfer, act)()
        with self.assertRaises(UserError):
            transfer.item_ids.action_take_off()

    def test_who_carries_it_says_so(self):
        dossier = self.paper()
        post = self.env["onestop.department"].create({"name": "Post", "code": "POST"})
        self.route.carrier_id = post
        carrier = self.make_user("post_man", ("postal_clerk", post))
        transfer = self.handed(dossier)
        for role in ("department_officer", "counter_officer"):
            with self.assertRaisesRegex(AccessError, "the postal clerk"):
                self.as_role(role, transfer).action_carry()
        mine = transfer.with_user(carrier)
        self.assertTrue(mine.may_carry)
        mine.action_carry()
        self.assertEqual(
            (transfer.state, transfer.carried_user_id), ("carried", carrier)
        )
        with self.assertRaisesRegex(UserError, "With the carrier"):
            mine.action_carry()
        with self.assertRaises(AccessError):
            mine.action_scan(dossier.code)
        taken = self.as_role("department_head", transfer)
        taken.action_scan(dossier.code)
        taken.action_finish()
        self.assertEqual(
            self.journal(dossier)[-3:], ["paper_handed", "paper_carried", "paper_good"]
        )

    def test_nobody_carries_where_the_two_sides_meet(self):
        transfer = self.handed(self.paper())
        self.assertFalse(self.as_role("postal_clerk", transfer).may_carry)
        with self.assertRaisesRegex(UserError, "the two sides meet"):
            self.as_role("postal_clerk", transfer).action_carry()

    # ------------------------------------------------------------------- taking over

    def test_what_was_not_found_is_missing_with_a_note(self):
        one, two = self.paper(), self.paper()
        transfer = self.as_role("department_officer", self.handed(one, two))
        transfer.action_scan(one.code)
        action = transfer.action_finish()
        remark = self.env[action["res_model"]].browse(action["res_id"])
        remark = self.as_role("department_officer", remark)
        self.assertEqual((remark.codes, remark.state), (two.code, "missing"))
        with self.assertRaisesRegex(UserError, "Say what is missing"):
            remark.action_record()
        self.assertEqual(transfer.state, "handed")
        with Form(remark) as form:
            form.note = "Không có trong túi hồ sơ"
        remark.action_record()
        self.assertEqual(
            (transfer.state, transfer.remark_count, transfer.left_count),
            ("received", 1, 0),
        )
        item = self.item(transfer, two)
        self.assertEqual(
            (item.state, item.note, item.checked_user_id),
            (
                *("missing", "Không có trong túi hồ sơ"),
                self.users["department_officer"],
            ),
        )
        self.assertFalse(two.paper_at_id)
        self.assertIn("Missing: Department T did not find it", two.paper_where)
        self.assertEqual(self.journal(two)[-1], "paper_missing")
        # It turns up at the centre, and leaves once more.
        again = self.begun()
        self.assertEqual(again.item_ids.code, two.code)

    def test_what_was_missing_may_turn_up(self):
        dossier = self.paper()
        transfer = self.as_role("clerk", self.handed(dossier))
        item = transfer.item_ids
        item.record("missing", "Không thấy")
        transfer.action_finish()
        item.record("good")
        item.record("good")
        self.assertEqual(dossier.paper_at_id, self.department)
        self.assertEqual(self.journal(dossier)[-2:], ["paper_missing", "paper_good"])

    def test_wrong_and_damaged_are_taken_over_with_a_word(self):
        one, two = self.paper(), self.paper()
        transfer = self.as_role("department_officer", self.handed(one, two))
        self.item(transfer, one).with_user(transfer.env.user).record("wrong", "Nhầm")
        self.item(transfer, two).with_user(transfer.env.user).record("damaged", "Ướt")
        with self.assertRaisesRegex(UserError, "taken over, missing, wrong or damaged"):
            transfer.item_ids[:1].record("lost", "?")
        transfer.action_finish()
        self.assertEqual(transfer.remark_count, 2)
        self.assertEqual((one | two).paper_at_id, self.department)
        self.assertIn("not as it should be: Ướt", two.paper_where)

    def test_what_is_not_on_the_list_is_written_down_as_one_more(self):
        transfer = self.handed(self.paper())
        extra = self.paper()
        taken = self.as_role("department_officer", transfer)
        told = taken.action_scan(extra.code)
        self.assertEqual(told["type"], "warning")
        self.assertIn("is not on the list", told["message"])
        self.assertEqual(self.item(transfer, extra).state, "extra")
        self.assertEqual(extra.paper_at_id, self.department)
        self.assertEqual(self.journal(extra)[-1], "paper_extra")
        self.assertEqual((transfer.item_count, transfer.remark_count), (1, 1))
        # The same scan twice is once.
        self.assertIn("taken over already", taken.action_scan(extra.code)["message"])
        self.assertEqual(self.journal(extra).count("paper_extra"), 1)

    def test_a_scan_twice_is_once(self):
        dossier = self.paper()
        taken = self.as_role("department_officer", self.handed(dossier))
        taken.action_scan(dossier.code)
        self.assertEqual(taken.action_scan(dossier.code)["type"], "warning")
        self.assertEqual(self.journal(dossier).count("paper_good"), 1)

    def test_who_is_interrupted_goes_on_where_they_were(self):
        one, two = self.paper(), self.paper()
        transfer = self.handed(one, two)
        self.as_role("department_officer", transfer).action_scan(one.code)
        self.assertEqual(transfer.left_count, 1)
        colleague = self.as_role("clerk", transfer)
        colleague.action_scan(two.code)
        colleague.action_finish()
        self.assertEqual(
            transfer.item_ids.checked_user_id,
            self.users["department_officer"] | self.users["clerk"],
        )

    def test_the_number_of_a_list_opens_it(self):
        dossier = self.paper()
        transfer = self.handed(dossier)
        board = self.as_role("department_officer", self.env["onestop.transfer"])
        for text in (transfer.number, transfer.number.lower(), dossier.code):
            action = board.action_scan(text)["action"]
            self.assertEqual(action["res_id"], transfer.id)
        foreign = self.as_role("department_officer", self.env["onestop.transfer"])
        with self.assertRaisesRegex(UserError, "No list, and no dossier"):
            foreign.action_scan("GN260309-9999")
        stranger = self.make_user("stranger", ("department_officer", self.other))
        for text in (transfer.number, dossier.code):
            with self.assertRaisesRegex(UserError, "No list, and no dossier"):
                board.with_user(stranger).action_scan(text)

    # -------------------------------------------------------------------- the way back

    def test_results_and_originals_come_back_to_the_centre(self):
        dossier = self.paper()
        transfer = self.as_role("department_officer", self.handed(dossier))
        transfer.action_scan(dossier.code)
        transfer.action_finish()
        self.act("department_officer", dossier, "complete_step")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_head", dossier, "decide", results=[result])
        self.act("clerk", dossier, "seal")
        back = self.begun("clerk", "back")
        self.assertEqual(
            (back.from_id, back.to_id, back.item_ids.what),
            (self.department, self.centre, "result"),
        )
        back.action_hand_over()
        counter = self.as_role("counter_officer", back)
        counter.action_scan(dossier.code)
        counter.action_finish()
        self.assertEqual(dossier.paper_at_id, self.centre)
        self.assertFalse(self.begun("clerk", "back").item_ids)

    def test_a_result_on_paper_of_what_came_online_comes_too(self):
        dossier = self.to_resolved()
        electronic = self.to_resolved(delivery="electronic")
        back = self.begun("clerk", "back")
        self.assertEqual(back.item_ids.sudo().dossier_id, dossier)
        self.assertNotEqual(dossier, electronic)

    def test_what_is_with_another_comes_back_from_there(self):
        dossier = self.paper()
        taken = self.as_role("clerk", self.handed(dossier))
        taken.action_scan(dossier.code)
        taken.action_finish()
        with self.assertRaisesRegex(UserError, "the paper of .* is at Department T"):
            self.begun().action_scan(dossier.code)

    # ------------------------------------------------------------------- art. 18

    @pytest.mark.article("Decree 61/2018", "18")
    def test_paper_leaves_the_same_working_day_or_it_shows(self):
        dossier = self.paper()
        transfer = self.begun()
        # Received Monday 09:00: by 17:00.
        self.assertEqual(str(transfer.date_due), "2026-03-09 10:00:00")
        self.assertFalse(transfer.late)
        with freeze_time(EVENING):
            transfer.invalidate_recordset()
            self.assertTrue(transfer.late)
            transfer.action_hand_over()
        self.assertTrue(transfer.item_ids.breach)
        self.assertTrue(transfer.late)
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "paper_handed")]
        )
        self.assertEqual(json.loads(row.data)["breaches"], ["transfer_late"])

    @pytest.mark.article("Decree 61/2018", "18")
    def test_received_after_three_it_leaves_at_the_start_of_the_next_day(self):
        with freeze_time("2026-03-09 08:01:00"):  # 15:01
            dossier = self.paper()
            self.assertEqual(dossier.state, "accepted")
            transfer = self.begun()
            self.assertEqual(transfer.item_ids.code, dossier.code)
            # With the first round of Tuesday, 08:00.
            self.assertEqual(str(transfer.date_due), TUESDAY)
        with freeze_time(TUESDAY):
            transfer.action_hand_over()
        self.assertFalse(transfer.item_ids.breach)

    # --------------------------------------------------------------------- silence

    def test_silence_of_the_receiving_side_shows_within_a_day(self):
        transfer = self.handed(self.paper())
        self.users["department_head"].email = "head@example.invalid"
        self.users["supervisor"].email = "watch@example.invalid"
        # Eight working hours from Monday 09:00: Tuesday 09:00.
        self.assertEqual(str(transfer.date_answer_due), "2026-03-10 02:00:00")
        mails = self.env["mail.mail"]
        before = mails.search([])
        with freeze_time(TUESDAY):
            self.run_silence()
            self.assertFalse(transfer.silent)
        with freeze_time("2026-03-10 14:00:00"):  # 21:00: nobody works
            self.run_silence()
            self.assertTrue(transfer.silent)
            self.assertFalse(transfer.date_reminded)
        with freeze_time(LATER):
            self.run_silence()
            self.run_silence()
            self.assertEqual(str(transfer.date_reminded), LATER)
            silent = self.as_role("department_head", self.env["onestop.transfer"])
            self.assertEqual(silent.search([("silent", "=", True)]), transfer)
            board = silent.board()["columns"]
            [row] = board[2]["rows"]
            self.assertEqual((row["id"], row["late"]), (transfer.id, True))
        told = mails.search([]) - before
        self.assertEqual(
            sorted(told.mapped("email_to")),
            ["head@example.invalid", "watch@example.invalid"],
        )
        self.assertIn(transfer.number, told[0].body_html)
        self.assertNotIn(transfer.item_ids.code, told[0].body_html)

    def run_silence(self):
        self.env.invalidate_all()
        self.run_cron("_cron_silence", "onestop.transfer")

    # ----------------------------------------------------------------------- walls

    def test_who_is_at_neither_side_sees_and_does_nothing(self):
        dossier = self.paper()
        transfer = self.handed(dossier)
        stranger = self.make_user("stranger", ("department_officer", self.other))
        acts = (
            lambda one: one.action_scan(dossier.code),
            lambda one: one.action_finish(),
            lambda one: one.action_hand_over(),
            lambda one: one.action_carry(),
            lambda one: one.item_ids.record("good"),
        )
        for user in (stranger, self.plain, self.portal, self.users["administrator"]):
            for act in acts:
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act(transfer.with_user(user))
        for role in ("supervisor", "director", "postal_clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, transfer).action_scan(dossier.code)
        self.assertEqual(self.journal(dossier)[-1], "paper_handed")

    def test_who_hands_over_does_not_take_over(self):
        dossier = self.paper()
        both = self.make_user(
            "both", ("counter_officer", self.centre), ("clerk", self.department)
        )
        transfer = self.begun().with_user(both)
        transfer.action_hand_over()
        self.assertFalse(transfer.may_take)
        with self.assertRaisesRegex(UserError, "does not take it over as well"):
            transfer.action_scan(dossier.code)

    def test_only_its_place_begins_a_list(self):
        self.paper()
        for role in ("department_officer", "supervisor", "administrator"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.begun(role)
        for route, direction in ((0, "out"), ("1", "out"), (self.route.id, "up")):
            transfers = self.as_role("counter_officer", self.env["onestop.transfer"])
            with self.assertRaisesRegex(UserError, "Choose a route"):
                transfers.begin(route, direction)

    def test_nobody_writes_lists_but_by_their_actions(self):
        dossier = self.paper()
        transfer = self.handed(dossier)
        for role in ("counter_officer", "department_officer", "director"):
            mine = self.as_role(role, transfer)
            for record in (mine, mine.item_ids):
                with self.subTest(role), self.assertRaises(AccessError):
                    record.write({"state": "received"})
                with self.subTest(role), self.assertRaises(AccessError):
                    record.unlink()
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", dossier).write({"paper_at_id": False})
        with self.assertRaises(AccessError):
            dossier.write({"paper_item_ids": [(5,)]})

    # -------------------------------------------------------------------- settings

    def test_the_hours_of_a_route_are_hours(self):
        for hours in ("25:00", "soon", "08:00,"):
            with self.subTest(hours), self.assertRaises(ValidationError):
                self.route.hours = hours

    def test_a_unit_with_a_route_of_its_own_is_served_by_that(self):
        unit = self.env["onestop.department"].create(
            {"name": "Unit", "code": "UNIT", "parent_id": self.department.id}
        )
        dossier = self.paper()
        with ENGINE.held():
            dossier.department_id = unit
            dossier.step_ids.department_id = unit
        self.assertEqual(self.begun().item_ids.code, dossier.code)
        self.begun().action_dissolve()
        own = self.route.create({"centre_id": self.centre.id, "department_id": unit.id})
        self.assertFalse(self.begun().item_ids)
        self.assertEqual(self.begun(route=own).item_ids.code, dossier.code)

    def test_the_board_says_what_waits_and_what_comes(self):
        one = self.paper()
        transfers = self.as_role("counter_officer", self.env["onestop.transfer"])
        transfers = transfers.with_context(lang="en_US")
        waiting, filling, incoming, sent = transfers.board()["columns"]
        [row] = waiting["rows"]
        self.assertEqual(
            (row["name"], row["procedure"], row["note"], row["late"]),
            ("Department T", "1 dossiers", "leaves 14:00", False),
        )
        self.assertEqual(waiting["count"], 1)
        with freeze_time("2026-03-10 03:00:00"):
            [row] = transfers.board()["columns"][0]["rows"]
        self.assertEqual(
            (row["note"], row["late"]), ("late: was to leave by 17:00 09/03", True)
        )
        for column in (filling, incoming, sent):
            self.assertEqual((column["rows"], column["count"]), ([], 0))
        transfer = self.handed(one)
        waiting, filling, incoming, sent = transfers.board()["columns"]
        self.assertEqual((waiting["rows"], filling["rows"]), ([], []))
        self.assertEqual(sent["rows"][0]["note"], "handed over 09:00")
        there = self.as_role("clerk", transfers).board()["columns"]
        self.assertEqual(there[2]["rows"][0]["id"], transfer.id)
        self.assertEqual(there[2]["rows"][0]["name"], "Centre T")
        with self.assertRaises(AccessError):
            self.as_role("administrator", transfers).board()
