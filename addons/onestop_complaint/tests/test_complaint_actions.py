"""The course of a grievance: who does what, what is written, what the journal keeps."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY
from odoo.addons.onestop_procedure.engine import patience

from ..core import complaint_workflow
from ..engine.complaint_sentences import _translated
from .common import PERSON, ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintActions(ComplaintCase):
    def test_a_reflection_from_the_portal_to_its_end(self):
        complaint = self.to_accepted(person=PERSON)
        self.go("supervisor", complaint, "ask_explanation", "Why so late?")
        text = "The file lay with another office for four days. We apologise."
        self.go("department_officer", complaint, "give_explanation", explanation=text)
        mine = complaint.with_user(self.portal)
        with self.assertRaises(AccessError):
            mine.read(["explanation"])
        with self.assertRaisesRegex(UserError, "for:"):
            self.go("department_head", complaint, "forward_explanation", way="portal")
        self.go(
            "supervisor",
            complaint,
            "forward_explanation",
            way="post",
            proof="Letter of 09/03.",
        )
        self.resolve(complaint)
        self.go("director", complaint, "close")
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(complaint.outcome, "founded")
        self.assertEqual(complaint.explanation, text)
        self.assertEqual(
            self.journal(complaint).mapped("code"),
            [
                *("file", "classify", "accept", "ask_explanation"),
                *("give_explanation", "forward_explanation", "resolve", "close"),
            ],
        )
        self.assertEqual(
            self.journal(complaint).mapped("role")[1:3], ["supervisor", "supervisor"]
        )
        self.assertEqual(mine.read(["state"])[0]["state"], "closed")

    def test_every_reason_why_not_is_said_at_once(self):
        complaint = self.brought()
        with self.assertRaises(UserError) as caught:
            self.go("supervisor", complaint, "accept")
        self.assertEqual(
            str(caught.exception),
            "The reflection has to be classified first.\n"
            "The competent department must be given.",
        )
        self.assertEqual(complaint.state, "registered")
        self.assertEqual(len(self.journal(complaint)), 1)

    def test_a_department_hears_of_it_when_it_is_sent_there(self):
        complaint = self.brought()
        head = self.users["department_head"]
        self.assertNotIn(complaint, self.seen_by(head))
        self.go("supervisor", complaint, "classify", "So.", classification="conduct")
        self.go("supervisor", complaint, "accept", department_id=self.other.id)
        self.assertNotIn(complaint, self.seen_by(head))
        self.go("supervisor", complaint, "forward", department_id=self.department.id)
        self.assertIn(complaint, self.seen_by(head))

    def test_information_becomes_a_complaint_when_its_letter_arrives(self):
        complaint = self.brought(kind="complaint", person=PERSON)
        with self.assertRaisesRegex(UserError, "not the form"):
            self.go("supervisor", complaint, "classify", "It came.", kind="complaint")
        self.go(
            "supervisor",
            complaint,
            "classify",
            "The signed letter came by post.",
            kind="complaint",
            signed=True,
            channel="letter",
        )
        self.assertEqual(complaint.kind, "complaint")
        self.assertTrue(complaint.signed)

    def test_another_kind_is_checked_anew(self):
        complaint = self.to_accepted()
        self.assertTrue(complaint.date_accepted)
        self.go("supervisor", complaint, "classify", "It asks.", kind="petition")
        self.assertEqual(complaint.state, "registered")
        self.assertFalse(complaint.date_accepted)
        self.assertFalse(complaint.department_id)

    def test_a_citizen_withdraws_their_reflection_and_nothing_else(self):
        complaint = self.brought()
        for code in complaint_workflow.CODES:
            if code != "withdraw":
                with self.subTest(code), self.assertRaises(UserError):
                    self.go("portal", complaint, code, "Because.")
        with self.assertRaises(AccessError):
            complaint.with_user(self.neighbour).action_transition("withdraw")
        self.go("portal", complaint, "withdraw", "Nguyễn Thị Thử đã nhận kết quả.")
        self.assertEqual(complaint.state, "withdrawn")
        row = self.journal(complaint)[-1]
        # What the person writes may name them: it stays on the file, which can change.
        self.assertEqual((row.actor_id, row.reason, row.role), (1, False, "applicant"))

    def test_a_reason_that_names_the_person_is_refused(self):
        complaint = self.brought(person=PERSON)
        for reason in ("Nguyễn Thị Thử gọi.", "nguyen thi thu", "Gọi 0999 000 001."):
            with self.subTest(reason), self.assertRaisesRegex(UserError, "names the"):
                self.go("supervisor", complaint, "refuse", reason)
        self.go("supervisor", complaint, "refuse", "It is no reflection.")

    def test_a_reason_of_more_than_a_page_is_refused(self):
        complaint = self.file()
        with self.assertRaisesRegex(UserError, "at most 2000 characters.*2001"):
            self.go("supervisor", complaint, "refuse", "ớ" * 2001)

    def test_what_is_available_is_what_may_be_done(self):
        complaint = self.brought()
        available = complaint.with_user(self.users["supervisor"]).available_transitions
        self.assertEqual(
            [row["code"] for row in available()],
            ["classify", "refuse", "transfer", "withdraw"],
        )
        counter = complaint.with_user(self.users["counter_officer"])
        self.assertEqual(counter.available_transitions(), [])
        self.assertEqual(counter.available_codes, ",,")

    def test_who_comes_second_is_told_so(self):
        complaint = self.brought()
        locked = patch.object(
            type(complaint), "try_lock_for_update", return_value=complaint.browse()
        )
        with locked, patch.object(patience, "LOOKS", 1):
            with self.assertRaisesRegex(LockError, "Someone else"):
                self.go("supervisor", complaint, "refuse", "Because.")

    def test_values_that_are_not_known_are_refused(self):
        complaint = self.brought()
        for values in (
            {"state": "closed"},
            {"sealed": False},
            {"kind": "joke"},
            {"classification": "nice"},
            {"channel": "portal"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self.go("supervisor", complaint, "classify", "So.", **values)

    def test_the_sentences_are_those_of_the_core(self):
        for code, text in complaint_workflow.SENTENCES.items():
            self.assertEqual(_translated(self.env, code), text)

    def test_the_buttons_ask_what_an_action_needs(self):
        complaint = self.brought().with_user(self.users["supervisor"])
        opened = complaint.with_context(onestop_code="classify").action_act()
        form = complaint.env[opened["res_model"]].browse(opened["res_id"])
        form.write({"classification": "conduct", "reason": "About delay."})
        form.action_confirm()
        self.assertEqual(complaint.classification, "conduct")
        self.assertFalse(form.exists())
        with self.assertRaisesRegex(UserError, "not possible"):
            complaint.with_context(onestop_code="close").action_act()
