"""Terms and pauses that give no date: a sentence in Vietnamese, never a wrong date."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase

OFFICER = "counter_officer"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBadTerms(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.lang = "vi_VN"

    def version_of(self, value, unit, number):
        channel = {"channel": "online", "term_value": value, "term_unit": unit}
        code = f"9.9003{number:02d}"
        return self.make_version(code, channel_ids=[(0, 0, channel)])

    def accept(self, dossier):
        officer = self.users[OFFICER]
        dossier = dossier.with_user(officer).with_context(lang="vi_VN")
        dossier.action_transition("accept")

    def test_a_term_of_nothing_is_the_same_day(self):
        steps = (
            ("Do", "decision", "competent", "department_head", 1),
            ("Return", "return", "received", "counter_officer", 0),
        )
        self.version = self.make_version("9.900301", steps, term=0)
        dossier = self.to_processing()
        self.assertEqual(dossier.date_due, datetime(2026, 3, 9, 10, 0))

    def test_ten_thousand_working_days_have_a_date(self):
        self.version = self.version_of(10_000, "working_days", 2)
        self.assertEqual(self.to_processing().date_due.year, 2064)

    def test_a_term_beyond_the_calendar_is_refused_when_it_would_begin(self):
        for number, (value, unit) in enumerate(
            [
                (1_000_000, "working_days"),
                (1_000_000, "calendar_days"),
                (10_000_000, "working_hours"),
                (1e300, "working_days"),
                (2_000, "months"),
            ],
            3,
        ):
            self.version = self.version_of(value, unit, number)
            dossier = self.file()
            with self.subTest(value=value, unit=unit):
                with self.assertRaisesRegex(UserError, "Lịch|lịch"):
                    self.accept(dossier)
                self.assertEqual(dossier.state, "submitted")
                self.assertFalse(dossier.date_due or dossier.code)

    @mute_logger("odoo.sql_db")
    def test_what_is_no_number_is_no_term(self):
        draft = self.version.copy()
        for value in (-1, float("nan"), float("inf")):
            with self.subTest(value=value), self.assertRaises(CheckViolation):
                with self.env.cr.savepoint():
                    draft.channel_ids[0].term_value = value
                    draft.channel_ids.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_what_is_no_number_is_no_time_of_a_step(self):
        code = self.version.procedure_id.code
        process = self.make_process(self.version.procedure_id, code, ())
        step = {"name": "T", "kind": "work", "role": "department_officer"}
        for hours in (-1, float("nan"), float("inf")):
            with self.subTest(hours=hours), self.assertRaises(CheckViolation):
                with self.env.cr.savepoint():
                    process.step_ids = [(0, 0, {**step, "hours": hours})]
                    process.step_ids.flush_recordset()

    def test_part_of_a_day_is_not_published(self):
        for value, unit in ((1.5, "working_days"), (0.5, "months")):
            with self.subTest(value=value), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.version_of(value, unit, 20)

    def test_where_the_calendar_gives_no_date_nothing_is_received(self):
        dossier = self.file()
        self.department.calendar_id.schedule_type = "flexible"
        with self.assertRaisesRegex(UserError, "không thể tính thời hạn|giờ cố định"):
            self.accept(dossier)
        self.assertEqual(dossier.state, "submitted")

    def test_where_the_calendar_breaks_later_the_dossier_still_opens(self):
        dossier = self.to_processing()
        self.department.calendar_id.schedule_type = "flexible"
        for role in ("department_head", "director"):
            mine = dossier.with_user(self.users[role]).with_context(lang="vi_VN")
            mine.invalidate_recordset()
            self.assertFalse(mine.standing)
            self.assertIn("giờ cố định", mine.lateness)
            self.assertIn("giờ cố định", mine.step_ids[:1].lateness)
            self.assertIn("giờ cố định", str(mine.time_html))

    def test_a_pause_that_never_ends_says_why_there_is_no_date(self):
        dossier = self.to_processing()
        self.act(
            *("department_officer", dossier, "request_supplement", "Thiếu trang."),
            component_ids=dossier.component_ids[:1].ids,
        )
        with freeze_time("2036-03-10 03:00:00"):
            mine = dossier.with_user(self.users["department_head"])
            mine = mine.with_context(lang="vi_VN")
            mine.invalidate_recordset()
            self.assertEqual(mine.lateness, "Đang tạm dừng thời hạn")
            self.assertIn(
                "chưa tính được ngày hẹn vì thời hạn đang tạm dừng từ 09:00, thứ Hai",
                " ".join(mine.explain_due()["sentences"]),
            )
