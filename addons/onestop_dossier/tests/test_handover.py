"""What a department that ended still has to do passes to its successors."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from ..engine.handing_over import HandingOver
from ..models import onestop_handover
from .common import MONDAY, STEPS
from .common_handover import WEDNESDAY, HandoverCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHandover(HandoverCase):
    # --------------------------------------------------------------------- passing

    def test_open_steps_competence_and_the_right_to_read_pass(self):
        dossier = self.to_processing()
        due = dossier.date_due
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            self.assertEqual(handover.state, "moved")
            self.assertEqual(dossier.department_id, self.successor)
            self.assertEqual(dossier.step_ids.department_id, self.successor)
            self.assertEqual(dossier.date_due, due)
            self.assertEqual(self.journal(dossier)[-1], "hand_over")
            line = handover.line_ids
            self.assertEqual(
                (line.code, line.steps, line.leads, line.successor_id),
                (dossier.code, "Appraise", True, self.successor),
            )
            # Who comes after them works on it, whoever was there before does not.
            dossier.with_user(self.new_officer).action_transition("complete_step")
            with self.assertRaises(AccessError):
                dossier.with_user(self.users["department_head"]).action_transition(
                    "decide"
                )
            dossier.with_user(self.new_head).action_transition("decide")
            self.assertEqual(dossier.step_ids[-1].department_id, self.successor)

    def test_what_the_department_was_reminded_of_the_successor_is(self):
        dossier = self.to_processing()
        # Wednesday evening: the step was due at its noon.
        with freeze_time("2026-03-12 02:00:00"):
            self.run_cron("_cron_look", "onestop.reminder")
            reminders = self.env["onestop.reminder"].search(
                [("dossier_id", "=", dossier.id)]
            )
            self.assertEqual(reminders.department_id, self.department)
            self.end()
            self.pass_over(self.prepared())
            self.assertEqual(reminders.department_id, self.successor)

    def test_a_step_at_another_department_passes_alone(self):
        version = self.make_version(
            "9.900002",
            steps=[("Ask", "work", self.other, "department_officer", 8)]
            + list(STEPS[1:]),
        )
        dossier = self.to_processing(procedure=version.procedure_id.code)
        self.assertEqual(dossier.grant_ids.department_id, self.other)
        with freeze_time(WEDNESDAY):
            self.end(self.other)
            handover = self.pass_over(self.prepared(self.other))
            self.assertEqual(dossier.department_id, self.department)
            self.assertEqual(dossier.step_ids.department_id, self.successor)
            self.assertEqual(dossier.grant_ids.department_id, self.successor)
            self.assertFalse(handover.line_ids.leads)
            dossier.with_user(self.new_officer).action_transition("complete_step")

    def test_the_map_names_who_did_it_and_who_has_it_now(self):
        steps = [STEPS[0], ("Ask", "work", self.other, "department_officer", 8)]
        version = self.make_version("9.900007", steps=[*steps, *STEPS[1:]])
        dossier = self.to_processing(procedure=version.procedure_id.code)
        self.act("department_officer", dossier, "complete_step")
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            # Appraised before; asked of Department U; decided and sealed by whom it
            # passed to; returned at the counter.
            self.assertEqual(
                self.places_on_map(dossier),
                [
                    "Department T",
                    "Department U",
                    "Department V",
                    "Department V",
                    "Centre T",
                ],
            )
            self.end(self.other)
            self.pass_over(self.prepared(self.other))
            self.assertEqual(self.places_on_map(dossier)[1], "Department V")

    def places_on_map(self, dossier):
        dossier.invalidate_recordset()
        drawn = dossier.with_user(self.new_head).process_map
        return [drawn["lanes"][row["cards"][0]["lane"]] for row in drawn["rows"]]

    def test_a_step_that_opens_later_opens_at_the_successor(self):
        steps = [STEPS[0], ("Ask", "work", self.other, "department_officer", 8)]
        version = self.make_version("9.900003", steps=[*steps, *STEPS[1:]])
        dossier = self.to_processing(procedure=version.procedure_id.code)
        with freeze_time(WEDNESDAY):
            self.end(self.other)
            self.act("department_officer", dossier, "complete_step")
            asked = dossier.step_ids.filtered(lambda run: run.state == "open")
            self.assertEqual(asked.department_id, self.successor)

    def test_what_comes_later_goes_to_the_successor(self):
        with freeze_time(WEDNESDAY):
            self.end()
            dossier = self.to_processing()
            self.assertEqual(dossier.department_id, self.successor)

    def test_another_successor_takes_over_one_procedure(self):
        other = self.make_version("9.900004")
        here = self.to_processing()
        there = self.to_processing(procedure=other.procedure_id.code)
        with freeze_time(WEDNESDAY):
            self.end(others=self.other)
            handover = self.prepared()
            self.assertEqual(handover.part_ids.mapped("dossiers"), [1, 1])
            part = handover.part_ids.filtered(
                lambda one: one.procedure_id == other.procedure_id
            )
            part.successor_id = self.other
            self.pass_over(handover)
            self.assertEqual(here.department_id, self.successor)
            self.assertEqual(there.department_id, self.other)

    def test_what_is_finished_stays_where_it_was(self):
        dossier = self.to_resolved()
        self.act("counter_officer", dossier, "return")
        done = self.to_processing()
        self.act("department_officer", done, "complete_step")
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            self.assertEqual(dossier.department_id, self.department)
            closed = done.step_ids.filtered(lambda run: run.state == "done")
            self.assertEqual(closed.department_id, self.department)

    def test_the_date_moves_only_where_the_calendar_is_another(self):
        dossier = self.to_processing()
        calendar = self.department.calendar_id.copy()
        calendar.global_leave_ids = [
            Command.create(
                {
                    "name": "Closed",
                    "date_from": "2026-03-11 17:00:00",
                    "date_to": "2026-03-12 16:59:59",
                }
            )
        ]
        self.successor.calendar_id = calendar
        due, step_due = dossier.date_due, dossier.step_ids.date_due
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            # Monday and five working days: the closed Thursday puts it off by one.
            self.assertEqual((due.day, dossier.date_due.day), (16, 17))
            self.assertEqual(dossier.date_due_promised, due)
            self.assertEqual((step_due.day, dossier.step_ids.date_due.day), (11, 11))
            told = " ".join(dossier.explain_due()["sentences"])
            self.assertIn("went to the authority that is competent", told)

    def test_a_term_that_stands_still_goes_on_by_the_new_calendar(self):
        dossier = self.to_processing()
        self.act(
            "department_officer",
            dossier,
            "request_supplement",
            "Plan missing",
            component_ids=dossier.component_ids[1:].ids,
        )
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            self.assertEqual(dossier.department_id, self.successor)
            self.assertTrue(dossier.suspended)
            self.act("counter_officer", dossier, "supplement", "Here it is.")
            self.assertEqual(dossier.step_ids.department_id, self.successor)

    # ------------------------------------------------- twice, at once, cut off, late

    def test_batch_after_batch_and_nothing_twice(self):
        dossiers = [self.to_processing() for _number in range(3)]
        with (
            freeze_time(WEDNESDAY),
            patch.object(onestop_handover, "BATCH", 2),
            trap_jobs() as trap,
        ):
            self.end()
            handover = self.prepared()
            handover.action_begin()
            trap.perform_enqueued_jobs()
            self.assertEqual(handover.moved_count, 2)
            self.assertEqual((handover.state, handover.left_count), ("moving", 1))
            # Once more, as after a job that was cut off; the next is queued once.
            handover.action_begin()
            trap.assert_jobs_count(1)
            trap.perform_enqueued_jobs()
            self.assertEqual((handover.state, handover.moved_count), ("moved", 3))
            handover._move()
            with self.assertRaisesRegex(UserError, "passed already"):
                handover.action_begin()
        for dossier in dossiers:
            self.assertEqual(self.journal(dossier).count("hand_over"), 1)

    def test_what_passed_meanwhile_is_not_moved_again(self):
        dossier = self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared().sudo()
            passing = HandingOver(handover)
            passing.move(dossier)
            HandingOver(handover).move(dossier)
            self.assertEqual(self.journal(dossier).count("hand_over"), 1)

    def test_what_somebody_works_on_passes_a_moment_later(self):
        self.to_processing()
        locked = self.env["onestop.dossier"]
        with (
            freeze_time(WEDNESDAY),
            trap_jobs() as trap,
            patch.object(
                type(locked), "try_lock_for_update", lambda records, **rest: locked
            ),
        ):
            self.end()
            handover = self.prepared()
            handover.action_begin()
            trap.perform_enqueued_jobs()
            self.assertEqual((handover.state, handover.moved_count), ("moving", 0))
            trap.assert_jobs_count(1)

    # ---------------------------------------------------------- books of fee receipts

    def test_books_that_are_open_are_named_and_do_not_pass(self):
        self.to_processing()
        self.make_book(series="CD/26T", closed=True)
        self.make_book(series="EF/26T", department_id=self.other.id)
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.assertEqual(handover.open_books, "AB/26T 1–50")
            self.pass_over(handover)
            self.assertEqual(self.book.department_id, self.department)
            begun, done = self.env["onestop.journal"].search(
                [("res_model", "=", handover._name), ("res_id", "=", handover.id)]
            )
            self.assertIn("5/NQ-T", begun.reason)
            self.assertIn("AB/26T 1–50", begun.reason)
            self.assertIn(": 1.", done.reason)
            page, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.new_head)
                ._render_qweb_html("onestop_dossier.handover_list", handover.ids)
            )
            self.assertIn("AB/26T 1–50", page.decode())
            self.book.closed = True
            handover.invalidate_recordset()
            self.assertFalse(handover.open_books)

    def test_what_the_counters_of_a_centre_that_ended_hold_is_named(self):
        with freeze_time(WEDNESDAY):
            self.end_centre()
            self.counter.active = False
            self.assertEqual(self.prepared(self.centre).open_books, "AB/26T 1–50")

    # ----------------------------------------------------------------- not yet, not so

    def refused(self, handover, sentence):
        with self.assertRaisesRegex(UserError, sentence):
            handover.action_begin()

    def test_it_begins_on_its_day_with_a_decision_between_who_exists(self):
        self.to_processing()
        self.end()
        handover = self.prepared()
        self.refused(handover, "begins on")
        handover.date = date(2026, 3, 9)
        self.refused(handover, "still exists")
        with freeze_time(WEDNESDAY):
            handover.decision = " "
            self.refused(handover, "Write down the decision")
            handover.decision = "5/NQ-T"
            self.successor.valid_from = date(2026, 4, 1)
            self.refused(handover, "Department V does not exist today")

    def test_somebody_has_to_succeed(self):
        with self.assertRaisesRegex(UserError, "Nobody succeeds"):
            self.prepared()

    def test_only_who_is_a_successor_on_record_takes_anything_over(self):
        dossier = self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.assertEqual(handover.heir_ids, self.successor)
            sentence = "Department U is not on record as a successor of Department T"
            handover.part_ids.successor_id = self.other
            self.refused(handover, sentence)
            handover.part_ids.successor_id = self.successor
            handover.successor_id = self.other
            self.refused(handover, sentence)
            self.assertEqual(dossier.department_id, self.department)
            # Once it is one of them on record, it may.
            self.department.with_user(self.users["administrator"]).succession_ids = [
                Command.create(
                    {"successor_id": self.other.id, "date": date(2026, 3, 11)}
                )
            ]
            self.pass_over(handover)
            self.assertEqual(dossier.department_id, self.successor)

    def test_what_was_handed_over_is_not_handed_over_again(self):
        self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            with self.assertRaisesRegex(
                UserError,
                "Department T handed over on 11/03/2026 already \\(5/NQ-T\\)",
            ):
                self.prepared()
            handover.with_user(self.new_head).action_receive()
            with self.assertRaisesRegex(UserError, "nothing is handed over twice"):
                self.prepared()
            # Nor past the button.
            with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                handover.create(
                    {
                        "department_id": self.department.id,
                        "successor_id": self.successor.id,
                    }
                )

    def test_what_has_begun_is_written_no_more(self):
        self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.pass_over(handover)
            for values in ({"decision": "x"}, {"state": "draft"}, {"part_ids": [(5,)]}):
                with self.subTest(values), self.assertRaises(AccessError):
                    handover.write(values)
            with self.assertRaises(AccessError):
                handover.unlink()
            with self.assertRaises(AccessError):
                handover.part_ids.successor_id = self.other

    def test_nobody_else_hands_over(self):
        self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            for role in ("director", "supervisor", "catalogue_manager"):
                with self.subTest(role), self.assertRaises(AccessError):
                    handover.with_user(self.users[role]).action_begin()

    # -------------------------------------------------------------------- receiving

    def test_the_head_of_the_successor_confirms_and_prints(self):
        dossier = self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            for user in (self.users["administrator"], self.users["director"]):
                with self.assertRaisesRegex(UserError, "Nothing waits"):
                    handover.with_user(user).action_receive()
            handover.with_user(self.new_head).action_receive()
            self.assertEqual(handover.state, "received")
            self.assertEqual(handover.line_ids.received_by, self.new_head.name)
            report = self.env["report.onestop_dossier.handover_list"]
            (sheet,) = report.with_user(self.new_head)._get_report_values(handover.ids)[
                "sheets"
            ]
            self.assertEqual(sheet["rows"][0]["code"], dossier.code)
            self.assertEqual(sheet["received"], self.new_head.name)
            with self.assertRaisesRegex(UserError, "Nothing waits"):
                handover.with_user(self.new_head).action_receive()

    def test_a_script_in_what_is_printed_is_text(self):
        self.to_processing()
        with freeze_time(WEDNESDAY):
            self.end()
            self.successor.name = "<script>alert(1)</script>"
            handover = self.prepared()
            handover.decision = "<script>alert(2)</script>"
            self.pass_over(handover)
            reports = self.env["ir.actions.report"].with_user(self.new_head)
            page, _kind = reports._render_qweb_html(
                "onestop_dossier.handover_list", handover.ids
            )
            self.assertNotIn(b"<script>alert", page)
            for number in (b"1", b"2"):
                self.assertIn(b"&lt;script&gt;alert(%s)" % number, page)

    def test_where_nothing_is_left_nothing_is_to_be_received(self):
        with freeze_time(WEDNESDAY):
            self.end()
            self.assertEqual(self.pass_over(self.prepared()).state, "received")
