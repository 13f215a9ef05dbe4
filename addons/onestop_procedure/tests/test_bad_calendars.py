"""Bad input by people and programs: a sentence in Vietnamese, never a wrong date."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import OnestopCase

FORM = "onestop_procedure.resource_calendar_view_form_onestop"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestBadCalendars(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.admin = cls.users["administrator"]
        cls.admin.lang = "vi_VN"
        office = cls.env.ref("onestop_procedure.calendar_office_hours")
        cls.calendar = office.copy({"global_leave_ids": [], "extra_day_ids": []})
        cls.calendar.name = "Lịch T"
        cls.department.calendar_id = cls.calendar

    def setUp(self):
        super().setUp()
        self.mine = self.calendar.with_user(self.admin).with_context(lang="vi_VN")

    def refuses(self, words):
        """A context in which what is done is refused with these words."""
        return self.assertRaisesRegex(UserError, words)

    def morning(self, **values):
        return {
            "name": "Sáng",
            "dayofweek": "0",
            "day_period": "morning",
            "hour_from": 7,
            "hour_to": 11.5,
            **values,
        }

    def close(self, first, last, **values):
        leaves = self.env["resource.calendar.leaves"].with_user(self.admin)
        return leaves.with_context(lang="vi_VN").create(
            {
                "name": "Bão",
                "calendar_id": self.calendar.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )

    def test_a_calendar_without_working_hours_is_refused(self):
        words = "Lịch “Lịch T” không có giờ làm việc: không tính được ngày hẹn"
        with self.refuses(words), self.env.cr.savepoint():
            self.mine.attendance_ids = [Command.clear()]
        # By no way round its form.
        with self.refuses(words), self.env.cr.savepoint():
            self.mine.attendance_ids.unlink()
        with self.refuses(words), self.env.cr.savepoint():
            self.mine.attendance_ids.write({"onestop_intake_only": True})
        self.assertTrue(self.calendar._onestop_clock().is_working_day(date(2026, 3, 9)))

    def test_a_department_takes_no_calendar_without_hours(self):
        empty = self.calendar.copy()
        empty.attendance_ids.unlink()
        with self.refuses("không có giờ làm việc"):
            self.other.with_context(lang="vi_VN").calendar_id = empty

    def test_overlapping_hours_are_refused(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.mine.attendance_ids = [Command.create(self.morning(hour_from=11))]
        rows = self.env["resource.calendar.attendance"].with_user(self.admin)
        rows = rows.with_context(lang="vi_VN")
        words = "thứ Hai có hai khoảng giờ chồng nhau, 07:00–11:30 và 11:00–11:30"
        with self.refuses(words), self.env.cr.savepoint():
            rows.create(self.morning(hour_from=11, calendar_id=self.calendar.id))
        with self.refuses("chồng nhau"), self.env.cr.savepoint():
            self.mine.attendance_ids.write({"dayofweek": "0"})

    def test_hours_that_end_before_they_begin_are_refused(self):
        for values in (
            {"hour_from": 17, "hour_to": 15},
            {"hour_from": 8, "hour_to": 8},
            {"hour_from": -1, "hour_to": 3},
            {"hour_from": 20, "hour_to": 25},
            {"hour_from": float("nan"), "hour_to": 18},
        ):
            row = self.morning(dayofweek="5", **values)
            with self.subTest(values), self.refuses("không hợp lệ"):
                with self.env.cr.savepoint():
                    self.mine.attendance_ids = [Command.create(row)]

    def test_a_week_that_is_rewritten_in_several_steps_is_judged_at_its_end(self):
        monday = self.mine.attendance_ids.filtered(lambda row: row.dayofweek == "0")
        morning, afternoon = monday.sorted("hour_from")
        self.mine.attendance_ids = [
            Command.update(morning.id, {"hour_to": 14.5}),
            Command.update(afternoon.id, {"hour_from": 15.0}),
        ]
        self.mine.attendance_ids = [
            Command.clear(),
            Command.create(self.morning(hour_to=12)),
        ]
        clock = self.calendar._onestop_clock()
        self.assertTrue(clock.is_working_day(date(2026, 3, 9)))
        self.assertFalse(clock.is_working_day(date(2026, 3, 10)))

    def test_a_leave_of_years_is_refused(self):
        start, ten_years = "2026-03-09 17:00:00", "2036-03-09 16:59:59"
        of_ten = "“Bão” nghỉ 3.653 ngày, từ thứ Ba, ngày 10/03/2026"
        for last, values, words in (
            (ten_years, {}, of_ten),
            (ten_years, {"calendar_id": False}, of_ten),
            ("9999-12-31 23:59:59", {}, "đến thứ Sáu, ngày 31/12/9999: nghỉ hơn"),
        ):
            with self.subTest(last=last), self.refuses(words):
                with self.env.cr.savepoint():
                    self.close(start, last, **values)

    def test_a_leave_of_ten_years_in_the_form_of_a_plan_comes_to_nothing(self):
        plan = self.mine.browse(self.mine.action_onestop_plan()["res_id"])
        form = Form(plan, view=FORM)
        with form.global_leave_ids.new() as leave:
            leave.name = "Bão"
            leave.date_from = datetime(2026, 3, 9, 17)
            leave.date_to = datetime(2036, 3, 9, 16, 59, 59)
        form.save()
        words = "nghỉ hơn một năm là do nhập sai ngày"
        with self.refuses(words), self.env.cr.savepoint():
            plan.action_onestop_confirm()
        with self.refuses(words):
            plan._onestop_put_into_force("QĐ 1")

    def test_ten_years_of_leaves_are_refused_too(self):
        start = datetime(2026, 3, 9, 17)
        leaves = [
            {
                "name": f"Bão {year}",
                "calendar_id": self.calendar.id,
                "date_from": start + timedelta(365 * year),
                "date_to": start + timedelta(365 * year + 365, seconds=-1),
            }
            for year in range(10)
        ]
        model = self.env["resource.calendar.leaves"].with_user(self.admin)
        with self.refuses("không có ngày làm việc nào giữa thứ Hai, ngày 09/03/2026"):
            model.with_context(lang="vi_VN").create(leaves)

    def test_a_leave_that_ends_before_it_begins_is_refused(self):
        with self.assertRaises(ValidationError):
            self.close("2026-03-11 17:00:00", "2026-03-09 17:00:00")

    def test_an_extra_day_without_hours_is_refused(self):
        days = self.env["onestop.calendar.extra.day"].with_user(self.admin)
        days = days.with_context(lang="vi_VN")
        values = {"calendar_id": self.calendar.id, "reason": "Làm bù"}
        for hours, words in (
            ({}, "không hợp lệ"),
            ({"as_weekday": "6"}, "cần có giờ làm việc"),
            ({"hour_from": 11, "hour_to": 7}, "không hợp lệ"),
        ):
            with self.subTest(hours), self.refuses(words), self.env.cr.savepoint():
                days.create({**values, "date": "2026-03-14", **hours})

    def test_no_plan_puts_into_force_what_gives_no_date(self):
        action = self.mine.action_onestop_plan()
        plan = self.mine.browse(action["res_id"])
        plan.attendance_ids.unlink()
        with self.refuses("không có giờ làm việc"):
            plan._onestop_put_into_force("QĐ 1")
