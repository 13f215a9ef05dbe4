from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.onestop_dossier.core.outside_status import OutsideStatus
from odoo.addons.onestop_dossier.engine.following import Following
from odoo.addons.onestop_dossier.tests.common import MONDAY

from ..controllers import track
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestTracking(PortalCase):
    @pytest.mark.article("Circular 01/2018/TT-VPCP", "16")
    def test_a_code_tells_progress_and_nothing_else(self):
        dossier = self.to_processing()
        for typed in (dossier.code, dossier.code.lower(), dossier.tracking_number):
            text = self.text(self.page(f"/track?code={typed}"))
            self.assertIn("In process", text)
            for hidden in (
                "Owner T",
                "001099000001",
                "0900000001",
                self.version.name,
                "Department T",
            ):
                self.assertNotIn(hidden, text)

    def cells(self, page):
        """{day of the month: what is told to those who do not see it}."""
        return {
            cell.xpath("span[1]")[0].text: cell.get("title")
            for cell in page.xpath("//div[@class='o_onestop_months']//td[@title]")
        }

    def test_the_date_and_how_it_is_counted_are_progress(self):
        # Received Monday 9 March 2026, 5 working days.
        dossier = self.to_processing()
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        for path in (f"/track?code={dossier.code}", f"/check/{token}"):
            with freeze_time(MONDAY):
                page = self.page(path)
            self.assertEqual(
                page.xpath("//span[@class='os-deadline']/text()"), ["16/03/2026 17:00"]
            )
            reasons = page.xpath("//details[summary='Why this date?']//ol/li/text()")
            self.assertEqual(reasons[-1], "Due at 17:00 on Monday 16/03/2026.")
            self.assertEqual(
                self.cells(page),
                {
                    "9": "Monday 09/03/2026: dossier received; today.",
                    "10": "Tuesday 10/03/2026: day 1 of the term.",
                    "11": "Wednesday 11/03/2026: day 2 of the term.",
                    "12": "Thursday 12/03/2026: day 3 of the term.",
                    "13": "Friday 13/03/2026: day 4 of the term.",
                    "14": "Saturday 14/03/2026: not counted, weekly day off.",
                    "15": "Sunday 15/03/2026: not counted, weekly day off.",
                    "16": "Monday 16/03/2026: day 5 of the term; due.",
                },
            )

    def test_what_another_system_decides_says_so(self):
        self.version = self.make_version(
            "9.900003", operator="ministry", operator_system="System M"
        )
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.act("counter_officer", dossier, "accept", outside_code="M-2026-1")
        with freeze_time("2026-03-09 03:00:00"):
            Following(dossier).take(
                OutsideStatus(
                    "processing",
                    datetime(2026, 3, 9, 2, 30),
                    datetime(2026, 3, 20, 10),
                )
            )
            page = self.page(f"/track?code={dossier.code}")
            by_theirs = self.text(self.page("/track?code=m-2026-1"))
        text = self.text(page)
        self.assertEqual(
            page.xpath("//span[@class='os-deadline']/text()"), ["20/03/2026 17:00"]
        )
        for told in (
            "Code on System M: M-2026-1",
            "System M decides this dossier and set the date.",
        ):
            self.assertIn(told, text)
        # Who guesses a code there learns none of ours.
        self.assertNotIn(dossier.code, by_theirs)
        self.assertNotIn(dossier.tracking_number, by_theirs + text)

    def test_what_an_officer_typed_is_not_told(self):
        typed = "Mrs Owner T of Canal Street has to pay."
        with freeze_time(MONDAY):
            dossier = self.to_processing()
        with freeze_time("2026-03-11 03:00:00"):
            self.act("department_officer", dossier, "suspend", typed)
            page = self.page(f"/track?code={dossier.code}")
        text = self.text(page)
        self.assertIn("Waiting for a financial obligation", text)
        self.assertNotIn("Canal Street", text)
        # What stands still is due on no day.
        self.assertFalse(page.xpath("//span[@class='os-deadline']"))
        for moment, role, code, values in (
            ("2026-03-12 03:00:00", "department_officer", "resume", {}),
            (
                "2026-03-13 03:00:00",
                "department_head",
                "apologise",
                {"until": "2026-03-20 10:00:00"},
            ),
        ):
            with freeze_time(moment):
                self.act(role, dossier, code, typed, **values)
        with freeze_time("2026-03-13 04:00:00"):
            page = self.page(f"/track?code={dossier.code}")
        text = self.text(page)
        self.assertIn("20/03/2026 17:00", text)
        self.assertIn("the agency apologised and named a new date", text)
        self.assertNotIn("Canal Street", text)

    def test_what_is_not_received_yet_or_was_refused_has_no_date(self):
        dossier = self.file()
        path = f"/track?code={dossier.tracking_number}"
        self.assertNotIn("Why this date?", self.text(self.page(path)))
        self.act("counter_officer", dossier, "reject", "It belongs to the tax office.")
        text = self.text(self.page(path))
        self.assertNotIn("Why this date?", text)
        self.assertNotIn("tax office", text)

    def test_the_form_asks_by_the_same_address(self):
        dossier = self.to_processing()
        page = self.page("/track")
        [form] = page.xpath("//form[@action='/track']")
        self.assertEqual(form.method, "GET")
        self.assertIn("In process", self.text(self.page(f"/track?code={dossier.code}")))

    def test_wrong_and_hidden_codes_are_answered_byte_for_byte_alike(self):
        draft = self.env["onestop.dossier"].with_user(self.users["counter_officer"])
        draft = draft.create({"version_id": self.version.id})
        answers = {
            self.get(f"/track?code={code}").content
            for code in (
                "H99.01-260309-9999",
                "H99.01-000000-0000",
                "0000-0000-00000",
                "nonsense",
                "' OR 1=1 --",
                "<script>",
                "",
            )
        }
        self.assertEqual(len(answers), 1)
        self.assertTrue(draft.exists())

    def test_the_answer_goes_to_no_other_site_and_no_cache(self):
        for path in ("/track", "/track?code=x", "/check/x"):
            headers = self.get(path).headers
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", path)
            self.assertIn("no-store", headers["Cache-Control"], path)

    def test_no_link_of_the_page_holds_what_was_asked_for(self):
        dossier = self.to_processing()
        page = self.page(f"/track?code={dossier.code}")
        for href in page.xpath("//a/@href"):
            self.assertNotIn(dossier.code, href)

    def test_the_code_on_a_receipt_leads_to_progress(self):
        dossier = self.to_processing()
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        page = self.page(f"/check/{token}")
        text = self.text(page)
        self.assertIn(dossier.code, text)
        self.assertIn("In process", text)
        self.assertNotIn("Owner T", text)
        for href in page.xpath("//a/@href"):
            self.assertNotIn(token, href)

    def test_a_wrong_or_revoked_token_is_answered_as_a_wrong_code(self):
        dossier = self.to_processing()
        tokens = self.env["onestop.check.token"]
        revoked = tokens._issue(dossier, "receipt")
        tokens.search([("dossier_id", "=", dossier.id)]).revoked = True
        wrong = self.get("/track?code=nonsense").content
        for token in (revoked, "A" * 32, "x", "%27"):
            self.assertEqual(self.get(f"/check/{token}").content, wrong)

    def test_guessing_is_held_back_and_told_so(self):
        for number in range(track.MOST_WRONG):
            code = f"H99.01-260309-{number:04d}"
            self.assertEqual(self.get(f"/track?code={code}").status_code, 200)
        dossier = self.to_processing()
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        held = [
            self.get(path)
            for path in (
                "/track?code=H99.01-260309-9999",
                f"/track?code={dossier.code}",
                f"/check/{token}",
            )
        ]
        self.assertEqual({answer.status_code for answer in held}, {429})
        self.assertEqual(len({answer.content for answer in held}), 1)
        self.assertIn("ten minutes", held[0].text)
        # The empty form stays open to everybody.
        self.assertEqual(self.get("/track").status_code, 200)

    def test_reading_ones_own_codes_locks_nobody_out_soon(self):
        dossier = self.to_processing()
        for _number in range(track.MOST_WRONG + 5):
            answer = self.get(f"/track?code={dossier.code}")
            self.assertEqual(answer.status_code, 200)

    def test_who_is_logged_in_is_counted_by_account(self):
        for _number in range(track.MOST_WRONG):
            self.get("/track?code=nonsense")
        self.assertEqual(self.get("/track?code=nonsense").status_code, 429)
        self.log_in()
        self.assertEqual(self.get("/track?code=nonsense").status_code, 200)

    def test_a_row_of_codes_is_held_back_wherever_it_is_asked_from(self):
        throttle = self.env["onestop.throttle"]
        for _number in range(track.MOST_OF_A_ROW):
            throttle._count("track_row", "H99.01-260309")
        self.assertEqual(self.get("/track?code=h99.01-260309-0001").status_code, 429)
        self.assertEqual(self.get("/track?code=H99.01-260310-0001").status_code, 200)

    def test_found_or_not_the_database_is_asked_as_often(self):
        dossier = self.to_processing()
        model = self.env["onestop.dossier"].with_user(self.env.ref("base.public_user"))
        counts = set()
        for code in (dossier.code, "H99.01-260309-9999"):
            self.env.invalidate_all()
            model.track(code)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model.track(code)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts) - min(counts), 1)
