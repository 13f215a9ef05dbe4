"""Odoo's working calendars become the core's, and stay in step with every change."""

from datetime import date, datetime, timezone

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.onestop_procedure.core.clock import ZONE, DayKind

from .common import OnestopCase


def hours(calendar, day):
    return [str(interval) for interval in calendar.day(day).hours]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestWorkingCalendars(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A copy: demonstration data close days of the one that comes with us.
        office = cls.env.ref("onestop_procedure.calendar_office_hours")
        cls.calendar = office.copy({"global_leave_ids": [], "extra_day_ids": []})
        cls.department.calendar_id = cls.calendar

    def close(self, start, end, **values):
        """Close the calendar between two moments of legal time."""

        def utc(text):
            local = datetime.fromisoformat(text).replace(tzinfo=ZONE)
            return local.astimezone(timezone.utc).replace(tzinfo=None)

        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": self.calendar.id,
                "date_from": utc(start),
                "date_to": utc(end),
                **values,
            }
        )

    def extra(self, day, **values):
        return self.env["onestop.calendar.extra.day"].create(
            {
                "calendar_id": self.calendar.id,
                "date": day,
                "reason": "Swapped",
                **values,
            }
        )

    def clock(self):
        return self.calendar._onestop_clock()

    def test_office_hours_are_monday_to_friday(self):
        clock = self.clock()
        for day in range(9, 14):
            self.assertEqual(
                hours(clock, date(2026, 3, day)), ["07:00–11:30", "13:30–17:00"]
            )
        for day in (14, 15):
            self.assertEqual(clock.day(date(2026, 3, day)).kind, DayKind.DAY_OFF)
        self.assertEqual(self.calendar.hours_per_day, 8)
        self.assertEqual(
            clock.closing(date(2026, 3, 10)), datetime(2026, 3, 10, 17, tzinfo=ZONE)
        )

    def test_a_closed_day_is_a_holiday_with_its_reason(self):
        self.close("2026-04-30T00:00", "2026-05-01T23:59:59", name="Victory Day")
        day = self.clock().day(date(2026, 4, 30))
        self.assertEqual((day.kind, day.reason), (DayKind.HOLIDAY, "Victory Day"))
        self.assertEqual(
            self.clock().next_working_day(date(2026, 4, 29)), date(2026, 5, 4)
        )

    def test_a_closed_afternoon_leaves_the_morning(self):
        self.close("2026-03-11T13:00", "2026-03-11T23:59:59", name="Storm")
        day = self.clock().day(date(2026, 3, 11))
        self.assertTrue(day.is_working)
        self.assertEqual(hours(self.clock(), date(2026, 3, 11)), ["07:00–11:30"])

    def test_time_off_of_a_person_closes_no_office(self):
        resource = self.env["resource.resource"].create(
            {"name": "Somebody", "calendar_id": self.calendar.id}
        )
        self.close("2026-03-11T00:00", "2026-03-11T23:59", resource_id=resource.id)
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))

    def test_what_the_company_closes_is_closed_in_every_calendar(self):
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))
        self.close("2026-03-11T00:00", "2026-03-11T23:59:59", calendar_id=False)
        self.assertFalse(self.clock().is_working_day(date(2026, 3, 11)))

    def test_a_swapped_saturday_counts_with_the_hours_of_its_weekday(self):
        self.extra(date(2026, 3, 14), as_weekday="4")
        day = self.clock().day(date(2026, 3, 14))
        self.assertEqual((day.kind, day.reason), (DayKind.EXTRA, "Swapped"))
        self.assertEqual(
            hours(self.clock(), date(2026, 3, 14)), ["07:00–11:30", "13:30–17:00"]
        )

    def test_a_closed_afternoon_of_a_swapped_saturday_leaves_its_morning(self):
        self.extra(date(2026, 3, 14), as_weekday="4")
        self.close("2026-03-14T12:00", "2026-03-14T23:59:59", name="Storm")
        day = self.clock().day(date(2026, 3, 14))
        self.assertEqual((day.kind, day.reason), (DayKind.EXTRA, "Swapped; Storm"))
        self.assertEqual(hours(self.clock(), date(2026, 3, 14)), ["07:00–11:30"])

    def test_a_swapped_saturday_is_not_closed_in_all_its_hours(self):
        self.extra(date(2026, 3, 14), as_weekday="4")
        with self.assertRaisesRegex(ValidationError, "two meanings"):
            self.close("2026-03-14T07:00", "2026-03-14T17:00", name="Storm")

    def test_several_rows_are_the_hours_of_one_day(self):
        self.extra(date(2026, 3, 14), hour_from=8, hour_to=11)
        self.extra(date(2026, 3, 14), hour_from=13, hour_to=15.5)
        self.assertEqual(
            hours(self.clock(), date(2026, 3, 14)), ["08:00–11:00", "13:00–15:30"]
        )

    def test_a_day_for_intake_alone_is_open_and_does_not_count(self):
        self.extra(date(2026, 3, 14), kind="intake_only", hour_from=7.5, hour_to=11)
        day = self.clock().day(date(2026, 3, 14))
        self.assertEqual(day.kind, DayKind.INTAKE_ONLY)
        self.assertFalse(self.clock().is_working_day(date(2026, 3, 14)))

    def test_a_saturday_morning_for_intake_every_week(self):
        self.calendar.attendance_ids = [
            (
                0,
                0,
                {
                    "name": "Saturday",
                    "dayofweek": "5",
                    "day_period": "morning",
                    "hour_from": 7,
                    "hour_to": 11.5,
                    "onestop_intake_only": True,
                },
            )
        ]
        day = self.clock().day(date(2026, 3, 14))
        self.assertEqual(day.kind, DayKind.INTAKE_ONLY)

    def test_the_clock_is_made_once_until_something_changes(self):
        first = self.clock()
        self.assertIs(self.clock(), first)
        self.assertIs(self.calendar.with_user(self.portal)._onestop_clock(), first)
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.clock()

    def test_every_change_makes_a_new_clock(self):
        leave = self.close("2026-03-11T00:00", "2026-03-11T23:59:59")
        extra = self.extra(date(2026, 3, 14), as_weekday="0")
        attendance = self.calendar.attendance_ids[0]
        for name, change in (
            ("closed day moved", lambda: leave.write({"name": "Other"})),
            ("closed day deleted", leave.unlink),
            ("closed day made", lambda: self.close("2026-03-12", "2026-03-12T23:59")),
            ("extra day moved", lambda: extra.write({"date": date(2026, 3, 15)})),
            ("extra day deleted", extra.unlink),
            ("extra day made", lambda: self.extra(date(2026, 3, 21), as_weekday="0")),
            ("hours moved", lambda: attendance.write({"hour_from": 7.5})),
            ("hours deleted", attendance.unlink),
            (
                "hours made",
                lambda: self.calendar.write(
                    {
                        "attendance_ids": [
                            (
                                0,
                                0,
                                {
                                    "name": "S",
                                    "dayofweek": "6",
                                    "hour_from": 8,
                                    "hour_to": 9,
                                },
                            )
                        ]
                    }
                ),
            ),
            ("renamed", lambda: self.calendar.write({"name": "Other"})),
            ("another company", lambda: self.calendar.write({"company_id": False})),
        ):
            with self.subTest(name):
                before = self.clock()
                change()
                self.assertIsNot(self.clock(), before)

    def test_a_change_that_is_rolled_back_leaves_no_clock_behind(self):
        before = self.clock()
        savepoint = self.env.cr.savepoint()
        self.close("2026-03-11T00:00", "2026-03-11T23:59:59")
        self.assertFalse(self.clock().is_working_day(date(2026, 3, 11)))
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))
        self.assertIs(self.clock(), before)
        self.close("2026-03-12T00:00", "2026-03-12T23:59:59")
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))

    def test_a_moved_row_makes_both_clocks_new(self):
        other = self.calendar.copy()
        leave = self.close("2026-03-11T00:00", "2026-03-11T23:59:59")
        self.assertFalse(self.clock().is_working_day(date(2026, 3, 11)))
        leave.calendar_id = other
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))
        self.assertFalse(other._onestop_clock().is_working_day(date(2026, 3, 11)))

    def test_what_contradicts_itself_is_refused_with_a_sentence(self):
        self.close("2026-03-14T00:00", "2026-03-14T23:59:59")
        with self.assertRaisesRegex(ValidationError, "14/03/2026"):
            self.extra(date(2026, 3, 14), as_weekday="0")

    def test_a_closed_day_on_a_worked_one_is_refused(self):
        self.extra(date(2026, 3, 14), as_weekday="0")
        with self.assertRaises(ValidationError):
            self.close("2026-03-14T00:00", "2026-03-14T23:59:59")

    def test_an_extra_day_has_hours_or_a_weekday(self):
        for values in (
            {},
            {"as_weekday": "0", "hour_from": 8, "hour_to": 9},
            {"as_weekday": "6"},
            {"hour_from": 9, "hour_to": 8},
            {"kind": "intake_only", "as_weekday": "0"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.extra(date(2026, 3, 14), **values)

    def test_a_calendar_without_fixed_hours_reckons_no_terms(self):
        for values in (
            {"tz": "Europe/Brussels"},
            {"schedule_type": "flexible"},
        ):
            with self.subTest(values):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.calendar.write(values)
                    self.calendar._check_clock()
                    self.clock()

    def test_calendars_that_no_department_uses_are_let_alone(self):
        free = self.calendar.copy({"tz": "Europe/Brussels"})
        with self.assertRaises(UserError):
            self.other.calendar_id = free

    def test_only_an_administrator_closes_and_opens_days(self):
        for role in self.users.keys() - {"administrator"}:
            env = self.env(user=self.users[role])
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    env["resource.calendar.leaves"].create(
                        {
                            "calendar_id": self.calendar.id,
                            "date_from": "2026-03-11 00:00:00",
                            "date_to": "2026-03-11 10:00:00",
                        }
                    )
                with self.assertRaises(AccessError):
                    env["onestop.calendar.extra.day"].create(
                        {
                            "calendar_id": self.calendar.id,
                            "date": date(2026, 3, 14),
                            "as_weekday": "0",
                            "reason": "Mine",
                        }
                    )
                with self.assertRaises(AccessError):
                    self.calendar.with_env(env).write({"name": "Mine"})
        self.close("2026-03-11", "2026-03-11T23:59").with_user(
            self.users["administrator"]
        ).unlink()

    def test_time_off_of_ones_own_does_not_become_a_closed_day(self):
        clerk = self.users["clerk"]
        resource = self.env["resource.resource"].create(
            {"name": "Clerk", "user_id": clerk.id, "calendar_id": self.calendar.id}
        )
        leaves = self.env["resource.calendar.leaves"].with_user(clerk)
        own = leaves.create(
            {
                "resource_id": resource.id,
                "date_from": "2026-03-11 00:00:00",
                "date_to": "2026-03-11 10:00:00",
            }
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.write({"resource_id": False, "calendar_id": self.calendar.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.copy({"resource_id": False})
        self.assertTrue(self.clock().is_working_day(date(2026, 3, 11)))
