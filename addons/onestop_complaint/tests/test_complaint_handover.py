"""What a department that ended has not answered yet passes to its successor; nobody
comes to see by it what was kept from them."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY
from odoo.addons.onestop_dossier.tests.common_handover import WEDNESDAY, HandoverCase

from .common import ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintHandover(ComplaintCase, HandoverCase):
    def sees(self, complaint, *users):
        complaint.invalidate_recordset()
        return [complaint.with_user(user).has_access("read") for user in users]

    def pass_department(self, others=()):
        self.end(others=others)
        return self.pass_over(self.prepared())

    def test_what_is_open_passes_and_the_successor_resolves_it(self):
        complaint = self.to_accepted()
        people = (self.users["department_head"], self.new_head, self.new_officer)
        self.assertEqual(self.sees(complaint, *people), [True, False, False])
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.assertEqual(handover.complaints_unlisted, 1)
            self.assertFalse(handover.part_ids)
            handover = self.pass_over(handover)
            self.assertEqual(complaint.department_id, self.successor)
            self.assertEqual(complaint._running_phases().department_id, self.successor)
            self.assertEqual(self.sees(complaint, *people), [False, True, True])
            self.assertEqual(handover.complaint_count, 1)
            row = self.journal(complaint)[-1]
            self.assertEqual(
                (row.code, row.actor, row.reason), ("hand_over", "system", False)
            )
            complaint.with_user(self.new_head).action_transition(
                "resolve", "It is so.", {"outcome": "founded", "answer": "Sorry."}
            )
            self.assertEqual(complaint.state, "resolved")

    def test_where_it_was_received_passes_too(self):
        self.successor.write({"kind": "centre", "national_code": "H99.02"})
        counter = self.make_user("new_counter", ("counter_officer", self.successor))
        complaint = self.brought()
        with freeze_time(WEDNESDAY):
            self.end_centre()
            self.pass_over(self.prepared(self.centre))
            self.assertEqual(complaint.received_department_id, self.successor)
            self.assertEqual(
                self.sees(complaint, self.users["counter_officer"], counter),
                [False, True],
            )

    def test_it_goes_to_whoever_takes_its_procedure_over(self):
        other = self.make_version("9.900004")
        head = self.make_user("other_head", ("department_head", self.other))
        here = self.to_accepted()
        there = self.to_accepted(procedure=other.procedure_id.code)
        with freeze_time(WEDNESDAY):
            self.end(others=self.other)
            handover = self.prepared()
            part = handover.part_ids
            self.assertEqual(
                (part.procedure_id, part.complaints, part.dossiers),
                (other.procedure_id, 1, 0),
            )
            part.successor_id = self.other
            handover = self.pass_over(handover)
            self.assertEqual(here.department_id, self.successor)
            self.assertEqual(there.department_id, self.other)
            # Each side signs for its own.
            report = self.env["report.onestop_dossier.handover_list"]
            for user, name in ((self.new_head, "Department V"), (head, "Department U")):
                values = report.with_user(user)._get_report_values(handover.ids)
                sheets = {
                    sheet["successor"].name: sheet["complaints"]
                    for sheet in values["sheets"]
                }
                self.assertEqual(sheets[name], 1)

    def test_what_is_answered_stays_whose_it_was(self):
        complaint = self.to_closed()
        rows = len(self.journal(complaint))
        with freeze_time(WEDNESDAY):
            handover = self.pass_department()
            self.assertEqual(complaint.department_id, self.department)
            self.assertEqual(len(self.journal(complaint)), rows)
            self.assertEqual(handover.complaint_count, 0)

    def test_its_term_is_counted_by_the_calendar_of_the_successor(self):
        complaint = self.to_accepted()
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
        before = complaint.date_due
        with freeze_time(WEDNESDAY):
            self.pass_department()
            # Ten working days from the 9th on; the 12th is none any more.
            self.assertEqual((before.day, complaint.date_due.day), (23, 24))

    def test_the_journal_of_the_hand_over_says_how_many(self):
        self.to_accepted()
        with freeze_time(WEDNESDAY):
            handover = self.pass_department()
            done = self.env["onestop.journal"].search(
                [("res_model", "=", handover._name), ("res_id", "=", handover.id)]
            )[-1]
            self.assertEqual(done.reason.count(": 1."), 1)

    def test_it_passes_in_batches_and_each_once(self):
        found = [self.to_accepted() for _number in range(3)]
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared().sudo()
            self.assertEqual(handover._pass_rest(2), (True, True))
            self.assertEqual(handover._pass_rest(2), (True, False))
            self.assertEqual(handover._pass_rest(2), (False, False))
            self.assertEqual(handover.complaint_count, 3)
        for complaint in found:
            rows = self.journal(complaint).mapped("code")
            self.assertEqual(rows.count("hand_over"), 1)

    # --------------------------------------------------------------- what was kept

    def test_what_is_sealed_stays_and_no_figure_counts_it(self):
        sealed = self.denunciation()
        self.assertEqual(sealed.received_department_id, self.department)
        people = (self.new_head, self.new_officer, self.new_clerk)
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.assertFalse(handover.complaints_unlisted or handover.part_ids)
            handover = self.pass_over(handover)
            self.assertEqual(handover.complaint_count, 0)
            self.assertEqual(sealed.received_department_id, self.department)
            self.assertEqual(self.journal(sealed).mapped("code"), ["file"])
            self.assertEqual(self.sees(sealed, *people), [False] * 3)
            self.assertEqual(self.sees(sealed, self.users["custodian"]), [True])

    def test_from_whom_it_was_hidden_it_is_hidden_at_the_successor(self):
        sealed = self.denunciation(officer=self.officer.id)
        self.assertEqual(sealed.closed_to_department_id, self.department)
        # They worked beside whom it is about, and pass with the department.
        moved = self.make_user(
            "moved_custodian",
            ("custodian", self.centre),
            ("department_officer", self.department),
        )
        self.assertEqual(self.sees(sealed, moved), [False])
        with freeze_time(WEDNESDAY):
            self.env["onestop.role.assignment"].create(
                {
                    "user_id": moved.id,
                    "role": "department_officer",
                    "department_id": self.successor.id,
                    "date_from": date(2026, 3, 11),
                }
            )
            handover = self.pass_department()
            self.assertEqual(sealed.closed_to_department_id, self.successor)
            self.assertEqual(self.sees(sealed, moved), [False])
            self.assertEqual(self.sees(sealed, self.users["custodian"]), [True])
            self.assertEqual(handover.complaint_count, 0)
            self.assertEqual((sealed.create_uid.id, sealed.write_uid.id), (1, 1))

    def test_what_is_about_the_successor_is_not_the_successors(self):
        complaint = self.register("supervisor", officer=self.new_head.id)
        self.take_up(complaint)
        self.assertEqual(complaint.closed_to_department_id, self.successor)
        with freeze_time(WEDNESDAY):
            self.pass_department()
            self.assertFalse(complaint.department_id)
            self.assertEqual(
                self.sees(complaint, self.new_head, self.new_officer), [False, False]
            )
            self.assertTrue(self.journal(complaint)[-1].reason)
            # Who received it sends it elsewhere.
            self.go("supervisor", complaint, "forward", department_id=self.other.id)
            self.assertEqual(complaint.department_id, self.other)
