"""A result is drafted from the text of the catalogue, goes up the signing chain, comes
back, and is what the clerk numbers and seals."""

import hashlib
import io

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..core.receipt_link import token_of
from .common import MONDAY
from .test_forms import FormCase

TEMPLATE = (
    "<p>Considering dossier {{code}} of {{owner}}:</p>"
    "<p>The plan is approved until {{due_on}}.</p>"
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDrafts(FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900801", result_ids=[(0, 0, {"name": "Licence", "template": TEMPLATE})]
        )

    def drafted(self, dossier):
        action = self.as_role("department_officer", dossier).action_draft()
        return dossier.result_ids, self.editor(action, "department_officer")

    def editor(self, action, role):
        return self.as_role(role, self.env[action["res_model"]]).browse(
            action["res_id"]
        )

    def edit(self, result, role="department_officer", **values):
        editor = self.editor(self.as_role(role, result).action_open_draft(), role)
        editor.write(values)
        editor.action_save()

    def printed(self, result, role="department_officer"):
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.users[role])
            ._render_qweb_pdf("onestop_dossier.result_draft", result.ids)
        )
        return self.text_of(pdf)

    @staticmethod
    def text_of(pdf):
        reader = PdfReader(io.BytesIO(pdf))
        text = " ".join(page.extract_text() for page in reader.pages)
        return " ".join(text.split())

    def test_a_draft_begins_with_the_text_filled_in(self):
        dossier = self.to_processing(owner={"name": "<b>A & B</b>"})
        self.assertTrue(self.as_role("department_officer", dossier).may_draft)
        result, editor = self.drafted(dossier)
        self.assertIn(dossier.code, editor.body)
        self.assertIn("16/03/2026", editor.body)
        self.assertIn("&lt;b&gt;A &amp; B&lt;/b&gt;", editor.body)
        self.assertEqual((result.name, result.state), ("Licence", "draft"))
        self.assertEqual(result.version_ids.mapped("number"), [1])
        text = self.printed(result)
        self.assertIn("<b>A & B</b>", text)
        self.assertIn("DỰ THẢO", text)
        self.assertFalse(self.as_role("department_officer", dossier).may_draft)
        with self.assertRaises(UserError):
            self.drafted(dossier)
        self.assertIn("draft", self.journal(dossier))

    def test_it_goes_up_comes_back_and_is_numbered_and_sealed(self):
        dossier = self.to_processing()
        result, _editor = self.drafted(dossier)
        self.edit(result, body=f"{result.body}<p>One copy.</p>", reason="Copies.")
        self.act("department_officer", dossier, "complete_step")
        # Whoever decides reads it, and no hand changes it there.
        self.assertIn("One copy.", self.printed(result, "department_head"))
        for role in ("department_officer", "department_head"):
            with self.assertRaises(UserError):
                self.edit(result, role, body="<p>Other.</p>")
        work = dossier.step_ids.filtered(lambda run: run.kind == "work").step_id
        self.act(
            *("department_head", dossier, "complete_step", "Name the area."),
            send_back_to=work.id,
        )
        action = self.as_role("department_officer", result).action_open_draft()
        editor = self.editor(action, "department_officer")
        self.assertEqual(editor.reason, "Name the area.")
        editor.body = editor.body.replace("One copy.", "Two copies.")
        editor.action_save()
        self.assertEqual(
            result.version_ids.mapped(lambda one: (one.number, one.reason)),
            [(1, False), (2, "Copies."), (3, "Name the area.")],
        )
        changes = result.version_ids[-1].changes
        self.assertIn("<del>One copy.</del>", changes)
        self.assertIn("<ins>Two copies.</ins>", changes)
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.assertEqual((result.state, result.number), ("issued", "01/T-ONE"))
        self.assertEqual(result.attachment_id.mimetype, "application/pdf")
        text = self.text_of(result.attachment_id.raw)
        for words in ("01/T-ONE", "Two copies.", self.users["department_head"].name):
            self.assertIn(words, text)
        self.assertNotIn("DỰ THẢO", text)
        self.assertEqual(dossier.state, "resolved")
        with self.assertRaises(UserError):
            self.edit(result, body="<p>Other.</p>")

    def test_the_printed_result_leads_to_the_page_that_says_whether_it_holds(self):
        dossier = self.to_processing()
        result, _editor = self.drafted(dossier)
        # Of a draft there is nothing to check.
        self.assertNotIn("Quét mã", self.printed(result))
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        link = self.scanned("onestop_dossier.result_draft", result)
        facts = self.env["onestop.check.token"]._result(token_of(link))
        self.assertEqual((facts["number"], facts["standing"]), ("01/T-ONE", "in_force"))
        self.assertIn("Quét mã để kiểm tra hiệu lực", self.printed(result, "clerk"))

    def test_a_file_that_was_handed_in_has_a_sheet_that_leads_to_the_same_page(self):
        dossier = self.to_resolved()
        result = dossier.result_ids
        before = result.attachment_id.raw
        link = self.scanned("onestop_dossier.result_sheet", result)
        facts = self.env["onestop.check.token"]._result(token_of(link))
        self.assertEqual((facts["number"], facts["standing"]), ("01/T-ONE", "in_force"))
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["clerk"])
            ._render_qweb_pdf("onestop_dossier.result_sheet", result.ids)
        )
        text = self.text_of(pdf)
        for words in ("01/T-ONE", "09/03/2026", "Department T", dossier.code):
            self.assertIn(words, text)
        checksum = hashlib.sha256(before).hexdigest()
        self.assertIn(checksum, "".join(text.split()))
        for hidden in ("Owner T", "001099000001", "licence.pdf"):
            self.assertNotIn(hidden, text)
        # The file itself stays as it was signed.
        self.assertEqual(result.attachment_id.raw, before)

    def test_what_carries_its_code_and_what_is_a_draft_have_no_sheet(self):
        dossier = self.to_processing()
        result, _editor = self.drafted(dossier)
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        with self.assertRaisesRegex(UserError, "needs no sheet"):
            reports._render_qweb_pdf("onestop_dossier.result_sheet", result.ids)

    def test_a_file_may_be_handed_in_instead(self):
        dossier = self.to_resolved()
        self.assertEqual(
            dossier.result_ids.attachment_id.mapped("name"), ["licence.pdf"]
        )
        self.assertFalse(dossier.result_ids.version_ids)

    def test_what_is_typed_into_a_draft_loads_and_runs_nothing(self):
        dossier = self.to_processing()
        result, _editor = self.drafted(dossier)
        self.edit(
            result,
            body="<p>A<script>alert(1)</script><img src='file:///etc/passwd'/>"
            "<a href='http://example.invalid'>B</a></p>",
        )
        self.assertEqual(result.body, "<p>AB</p>")
        count = len(result.version_ids)
        self.edit(result, body="<p>AB</p>")
        self.assertEqual(len(result.version_ids), count)

    def test_of_two_who_write_the_second_is_told(self):
        dossier = self.to_processing()
        result, editor = self.drafted(dossier)
        self.edit(result, body="<p>First.</p>")
        editor.body = "<p>Second.</p>"
        with self.assertRaisesRegex(UserError, "in the meantime"):
            editor.action_save()
        self.assertEqual(result.body, "<p>First.</p>")

    def test_nobody_else_drafts(self):
        dossier = self.to_processing()
        for role in ("department_head", "clerk", "director", "counter_officer"):
            self.assertFalse(self.as_role(role, dossier).may_draft)
            with self.assertRaises(UserError):
                self.as_role(role, dossier).action_draft()
        stranger = self.make_user("stranger", ("department_officer", self.other))
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).action_draft()
        result, _editor = self.drafted(dossier)
        for user in (*self.users.values(), stranger, self.portal):
            for record, values in (
                (result, {"body": "<p>Other.</p>"}),
                (result.version_ids, {"body": "<p>Other.</p>"}),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    record.with_user(user).write(values)
        for user in (stranger, self.portal):
            with self.assertRaises(AccessError):
                result.version_ids.with_user(user).read(["body"])

    def test_a_text_that_names_what_no_dossier_has_is_refused(self):
        version = self.env["onestop.procedure.version"].create(
            {
                "procedure_id": self.env["onestop.procedure"]
                .create({"code": "9.900802"})
                .id,
                "name": "Draft",
                "eform_field_ids": [(0, 0, {"name": "area", "label": "Area"})],
            }
        )
        result = self.env["onestop.procedure.result"].create(
            {"version_id": version.id, "name": "Licence"}
        )
        for text in (
            "<p>{{nobody}}</p>",
            "<p>{{answer.width}}</p>",
            "<p>{{owner</p>",
            "<p>{{object.env.user}}</p>",
            "<p>{{owner.partner_id.name}}</p>",
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                result.template = text
        result.template = "<p>{{owner}}: {{ answer.area }} m²<script>x</script></p>"
        preview = result.with_context(lang="en_US").template_preview
        self.assertEqual(preview, "<p>[Name of the owner]: [Area] m²</p>")
        self.assertIn("{{answer.area}}: Area", result.template_names)
