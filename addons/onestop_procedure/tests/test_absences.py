"""Who stands in for somebody absent gets their roles, for these days and no longer."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnestopCase

TUESDAY, LATER = date(2026, 3, 10), date(2026, 3, 12)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestAbsences(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.users["department_head"]
        cls.officer = cls.users["department_officer"]
        cls.clerk = cls.users["clerk"]
        for user in cls.users.values():
            user.name = user.login

    def record(self, user=None, by=None, **values):
        """An absence, recorded by the absent one unless said otherwise."""
        user = user or self.head
        return (
            self.env["onestop.absence"]
            .with_user(by or user)
            .create(
                {
                    "user_id": user.id,
                    "department_id": self.department.id,
                    "deputy_id": self.officer.id,
                    "date_from": TUESDAY,
                    "date_to": LATER,
                    **values,
                }
            )
        )

    def refused(self, words, error=ValidationError, **values):
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            self.record(**values)

    def leads(self, user=None, department=None):
        """Whether the user is the head there, by every way in which rights are asked."""
        user, department = user or self.officer, department or self.department
        held = user._holds("department_head", department)
        group = user.has_group("onestop_procedure.group_onestop_department_head")
        self.assertEqual(held, group)
        return held

    # ------------------------------------------------------------------- from – to

    def test_a_deputy_holds_the_roles_from_the_first_day_to_the_last(self):
        self.record(date_from=date(2026, 3, 11))
        self.assertFalse(self.leads())
        cron = self.env["onestop.role.assignment"]._cron_apply_dates
        with freeze_time("2026-03-10 17:01:00"):
            cron()
            self.assertTrue(self.leads())
        with freeze_time("2026-03-12 16:59:00"):
            cron()
            self.assertTrue(self.leads())
        with freeze_time("2026-03-12 17:00:30"):
            # Midnight has passed and the job has not run yet.
            self.assertFalse(self.officer._holds("department_head", self.department))
            cron()
            self.assertFalse(self.leads())

    def test_what_is_held_is_marked_and_in_that_department_only(self):
        absence = self.record()
        held = absence.sudo().assignment_ids
        self.assertEqual(
            [(one.user_id, one.role, one.department_id) for one in held],
            [(self.officer, "department_head", self.department)],
        )
        self.assertEqual((held.date_from, held.date_to), (TUESDAY, LATER))
        self.assertIn("for test_department_head", held.name)
        self.assertFalse(self.officer._holds("department_head", self.other))
        self.assertEqual(self.officer.held_roles.count(","), 1)

    def test_back_earlier_the_roles_end_at_once(self):
        absence = self.record()
        self.assertTrue(self.leads())
        absence.action_end()
        absence.action_end()
        self.assertFalse(self.leads())
        self.assertFalse(absence.in_force)
        # And they may be away again.
        self.record()
        self.assertTrue(self.leads())

    def test_a_role_that_ends_meanwhile_ends_for_the_deputy_too(self):
        absence = self.record()
        self.head.assignment_ids.filtered(
            lambda one: one.role == "department_head"
        ).action_end()
        self.assertFalse(self.leads())
        self.assertTrue(absence.sudo().assignment_ids.ended_at)

    def test_a_deputy_who_leaves_the_department_takes_nothing_along(self):
        self.record()
        self.officer.assignment_ids.filtered(
            lambda one: not one.absence_id
        ).action_end()
        self.assertFalse(self.leads())
        self.assertNotIn(self.officer, self.department.access_user_ids)

    def test_a_closed_account_stands_in_for_nobody(self):
        self.record()
        administrator = self.users["administrator"]
        self.officer.with_user(administrator).action_onestop_close()
        held = self.officer.assignment_ids
        self.assertFalse(held.filtered("in_force"))

    def test_a_role_given_meanwhile_is_the_deputys_as_well(self):
        self.record()
        self.env["onestop.role.assignment"].create(
            {
                "user_id": self.head.id,
                "department_id": self.department.id,
                "role": "treasurer",
                "date_from": TUESDAY,
            }
        )
        self.assertTrue(self.officer._holds("treasurer", self.department))

    def test_two_days_that_are_moved_before_they_begin_move_the_roles(self):
        absence = self.record(date_from=LATER)
        absence.write({"date_from": date(2026, 3, 20), "date_to": date(2026, 3, 21)})
        held = absence.sudo().assignment_ids
        self.assertEqual(held.mapped("date_from"), [date(2026, 3, 20)])
        absence.deputy_id = self.clerk
        self.assertEqual(absence.sudo().assignment_ids.user_id, self.clerk)
        absence.unlink()
        self.assertFalse(
            self.env["onestop.role.assignment"].search([("absence_id", "!=", False)])
        )

    # --------------------------------------------------------------- what is not lent

    def test_no_custodian_and_no_director_is_lent(self):
        many = self.make_user(
            "test_many",
            ("department_officer", self.department),
            ("custodian", self.department),
            ("catalogue_manager", self.department),
            ("it_technician", self.department),
        )
        self.record(user=many, deputy_id=self.clerk.id)
        self.assertTrue(self.clerk._holds("department_officer", self.department))
        for role in ("custodian", "catalogue_manager", "it_technician"):
            self.assertFalse(self.clerk._holds(role, self.department))
        self.refused(
            "has no role at Centre T",
            user=self.users["custodian"],
            by=self.env.user,
            department_id=self.centre.id,
            deputy_id=self.users["treasurer"].id,
        )
        self.refused(
            "has no role at Centre T",
            user=self.users["director"],
            by=self.env.user,
            department_id=self.centre.id,
            deputy_id=self.users["treasurer"].id,
        )

    def test_there_are_no_chains(self):
        # The officer stands in for the head, and the clerk for the officer.
        self.record()
        self.record(user=self.officer, deputy_id=self.clerk.id)
        self.assertTrue(self.leads())
        self.assertFalse(self.leads(self.clerk))
        self.assertTrue(self.clerk._holds("department_officer", self.department))

    def test_whoever_is_away_stands_in_for_nobody(self):
        self.record(user=self.officer, deputy_id=self.clerk.id)
        self.refused("test_department_officer, away .*choose another deputy")

    def test_whoever_has_the_role_already_gets_none_twice(self):
        second = self.make_user("test_second", ("department_head", self.department))
        absence = self.record(deputy_id=second.id)
        self.assertFalse(absence.sudo().assignment_ids)
        self.assertEqual(second._standing_in(), absence)

    def test_a_deputy_may_be_given_the_role_itself(self):
        absence = self.record()
        self.env["onestop.role.assignment"].with_user(
            self.users["administrator"]
        ).create(
            {
                "user_id": self.officer.id,
                "department_id": self.department.id,
                "role": "department_head",
                "date_from": TUESDAY,
            }
        )
        self.assertTrue(absence.sudo().assignment_ids.ended_at)
        absence.action_end()
        self.assertTrue(self.leads())

    # ---------------------------------------------------------------------- refused

    def test_what_cannot_be_is_refused_with_a_sentence(self):
        far = self.make_user("test_far", ("department_officer", self.other))
        short = self.make_user(
            "test_short",
            ("department_officer", self.department),
            date_to=date(2026, 3, 11),
        )
        ended = self.make_user("test_ended", ("department_officer", self.department))
        ended.assignment_ids.action_end()
        for words, values in (
            ("Nobody stands in for themselves", {"deputy_id": self.head.id}),
            ("does not work at Department T on all", {"deputy_id": far.id}),
            ("does not work at Department T on all", {"deputy_id": short.id}),
            ("does not work at Department T on all", {"deputy_id": ended.id}),
            ("does not work at Department T on all", {"deputy_id": self.portal.id}),
            ("has no role at Department U", {"department_id": self.other.id}),
            (
                "These days are over",
                {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 9)},
            ),
        ):
            with self.subTest(words=words, values=values):
                error = (ValidationError, AccessError)
                self.refused(words, error=error, **values)

    def test_two_absences_of_one_person_share_no_day(self):
        self.record()
        for days in (
            {"date_to": TUESDAY},
            {"date_from": LATER, "date_to": date(2026, 4, 1)},
        ):
            with (
                self.subTest(days=days),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(IntegrityError, "once_a_day"),
                self.env.cr.savepoint(),
            ):
                self.record(**days)
        self.record(date_from=date(2026, 3, 13), date_to=date(2026, 3, 13))

    def test_what_has_begun_is_ended_and_not_rewritten(self):
        absence = self.record()
        for values in (
            {"deputy_id": self.clerk.id},
            {"date_to": date(2027, 1, 1)},
            {"date_from": date(2026, 1, 1)},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                absence.write(values)
        with self.assertRaises(UserError):
            absence.unlink()

    # ---------------------------------------------------------------------- attacks

    def test_nobody_records_it_for_another_but_the_head(self):
        for by in (self.officer, self.clerk):
            with self.subTest(by=by.login), self.assertRaises(AccessError):
                self.record(by=by, deputy_id=by.id)
        far = self.make_user("test_far_head", ("department_head", self.other))
        with self.assertRaises(AccessError):
            self.record(by=far)
        # A head elsewhere who is an officer here: the rules alone would let them.
        both = self.make_user(
            "test_both",
            ("department_head", self.other),
            ("department_officer", self.department),
        )
        with self.assertRaisesRegex(AccessError, "by the head of Department T"):
            self.record(by=both, deputy_id=both.id)
        self.record(user=self.officer, by=self.head, deputy_id=self.clerk.id)

    def test_ones_own_is_not_made_anothers(self):
        mine = self.record(user=self.officer, deputy_id=self.clerk.id, date_from=LATER)
        with self.assertRaises(AccessError):
            mine.write({"user_id": self.head.id, "deputy_id": self.officer.id})

    def test_what_follows_is_written_by_nobody(self):
        absence = self.record(date_from=LATER)
        contexts = ({}, {"default_in_force": True}, {"onestop.deputising": True})
        for context in contexts:
            mine = absence.with_context(**context)
            for name, value in (
                ("in_force", True),
                ("ended_at", False),
                ("assignment_ids", [(0, 0, {"role": "director"})]),
            ):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    mine.write({name: value})
        assignments = self.env["onestop.role.assignment"].with_user(
            self.users["administrator"]
        )
        with self.assertRaises(AccessError):
            assignments.create(
                {
                    "user_id": self.clerk.id,
                    "department_id": self.department.id,
                    "role": "director",
                    "absence_id": absence.id,
                }
            )

    def test_an_administrator_ends_no_role_that_an_absence_gives(self):
        held = self.record().sudo().assignment_ids
        theirs = held.with_user(self.users["administrator"])
        for action in (theirs.action_end, theirs.unlink):
            with self.assertRaisesRegex(UserError, "end the absence"):
                action()
        with self.assertRaisesRegex(UserError, "end the absence"):
            theirs.date_to = date(2027, 1, 1)
