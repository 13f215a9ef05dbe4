from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.onestop_procedure.core.clock import DayKind

from .common import OnestopCase


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05 03:00:00")
class TestPlannedChanges(OnestopCase):
    """A calendar is changed by a plan: tried on a copy, put into force at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.env.ref("onestop_procedure.calendar_office_hours")
        cls.calendar = office.copy({"global_leave_ids": [], "extra_day_ids": []})
        cls.department.calendar_id = cls.calendar
        cls.env = cls.env(user=cls.users["administrator"], context={"lang": "en_US"})
        cls.calendar = cls.calendar.with_env(cls.env)

    def plan(self):
        return self.calendar.browse(self.calendar.action_onestop_plan()["res_id"])

    def close(self, calendar, day, name="Storm"):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": calendar.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 11:00:00",
            }
        )

    def put_into_force(self, *plans, decision="Notice 12/TB"):
        plans = self.calendar.browse([plan.id for plan in plans])
        change = self.env["onestop.calendar.change"].browse(
            plans.action_onestop_confirm()["res_id"]
        )
        change.write({"reason": "Storm no. 5", "decision": decision})
        return change.action_put_into_force()

    def kind(self, day):
        return self.calendar._onestop_clock().day(day).kind

    def test_a_plan_changes_nothing_until_it_is_in_force(self):
        plan = self.plan()
        self.assertEqual(plan.name, f"{self.calendar.name} (planned change)")
        self.close(plan, "2026-10-07")
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.WORKING)
        self.put_into_force(plan)
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.HOLIDAY)
        self.assertFalse(plan.exists())

    def test_each_new_day_keeps_the_decision_and_old_ones_stay_as_they_are(self):
        old = self.close(self.calendar, "2026-09-02", "National Day")
        old.onestop_decision = "Labour Code"
        plan = self.plan()
        self.close(plan, "2026-10-07")
        self.env["onestop.calendar.extra.day"].create(
            {
                "calendar_id": plan.id,
                "date": date(2026, 10, 10),
                "as_weekday": "2",
                "reason": "For the storm",
            }
        )
        self.put_into_force(plan)
        self.assertEqual(
            self.calendar.global_leave_ids.sorted("date_from").mapped(
                lambda one: (one.name, one.onestop_decision)
            ),
            [("National Day", "Labour Code"), ("Storm", "Notice 12/TB")],
        )
        self.assertTrue(old.exists())
        self.assertEqual(self.calendar.extra_day_ids.decision, "Notice 12/TB")
        self.assertEqual(self.kind(date(2026, 10, 10)), DayKind.EXTRA)

    def test_what_is_taken_out_of_the_plan_is_taken_out_of_the_calendar(self):
        self.close(self.calendar, "2026-10-07")
        plan = self.plan()
        plan.global_leave_ids.unlink()
        friday = plan.attendance_ids.filtered(lambda row: row.dayofweek == "4")
        friday[0].hour_to = 11
        self.put_into_force(plan)
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.WORKING)
        hours = self.calendar._onestop_clock().day(date(2026, 10, 9)).hours
        self.assertEqual([str(one) for one in hours], ["07:00–11:00", "13:30–17:00"])

    def test_a_closed_day_becomes_a_worked_one_in_one_change(self):
        self.close(self.calendar, "2026-10-10")
        plan = self.plan()
        plan.global_leave_ids.unlink()
        self.env["onestop.calendar.extra.day"].create(
            {
                "calendar_id": plan.id,
                "date": date(2026, 10, 10),
                "as_weekday": "2",
                "reason": "Worked after all",
            }
        )
        self.put_into_force(plan)
        self.assertEqual(self.kind(date(2026, 10, 10)), DayKind.EXTRA)

    def test_there_is_one_plan_of_a_calendar(self):
        self.assertEqual(self.plan(), self.plan())
        self.assertEqual(self.plan()._onestop_plan(), self.plan())

    def test_a_plan_is_refused_when_the_calendar_changed_meanwhile(self):
        plan = self.plan()
        self.close(plan, "2026-10-07")
        self.close(self.calendar, "2026-10-08")
        with self.assertRaisesRegex(UserError, "changed after this change was planned"):
            self.put_into_force(plan)

    def test_a_plan_that_contradicts_itself_is_refused_with_a_sentence(self):
        plan = self.plan()
        self.close(plan, "2026-10-10")
        self.env["onestop.calendar.extra.day"].create(
            {
                "calendar_id": plan.id,
                "date": date(2026, 10, 10),
                "as_weekday": "2",
                "reason": "Both",
            }
        )
        with self.assertRaisesRegex(ValidationError, "10/10/2026 has two meanings"):
            self.put_into_force(plan)

    def test_no_department_works_by_a_plan(self):
        with self.assertRaises(ValidationError):
            self.other.with_env(self.env).calendar_id = self.plan()

    def test_discarding_leaves_the_calendar_as_it_is(self):
        plan = self.plan()
        self.close(plan, "2026-10-07")
        self.assertEqual(plan.action_onestop_discard()["res_id"], self.calendar.id)
        self.assertFalse(plan.exists())
        self.assertTrue(self.calendar.exists())
        # Its closed day does not become one of everybody's.
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.WORKING)
        with self.assertRaises(UserError):
            self.calendar.action_onestop_discard()

    def test_nothing_but_a_plan_is_put_into_force(self):
        unused = self.calendar.copy()
        for calendars in (self.calendar, unused, self.plan() | unused, unused.browse()):
            change = self.env["onestop.calendar.change"].create(
                {"plan_ids": calendars.ids, "reason": "Storm", "decision": "1"}
            )
            with self.subTest(calendars), self.assertRaises(UserError):
                change.action_put_into_force()
        self.assertTrue((self.calendar | unused).exists())

    def test_a_change_needs_its_reason_and_its_decision(self):
        plan = self.plan()
        self.close(plan, "2026-10-07")
        for reason, decision in ((" ", "1"), ("Storm", ""), (False, False)):
            change = self.env["onestop.calendar.change"].create(
                {"plan_ids": plan.ids, "reason": reason, "decision": decision}
            )
            with self.subTest(reason), self.assertRaisesRegex(UserError, "Say why"):
                change.action_put_into_force()
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.WORKING)

    def test_the_plan_goes_with_its_calendar_and_its_closed_days_with_it(self):
        unused = self.calendar.copy()
        self.close(unused._onestop_plan(), "2026-10-07")
        unused.unlink()
        self.assertEqual(self.kind(date(2026, 10, 7)), DayKind.WORKING)

    def test_only_an_administrator_plans_changes(self):
        plan = self.plan()
        for role in self.users.keys() - {"administrator"}:
            mine = self.calendar.with_user(self.users[role])
            with self.subTest(role):
                for act in (
                    mine.action_onestop_plan,
                    mine.browse(plan.id).action_onestop_confirm,
                    mine.browse(plan.id).action_onestop_discard,
                ):
                    with self.assertRaises(AccessError):
                        act()
        self.assertTrue(plan.exists())

    # ------------------------------------------------------------------- holidays

    def propose(self, year, **values):
        wizard = self.env["onestop.propose.holidays"]
        return wizard.create(
            {"year": year, "calendar_ids": self.calendar.ids, **values}
        )

    def test_the_next_year_is_proposed_in_the_last_quarter(self):
        form = Form(self.env["onestop.propose.holidays"])
        self.assertEqual(form.year, "2027")
        self.assertIn(self.calendar, form.calendar_ids[:])
        with form.line_ids.edit(0) as line:
            self.assertEqual(
                (line.name, line.date_from), ("Tết Dương lịch", date(2027, 1, 1))
            )

    def test_holidays_and_swapped_days_become_a_plan(self):
        wizard = self.propose("2025")
        plan = self.calendar.search([("onestop_plan_of_id", "=", self.calendar.id)])
        self.assertFalse(plan)
        wizard.action_plan()
        plan = self.plan()
        swapped = plan.extra_day_ids
        self.assertEqual((swapped.date, swapped.as_weekday), (date(2025, 4, 26), "4"))
        self.assertEqual(swapped.reason, "Worked instead of Friday, 02/05/2025")
        closed = plan.global_leave_ids.filtered(
            lambda one: "Friday" in one.name or "Saturday" in one.name
        )
        self.assertEqual(closed.name, "Swapped day, worked on Saturday, 26/04/2025")
        self.assertEqual(
            (closed.date_from, closed.date_to),
            (datetime(2025, 5, 1, 17), datetime(2025, 5, 2, 16, 59, 59)),
        )
        self.put_into_force(plan)
        clock = self.calendar._onestop_clock()
        # Term of 5 days received on 24 April 2025: 25, 26 (worked), 28, 29 April, 5 May.
        self.assertEqual(clock.next_working_day(date(2025, 4, 24), 5), date(2025, 5, 5))

    def test_what_is_closed_already_is_not_chosen_again(self):
        first = self.propose("2027")
        # 1 May 2027 is a Saturday: no calendar works on it.
        self.assertEqual(
            first.line_ids.filtered("known").mapped("date_from"), [date(2027, 5, 1)]
        )
        first.line_ids.chosen = True
        first.action_plan()
        self.put_into_force(self.plan())
        count = len(self.calendar.global_leave_ids)
        again = self.propose("2027")
        self.assertEqual(set(again.line_ids.mapped("known")), {True})
        with self.assertRaisesRegex(UserError, "at least one"):
            again.action_plan()
        again.line_ids.chosen = True
        again.action_plan()
        self.put_into_force(self.plan())
        self.assertEqual(len(self.calendar.global_leave_ids), count)

    def test_a_year_that_nobody_knows_is_refused_with_a_sentence(self):
        # The library knows 1996, calendars do not.
        for year in ("1900", "1996", "3000", "next"):
            with self.subTest(year), self.assertRaisesRegex(UserError, "2000 to 2099"):
                self.propose(year).line_ids.mapped("name")

    def test_only_what_is_chosen_is_taken_over(self):
        wizard = self.propose("2027")
        wizard.line_ids.chosen = False
        wizard.line_ids[0].chosen = True
        wizard.action_plan()
        self.assertEqual(
            self.plan().global_leave_ids.mapped("name"), ["Tết Dương lịch"]
        )
