from freezegun import freeze_time

from odoo.tests import tagged

from ..engine.right import ENGINE
from .common import MONDAY, DossierCase

# Friday 2026-03-13 17:00 in Việt Nam, and a Tuesday of the next week at ten.
FRIDAY, TUESDAY = "2026-03-13 10:00:00", "2026-03-17 03:00:00"
WORDS = ("standing", "lateness", "overdue")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLateness(DossierCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()
        self.run = self.dossier.step_ids

    def set(self, record, **vals):
        with ENGINE.held():
            record.write(vals)
        return record

    def words(self, record, moment, user=None, lang="vi_VN"):
        with freeze_time(moment):
            record = record.with_user(user or self.users["department_head"])
            record = record.with_context(lang=lang)
            record.invalidate_recordset(WORDS)
            return record.standing, record.lateness, record.overdue

    def found(self, model, moment, *standings, user=None):
        with freeze_time(moment):
            records = self.env[model].with_user(user or self.users["department_head"])
            return records.search([("standing", "in", standings)])

    def test_a_dossier_that_is_resolved_was_early_on_time_or_late(self):
        self.set(self.dossier, date_due_legal=FRIDAY, state="resolved")
        for resolved, words in (
            # 23:59 of Thursday in Việt Nam, 00:00 of Friday.
            ("2026-03-12 16:59:00", ("early", "Trước hạn 1 ngày làm việc", False)),
            ("2026-03-12 17:00:00", ("on_time", "Đúng hạn", False)),
            # A form prints 17:00.
            ("2026-03-13 10:00:59", ("on_time", "Đúng hạn", False)),
            ("2026-03-13 10:01:00", ("late", "Trễ hạn, ngoài giờ làm việc", True)),
            (TUESDAY, ("late", "Trễ hạn 2 ngày làm việc", True)),
        ):
            with self.subTest(resolved=resolved):
                self.set(self.dossier, date_resolved=resolved)
                # Whatever the time is now.
                self.assertEqual(self.words(self.dossier, "2026-07-01"), words)
                for standing in ("early", "on_time", "late", "undue", "overdue"):
                    found = self.found("onestop.dossier", "2026-07-01", standing)
                    self.assertEqual(self.dossier in found, standing == words[0])

    def test_a_dossier_that_is_open_has_time_left_or_is_overdue(self):
        self.set(self.dossier, date_due_legal=FRIDAY, date_due=FRIDAY)
        for now, words in (
            ("2026-03-11 03:00:00", ("undue", "Còn 2 ngày làm việc", False)),
            ("2026-03-13 07:00:00", ("undue", "Còn 3 giờ làm việc", False)),
            ("2026-03-13 10:00:30", ("undue", "Còn 0 phút làm việc", False)),
            (
                "2026-03-13 10:01:00",
                ("overdue", "Quá hạn, ngoài giờ làm việc", True),
            ),
            (TUESDAY, ("overdue", "Quá hạn 2 ngày làm việc", True)),
        ):
            with self.subTest(now=now):
                self.assertEqual(self.words(self.dossier, now), words)
                for standing in ("early", "on_time", "late", "undue", "overdue"):
                    found = self.found("onestop.dossier", now, standing)
                    self.assertEqual(self.dossier in found, standing == words[0])

    def test_in_english_it_is_said_in_english(self):
        self.set(self.dossier, date_due_legal=FRIDAY)
        words = self.words(self.dossier, TUESDAY, lang="en_US")
        self.assertEqual(words[1], "Overdue: 2 working days")

    def test_an_apology_moves_the_date_told_and_not_the_lateness(self):
        # Decree 61/2018, art. 19.9.
        self.set(self.dossier, date_due_legal=FRIDAY, date_due="2026-03-20 10:00:00")
        standing, words, overdue = self.words(self.dossier, TUESDAY)
        self.assertEqual((standing, overdue), ("overdue", True))
        # Else the date beside it, which is still to come, would make no sense.
        self.assertEqual(words, "Quá hạn 2 ngày làm việc, đã hẹn lại")
        self.set(self.dossier, date_due="2026-03-16 10:00:00")
        words = self.words(self.dossier, TUESDAY)[1]
        self.assertEqual(words, "Quá hạn 2 ngày làm việc")

    def test_what_stands_still_is_neither(self):
        self.set(self.dossier, date_due_legal=FRIDAY, suspended=True)
        self.set(self.run, date_due=FRIDAY)
        words = (False, "Đang tạm dừng thời hạn", False)
        for record in (self.dossier, self.run):
            self.assertEqual(self.words(record, TUESDAY), words)
            self.assertNotIn(
                record, self.found(record._name, TUESDAY, "undue", "overdue")
            )
            self.assertIn(record, self.found(record._name, TUESDAY, False))

    def test_what_has_no_term_is_neither(self):
        self.set(self.dossier, date_due_legal=False, date_due=False)
        self.assertEqual(self.words(self.dossier, TUESDAY), (False, False, False))
        self.assertIn(self.dossier, self.found("onestop.dossier", TUESDAY, False))

    def test_a_term_in_hours_is_late_by_hours(self):
        online = {
            "channel": "online",
            "term_value": 40,
            "term_unit": "working_hours",
        }
        self.version = self.make_version("9.900002", channel_ids=[(0, 0, online)])
        self.dossier = self.to_processing()
        self.set(self.dossier, date_due_legal=FRIDAY)
        # Monday eight hours, three of Tuesday.
        words = self.words(self.dossier, TUESDAY)
        self.assertEqual(words[1], "Quá hạn 11 giờ làm việc")

    def test_a_step_is_measured_in_hours_on_its_own_date(self):
        self.set(self.run, date_due="2026-03-10 02:00:00")
        # Tuesday from nine to half past eleven, then from half past one to three.
        words = ("overdue", "Quá hạn 4 giờ làm việc", True)
        self.assertEqual(self.words(self.run, "2026-03-10 08:00:00"), words)
        self.set(self.run, state="done", date_ended="2026-03-10 02:20:00")
        words = ("late", "Trễ hạn 20 phút làm việc", True)
        self.assertEqual(self.words(self.run, TUESDAY), words)
        self.assertIn(self.run, self.found("onestop.dossier.step", TUESDAY, "late"))
        self.set(self.run, state="void")
        self.assertEqual(self.words(self.run, TUESDAY), (False, False, False))

    def test_who_reads_a_step_alone_finds_it_overdue(self):
        asked = self.make_user("asked", ("department_officer", self.other))
        self.set(self.run, department_id=self.other.id, date_due=FRIDAY)
        self.assertNotIn(self.dossier, self.dossier.with_user(asked).search([]))
        words = self.words(self.run, TUESDAY, user=asked)
        self.assertEqual(words, ("overdue", "Quá hạn 11 giờ làm việc", True))
        found = self.found("onestop.dossier.step", TUESDAY, "overdue", user=asked)
        self.assertEqual(found, self.run)

    def test_a_calendar_that_cannot_tell_says_so_in_place_of_a_number(self):
        self.set(self.dossier, date_due_legal="2120-01-01 10:00:00")
        standing, words, overdue = self.words(self.dossier, TUESDAY)
        self.assertEqual((standing, overdue), (False, False))
        self.assertIn("nằm ngoài phạm vi của lịch", words)

    def test_days_left_are_working_days_until_the_date_told_last(self):
        self.set(self.dossier, date_due=FRIDAY)
        for now, days in (
            ("2026-03-11 03:00:00", 2),
            ("2026-03-13 00:00:00", 0),
            ("2026-03-14 03:00:00", 0),
            (TUESDAY, -2),
        ):
            with freeze_time(now):
                head = self.dossier.with_user(self.users["department_head"])
                head.invalidate_recordset(["days_left"])
                self.assertEqual(head.days_left, days)
                for operator, value, fits in (
                    ("<=", days, True),
                    ("<=", days - 1, False),
                    ("<", days + 1, True),
                    ("<", days, False),
                    (">=", days, True),
                    (">=", days + 1, False),
                    (">", days - 1, True),
                    (">", days, False),
                ):
                    found = head.search([("days_left", operator, value)])
                    with self.subTest(now=now, operator=operator, value=value):
                        self.assertEqual(self.dossier in found, fits)
