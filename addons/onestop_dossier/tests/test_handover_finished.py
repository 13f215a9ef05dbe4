"""Finished dossiers stay with the department that ended; its successor may read them."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import onestop_handover
from .common import MONDAY, STEPS
from .common_handover import WEDNESDAY, HandoverCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHandoverFinished(HandoverCase):
    def to_returned(self, **vals):
        dossier = self.to_resolved(**vals)
        return self.act("counter_officer", dossier, "return")

    def may_read(self, dossier, *users):
        dossier.invalidate_recordset()
        return [dossier.with_user(user).has_access("read") for user in users]

    def test_the_successor_reads_it_and_changes_nothing(self):
        dossier = self.to_returned()
        people = (self.new_head, self.new_officer, self.new_clerk)
        self.assertEqual(self.may_read(dossier, *people), [False] * 3)
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            self.assertEqual(self.may_read(dossier, *people), [True] * 3)
            self.assertEqual(dossier.department_id, self.department)
            self.assertEqual(dossier.step_ids.department_id[:1], self.department)
            read = dossier.with_user(self.new_officer)
            self.assertEqual(read.result_ids.name, "Licence")
            self.assertEqual(read.available_transitions(), [])
            with self.assertRaises(AccessError):
                dossier.with_user(self.new_head).write({"content": "Other"})
            self.assertEqual(self.journal(dossier).count("hand_over"), 0)
            self.assertEqual(handover.finished_count, 1)
            self.assertEqual(dossier.grant_ids.reason, "5/NQ-T")

    def test_nobody_else_reads_it(self):
        dossier = self.to_returned()
        stranger = self.make_user("stranger", ("department_head", self.other))
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            self.assertEqual(
                self.may_read(dossier, stranger, self.users["administrator"]),
                [False, False],
            )

    def test_each_successor_reads_the_procedures_that_it_took_over(self):
        other = self.make_version("9.900004")
        here = self.to_returned()
        there = self.to_returned(procedure=other.procedure_id.code)
        head = self.make_user("other_head", ("department_head", self.other))
        with freeze_time(WEDNESDAY):
            self.end(others=self.other)
            handover = self.prepared()
            self.assertEqual(handover.part_ids.mapped("finished"), [1, 1])
            handover.part_ids.filtered(
                lambda one: one.procedure_id == other.procedure_id
            ).successor_id = self.other
            self.pass_over(handover)
            for dossier, seen in ((here, [True, False]), (there, [False, True])):
                self.assertEqual(self.may_read(dossier, self.new_head, head), seen)

    def test_who_did_a_step_of_it_hands_the_right_to_read_on_and_so_does_their_heir(
        self,
    ):
        version = self.make_version(
            "9.900002",
            steps=[("Ask", "work", self.other, "department_officer", 8)]
            + list(STEPS[1:]),
        )
        asked = self.make_user("asked", ("department_officer", self.other))
        dossier = self.to_processing(procedure=version.procedure_id.code)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        dossier.with_user(asked).action_transition(
            "complete_step", None, {"results": [result]}
        )
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.act("counter_officer", dossier, "return")
        heir = self.env["onestop.department"].create({"name": "Heir", "code": "W"})
        last = self.make_user("heir_head", ("department_head", heir))
        with freeze_time(WEDNESDAY):
            self.end(self.other)
            self.pass_over(self.prepared(self.other))
            self.assertEqual(self.may_read(dossier, self.new_head, last), [True, False])
            self.successor.write(
                {
                    "valid_to": date(2026, 3, 10),
                    "succession_ids": [
                        Command.create(
                            {
                                "successor_id": heir.id,
                                "date": date(2026, 3, 11),
                                "is_main": True,
                            }
                        )
                    ],
                }
            )
            self.pass_over(self.prepared(self.successor))
            self.assertEqual(self.may_read(dossier, last), [True])

    def test_what_was_shown_for_a_time_is_not_handed_on(self):
        other = self.make_version(
            "9.900005", competent_department_ids=[(4, self.other.id)]
        )
        dossier = self.to_returned_elsewhere(other)
        self.env["onestop.dossier.grant"].create(
            {
                "dossier_id": dossier.id,
                "department_id": self.department.id,
                "date_until": "2026-12-31",
                "reason": "Asked for.",
            }
        )
        with freeze_time(WEDNESDAY):
            self.end()
            self.pass_over(self.prepared())
            self.assertEqual(self.may_read(dossier, self.new_head), [False])

    def test_a_right_that_ended_is_none_and_begins_anew(self):
        dossier = self.to_returned()
        ended = self.env["onestop.dossier.grant"].create(
            {
                "dossier_id": dossier.id,
                "department_id": self.successor.id,
                "date_until": "2026-03-02 00:00:00",
                "automatic": True,
            }
        )
        self.assertEqual(self.may_read(dossier, self.new_head), [False])
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            self.assertEqual(handover.finished_count, 1)
            self.assertEqual(self.may_read(dossier, self.new_head), [True])
            self.assertEqual(ended.date_until, datetime(9999, 12, 31))
            self.assertEqual(ended.reason, "5/NQ-T")

    def test_a_right_of_the_department_that_ended_is_not_counted(self):
        other = self.make_version(
            "9.900005", competent_department_ids=[(4, self.other.id)]
        )
        dossier = self.to_returned_elsewhere(other)
        self.env["onestop.dossier.grant"].create(
            {
                "dossier_id": dossier.id,
                "department_id": self.department.id,
                "date_until": "2026-03-10 00:00:00",
                "automatic": True,
            }
        )
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.prepared()
            self.assertFalse(handover.part_ids)
            self.assertEqual(self.pass_over(handover).finished_count, 0)
            self.assertEqual(self.may_read(dossier, self.new_head), [False])

    def test_who_asked_before_and_ended_reads_a_step_that_passes_again(self):
        version = self.make_version(
            "9.900002",
            steps=[("Ask", "work", self.other, "department_officer", 8)]
            + list(STEPS[1:]),
        )
        dossier = self.to_processing(procedure=version.procedure_id.code)
        self.env["onestop.dossier.grant"].create(
            {
                "dossier_id": dossier.id,
                "department_id": self.successor.id,
                "date_until": "2026-03-02 00:00:00",
                "automatic": True,
            }
        )
        with freeze_time(WEDNESDAY):
            self.end(self.other)
            self.pass_over(self.prepared(self.other))
            self.assertEqual(self.may_read(dossier, self.new_head), [True])
            dossier.with_user(self.new_officer).action_transition(
                "complete_step",
                None,
                {"results": [{"name": "Licence", "file": self.pdf("licence.pdf")}]},
            )

    def to_returned_elsewhere(self, version):
        people = {
            role: self.make_user(f"there_{role}", (role, self.other))
            for role in ("department_officer", "department_head", "clerk")
        }
        with patch.dict(self.users, people):
            return self.to_returned(procedure=version.procedure_id.code)

    def test_batch_after_batch_and_each_once(self):
        dossiers = [self.to_returned() for _number in range(3)]
        with (
            freeze_time(WEDNESDAY),
            patch.object(onestop_handover, "FINISHED_BATCH", 2),
            trap_jobs() as trap,
        ):
            self.end()
            handover = self.prepared()
            handover.action_begin()
            for state in ("moving", "moving", "received"):
                trap.perform_enqueued_jobs()
                self.assertEqual(handover.state, state)
        for dossier in dossiers:
            self.assertEqual(len(dossier.grant_ids), 1)

    def test_the_printed_record_says_how_many_there_are(self):
        self.to_returned()
        with freeze_time(WEDNESDAY):
            self.end()
            handover = self.pass_over(self.prepared())
            report = self.env["report.onestop_dossier.handover_list"]
            values = report.with_user(self.new_head)._get_report_values(handover.ids)
            (sheet,) = values["sheets"]
            self.assertEqual((sheet["finished"], sheet["rows"]), (1, []))
