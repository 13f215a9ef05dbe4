"""What somebody may try on the public pages of grievances."""

import re
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.onestop_complaint.tests.common import PERSON

from ..controllers import complaints
from .test_complaints import ComplaintPortalCase

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestComplaintAttacks(ComplaintPortalCase):
    def said(self, answer):
        """A page without the token of its form, which is another each time."""
        text = re.sub(r'csrf_token: "\w+"', "", answer.text)
        return re.sub(r'name="csrf_token" value="\w+"', "", text)

    def look_up(self, code):
        return self.raw_post("/complaints/track", code=code)

    def test_wrong_hidden_and_sealed_codes_are_answered_byte_for_byte_alike(self):
        answer = self.bring(kind="denunciation")
        reclassified = self.bring(person=PERSON)
        self.go(
            "supervisor",
            self.of(reclassified),
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope="77/MẬT",
        )
        pages = {
            self.said(self.look_up(code))
            for code in (
                answer["receipt_code"],
                reclassified["receipt_code"],
                answer["code"],
                self.brought().code,
                "0000-0000-0000-0000-00000",
                "nonsense",
                "",
                SCRIPT,
                "' OR 1=1 --",
                "x" * 5000,
            )
        }
        self.assertEqual(len(pages), 1)

    def test_an_opinion_on_what_is_sealed_is_answered_as_one_on_nothing(self):
        sealed = self.bring(kind="denunciation")
        pages = {
            self.said(self.raw_post("/complaints/track/rate", code=code, helped="yes"))
            for code in (sealed["receipt_code"], "nonsense", "")
        }
        self.assertEqual(len(pages), 1)
        self.assertFalse(self.of(sealed).helped)

    def test_no_code_travels_in_an_address(self):
        receipt = self.large(self.tell())
        for path in (
            f"/complaints/track?code={receipt}",
            f"/complaints/new?kind=denunciation&content={SCRIPT}",
        ):
            answer = self.get(path)
            self.assertNotIn(self.last().code, answer.text)
            page = self.tree(answer)
            self.assertFalse(page.xpath("//textarea[text()='x']"))
            self.assertNotIn("alert(1)", answer.text)
        page = self.follow(receipt)
        for href in page.xpath("//a/@href | //form/@action"):
            self.assertNotIn(receipt, href)

    def test_pages_go_to_no_other_site_and_no_cache(self):
        for answer in (
            self.get("/complaints/new"),
            self.get("/complaints/track"),
            self.look_up("nonsense"),
        ):
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_a_million_guesses_are_held_back(self):
        for _number in range(complaints.MOST_WRONG):
            self.assertEqual(self.look_up("nonsense").status_code, 200)
        receipt = self.bring()["receipt_code"]
        held = [self.look_up("nonsense"), self.look_up(receipt)]
        held.append(self.raw_post("/complaints/track/rate", code=receipt, helped="no"))
        self.assertEqual({answer.status_code for answer in held}, {429})
        self.assertEqual(len({self.said(answer) for answer in held}), 1)
        # Another account from there does not begin again; the empty form stays open.
        self.log_in()
        self.assertEqual(self.look_up("nonsense").status_code, 429)
        self.assertEqual(self.get("/complaints/track").status_code, 200)

    def test_forms_are_not_handed_out_without_end(self):
        with patch.object(complaints, "MOST_FORMS", 3):
            for _number in range(3):
                page = self.page("/complaints/new")
            held = self.get("/complaints/new")
            self.assertEqual(held.status_code, 429)
            # Whoever has one may still send it, once.
            self.tell(page)
            self.tell(page)
        self.assertEqual(len(self.all()), 1)

    def test_a_form_that_somebody_made_up_registers_nothing(self):
        for form in (
            "",
            "0" * 104,
            "é" * 104,
            self.env["onestop.complaint"]._new_form()[:-1] + "g",
            self.env["onestop.complaint"]._keyed("onestop.complaint.form", ""),
        ):
            answer = self.raw_post(
                "/complaints/new", form=form, kind="reflection", content="Late."
            )
            self.assertIn("open for too long", answer.text)
        self.assertFalse(self.all())

    def test_forms_come_from_our_pages_only(self):
        for path in ("/complaints/new", "/complaints/track", "/complaints/track/rate"):
            answer = self.post_without_token(path, kind="reflection", content="Late.")
            self.assertEqual(answer.status_code, 400, path)
        self.assertFalse(self.all())

    def test_what_is_typed_is_shown_as_it_was_typed(self):
        typed = dict.fromkeys(
            ("officer_told", "dossier_told", "name", "phone", "email", "address"),
            SCRIPT,
        )
        page = self.tell(content="  ", **typed)
        self.assertNotIn(SCRIPT, self.answer.text)
        form, _button = self.form_of(page, "Send")
        self.assertEqual(dict(form.form_values())["officer_told"], SCRIPT)
        self.log_in()
        self.tell(content=SCRIPT, **typed)
        for path in ("/my/complaints", f"/my/complaints/{self.last().id}"):
            page = self.page(path)
            self.assertNotIn(SCRIPT, self.answer.text)
            self.assertIn("alert(1)", self.text(page))
        self.assertNotIn(
            SCRIPT, self.last().with_user(self.users["supervisor"]).journal_html
        )

    def test_another_persons_dossier_cannot_be_chosen_nor_found_out(self):
        theirs = self.to_processing()
        self.log_in(self.other_citizen)
        self.assertFalse(
            self.page(f"/complaints/new?dossier={theirs.id}").xpath(
                "//select[@name='dossier']"
            )
        )
        form = self.env["onestop.complaint"]._new_form()
        told = {"kind": "reflection", "content": "Late.", "form": form}
        answer = self.raw_post("/complaints/new", dossier=theirs.id, **told)
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.last().dossier_id or self.last().dossier_told)

    def test_what_the_form_does_not_ask_is_not_looked_at(self):
        form = self.env["onestop.complaint"]._new_form()
        self.raw_post(
            "/complaints/new",
            form=form,
            kind="reflection",
            content="Late.",
            sealed="1",
            state="closed",
            officer=str(self.officer.id),
            channel="letter",
            signed="1",
            partner_id=str(self.portal.partner_id.id),
            custodian_only="1",
        )
        complaint = self.last()
        self.assertEqual((complaint.state, complaint.channel), ("registered", "portal"))
        self.assertFalse(
            complaint.sealed or complaint.target_officer_id or complaint.partner_id
        )

    def test_kinds_that_are_not_offered_are_refused(self):
        for kind in ("petition", "information", "joke", "", SCRIPT):
            form = self.env["onestop.complaint"]._new_form()
            answer = self.raw_post(
                "/complaints/new", form=form, kind=kind, content="Late."
            )
            self.assertIn("Choose what you want to send.", answer.text)
        self.assertFalse(self.all())

    @mute_logger("odoo.http")
    def test_a_lying_file_type_is_found_out(self):
        for content in (b"MZ\x90\x00", b"<html><script>alert(1)</script>", b""):
            page = self.tell(files=[("files", ("a.pdf", content, "application/pdf"))])
            self.assertTrue(self.errors(page), content)
        self.assertFalse(self.all())

    def test_the_list_of_agencies_tells_no_officer(self):
        answer = self.get("/complaints/new")
        for user in self.users.values():
            self.assertNotIn(f">{user.name}<", answer.text)
