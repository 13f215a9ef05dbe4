"""Somebody goes to look: the applicant is told when and where, what was found is
written down, and no clock stands still for it."""

import io
from datetime import datetime

import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .test_forms import FormCase

# Tuesday 10 March, from 09:00 to 10:00, in UTC.
BEGINS, ENDS = datetime(2026, 3, 10, 2, 0), datetime(2026, 3, 10, 3, 0)
THERE = "2026-03-10 03:00:00"
MINUTES = {
    "participants": "Officer T; the owner",
    "found": "The wall stands on the border.",
    "opinions": "The owner agrees.",
    "conclusion": "As drawn.",
}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSiteVisit(FormCase):
    def plan(self, **values):
        return {
            "date_start": BEGINS,
            "date_end": ENDS,
            "place": "12 Road T",
            "officer_ids": self.users["department_officer"].ids,
            "prepare": "A key to the gate.",
            **values,
        }

    def arranged(self, dossier=None, role="department_officer", **values):
        dossier = dossier or self.to_processing()
        number = self.as_role(role, dossier).arrange_visit(self.plan(**values))
        return self.env["onestop.site.visit"].browse(number)

    def events(self, dossier):
        return dossier.notice_ids.filtered(lambda one: one.event == "site_visit")

    @pytest.mark.article("Decree 61/2018", "19")
    def test_a_visit_is_arranged_and_the_applicant_told_and_no_clock_stops(self):
        dossier = self.to_processing()
        due = dossier.date_due
        visit = self.arranged(dossier)
        self.assertEqual(
            (visit.state, visit.department_id, visit.step_id),
            ("planned", self.department, dossier.step_ids),
        )
        self.assertEqual((dossier.date_due, dossier.suspended), (due, False))
        self.assertFalse(dossier.clock_event_ids)
        row = self.env["onestop.journal"].search([("code", "=", "visit_planned")])
        self.assertEqual(self.events(dossier).mapped("journal_row"), row.ids * 2)
        self.assertEqual(self.events(dossier).mapped("channel"), ["portal", "email"])
        mail = self.env.ref("onestop_dossier.notice_site_visit")._generate_template(
            self.events(dossier)[-1:].ids, ("subject", "body_html")
        )
        [mail] = mail.values()
        for word in ("09:00, 10/03/2026", "12 Road T", "A key to the gate."):
            self.assertIn(word, mail["body_html"])
        self.assertNotIn("Owner T", f"{mail['subject']}{mail['body_html']}")

    def test_it_is_moved_and_called_off_with_a_reason_and_told_again(self):
        visit = self.arranged()
        dossier = visit.dossier_id
        mine = self.as_role("department_officer", visit)
        action = mine.action_open_moving()
        form = self.as_role("department_officer", self.env[action["res_model"]])
        form = form.browse(action["res_id"])
        self.assertEqual((form.place, form.date_start), ("12 Road T", BEGINS))
        form.write(
            {
                "date_start": datetime(2026, 3, 11, 2, 0),
                "date_end": datetime(2026, 3, 11, 3, 0),
            }
        )
        with self.assertRaisesRegex(UserError, "reason"):
            form.action_confirm()
        form.reason = "It rains."
        form.action_confirm()
        self.assertEqual(
            (visit.date_start, visit.moves, visit.reason),
            (datetime(2026, 3, 11, 2, 0), 1, "It rains."),
        )
        with self.assertRaisesRegex(UserError, "reason"):
            mine._call_off(" ")
        mine._call_off("The owner is away.")
        self.assertEqual(visit.state, "called_off")
        for again in (lambda: mine._call_off("Once more."), mine.action_hold):
            with self.assertRaises(UserError):
                again()
        self.assertEqual(
            [code for code in self.journal(dossier) if code.startswith("visit")],
            ["visit_planned", "visit_moved", "visit_called_off"],
        )
        mails = self.events(dossier).filtered(lambda one: one.channel == "email")
        self.assertEqual(len(mails), 3)
        template = self.env.ref("onestop_dossier.notice_site_visit")
        body = template._generate_template(mails.ids, ("body_html",))
        self.assertTrue(all("đã được hủy" in one["body_html"] for one in body.values()))

    def test_what_was_found_is_recorded_printed_and_signed(self):
        visit = self.arranged()
        mine = self.as_role("department_officer", visit)
        with self.assertRaisesRegex(UserError, "not begun"):
            mine.action_hold()
        with freeze_time(THERE):
            with self.assertRaisesRegex(UserError, "minutes do not say"):
                mine.action_hold()
            mine.write(MINUTES)
            with self.assertRaises(UserError):
                mine._attach_signed(self.pdf("signed.pdf"))
            mine.action_hold()
            self.assertEqual(visit.state, "held")
            text = self.printed(mine)
            for words in (*MINUTES.values(), "12 Road T", "BIÊN BẢN", "KẾT LUẬN"):
                self.assertIn(words.lower(), text.lower())
            with self.assertRaises(UserError):
                mine._attach_signed({"name": "a.pdf", "content": "PGh0bWw+"})
            mine._attach_signed(self.pdf("signed.pdf"))
            self.assertEqual(visit.signed_ids.mapped("name"), ["signed.pdf"])
            self.assertTrue(
                visit.signed_ids.with_user(self.users["department_head"]).datas
            )
            with self.assertRaises(UserError):
                mine.conclusion = "Otherwise."
            scan = visit.signed_ids.with_user(self.users["department_officer"])
            for change in (lambda: scan.write({"raw": b"Other"}), scan.unlink):
                with self.assertRaises(AccessError):
                    change()
        self.assertIn("visit_held", self.journal(visit.dossier_id))
        self.assertIn("visit_signed", self.journal(visit.dossier_id))

    def printed(self, visit):
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "onestop_dossier.site_visit", visit.ids
        )
        reader = PdfReader(io.BytesIO(pdf))
        box = reader.pages[0].mediabox
        self.assertEqual((round(box.width), round(box.height)), (595, 842))
        text = " ".join(page.extract_text() for page in reader.pages)
        return " ".join(text.split())

    def test_who_writes_into_the_minutes_writes_text(self):
        visit = self.arranged()
        hostile = "<script>alert(1)</script><img src='file:///etc/passwd'/>"
        with freeze_time(THERE):
            self.as_role("department_officer", visit).write({"found": hostile})
        self.assertIn("<script>alert(1)</script>", self.printed(visit))

    def test_who_is_elsewhere_at_that_hour_is_told(self):
        first = self.arranged()
        second = self.arranged(
            self.to_processing(),
            date_start=datetime(2026, 3, 10, 2, 30),
            date_end=datetime(2026, 3, 10, 4, 0),
        )
        name = self.users["department_officer"].name
        self.assertEqual(second.conflict, f"{name}, 09:00 10/03/2026")
        self.assertEqual(first.conflict, f"{name}, 09:30 10/03/2026")
        third = self.arranged(
            self.to_processing(), date_start=ENDS, date_end=datetime(2026, 3, 10, 4, 0)
        )
        self.assertNotIn(name + ", 09:00", third.conflict)
        self.as_role("department_officer", second)._call_off("Not needed.")
        first.invalidate_recordset(["conflict"])
        self.assertFalse(first.conflict)

    def test_only_who_works_on_it_arranges_and_only_well(self):
        dossier = self.to_processing()
        stranger = self.make_user("stranger", ("department_officer", self.other))
        for role in ("counter_officer", "clerk", "supervisor", "director"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.arranged(dossier, role)
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).arrange_visit(self.plan())
        for values in (
            {"place": " "},
            {"date_start": "2026-03-09 01:00:00"},
            {"date_end": BEGINS},
            {"officer_ids": []},
            {"officer_ids": stranger.ids},
            {"state": "held"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.arranged(dossier, **values)
        with self.assertRaises(UserError):
            self.arranged(self.to_resolved())
        visit = self.arranged(dossier)
        for user in (*self.users.values(), stranger, self.portal):
            for values in ({"state": "held"}, {"date_start": ENDS}):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    visit.with_user(user).write(values)
        with self.assertRaises(AccessError):
            self.as_role("clerk", visit).write({"found": "Nothing."})
        for one in (stranger, self.portal):
            with self.assertRaises(AccessError):
                visit.with_user(one).read(["place"])
        with self.assertRaises(AccessError):
            visit.with_user(stranger)._call_off("Because.")
        with self.assertRaises(AccessError):
            self.as_role("department_officer", visit).unlink()
        self.assertEqual(self.as_role("counter_officer", visit).place, "12 Road T")
