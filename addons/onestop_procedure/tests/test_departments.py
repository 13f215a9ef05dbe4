"""Departments exist between dates and name who comes after them."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnestopCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestDepartments(OnestopCase):
    def test_a_department_is_in_force_between_its_dates(self):
        self.department.write(
            {"valid_from": date(2025, 3, 1), "valid_to": date(2026, 3, 10)}
        )
        self.assertTrue(self.department.in_force)
        self.assertIn(
            self.department,
            self.env["onestop.department"].search([("in_force", "=", True)]),
        )
        # 17:00 UTC of the 10th is the 11th in Viet Nam.
        with freeze_time("2026-03-10 17:00:00"):
            self.department.invalidate_recordset(["in_force"])
            self.assertFalse(self.department.in_force)
            for domain in (
                [("in_force", "=", False)],
                [("in_force", "!=", True)],
                ["!", ("in_force", "=", True)],
            ):
                self.assertIn(
                    self.department, self.env["onestop.department"].search(domain)
                )

    def test_people_lose_their_roles_when_their_department_closes(self):
        clerk = self.users["clerk"]
        self.department.valid_to = date(2026, 3, 9)
        self.assertFalse(clerk.has_group("onestop_procedure.group_onestop_clerk"))
        self.assertFalse(self.department.member_ids)
        self.assertFalse(clerk._holds("clerk", self.department))
        self.department.valid_to = False
        self.assertTrue(clerk.has_group("onestop_procedure.group_onestop_clerk"))

    def test_people_lose_their_roles_when_their_department_is_archived(self):
        self.department.active = False
        self.assertFalse(
            self.users["clerk"].has_group("onestop_procedure.group_onestop_clerk")
        )

    def test_a_department_that_closes_names_its_main_successor(self):
        Succession = self.env["onestop.department.succession"]
        first = Succession.create(
            {
                "predecessor_id": self.department.id,
                "successor_id": self.other.id,
                "date": date(2025, 3, 1),
            }
        )
        self.assertEqual(self.department.successor_id, self.other)
        Succession.create(
            {
                "predecessor_id": self.department.id,
                "successor_id": self.centre.id,
                "date": date(2025, 3, 1),
                "scope": "Social protection",
            }
        )
        self.assertFalse(self.department.successor_id)
        first.is_main = True
        self.assertEqual(self.department.successor_id, self.other)

    def test_a_department_has_one_main_successor_and_not_itself(self):
        vals = {
            "predecessor_id": self.department.id,
            "date": date(2025, 3, 1),
            "is_main": True,
        }
        create = self.env["onestop.department.succession"].create
        create({**vals, "successor_id": self.other.id})
        for successor in (self.centre, self.department):
            with self.subTest(successor.name), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    create({**vals, "successor_id": successor.id})

    def test_moving_a_department_moves_the_access_of_those_above(self):
        head = self.users["department_head"]
        self.other.parent_id = self.department
        self.assertIn(head, self.other.access_user_ids)
        self.other.parent_id = False
        self.assertNotIn(head, self.other.access_user_ids)

    def test_access_reaches_through_every_level(self):
        unit, desk = self.env["onestop.department"], self.env["onestop.department"]
        unit = unit.create(
            {"name": "Unit", "code": "T-UNIT", "parent_id": self.department.id}
        )
        desk = desk.create({"name": "Desk", "code": "T-DESK", "parent_id": unit.id})
        head = self.users["department_head"]
        self.assertIn(head, desk.access_user_ids)
        unit.parent_id = self.other
        self.assertNotIn(head, desk.access_user_ids)

    def test_a_department_is_no_part_of_itself(self):
        self.other.parent_id = self.department
        with self.assertRaises(UserError):
            self.department.parent_id = self.other

    def test_a_new_department_has_the_calendar_of_office_hours(self):
        office_hours = self.env.ref("onestop_procedure.calendar_office_hours")
        self.assertEqual(self.department.calendar_id, office_hours)

    def test_counters_belong_to_centres(self):
        with self.assertRaises(ValidationError):
            self.env["onestop.counter.group"].create(
                {"name": "Counter", "department_id": self.department.id}
            )

    def test_a_counter_seats_officers_of_its_own_centre(self):
        group = self.env["onestop.counter.group"].create(
            {"name": "Counter", "department_id": self.centre.id}
        )
        group.user_ids = self.users["counter_officer"] + self.users["postal_clerk"]
        with self.assertRaises(ValidationError):
            group.user_ids = self.users["clerk"]

    def test_an_officer_whose_role_ends_leaves_the_counter(self):
        commune = self.env["onestop.department"].create(
            {"name": "Commune", "code": "T-COMMUNE", "kind": "commune"}
        )
        officer = self.make_user(
            "test_two_centres",
            ("counter_officer", self.centre),
            ("counter_officer", commune),
        )
        group = self.env["onestop.counter.group"].create(
            {
                "name": "Counter",
                "department_id": self.centre.id,
                "user_ids": [(4, officer.id)],
            }
        )
        here = officer.assignment_ids.filtered(
            lambda one: one.department_id == self.centre
        )
        here.action_end()
        # Still a counter officer elsewhere: the group alone would keep the door open.
        self.assertTrue(
            officer.has_group("onestop_procedure.group_onestop_counter_officer")
        )
        self.assertNotIn(officer, group.user_ids)
