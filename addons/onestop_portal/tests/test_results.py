"""A citizen sees their own results, says what is wrong, and anybody who holds a printed
one learns whether it holds: no name, no number to count through."""

import re
from unittest.mock import patch

import pytest

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..controllers import track
from ..engine.filing_form import FilingForm
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestResults(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900821", result_ids=[(0, 0, {"name": "Licence", "symbol": "GP"})]
        )
        given = [(4, cls.version.procedure_id.id)]
        deed = {"name": "Deed", "originals": 1, "reusable_from_ids": given}
        cls.buying = cls.make_version("9.900822", component_ids=[(0, 0, deed)])

    def issued(self, **vals):
        dossier = self.to_resolved(delivery="electronic", **vals)
        self.assertEqual(dossier.state, "returned")
        return dossier.result_ids

    def token(self, result):
        tokens = self.env["onestop.check.token"]
        return tokens._issue(result.dossier_id, "result", result=result)

    # ----------------------------------------------------------------- my results

    @pytest.mark.article("Decree 61/2018", "20")
    def test_the_citizen_sees_theirs_and_has_the_file(self):
        result = self.issued()
        self.log_in()
        page = self.page("/my/results")
        text = self.text(page)
        for words in ("Licence", "No. 01/GP-T-ONE", "In force", "Department T"):
            self.assertIn(words, text)
        (link,) = page.xpath("//a[contains(., 'Download')]/@href")
        answer = self.get(link)
        self.assertEqual(answer.content, result.attachment_id.raw)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_what_carries_no_code_has_a_sheet_with_one(self):
        result = self.issued()
        self.log_in()
        page = self.page("/my/results")
        (path,) = page.xpath("//form[contains(@action, '/sheet')]/@action")
        self.assertEqual(
            path, f"/my/dossiers/{result.dossier_id.id}/results/{result.id}/sheet"
        )
        answer = self.raw_post(path)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        (token,) = self.env["onestop.check.token"].search(
            [("result_id", "=", result.id)]
        )
        self.assertEqual(token.form, "result")
        # Every print makes a token, so no address that is opened prints one.
        self.assertEqual(self.get(path).status_code, 405)
        self.assertEqual(self.post_without_token(path).status_code, 400)
        # What our report printed carries its code.
        result.body = "<p>Licence.</p>"
        self.assertEqual(self.raw_post(path).status_code, 404)
        result.body = False
        result._end("revoked")
        self.assertEqual(self.raw_post(path).status_code, 404)
        self.log_in(self.other_citizen)
        self.assertEqual(self.raw_post(path).status_code, 404)

    def test_nobody_sees_those_of_others(self):
        result = self.issued()
        self.log_in(self.other_citizen)
        text = self.text(self.page("/my/results"))
        self.assertNotIn("Licence", text)
        self.assertIn("You have no results yet", text)
        path = f"/my/dossiers/{result.dossier_id.id}/results/{result.id}"
        self.assertEqual(self.get(path).status_code, 404)
        answer = self.raw_post(f"/my/results/{result.id}/correct", words="Wrong.")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(result.dossier_id.correction_ids)

    def test_what_is_not_returned_yet_is_shown_and_not_given(self):
        self.to_resolved()
        self.log_in()
        page = self.page("/my/results")
        self.assertIn("Licence", self.text(page))
        self.assertFalse(page.xpath("//a[contains(., 'Download')]"))

    def test_what_was_taken_back_says_so_and_is_not_given(self):
        result = self.issued()
        result._end("revoked")
        self.log_in()
        page = self.page("/my/results")
        self.assertIn("It was revoked on", self.text(page))
        self.assertFalse(page.xpath("//a[contains(., 'Download')]"))
        self.assertFalse(page.xpath("//textarea[@name='words']"))
        path = f"/my/dossiers/{result.dossier_id.id}/results/{result.id}"
        self.assertEqual(self.get(path).status_code, 404)

    @pytest.mark.article("Decree 61/2018", "21")
    def test_they_say_what_is_wrong_and_read_what_comes_of_it(self):
        result = self.issued()
        self.log_in()
        page = self.page("/my/results")
        self.assertTrue(page.xpath("//textarea[@name='words']"))
        answer = self.raw_post(
            f"/my/results/{result.id}/correct", words="12 Road T, not 21."
        )
        self.assertIn("The agency looks into it", self.text(self.tree(answer)))
        correction = result.dossier_id.correction_ids
        self.assertEqual(
            (correction.asked_from, correction.matter, correction.words),
            ("applicant", "wrong_result", "12 Road T, not 21."),
        )
        page = self.page("/my/results")
        self.assertIn("It is being looked into", self.text(page))
        # Asked for once; a second request is told so.
        self.assertFalse(page.xpath("//textarea[@name='words']"))
        answer = self.raw_post(f"/my/results/{result.id}/correct", words="Again.")
        self.assertIn("asked for before", self.text(self.tree(answer)))
        officer = correction.with_user(self.users["department_officer"])
        officer.write(
            {
                "fault": "agency",
                "remedy": "replace",
                "date_promised": "2026-03-12",
                "findings": "Only for the file.",
                "file": self.pdf("right.pdf")["content"],
            }
        )
        officer.action_take()
        text = self.text(self.page("/my/results"))
        self.assertIn("made good by 12/03/2026", text)
        self.assertIn("xin lỗi Ông/Bà", text)
        self.assertNotIn("Only for the file", text)
        self.assertNotIn(self.users["department_officer"].name, text)

    def test_an_empty_or_hostile_complaint_leaves_nothing_or_text(self):
        result = self.issued()
        self.log_in()
        answer = self.raw_post(f"/my/results/{result.id}/correct", words="  ")
        self.assertIn("Say what is wrong", self.text(self.tree(answer)))
        self.assertFalse(result.dossier_id.correction_ids)
        answer = self.post_without_token(f"/my/results/{result.id}/correct", words="x")
        self.assertEqual(answer.status_code, 400)
        self.raw_post(f"/my/results/{result.id}/correct", words="<script>x</script>")
        self.assertEqual(result.dossier_id.correction_ids.words, "<script>x</script>")

    # --------------------------------------------------------- instead of a paper

    def begun(self, user=None, number="001099000001"):
        """A filing of somebody, of a procedure that asks for what 9.900821 gives; the
        paper, and its pages."""
        version = self.buying
        drafts = self.env["onestop.filing.draft"].with_user(user or self.portal)
        draft = drafts._start(version)
        owner = {"kind": "person", "name": "Owner T", "identity_number": number}
        draft._keep("owner", owner)
        draft._keep("return", {"delivery": "counter"})
        return draft, version.component_ids, FilingForm(draft)

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_what_they_were_given_stands_in_for_a_paper_that_they_file(self):
        result = self.given()
        draft, paper, form = self.begun()
        self.assertIn("01/GP-T-ONE", form.own_result(paper))
        self.assertEqual(form.wrong_papers().keys(), {f"paper_{paper.id}"})
        draft._keep("reuse", {str(paper.id): "1", "999999": "1", "name": "1"})
        self.assertEqual(draft._part("reuse"), {str(paper.id): "1"})
        self.assertFalse(form.wrong_papers())
        dossier = draft._submit(form.values())
        self.assertIn("01/GP-T-ONE", dossier.component_ids.reused_result)
        self.assertEqual(self.journal(result.dossier_id)[-1], "reused")

    def test_the_page_offers_it(self):
        self.given()
        _draft, paper, _form = self.begun()
        self.log_in()
        page = self.page("/procedures/9.900822/file?page=papers")
        self.assertIn("use what I was given here", self.text(page))
        self.assertTrue(page.xpath(f"//input[@name='reuse_{paper.id}'][@value='1']"))

    def test_nothing_is_offered_by_a_number_that_somebody_types(self):
        result = self.given()
        for user, number in (
            (self.other_citizen, "001099000001"),
            (self.portal, "001099000002"),
        ):
            draft, paper, form = self.begun(user, number)
            draft._keep("reuse", {str(paper.id): "1"})
            with self.subTest(user.login):
                self.assertEqual(form.own_result(paper), "")
                self.assertTrue(form.wrong_papers())
                with self.assertRaises(UserError):
                    draft._submit(form.values())
        # Nor what does not hold any more.
        result._end("revoked")
        _draft, paper, form = self.begun()
        self.assertEqual(form.own_result(paper), "")

    # --------------------------------------------------------------- public check

    def test_whoever_holds_the_paper_learns_whether_it_holds(self):
        result = self.issued()
        result.valid_to = "2026-12-31"
        token = self.token(result)
        self.assertTrue(re.fullmatch(r"[A-Za-z0-9_-]{32}", token))
        answer = self.get(f"/check/{token}")
        text = self.text(self.tree(answer))
        for words in (
            "This result is in force",
            "Licence",
            "01/GP-T-ONE",
            "09/03/2026",
            "Department T",
            "31/12/2026",
        ):
            self.assertIn(words, text)
        for hidden in (
            "Owner T",
            "001099000001",
            result.dossier_id.code,
            self.version.name,
            self.users["department_head"].name,
        ):
            self.assertNotIn(hidden, text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")

    def test_a_name_that_an_officer_typed_is_not_told(self):
        result = self.issued()
        result.write({"name": "Licence of Owner T", "kind_id": False})
        text = self.text(self.page(f"/check/{self.token(result)}"))
        self.assertNotIn("Owner T", text)

    def test_what_holds_no_more_says_since_when_and_by_which(self):
        result = self.issued()
        token = self.token(result)
        result.valid_to = "2026-03-08"
        result.valid_from = "2026-01-01"
        text = self.text(self.page(f"/check/{token}"))
        self.assertIn("not in force: Expired", text)
        result.valid_to = False
        later = result.copy({"replaces_id": result.id, "number": "02/GP-T-ONE"})
        later.write({"state": "issued", "date": "2026-03-09"})
        result._end("replaced")
        text = self.text(self.page(f"/check/{token}"))
        self.assertIn("not in force: Replaced", text)
        self.assertIn("By No. 02/GP-T-ONE, 09/03/2026", text)
        self.assertNotIn("This result is in force", text)

    def test_wrong_tokens_are_answered_alike_and_held_back(self):
        result = self.issued()
        wrong = self.get("/check/" + 32 * "x")
        cancelled = self.token(result)
        self.env["onestop.check.token"]._cancel(result.dossier_id, "result")
        other = self.get(f"/check/{cancelled}")
        self.assertEqual(self.text(self.tree(wrong)), self.text(self.tree(other)))
        self.assertEqual(wrong.status_code, other.status_code)
        with patch.object(track, "MOST_WRONG", 1):
            held = self.get(f"/check/{self.token(result)}")
        self.assertEqual(held.status_code, 429)

    def test_whether_a_wrong_token_was_ever_one_cannot_be_measured(self):
        """What was cancelled, what never was, and what is no token cost the database the
        same: there is nothing to time."""
        result = self.issued()
        cancelled = self.token(result)
        self.env["onestop.check.token"]._cancel(result.dossier_id, "result")
        with patch.object(track, "MOST_WRONG", 100):
            counts = {
                token: self.queries(f"/check/{token}")
                for token in (cancelled, 32 * "x", "x", 300 * "x", "%25")
            }
        self.assertEqual(len(set(counts.values())), 1, counts)

    def test_who_asks_often_is_held_back_whatever_they_hold(self):
        token = self.token(self.issued())
        with patch.object(track, "MOST_ASKED", 2):
            codes = [self.get(f"/check/{token}").status_code for _ask in range(3)]
        self.assertEqual(codes, [200, 200, 429])

    def test_the_token_of_a_result_says_nothing_of_the_dossier(self):
        result = self.issued()
        dossiers = self.env["onestop.dossier"]
        self.assertEqual(dossiers._by_check_token(self.token(result)), {"found": False})

    def test_no_token_lies_in_the_database(self):
        result = self.issued()
        token = self.token(result)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM onestop_check_token t WHERE t::text LIKE %s",
            (f"%{token}%",),
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
