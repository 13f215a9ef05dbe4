import ast
import json

import pytest
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine.right import ENGINE
from .common import MONDAY, PDF, DossierCase

# Nothing that the procedure's list names.
SHEET = {"subject": "Map sheet", "ground": "Law on Land, art. 60"}


@tagged("post_install", "-at_install")
class TestSupplementRequest(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre_head = cls.make_user("centre_head", ("director", cls.centre))

    def setUp(self):
        super().setUp()
        self.dossier = self.file()
        self.application, self.plan = self.dossier.component_ids

    def ask(self, *lines, user=None, reason=None, **values):
        user = user or self.users["counter_officer"]
        self.dossier.with_user(user).action_transition(
            "request_supplement", reason, {"lines": list(lines), **values}
        )
        return self.dossier.supplement_ids.sorted("number")[-1]

    def answer(self):
        self.act("portal", self.dossier, "supplement", "Here it is.")

    def test_each_line_has_its_paper_its_cause_and_its_words(self):
        request = self.ask(
            {"component": "Application", "cause": "wrong", "text": "Sign page 2."},
            {"component": self.plan.component_id.id, "text": "Draw it to scale."},
            {
                "subject": "Fee",
                "cause": "other",
                "text": "Pay it first.",
                "ground": "Decision 5/2026",
            },
        )
        self.assertEqual(
            [
                (line._name_of_item(), line.cause_id.code, line.text)
                for line in request.line_ids
            ],
            [
                ("Application", "wrong", "Sign page 2."),
                ("Plan", "missing", "Draw it to scale."),
                ("Fee", "other", "Pay it first."),
            ],
        )
        self.assertEqual(
            request.reason,
            "Application: Sign page 2.\nPlan: Draw it to scale.\nFee: Pay it first.",
        )

    @pytest.mark.article("Decree 61/2018", "19.4")
    def test_who_answers_hands_in_what_was_asked_for_or_says_why_not(self):
        self.ask(
            {"component": "Application", "cause": "wrong", "text": "Sign page 2."},
            {"component": "Plan", "text": "Draw it to scale."},
        )
        plan = {"component": "Plan", "copies": 1}
        for role in ("portal", "counter_officer"):
            with self.subTest(role=role):
                with self.assertRaisesRegex(UserError, "in: Application, Plan. Hand"):
                    self.act(role, self.dossier, "supplement")
                # What is named and not brought is not there.
                with self.assertRaisesRegex(UserError, "in: Application. Hand"):
                    self.act(
                        *(role, self.dossier, "supplement"),
                        components=[plan, {"component": "Application"}],
                    )
                self.assertEqual(self.dossier.state, "supplement")
        self.act(
            *("portal", self.dossier, "supplement", "The form was lost by you."),
            components=[plan],
        )
        self.assertEqual(self.dossier.state, "submitted")
        self.assertEqual(self.plan.copies, 1)

    def test_what_names_no_paper_is_answered_by_something_all_the_same(self):
        self.ask({**SHEET, "text": "Write its number."})
        with self.assertRaisesRegex(UserError, "Nothing is handed in"):
            self.act("portal", self.dossier, "supplement")
        self.act("portal", self.dossier, "supplement", "It is sheet 12.")
        self.assertEqual(self.dossier.state, "submitted")

    def test_the_counter_takes_it_in_with_its_scans(self):
        self.ask({"component": "Plan", "text": "Draw it to scale."})
        officer = self.users["counter_officer"]
        window = (
            self.env["onestop.dossier.action"]
            .with_user(officer)
            ._open(self.dossier.with_user(officer), "supplement")
        )
        dialog = self.env[window["res_model"]].with_user(officer)
        dialog = dialog.browse(window["res_id"])
        self.assertEqual(
            [(row.component_id, row.asked) for row in dialog.paper_ids],
            [(self.plan, "Draw it to scale."), (self.application, False)],
        )
        with self.assertRaisesRegex(UserError, "in: Plan. Hand"):
            dialog.action_confirm()
        scan = self.env["ir.attachment"].with_user(officer)
        scan = scan.create(
            {"name": "plan.pdf", "raw": PDF, "res_model": dialog.paper_ids._name}
        )
        dialog.paper_ids[0].write({"received": True, "file_ids": scan.ids})
        dialog.action_confirm()
        self.assertEqual(self.dossier.state, "submitted")
        self.assertEqual(self.plan.attachment_ids.mapped("name"), ["plan.pdf"])
        self.assertTrue(self.plan.received)
        self.assertFalse(scan.exists())

    def test_the_journal_keeps_paper_and_cause_of_each_line(self):
        self.ask({"component": "Plan", "cause": "expired", "text": "Too old."})
        row = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=", "request_supplement")]
        )
        self.assertEqual(row.reason, "Plan: Too old.")
        self.assertEqual(
            json.loads(row.data)["items"],
            [{"cause": "expired", "component": self.plan.component_id.code}],
        )

    def test_the_checklist_says_what_papers_alone_do_not(self):
        self.application.sudo().defect = "Not signed"
        request = self.ask(
            reason="Both.", component_ids=[self.application.id, self.plan.id], lines=[]
        )
        self.assertEqual(
            [(line.cause_id.code, line.text) for line in request.line_ids],
            [("wrong", "Not signed"), ("missing", False)],
        )
        self.assertEqual((request.reason, request.note), ("Both.", "Both."))

    @pytest.mark.article("Decree 61/2018", "11.2")
    @pytest.mark.article("Decree 61/2018", "15.3")
    def test_the_same_items_are_no_second_request(self):
        self.ask({"component": "Plan", "text": "Hand it in."})
        self.answer()
        # It came, and is not signed: nobody could have said so before.
        self.ask({"component": "Plan", "cause": "wrong", "text": "Sign it."})
        self.answer()
        self.ask({"component": "Plan", "cause": "wrong", "text": "Sign it, please."})
        self.assertEqual(len(self.dossier.supplement_ids), 3)

    @pytest.mark.article("Decree 61/2018", "11.2")
    @pytest.mark.article("Decree 61/2018", "15.3")
    def test_a_new_item_needs_the_head_a_reason_and_an_apology(self):
        self.ask({"component": "Plan", "text": "Hand it in."})
        self.answer()
        new = {"component": "Application", "cause": "wrong", "text": "Sign it."}
        with self.assertRaisesRegex(UserError, "only a head may ask"):
            self.ask(new, apology="Sorry.")
        with self.assertRaisesRegex(UserError, "needs an apology"):
            self.ask(new, user=self.centre_head)
        request = self.ask(new, user=self.centre_head, apology="We are sorry.")
        self.assertEqual(request.apology, "We are sorry.")

    def test_a_program_that_only_says_yes_apologises_in_the_usual_words(self):
        self.ask({"component": "Plan", "text": "Hand it in."})
        self.answer()
        new = {**SHEET, "text": "Write its number."}
        request = self.ask(new, user=self.centre_head, apology=True)
        self.assertEqual(
            request.apology,
            "Centre T xin lỗi Ông/Bà vì đã không nêu đủ nội dung cần bổ sung trong "
            "lần yêu cầu trước và làm mất thêm thời gian của Ông/Bà.",
        )

    def test_what_names_no_paper_is_told_by_its_words(self):
        self.ask({**SHEET, "text": "Write its number."})
        self.answer()
        self.ask({**SHEET, "subject": "map  sheet.", "text": "Its number, please."})
        self.answer()
        with self.assertRaisesRegex(UserError, "only a head may ask"):
            self.ask({**SHEET, "subject": "Plot", "text": "Write its number."})

    @pytest.mark.article("Decree 61/2018", "5.1")
    def test_what_the_list_does_not_name_is_asked_for_by_a_rule_and_shown_to_heads(
        self,
    ):
        bare = {"subject": "Map sheet", "text": "Write its number."}
        with self.assertRaisesRegex(UserError, "Not on the list.*Map sheet"):
            self.ask(bare, {"component": "Plan", "text": "Draw it to scale."})
        # Blanks say nothing, and neither does what is said of the request as a whole.
        with self.assertRaisesRegex(UserError, "Not on the list"):
            self.ask({**bare, "ground": "  "}, reason="We need it.")
        self.assertEqual(self.dossier.state, "submitted")
        request = self.ask(
            {**bare, "ground": SHEET["ground"]},
            {"component": "Plan", "text": "Draw it to scale."},
        )
        told = [(line.outside, line.ground) for line in request.line_ids]
        self.assertEqual(told, [(True, "Law on Land, art. 60"), (False, False)])
        row = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=", "request_supplement")]
        )
        items = json.loads(row.data)["items"]
        self.assertEqual([one.get("outside") for one in items], [True, None])
        head = self.as_role("supervisor", self.env["onestop.dossier"])
        action = self.env.ref("onestop_dossier.onestop_dossier_action_beside")
        self.assertIn("asked_beside", action.context)
        found = head.search(self.beside())
        self.assertEqual(found, self.dossier)
        self.assertEqual(found.asked_beside, "Map sheet (Law on Land, art. 60)")
        # The applicant reads by which rule, too.
        self.assertIn("Law on Land, art. 60", self.printed())
        self.answer()
        found.invalidate_recordset()
        self.assertFalse(found.asked_beside)
        self.assertFalse(head.search(self.beside()))

    def beside(self):
        """The domain of the filter that heads look with."""
        view = self.env.ref("onestop_dossier.onestop_dossier_view_search")
        [found] = etree.fromstring(view.arch).xpath("//filter[@name='asked_beside']")
        return ast.literal_eval(found.get("domain"))

    def printed(self):
        """Form 02 as it is printed, as html."""
        values = self.env["report.onestop_dossier.form_supplement"]._get_report_values(
            self.dossier.ids
        )
        return str(
            self.env["ir.qweb"]._render("onestop_dossier.form_supplement", values)
        )

    @pytest.mark.article("Decree 61/2018", "5.1")
    def test_questions_and_fees_were_published_too(self):
        question = {"name": "sheet", "label": "Map sheet", "type": "char"}
        self.version = self.make_version(
            "9.900064",
            eform_field_ids=[(0, 0, question)],
            fee_ids=[(0, 0, {"kind": "fee", "name": "Survey", "amount": 1000})],
        )
        self.dossier = self.file()
        request = self.ask(
            {"subject": "map sheet.", "text": "Write its number."},
            {"subject": "Survey", "text": "Pay it."},
            {"subject": "Plot", "text": "Which one?", "ground": "Law, art. 1"},
        )
        self.assertEqual(request.line_ids.mapped("outside"), [False, False, True])

    @pytest.mark.article("Decree 61/2018", "5.1")
    def test_a_request_of_nothing_but_words_is_shown_and_its_words_are_the_reason(self):
        request = self.ask(reason="Bring the register of the household.")
        self.assertEqual(request.line_ids.mapped("outside"), [True])
        self.assertEqual(
            self.dossier.asked_beside, "Bring the register of the household."
        )

    @pytest.mark.article("Decree 61/2018", "5.1")
    @freeze_time(MONDAY)
    def test_the_counter_gives_back_what_no_rule_asks_for(self):
        self.dossier = self.to_processing()
        officer = self.users["department_officer"]
        self.ask({**SHEET, "text": "Write its number."}, user=officer)
        self.assertEqual(
            self.as_role("counter_officer", self.dossier).asked_beside,
            "Map sheet (Law on Land, art. 60)",
        )
        self.act("counter_officer", self.dossier, "take_back", "No rule asks for it.")
        self.assertFalse(self.dossier.asked_beside)

    def test_the_apology_is_journalled_printed_and_told(self):
        self.ask({"component": "Plan", "text": "Hand it in."})
        self.answer()
        new = {"component": "Application", "cause": "wrong", "text": "Sign it."}
        self.ask(new, user=self.centre_head, apology="Xin lỗi vì thiếu sót.")
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=", "request_supplement")],
            order="id",
        )
        told = [json.loads(row.data).get("apology") for row in rows]
        self.assertEqual(told, [None, True])
        values = self.env["report.onestop_dossier.form_supplement"]._get_report_values(
            self.dossier.ids
        )
        page = str(
            self.env["ir.qweb"]._render("onestop_dossier.form_supplement", values)
        )
        self.assertIn("Xin lỗi vì thiếu sót.", page)
        notice = self.env["onestop.notice"].search(
            [
                ("dossier_id", "=", self.dossier.id),
                ("event", "=", "supplement_requested"),
            ],
            limit=1,
        )
        letter = self.env.ref("onestop_dossier.notice_supplement_requested")
        said = letter._render_field("body_html", notice.ids)[notice.id]
        self.assertIn("Xin lỗi vì thiếu sót.", said)

    def test_a_line_says_what_it_is_about(self):
        for line, refusal in (
            ({}, "what it asks for"),
            ({"component": "Nothing"}, "has no component"),
            ({"component": "Plan", "cause": "nonsense"}, "no cause"),
        ):
            with self.subTest(line), self.assertRaisesRegex(UserError, refusal):
                self.ask(line)
        with self.assertRaisesRegex(UserError, "list of objects"):
            self.ask("Plan")
        with self.assertRaisesRegex(UserError, "At most"):
            self.ask(*[{"component": "Plan"}] * 201)
        self.assertEqual(self.dossier.state, "submitted")

    def test_nobody_writes_lines_past_the_action(self):
        request = self.ask({"component": "Plan", "text": "Hand it in."})
        for user in (self.users["counter_officer"], self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                request.line_ids.with_user(user).write({"text": "Something else."})

    # ------------------------------------------------------------------- the dialog

    def dialog(self, role="counter_officer"):
        opened = self.dossier.with_user(self.users[role]).with_context(
            onestop_code="request_supplement"
        )
        action = opened.action_act()
        return (
            self.env["onestop.dossier.action"]
            .browse(action["res_id"])
            .with_user(self.users[role])
        )

    def test_the_dialog_begins_with_what_the_checklist_says_in_ready_words(self):
        self.application.sudo().defect = "Not signed"
        [line] = self.dialog().line_ids
        self.assertEqual(line.component_id, self.application)
        self.assertEqual((line.cause_id.code, line.text), ("wrong", "Not signed"))

    @pytest.mark.article("Decree 61/2018", "5.1")
    def test_the_dialog_asks_for_the_rule_only_of_what_is_not_on_the_list(self):
        cause = self.env.ref("onestop_procedure.supplement_cause_missing")
        with Form(self.dialog()) as form:
            with form.line_ids.new() as line:
                self.assertFalse(line.outside)
                line.subject = "Map sheet"
                line.cause_id = cause
                self.assertTrue(line.outside)
                line.ground = "Law on Land, art. 60"
                line.text = "Write its number."
            with form.line_ids.new() as line:
                line.component_id = self.plan
                line.cause_id = cause
                self.assertFalse(line.outside)
        dialog = form.record
        dialog.action_confirm()
        lines = self.dossier.supplement_ids.line_ids
        self.assertEqual(
            [(one._name_of_item(), one.outside, one.ground) for one in lines],
            [("Map sheet", True, "Law on Land, art. 60"), ("Plan", False, False)],
        )

    def test_ready_words_are_those_of_the_paper_before_those_of_all(self):
        cause = self.env.ref("onestop_procedure.supplement_cause_wrong")
        self.env["onestop.supplement.text"].create(
            [
                {
                    "name": "Scale",
                    "cause_id": cause.id,
                    "procedure_id": self.version.procedure_id.id,
                    "component_code": self.plan.component_id.code,
                    "text": "Draw it to the scale 1:500.",
                },
                {
                    "name": "Elsewhere",
                    "cause_id": cause.id,
                    "procedure_id": self.make_version("9.900165").procedure_id.id,
                    "text": "Of another procedure.",
                },
            ]
        )
        line = self.dialog().line_ids.new(
            {
                "action_id": self.dialog().id,
                "component_id": self.plan.id,
                "cause_id": cause.id,
            }
        )
        line._onchange_item()
        self.assertEqual(line.text, "Draw it to the scale 1:500.")
        names = line.fitting_ids.mapped("name")
        self.assertEqual(names[0], "Scale")
        self.assertNotIn("Elsewhere", names)
        # What was written by hand is never replaced.
        line.text = "Draw it anew."
        line.cause_id = self.env.ref("onestop_procedure.supplement_cause_expired")
        line._onchange_item()
        self.assertEqual(line.text, "Draw it anew.")

    def test_what_is_previewed_is_what_form_and_portal_say(self):
        with ENGINE.held():
            self.dossier.lang = "vi_VN"
        self.application.sudo().defect = "Chưa ký <trang 2>"
        dialog = self.dialog()
        dialog.reason = "Xin cảm ơn."
        preview = str(dialog.preview)
        self.assertIn("Chưa ký &lt;trang 2&gt;", preview)
        dialog.action_confirm()
        values = self.env["report.onestop_dossier.form_supplement"]._get_report_values(
            self.dossier.ids
        )
        page = str(
            self.env["ir.qweb"]._render("onestop_dossier.form_supplement", values)
        )
        self.assertIn(preview.strip(), page)

    def test_an_officer_is_offered_to_ask_again_for_the_same(self):
        self.ask({"component": "Plan", "text": "Hand it in."})
        self.answer()
        dialog = self.dialog()
        self.assertTrue(dialog.asked_before)
        dialog.line_ids = [
            (5,),
            (
                0,
                0,
                {
                    "component_id": self.plan.id,
                    "cause_id": self.env.ref(
                        "onestop_procedure.supplement_cause_missing"
                    ).id,
                },
            ),
        ]
        dialog.action_confirm()
        self.assertEqual(self.dossier.state, "supplement")
