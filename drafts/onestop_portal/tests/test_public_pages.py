from odoo.tests import HttpCase, tagged

from odoo.addons.onestop_dossier.tests.common import DossierCase


@tagged("post_install", "-at_install")
class TestPublicPages(DossierCase, HttpCase):
    """What anybody may open, and what nobody sees through it; no JavaScript here."""

    def test_the_front_page_answers_in_both_languages(self):
        for address in ("/", "/en"):
            page = self.url_open(address)
            self.assertEqual(page.status_code, 200, address)
            self.assertIn("/procedures", page.text)

    def test_a_procedure_is_found_and_read_without_an_account(self):
        code = self.version.procedure_id.code
        found = self.url_open("/procedures/search.json?q=9.900001&limit=5").json()
        self.assertIn(code, str(found))
        page = self.url_open(f"/procedures/{code}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Procedure 9.900001", page.text)
        self.assertEqual(self.url_open("/procedures/9.999999").status_code, 404)

    def test_a_draft_is_not_public(self):
        self.env["onestop.procedure.version"].create(
            {
                "procedure_id": self.env["onestop.procedure"]
                .create({"code": "9.900009"})
                .id,
                "name": "A draft nobody may read",
            }
        )
        self.assertEqual(self.url_open("/procedures/9.900009").status_code, 404)

    def test_tracking_shows_code_and_progress_only(self):
        dossier = self.to_processing()
        page = self.url_open(f"/track?code={dossier.code}").text
        self.assertIn(dossier.code, page)
        for secret in ("Owner T", "001099000001", "0900000001", "Department T"):
            self.assertNotIn(secret, page)

    def test_wrong_and_malformed_codes_are_answered_alike(self):
        answers = {
            self.url_open(f"/track?code={code}").text.replace(code, "CODE")
            for code in ("H99.01-260309-9999", "H99.01-260309-8888")
        }
        self.assertEqual(len(answers), 1)

    def test_pages_of_ones_own_ask_for_a_log_in(self):
        dossier = self.to_processing()
        for address in ("/my/dossiers", f"/my/dossiers/{dossier.id}"):
            page = self.url_open(address)
            self.assertIn("/web/login", page.url, address)

    def test_a_citizen_opens_their_own_dossier_and_no_other(self):
        dossier = self.to_processing()
        self.authenticate("test_portal", "test_portal")
        page = self.url_open(f"/my/dossiers/{dossier.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(dossier.code, page.text)
        other = self.file(self.users["counter_officer"], channel="in_person")
        hidden = self.url_open(f"/my/dossiers/{other.id}")
        unknown = self.url_open("/my/dossiers/99999999")
        self.assertEqual(hidden.status_code, unknown.status_code)
        self.assertNotIn("Owner T", hidden.text)
