import base64

from odoo.tests import tagged

from .common import PortalCase

SCRIPT = "<script>alert('os')</script>"
URL = "/procedures/9.900001/file"


@tagged("post_install", "-at_install")
class TestFilingAttacks(PortalCase):
    def dossiers(self):
        return self.env["onestop.dossier"].search([("partner_id", "!=", False)])

    def drafts(self):
        return self.env["onestop.filing.draft"].search([])

    def test_what_a_form_does_not_ask_for_is_not_written(self):
        self.log_in()
        self.begin()
        self.raw_post(
            URL,
            page="people",
            do="next",
            owner_name="Owner U",
            user_id=self.other_citizen.id,
            dossier_id="1",
            state="resolved",
            partner_id=self.other_citizen.partner_id.id,
            typed="{}",
            owner_state="x",
            submitter_same="1",
        )
        draft = self.drafts()
        self.assertEqual(draft.user_id, self.portal)
        self.assertFalse(draft.dossier_id)
        self.assertEqual(
            set(draft.typed["owner"]),
            {
                *("kind", "name", "identity_number", "tax_code", "birthdate"),
                *("address", "commune", "phone", "email"),
            },
        )
        self.assertNotIn("state", draft.typed)

    def test_answers_to_questions_that_are_not_asked_are_not_kept(self):
        self.log_in()
        self.begin(self.form_version)
        url = f"/procedures/{self.form_version.code}/file"
        self.raw_post(url, page="form-1", do="next", a_purpose="x", a_state="resolved")
        self.assertEqual(set(self.drafts().typed["answers"]), {"purpose"})

    def test_files_as_answers_cannot_be_made_up(self):
        foreign = self.env["ir.attachment"].create({"name": "x", "raw": b"secret"})
        self.log_in()
        self.begin(self.form_version)
        url = f"/procedures/{self.form_version.code}/file"
        self.raw_post(url, page="form-2", do="next", a_drawing=str(foreign.id))
        self.assertNotIn("drawing", self.drafts().typed.get("answers", {}))
        self.assertFalse(self.drafts().file_ids)

    def test_script_in_every_field_comes_back_as_text(self):
        self.log_in()
        page = self.begin()
        typed = dict.fromkeys(
            (
                "owner_name",
                "owner_identity_number",
                "owner_birthdate",
                "owner_address",
                "owner_commune",
                "owner_phone",
                "owner_email",
                "owner_tax_code",
                "submitter_name",
                "submitter_phone",
            ),
            SCRIPT,
        )
        self.post_form(page, "next", **typed)
        for path in (f"{URL}?page=people&check=1", f"{URL}?page=check"):
            self.assertNotIn(SCRIPT, self.get(path).text)
        page = self.page(f"{URL}?page=people")
        page = self.send(
            page,
            "next",
            **{
                name: ""
                for name in typed
                if name not in ("owner_name", "owner_address")
            },
        )
        field = self.paper_field(self.version)
        page = self.send(
            page,
            "next",
            files=[(field, self.upload("<img src=x onerror=alert(1)>.pdf"))],
        )
        page = self.send(page, "next", delivery="post", delivery_address=SCRIPT)
        self.send(page, "send", declared="1")
        for path in (f"/my/dossiers/{self.dossiers().id}", "/my/dossiers", "/my"):
            text = self.get(path).text
            self.assertNotIn(SCRIPT, text)
            self.assertNotIn("<img src=x", text)

    def test_a_file_that_lies_about_what_it_is_is_refused(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        for name, content in (
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
            ("program.jpg", b"MZ\x90\x00\x03" + b"\x00" * 200),
            ("empty.pdf", b""),
        ):
            page = self.send(page, "add", files=[(field, self.upload(name, content))])
            self.assertTrue(page.xpath("//*[@role='alert']"), name)
            self.assertFalse(self.drafts().file_ids, name)

    def test_a_file_name_is_a_name_and_no_path(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        self.send(page, "add", files=[(field, self.upload("../../etc/passwd.pdf"))])
        self.assertEqual(self.drafts().file_ids.attachment_id.name, "passwd.pdf")

    def test_only_so_many_files_go_with_a_dossier(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        files = [(field, self.upload(f"{number}.pdf")) for number in range(60)]
        self.send(page, "add", files=files)
        self.assertEqual(len(self.drafts().file_ids), 20)

    def test_another_persons_draft_is_neither_seen_nor_sent(self):
        self.log_in()
        self.fill()
        draft = self.drafts()
        file = draft.file_ids
        self.log_in(self.other_citizen)
        page = self.page(URL)
        self.assertNotIn("Trần Thị Bé", self.text(page))
        self.raw_post(URL, do="send", draft=str(draft.id), declared="1")
        self.assertFalse(self.dossiers())
        self.raw_post(URL, do="start")
        self.raw_post(URL, page="papers", do=f"remove-{file.id}")
        self.assertTrue(file.exists())
        for wrong in ("x", "", "-1", "99999999999999999999", "0"):
            self.assertEqual(
                self.raw_post(URL, do="send", draft=wrong, declared="1").status_code,
                200,
            )
        self.assertFalse(self.dossiers())

    def test_a_form_without_its_token_does_nothing(self):
        self.log_in()
        answer = self.post_without_token(URL, do="start")
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.drafts())

    def test_a_link_changes_nothing(self):
        self.log_in()
        for query in ("do=start", "do=send&draft=1&declared=1", "page=check"):
            self.assertEqual(self.get(f"{URL}?{query}").status_code, 200)
        self.assertFalse(self.drafts())

    def test_who_is_logged_out_files_nothing(self):
        answer = self.raw_post(URL, do="start")
        self.assertIn("/web/login", answer.url)
        self.assertFalse(self.drafts())

    def test_the_staff_files_at_the_counter_and_not_here(self):
        for user in (self.users["counter_officer"], self.plain):
            self.log_in(user)
            page = self.page(URL)
            self.assertFalse(page.xpath("//button[@value='start']"))
            self.assertEqual(self.raw_post(URL, do="start").status_code, 404)
        self.assertFalse(self.drafts())

    def test_a_page_that_is_none_leads_to_the_first(self):
        self.log_in()
        self.begin()
        for name in ("form-9", "form-x", "nothing", "form-0"):
            page = self.page(f"{URL}?page={name}")
            self.assertTrue(page.xpath("//input[@name='owner_name']"))
            self.assertEqual(self.raw_post(URL, page=name, do="next").status_code, 200)

    def test_a_draft_is_written_by_no_program(self):
        self.log_in()
        self.begin()
        draft = self.drafts()
        for method, args in (
            ("write", [[draft.id], {"dossier_id": 1}]),
            ("unlink", [[draft.id]]),
            ("create", [{"user_id": self.portal.id, "version_id": self.version.id}]),
            ("_submit", [[draft.id], {}]),
        ):
            answer = self.call_program("onestop.filing.draft", method, args)
            self.assertIn("error", answer, method)
        answer = self.call_program(
            "onestop.filing.file", "search_read", [[], ["attachment_id"]]
        )
        self.assertIn("error", answer)
        self.log_in(self.other_citizen)
        answer = self.call_program(
            "onestop.filing.draft", "search_read", [[], ["typed"]]
        )
        self.assertEqual(answer["result"], [])

    def test_content_in_base64_stays_content(self):
        # What is sent is a file, never a text that says what a file holds.
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        field = self.paper_field(self.version)
        content = base64.b64encode(b"%PDF-1.4")
        page = self.send(page, "add", files=[(field, self.upload("x.pdf", content))])
        self.assertTrue(page.xpath("//*[@role='alert']"))
