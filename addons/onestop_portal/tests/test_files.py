import io

from pypdf import PdfReader

from odoo.tests import tagged

from .common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestFiles(PortalCase):
    def assert_safe(self, answer):
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_what_one_handed_in_is_given_out_to_be_saved(self):
        self.log_in()
        dossier = self.file()
        file = dossier.component_ids.attachment_ids
        answer = self.get(f"/my/dossiers/{dossier.id}/files/{file.id}")
        self.assert_safe(answer)
        self.assertEqual(answer.content, PDF)

    def test_a_result_is_given_out_once_it_was_returned(self):
        self.log_in()
        dossier = self.to_resolved()
        result = dossier.result_ids
        url = f"/my/dossiers/{dossier.id}/results/{result.id}"
        self.assertEqual(self.get(url).status_code, 404)
        self.assertFalse(self.my_page(dossier).xpath(f"//a[@href='{url}']"))
        self.act("counter_officer", dossier, "return")
        self.assertTrue(self.my_page(dossier).xpath(f"//a[@href='{url}']"))
        self.assert_safe(self.get(url))

    def test_the_receipt_is_given_out_once_the_dossier_was_received(self):
        self.log_in()
        dossier = self.file()
        path = f"/my/dossiers/{dossier.id}/forms/receipt"
        self.assertEqual(self.raw_post(path).status_code, 404)
        self.act("counter_officer", dossier, "accept")
        answer = self.post_form(self.my_page(dossier), "Intake receipt (PDF)")
        self.assert_safe(answer)
        self.assertTrue(answer.content.startswith(b"%PDF-"))
        text = "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
        )
        self.assertIn(dossier.code, text)

    def test_forms_are_given_out_to_nobody_else_and_none_but_these(self):
        mine, theirs = self.to_processing(), self.file(user=self.other_citizen)
        self.act("counter_officer", theirs, "accept")
        self.log_in()
        for dossier, form in (
            (theirs, "receipt"),
            (mine, "rejection"),
            (mine, "control_slip"),
            (mine, "nothing"),
        ):
            path = f"/my/dossiers/{dossier.id}/forms/{form}"
            self.assertEqual(self.raw_post(path).status_code, 404, path)
        self.assertEqual(
            self.post_without_token(
                f"/my/dossiers/{mine.id}/forms/receipt"
            ).status_code,
            400,
        )

    def test_drafts_and_talk_of_the_staff_are_not_given_out(self):
        self.log_in()
        dossier = self.to_processing()
        result = {"name": "Draft", "file": self.pdf("draft.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        draft = dossier.result_ids
        talk = self.env["ir.attachment"].create(
            {
                "name": "talk.pdf",
                "raw": PDF,
                "res_model": dossier._name,
                "res_id": dossier.id,
            }
        )
        for path in (
            f"/my/dossiers/{dossier.id}/results/{draft.id}",
            f"/my/dossiers/{dossier.id}/files/{draft.attachment_id.id}",
            f"/my/dossiers/{dossier.id}/files/{talk.id}",
            f"/web/content/{talk.id}",
            f"/web/content/{draft.attachment_id.id}",
            f"/web/image/{talk.id}",
        ):
            self.assertNotEqual(self.get(path).content, PDF, path)

    def test_a_file_of_another_dossier_is_not_given_out_by_ones_own(self):
        mine = self.file()
        theirs = self.file(user=self.other_citizen)
        file = theirs.component_ids.attachment_ids
        self.log_in()
        for path in (
            f"/my/dossiers/{mine.id}/files/{file.id}",
            f"/my/dossiers/{theirs.id}/files/{file.id}",
            f"/web/content/{file.id}",
            f"/web/content/{file.id}?access_token=",
            f"/web/image/{file.id}",
            f"/my/dossiers/{mine.id}/results/{file.id}",
        ):
            answer = self.get(path)
            self.assertNotEqual(answer.content, PDF, path)

    def test_a_file_of_a_draft_is_given_out_by_no_address(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        self.send(page, "add", files=[(field, self.upload())])
        file = self.env["onestop.filing.file"].search([]).attachment_id
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(f"/web/content/{file.id}").status_code, 404)
