"""What the person is told, by which way, and what they say of it."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import PERSON, ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintAnswers(ComplaintCase):
    def explained(self):
        complaint = self.to_accepted(person=PERSON)
        self.go("supervisor", complaint, "ask_explanation", "Why so late?")
        text = "The file lay with another office."
        return self.go(
            "department_officer", complaint, "give_explanation", explanation=text
        )

    def rate(self, user, complaint, **values):
        complaint.with_user(user).action_transition("rate", None, values)

    # ------------------------------------------------------------------ forwarding

    def test_it_is_kept_how_when_and_by_whom_the_explanation_was_forwarded(self):
        complaint = self.explained()
        self.go(
            "supervisor",
            complaint,
            "forward_explanation",
            way="counter",
            told_on="2026-03-09 01:30:00",
            proof="Signed for on the control slip.",
        )
        self.assertEqual(complaint.forwarded_way, "counter")
        self.assertEqual(str(complaint.forwarded_on), "2026-03-09 01:30:00")
        self.assertEqual(complaint.forwarded_by_id, self.users["supervisor"])
        self.assertEqual(complaint.explanation_proof, "Signed for on the control slip.")
        row = self.journal(complaint)[-1]
        self.assertEqual(row.actor, self.users["supervisor"].name)
        self.assertEqual(row.data, '{"forwarded_way": "counter"}')

    def test_without_a_proof_it_was_not_forwarded(self):
        complaint = self.explained()
        for values, words in (
            ({}, "by which way"),
            ({"way": "post"}, "how and when"),
            ({"way": "post", "proof": "   "}, "how and when"),
            ({"way": "pigeon"}, "one of"),
            ({"way": "portal", "told_on": "2026-03-10 02:00:00"}, "has not come"),
            ({"way": "portal", "told_on": "soon"}, "no date and time"),
            ({"way": "portal", "told_on": 7}, "no date and time"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.go("supervisor", complaint, "forward_explanation", **values)
        self.assertEqual(complaint.explanation_state, "given")

    def test_the_dialog_asks_for_way_moment_and_proof(self):
        complaint = self.explained().with_user(self.users["supervisor"])
        opened = complaint.with_context(onestop_code="forward_explanation").action_act()
        form = complaint.env[opened["res_model"]].browse(opened["res_id"])
        form.write({"way": "phone", "proof": "Called at 9; the person took note."})
        form.action_confirm()
        self.assertEqual(complaint.forwarded_way, "phone")
        # Now, unless another moment was typed.
        self.assertEqual(str(complaint.forwarded_on), MONDAY)

    # ----------------------------------------------------------- whether it helped

    def test_the_person_says_once_whether_it_helped(self):
        complaint = self.to_closed()
        self.rate(self.portal, complaint, helped="partly", comment=" Late, still. ")
        self.assertEqual(complaint.helped, "partly")
        self.assertEqual(complaint.helped_comment, "Late, still.")
        row = self.journal(complaint)[-1]
        self.assertEqual((row.code, row.role, row.actor_id), ("rate", "applicant", 1))
        self.assertEqual(row.data, '{"helped": "partly"}')
        with self.assertRaisesRegex(UserError, "said before"):
            self.rate(self.portal, complaint, helped="no")
        self.assertEqual(complaint.helped, "partly")
        self.assertEqual(complaint.state, "closed")

    def test_it_is_theirs_to_say_and_nobody_elses(self):
        complaint = self.to_closed()
        for role in ("supervisor", "director", "department_head", "department_officer"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "for:"):
                self.rate(self.users[role], complaint, helped="yes")
        with self.assertRaises(AccessError):
            self.rate(self.neighbour, complaint, helped="no")
        for values in ({}, {"helped": "very"}, {"helped": "yes", "state": "x"}):
            with self.subTest(values), self.assertRaises(UserError):
                self.rate(self.portal, complaint, **values)
        self.assertFalse(complaint.helped)

    def test_nothing_is_rated_before_its_end(self):
        for complaint in (self.brought(), self.to_accepted()):
            with self.assertRaisesRegex(UserError, "not possible"):
                self.rate(self.portal, complaint, helped="yes")
        refused = self.brought()
        self.go("supervisor", refused, "refuse", "It is no reflection.")
        with self.assertRaisesRegex(UserError, "not possible"):
            self.rate(self.portal, refused, helped="no")

    # ---------------------------------------------------------------- by its code

    def test_whoever_holds_the_receipt_acts_as_the_person_and_no_further(self):
        public = self.env["onestop.complaint"].with_user(
            self.env.ref("base.public_user")
        )
        answer = self.bring(public.env.user)
        receipt = answer["receipt_code"]
        for code, values in (
            ("classify", {"classification": "conduct"}),
            ("accept", {"department_id": self.department.id}),
            ("close", {}),
        ):
            with self.subTest(code), self.assertRaises(UserError):
                public._act_by_receipt(receipt, code, values)
        self.assertEqual(self.of(answer).state, "registered")
        done = public._act_by_receipt(receipt.lower(), "withdraw", {})
        self.assertEqual(done.state, "withdrawn")
        row = self.journal(self.of(answer))[-1]
        self.assertEqual((row.role, row.actor_id), ("applicant", 1))

    def test_what_a_member_of_the_staff_holds_gives_no_right_of_the_desk(self):
        answer = self.bring()
        mine = self.as_role("supervisor", self.env["onestop.complaint"])
        with self.assertRaisesRegex(UserError, "for:"):
            mine._act_by_receipt(answer["receipt_code"], "refuse", {})

    def test_no_code_opens_what_is_sealed(self):
        answer = self.bring(kind="denunciation")
        later = self.bring(person=PERSON)
        model = self.env["onestop.complaint"].with_user(self.portal)
        self.assertTrue(model.track(later["receipt_code"])["found"])
        self.go(
            "supervisor",
            self.of(later),
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope="77/MẬT",
        )
        for one in (answer, later):
            self.assertEqual(model.track(one["receipt_code"]), {"found": False})
            self.assertFalse(model._act_by_receipt(one["receipt_code"], "rate", {}))

    # ------------------------------------------------------------------- as it is told

    def test_a_code_that_is_told_is_a_claim_and_is_answered_alike(self):
        theirs = self.to_processing()
        told = (theirs.code, "H99.01-260309-9999", "the blue one")
        answers = []
        for text in told:
            answer = self.bring(self.neighbour, dossier_told=text)
            complaint = self.of(answer)
            self.assertFalse(complaint.dossier_id)
            self.assertEqual(complaint.dossier_told, text)
            answers.append({**answer, "id": 0, "code": 0, "receipt_code": 0})
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])
        public = self.env.ref("base.public_user")
        self.assertFalse(self.brought(public, dossier_told=theirs.code).dossier_id)
        # One's own is found by what one wrote.
        mine = self.brought(dossier_told=f" {theirs.code.lower()} ")
        self.assertEqual(mine.dossier_id, theirs)
        self.assertFalse(mine.dossier_told)

    def test_what_was_told_of_a_dossier_goes_when_it_is_sealed(self):
        complaint = self.brought(dossier_told="H99.01-260309-0001")
        self.go(
            "supervisor",
            complaint,
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope="78/MẬT",
        )
        self.assertTrue(complaint.sealed)
        self.assertFalse(complaint.dossier_told)
        sealed = self.brought(kind="denunciation", dossier_told="H99.01-260309-0001")
        self.assertFalse(sealed.dossier_told)

    def test_a_custodian_who_is_named_does_not_keep_it(self):
        custodian = self.users["custodian"]
        for told, hidden in (
            (f"Mr. {custodian.name.upper()}, second floor", True),
            ("The one at desk 3", False),
            (self.users["supervisor"].name, False),
        ):
            with self.subTest(told):
                complaint = self.brought(kind="denunciation", officer_told=told)
                self.assertEqual(complaint not in self.seen_by(custodian), hidden)
                self.assertEqual(complaint.officer_told, told)
        # A reflection is nobody's to guess about.
        complaint = self.brought(officer_told=custodian.name)
        self.assertFalse(complaint.target_officer_id)

    def test_the_internal_reasons_are_not_for_the_person(self):
        complaint = self.to_closed()
        mine = complaint.with_user(self.portal)
        for name in ("reason", "answer", "forwarded_by_id", "explanation_proof"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        self.rate(self.portal, complaint, helped="yes")
        self.assertEqual(mine.read(["helped"])[0]["helped"], "yes")

    def test_more_files_than_anybody_reads_are_refused(self):
        with self.assertRaisesRegex(UserError, "At most 20"):
            self.bring(files=[self.pdf(f"{number}.pdf") for number in range(21)])
