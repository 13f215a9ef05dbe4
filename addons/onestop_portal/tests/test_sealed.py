"""A citizen gets the sealed paper, and whoever is given one finds out whether it is."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common_seal import SealCase

from ..controllers import check_file
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestSealed(SealCase, PortalCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()
        (self.paper,) = self.seal_all(self.dossier)
        self.content = self.paper.attachment_id.raw

    def checked(self, content, name="receipt.pdf"):
        page = self.page("/check")
        return self.send(page, "Check", files={"file": (name, content)})

    def test_the_citizen_downloads_the_sealed_copy(self):
        self.log_in()
        page = self.page(f"/my/dossiers/{self.dossier.id}")
        self.assertIn(
            "Sealed electronically by Trung tâm T on 09/03/2026 09:00", self.text(page)
        )
        answer = self.raw_post(f"/my/dossiers/{self.dossier.id}/forms/receipt")
        self.assertEqual(answer.content, self.content)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_before_it_is_sealed_the_plain_form_is_there(self):
        dossier = self.to_processing()
        self.log_in()
        answer = self.raw_post(f"/my/dossiers/{dossier.id}/forms/receipt")
        self.assertEqual(answer.content[:5], b"%PDF-")
        self.assertNotIn(b"/ByteRange", answer.content)
        self.assertNotIn("Sealed", self.text(self.page(f"/my/dossiers/{dossier.id}")))

    def test_nobody_else_gets_it(self):
        self.log_in(self.other_citizen)
        for path in (
            f"/my/dossiers/{self.dossier.id}/forms/receipt",
            f"/web/content/{self.paper.attachment_id.id}",
        ):
            answer = self.raw_post(path)
            self.assertNotEqual(answer.status_code, 200)
            self.assertNotIn(b"%PDF-", answer.content)

    def test_the_page_of_a_paper_says_who_sealed_its_copy(self):
        row = self.env["onestop.journal"].browse(self.paper.row)
        token = self.env["onestop.check.token"]._issue(self.dossier, "receipt", row)
        text = self.text(self.page(f"/check/{token}"))
        for words in ("The seal is valid", "Trung tâm T", self.paper.serial, "CA T"):
            self.assertIn(words, text)
        self.assertIn("A seal for tests", text)
        self.assertNotIn("Owner T", text)

    def test_a_file_that_was_sealed_here_is_known_again(self):
        text = self.text(self.checked(self.content, "<script>.pdf"))
        for words in ("Intake receipt", "The seal is valid", "Trung tâm T"):
            self.assertIn(words, text)
        for secret in ("Owner T", self.dossier.code, "script"):
            self.assertNotIn(secret, text)

    def test_a_changed_byte_is_found(self):
        at = len(self.content) // 2
        other = bytes([self.content[at] ^ 1])
        changed = self.content[:at] + other + self.content[at + 1 :]
        for content in (changed, self.content + b"\n", b"", b"%PDF-1.7 \x00"):
            text = self.text(self.checked(content))
            self.assertIn("not a file that was sealed here", text)
            self.assertNotIn("Trung tâm T", text)

    def test_what_is_too_long_is_not_read_to_its_end(self):
        with patch.object(check_file, "LARGEST", len(self.content) - 1):
            self.assertIn("not a file", self.text(self.checked(self.content)))

    def test_a_seal_that_was_revoked_is_said_so(self):
        self.seal.revoked_on = "2026-03-09 01:00:00"
        text = self.text(self.checked(self.content))
        self.assertIn("The seal is not valid", text)
        self.assertNotIn("The seal is valid", text)

    def test_it_is_asked_by_its_own_form_and_not_too_often(self):
        answer = self.post_without_token("/check", file="x")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("not a file", self.text(self.tree(self.raw_post("/check"))))
        self.assertIn(
            "not a file", self.text(self.tree(self.raw_post("/check", file="text")))
        )
        with patch.object(check_file, "MOST_ASKED", 1):
            answer = self.raw_post("/check")
        self.assertEqual(answer.status_code, 429)
