"""A wrong result is replaced or withdrawn, a lost paper made good: at the agency's cost,
with an apology and a day (Decree 61/2018, art. 21)."""

import json
from functools import partial

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import MONDAY, SIGNATURE, DossierCase
from .common_transfer import TransferCase

WORDS = "It says 12 Road T, and should say 21 Road T."


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCorrection(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("second_head", ("department_head", cls.department))
        cls.users["department_head"].assignment_ids.capacity = "GIÁM ĐỐC"

    def setUp(self):
        super().setUp()
        self.dossier = self.to_resolved()
        self.first = self.dossier.result_ids

    def ask(self, user=None, matter="wrong_result", words=WORDS, result=None, **more):
        user = user or self.portal
        dossier = self.dossier.with_user(user)
        if matter.endswith("_result"):
            result = result or self.first
        return dossier.env["onestop.correction"]._ask(
            dossier, matter, words, result, **more
        )

    def found(self, **vals):
        return {
            "fault": "agency",
            "remedy": "replace",
            "date_promised": "2026-03-12",
            "findings": "A slip of the pen.",
            "file": self.pdf("right.pdf")["content"],
            "file_name": "right.pdf",
            **vals,
        }

    def take(self, correction, role="department_officer", **vals):
        mine = self.as_role(role, correction)
        mine.write(self.found(**vals))
        mine.action_take()
        return correction

    @pytest.mark.article("Decree 61/2018", "21")
    def test_a_wrong_result_is_replaced_at_the_cost_of_the_agency(self):
        correction = self.ask()
        self.assertEqual(
            (correction.state, correction.asked_from), ("asked", "applicant")
        )
        self.take(correction)
        self.assertIn("Department T xin lỗi Ông/Bà", correction.apology)
        self.assertIn("không phải nộp thêm khoản nào", correction.apology)
        self.as_role("department_head", correction).action_approve()
        # Until the clerk has numbered the other one, the first holds.
        self.assertEqual(self.first.standing, "in_force")
        self.as_role("clerk", correction).action_issue()
        second = correction.new_result_id
        self.assertEqual(
            (self.first.state, str(self.first.ended_on), second.replaces_id),
            ("replaced", "2026-03-09", self.first),
        )
        self.assertEqual(
            (second.number, second.state, second.name, second.dossier_id),
            ("02/T-ONE", "issued", "Licence", self.dossier),
        )
        self.assertEqual(
            second.signer, f"GIÁM ĐỐC, {self.users['department_head'].name}"
        )
        self.assertEqual(second.attachment_id.name, "right.pdf")
        self.assertEqual(
            (correction.state, correction.cost, bool(self.dossier.fee_ids)),
            ("done", "agency", False),
        )
        self.assertEqual(
            self.first._ended_words(), "It was replaced on 09/03/2026 by No. 02/T-ONE."
        )
        self.assertEqual(
            [one for one in self.journal(self.dossier) if one.startswith("correct")],
            ["correction_asked", "correction_taken", "correction_approved", "correct"],
        )

    def test_its_person_is_told_until_when_and_that_it_is_done(self):
        with ENGINE.held():
            self.dossier.lang = "en_US"
        correction = self.take(self.ask())
        self.as_role("department_head", correction).action_approve()
        self.as_role("clerk", correction).action_issue()
        for event, words in (
            ("correction", ("Department T", "apologises", "12/03/2026")),
            ("corrected", ("A new result takes the place", "We apologise")),
        ):
            notice = self.dossier.notice_ids.filtered(
                lambda one, event=event: (one.event, one.channel) == (event, "email")
            )
            template = self.env.ref(f"onestop_dossier.notice_{event}")
            letter = template._generate_template(notice.ids, ("subject", "body_html"))
            body = letter[notice.id]["body_html"]
            for part in words:
                self.assertIn(part, body)
            # What somebody typed goes in no mail.
            for typed in ("Road T", "slip of the pen"):
                self.assertNotIn(typed, body)

    def test_the_journal_holds_no_words_of_anybody(self):
        correction = self.take(self.ask())
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=like", "correction%")]
        )
        self.assertEqual(set(rows.mapped("reason")), {False})
        self.assertEqual(
            json.loads(rows[-1].data),
            {
                "correction": correction.id,
                "cost": "agency",
                "matter": "wrong_result",
                "number": "01/T-ONE",
                "result": self.first.id,
            },
        )

    def test_a_wrong_result_may_be_withdrawn_instead(self):
        correction = self.ask(self.users["clerk"])
        self.assertEqual(correction.asked_from, "agency")
        with self.assertRaisesRegex(UserError, "Number of the decision"):
            self.take(correction, remedy="withdraw", file=False)
        self.take(
            correction,
            remedy="withdraw",
            file=False,
            decision_number="9/QĐ-T",
            article="Law T, art. 3",
        )
        self.as_role("department_head", correction).action_approve()
        self.assertEqual((self.first.state, correction.state), ("revoked", "done"))
        self.assertIn("withdraw_result", self.journal(self.dossier))

    def test_whoever_looked_into_it_does_not_approve_it(self):
        correction = self.take(self.ask(), "department_head")
        with self.assertRaisesRegex(UserError, "does not approve"):
            self.as_role("department_head", correction).action_approve()
        correction.with_user(self.second).action_approve()
        self.assertEqual(correction.state, "approved")

    def test_each_step_is_somebodys_own(self):
        correction = self.ask()
        everybody = set(self.users) - {"administrator"}

        def refused(action, allowed, state):
            for role in sorted(everybody - allowed):
                with (
                    self.subTest((action, role)),
                    self.assertRaises(UserError),
                ):
                    getattr(self.as_role(role, correction), action)()
            self.assertEqual(correction.state, state)

        refused("action_take", {"department_officer", "department_head"}, "asked")
        self.take(correction)
        refused("action_approve", {"department_head"}, "taken")
        self.as_role("department_head", correction).action_approve()
        refused("action_issue", {"clerk"}, "approved")
        with self.assertRaises(AccessError):
            correction.with_user(self.portal).action_issue()

    def test_it_is_asked_by_whose_it_is_the_counter_and_the_agency_alone(self):
        stranger = self.make_user("far_head", ("department_head", self.other))
        for user in (stranger, self.users["treasurer"], self.plain):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.ask(user)
        correction = self.ask(self.users["counter_officer"])
        self.assertEqual(
            (correction.asked_from, correction.asked_by),
            ("counter", self.users["counter_officer"].name),
        )

    def test_it_is_asked_once_and_of_what_holds(self):
        for words in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Say what is wrong"):
                self.ask(words=words)
        with self.assertRaisesRegex(UserError, "Choose what happened"):
            self.ask(matter="burnt_result")
        correction = self.ask()
        with self.assertRaisesRegex(UserError, "asked for before"):
            self.ask(self.users["clerk"])
        self.as_role("department_head", correction).turn_down("It is right.")
        self.first._end("revoked")
        with self.assertRaisesRegex(UserError, "It was revoked on"):
            self.ask()

    def test_a_result_of_another_dossier_is_not_named(self):
        other = self.to_resolved()
        with self.assertRaisesRegex(UserError, "Say which result"):
            self.ask(result=other.result_ids)

    def test_what_is_missing_is_named_before_it_is_passed_on(self):
        correction = self.ask()
        for vals, why in (
            ({"fault": False}, "Whose fault"),
            ({"remedy": False}, "How it is made good"),
            ({"date_promised": False}, "Made good by"),
            ({"date_promised": "2026-03-08"}, "has passed"),
            ({"findings": " "}, "What was found"),
            ({"apology": ""}, "Apology"),
            ({"file": False}, "Attach the result"),
            ({"fault": "applicant"}, "own fault"),
            ({"remedy": "restore"}, "replaced or withdrawn"),
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, why):
                with self.env.cr.savepoint():
                    self.take(correction, **vals)
        self.assertEqual(correction.state, "asked")

    def test_turned_down_its_person_reads_why(self):
        correction = self.ask()
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_role("department_head", correction).turn_down(" ")
        with self.assertRaises(AccessError):
            self.as_role("department_officer", correction).turn_down("It is right.")
        self.as_role("department_head", correction).turn_down("It is right.")
        self.assertEqual(
            (correction.state, correction.refused_for, self.first.standing),
            ("refused", "It is right.", "in_force"),
        )
        self.assertIn("correction_refused", self.dossier.notice_ids.mapped("event"))

    def test_what_was_revoked_meanwhile_is_not_replaced(self):
        correction = self.take(self.ask())
        self.as_role("department_head", correction).action_approve()
        self.first._end("revoked")
        with self.assertRaisesRegex(UserError, "It was revoked on"):
            self.as_role("clerk", correction).action_issue()
        self.assertEqual(len(self.dossier.result_ids), 1)

    def test_it_is_issued_once(self):
        correction = self.take(self.ask())
        self.as_role("department_head", correction).action_approve()
        self.as_role("clerk", correction).action_issue()
        with self.assertRaisesRegex(UserError, "in the meantime"):
            self.as_role("clerk", correction).action_issue()
        self.assertEqual(len(self.dossier.result_ids), 2)

    def test_no_hand_writes_what_the_actions_do(self):
        correction = self.ask()
        context = dict.fromkeys(("onestop_dossier_engine", "engine"), True)
        officer = self.as_role("department_officer", correction)
        for attack in (
            partial(officer.write, {"state": "approved"}),
            partial(officer.write, {"words": "Nothing."}),
            partial(officer.write, {"new_result_id": self.first.id}),
            partial(officer.with_context(**context).write, {"taken_by_id": 1}),
            partial(self.as_role("clerk", correction).write, {"fault": "agency"}),
            partial(
                self.as_role("counter_officer", correction).write, {"fault": "agency"}
            ),
            partial(officer.copy, {}),
            correction.unlink,
            partial(correction.sudo().write, {"state": "done"}),
        ):
            with self.subTest(attack), self.assertRaises(AccessError):
                attack()
        self.take(correction)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            officer.write({"findings": "Another story."})

    def test_late_it_is_on_the_list_of_what_is_late(self):
        correction = self.take(self.ask())
        late = [("overdue", "=", True)]
        corrections = self.as_role("supervisor", self.env["onestop.correction"])
        self.assertFalse(corrections.search(late))
        with freeze_time("2026-03-13 02:00:00"):
            self.assertEqual(corrections.search(late), correction)
            correction.invalidate_recordset()
            self.assertTrue(correction.overdue)

    # ------------------------------------------------------------- lost and damaged

    @pytest.mark.article("Decree 61/2018", "21")
    def test_of_a_lost_paper_it_is_kept_who_last_signed_for_it(self):
        paper = self.dossier.component_ids[0]
        correction = self.ask(
            self.users["counter_officer"], "lost_paper", "Missing.", component=paper
        )
        counter = self.users["counter_officer"].name
        self.assertIn(counter, correction.last_hand)
        self.assertIn("Return, Centre T", correction.last_step)
        self.take(correction, remedy="restore", file=False)
        self.as_role("department_head", correction).action_approve()
        self.assertEqual((correction.state, correction.cost), ("done", "agency"))
        self.assertIn("đã làm mất giấy tờ", correction.apology)
        self.assertIn("restore_paper", self.journal(self.dossier))
        self.assertFalse(self.dossier.fee_ids)

    def made_good(self):
        """A paper that the agency has obtained anew."""
        correction = self.ask(
            self.users["counter_officer"],
            "lost_paper",
            "Missing.",
            component=self.dossier.component_ids[0],
        )
        self.take(correction, remedy="restore", file=False)
        self.as_role("department_head", correction).action_approve()
        return correction

    @pytest.mark.article("Decree 61/2018", "21")
    def test_whoever_gets_what_was_made_good_signs_for_it(self):
        correction = self.made_good()
        self.act("counter_officer", self.dossier, "return")
        counter = self.as_role("counter_officer", correction)
        self.assertTrue(counter.may_hand_out)
        counter.hand_out(self.collected())
        handed = correction.collection_ids
        self.assertEqual(
            (handed.name, handed.collector, handed.handed_out_by),
            ("Owner T", "owner", self.users["counter_officer"].name),
        )
        self.assertEqual(handed.signature, SIGNATURE.encode())
        # Beside who collected the result, which stays what it was.
        self.assertEqual(len(self.dossier.collection_ids), 2)
        self.assertEqual(self.journal(self.dossier)[-1], "correction_collected")
        self.env.invalidate_all()
        self.assertFalse(counter.may_hand_out)
        with self.assertRaisesRegex(UserError, "Nothing of it waits"):
            counter.hand_out(self.collected())

    def test_without_a_signature_or_a_card_nothing_is_handed_out(self):
        counter = self.as_role("counter_officer", self.made_good())
        for values, words in (
            ({"signature": False}, "signs, or say why"),
            ({"identity_checked": False}, "Compare the card"),
            ({"collector": "anybody"}, "Say who collects"),
            ({"state": "done"}, "not known here: state"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                counter.hand_out(self.collected(**values))
        self.assertFalse(counter.sudo().collection_ids)

    def test_only_its_counter_hands_it_out_and_only_what_is_there(self):
        correction = self.made_good()
        for role, user in self.users.items():
            if role == "counter_officer":
                continue
            mine = correction.with_user(user)
            with self.subTest(role), self.assertRaises(AccessError):
                mine.hand_out(self.collected())
        with self.assertRaises(AccessError):
            correction.with_user(self.portal).hand_out(self.collected())
        asked = self.as_role("counter_officer", self.ask())
        with self.assertRaisesRegex(UserError, "Nothing of it waits"):
            asked.hand_out(self.collected())

    def test_the_screen_hands_out_one_thing_of_one_dossier(self):
        correction = self.as_role("counter_officer", self.made_good())
        action = correction.action_hand_out()
        screens = self.as_role("counter_officer", self.env["onestop.collection"])
        form = Form(screens.browse(action["res_id"]))
        self.assertEqual(form.about, "Application")
        form.signature = SIGNATURE
        form.identity_checked = True
        other = self.to_resolved()
        with mute_logger("odoo.tests.form.onchange"):
            form.code = other.code
        self.assertEqual(form.dossier_id, self.dossier)
        form.save().action_hand_out()
        self.assertTrue(correction.sudo().collection_ids.signature)
        self.assertEqual(self.dossier.state, "resolved")

    def test_a_lost_result_is_issued_anew_under_another_number(self):
        correction = self.ask(self.users["counter_officer"], "lost_result", "Gone.")
        self.take(correction, fault="carrier", apology="")
        self.as_role("department_head", correction).action_approve()
        self.as_role("clerk", correction).action_issue()
        self.assertEqual(
            (correction.cost, correction.new_result_id.number, self.first.state),
            ("carrier", "02/T-ONE", "replaced"),
        )


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLostOnTheWay(TransferCase):
    @pytest.mark.article("Decree 61/2018", "21")
    def test_of_one_that_went_by_transfer_its_list_says_who_signed(self):
        dossier = self.paper()
        transfer = self.handed(dossier)
        taker = self.as_role("department_officer", transfer)
        taker.item_ids.record("good")
        officer = dossier.with_user(self.users["department_officer"])
        correction = officer.env["onestop.correction"]._ask(
            *(officer, "damaged_paper", "Wet."), component=dossier.component_ids[0]
        )
        self.assertEqual(correction.asked_from, "agency")
        self.assertIn(self.users["department_officer"].name, correction.last_hand)
        self.assertIn(transfer.number, correction.last_hand)
        self.assertEqual(correction.last_step, "Appraise, Department T")
