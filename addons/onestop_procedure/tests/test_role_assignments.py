"""Roles hold in one department between dates, and rights come and go with them."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnestopCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestRoleAssignments(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.make_user("test_person")
        cls.Assignment = cls.env["onestop.role.assignment"]
        cls.administrator = cls.users["administrator"]

    def assign(self, role="department_officer", department=None, user=None, **values):
        """As an administrator does it."""
        return self.Assignment.with_user(self.administrator).create(
            {
                "user_id": (user or self.person).id,
                "role": role,
                "department_id": (department or self.department).id,
                "date_from": date(2026, 3, 10),
                **values,
            }
        )

    def roles_of(self, user):
        groups = user.group_ids & self.Assignment._groups_of_roles()
        return {
            name.split("group_onestop_")[1]
            for name in groups.get_external_id().values()
        }

    def test_an_assignment_gives_the_group_and_the_department(self):
        self.assign()
        self.assertEqual(self.roles_of(self.person), {"department_officer"})
        self.assertTrue(self.person.has_group("onestop_procedure.group_onestop_staff"))
        self.assertIn(self.person, self.department.member_ids)
        self.assertIn(self.person, self.department.access_user_ids)
        self.assertNotIn(self.person, self.other.access_user_ids)

    def test_no_role_implies_the_rights_of_the_machine(self):
        for role, user in self.users.items():
            with self.subTest(role):
                self.assertFalse(user.has_group("base.group_system"))
                self.assertFalse(user.has_group("base.group_erp_manager"))
                self.assertFalse(user.has_group("base.group_partner_manager"))

    def test_a_coming_assignment_gives_nothing_until_its_day(self):
        self.assign(date_from=date(2026, 3, 11))
        self.assertFalse(self.roles_of(self.person))
        # 17:01 UTC is 00:01 of the next day in Viet Nam.
        with freeze_time("2026-03-10 17:01:00"):
            self.Assignment._cron_apply_dates()
            self.assertEqual(self.roles_of(self.person), {"department_officer"})
            self.assertIn(self.person, self.department.access_user_ids)

    def test_an_assignment_holds_on_its_last_day_and_not_after(self):
        self.assign(date_to=date(2026, 3, 12))
        with freeze_time("2026-03-12 16:59:00"):
            self.Assignment._cron_apply_dates()
            self.assertTrue(self.person._holds("department_officer", self.department))
        with freeze_time("2026-03-12 17:00:30"):
            # Midnight has passed and the job has not run yet.
            self.assertFalse(self.person._holds("department_officer", self.department))
            self.Assignment._cron_apply_dates()
            self.assertFalse(self.roles_of(self.person))
            self.assertNotIn(self.person, self.department.access_user_ids)

    def test_ending_takes_groups_and_access_away_at_once(self):
        assignment = self.assign()
        assignment.action_end()
        self.assertFalse(self.roles_of(self.person))
        self.assertFalse(self.person.has_group("onestop_procedure.group_onestop_staff"))
        self.assertNotIn(self.person, self.department.member_ids)
        self.assertNotIn(self.person, self.department.access_user_ids)
        self.assertEqual(str(assignment.ended_at), "2026-03-10 03:00:00")

    def test_ending_one_of_two_leaves_the_other(self):
        first = self.assign()
        self.assign(department=self.other)
        first.action_end()
        self.assertEqual(self.roles_of(self.person), {"department_officer"})
        self.assertNotIn(self.person, self.department.access_user_ids)
        self.assertIn(self.person, self.other.access_user_ids)

    def test_an_ended_role_can_be_given_again(self):
        self.assign().action_end()
        self.assign()
        self.assertEqual(self.roles_of(self.person), {"department_officer"})

    def test_the_head_has_access_to_the_units_below(self):
        unit = self.env["onestop.department"].create(
            {"name": "Unit", "code": "T-UNIT", "parent_id": self.department.id}
        )
        head, officer = self.users["department_head"], self.users["department_officer"]
        self.assertIn(head, unit.access_user_ids)
        self.assertNotIn(head, unit.member_ids)
        self.assertTrue(head._holds("department_head", unit))
        self.assertFalse(officer._holds("department_officer", unit))
        self.assertFalse(head._holds("department_head", self.other))

    def test_who_looks_after_the_house_has_no_access_to_files(self):
        for role in (
            "administrator",
            "it_technician",
            "catalogue_manager",
            "custodian",
        ):
            with self.subTest(role):
                self.assertIn(self.users[role], self.centre.member_ids)
                self.assertNotIn(self.users[role], self.centre.access_user_ids)

    def test_the_departments_of_a_user_are_told_by_role(self):
        self.assign()
        self.assign("clerk", self.other)
        self.assertEqual(
            self.person._onestop_departments(), self.department + self.other
        )
        self.assertEqual(self.person._onestop_departments(["clerk"]), self.other)
        self.assertFalse(self.person._onestop_departments([]))

    def test_groups_given_by_other_hands_are_taken_back(self):
        director = self.env.ref("onestop_procedure.group_onestop_director")
        self.person.write({"group_ids": [(4, director.id)]})
        self.Assignment._cron_apply_dates()
        self.assertFalse(self.roles_of(self.person))

    def test_groups_of_others_are_left_alone(self):
        export = self.env.ref("base.group_allow_export")
        self.person.write({"group_ids": [(4, export.id)]})
        self.assign().action_end()
        self.assertIn(export, self.person.group_ids)

    def test_many_assignments_cost_few_statements(self):
        people = [self.make_user(f"test_many_{n}") for n in range(20)]
        departments = self.department + self.other
        with self.assertQueryCount(12):
            departments._refresh_people()
        self.Assignment.create(
            [
                {
                    "user_id": person.id,
                    "role": "department_officer",
                    "department_id": self.department.id,
                    "date_from": date(2026, 3, 1),
                }
                for person in people
            ]
        )
        self.env.flush_all()
        with self.assertQueryCount(12):
            departments._refresh_people()

    def test_who_lacks_the_same_is_written_in_one_go(self):
        people = [self.make_user(f"test_bulk_{n}") for n in range(6)]
        written = []
        write = type(self.env["res.users"]).write

        def counting(users, vals):
            if users and "group_ids" in vals:
                written.append(users)
            return write(users, vals)

        self.patch(type(self.env["res.users"]), "write", counting)
        self.Assignment.create(
            [
                {
                    "user_id": person.id,
                    "role": "clerk" if number < 2 else "department_officer",
                    "department_id": self.department.id,
                    "date_from": date(2026, 3, 1),
                }
                for number, person in enumerate(people)
            ]
        )
        self.assertEqual(sorted(map(len, written)), [2, 4])
        self.assertEqual(
            [self.roles_of(person) for person in people],
            [{"clerk"}] * 2 + [{"department_officer"}] * 4,
        )

    # ----------------------------------------------------------- who must not

    def test_only_an_administrator_assigns(self):
        for role in self.users.keys() - {"administrator"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.Assignment).create(
                    {
                        "user_id": self.person.id,
                        "role": "director",
                        "department_id": self.centre.id,
                    }
                )

    def test_nobody_assigns_roles_to_themselves(self):
        for role in ("custodian", "director", "clerk"):
            with self.subTest(role), self.assertRaises(UserError):
                self.assign(role, user=self.administrator)

    def test_nobody_moves_an_assignment_to_themselves(self):
        coming = self.assign("clerk", date_from=date(2026, 4, 1))
        with self.assertRaises(AccessError):
            coming.write({"user_id": self.administrator.id})

    def test_nobody_prolongs_or_ends_a_role_of_their_own(self):
        own = self.administrator.assignment_ids.with_user(self.administrator)
        with self.assertRaises(AccessError):
            own.write({"date_to": date(2030, 1, 1)})
        with self.assertRaises(AccessError):
            own.action_end()

    def test_roles_that_must_be_in_different_hands(self):
        for one, other in (
            ("administrator", "director"),
            ("administrator", "custodian"),
            ("director", "custodian"),
        ):
            person = self.make_user(f"test_{one}_{other}")
            self.assign(one, self.centre, person)
            with self.subTest(one=one, other=other):
                with self.assertRaises(ValidationError):
                    self.assign(other, self.other, person)

    def test_one_after_the_other_may_be_in_the_same_hands(self):
        self.assign("director", self.centre, date_to=date(2026, 3, 31))
        self.assign("administrator", self.centre, date_from=date(2026, 4, 1))

    def test_one_role_is_not_assigned_twice_at_one_time(self):
        self.assign(date_to=date(2026, 6, 30))
        with self.assertRaises(ValidationError):
            self.assign(date_from=date(2026, 6, 30))

    def test_a_citizen_gets_no_role(self):
        with self.assertRaises(ValidationError):
            self.Assignment.create(
                {
                    "user_id": self.portal.id,
                    "role": "clerk",
                    "department_id": self.department.id,
                }
            )

    def test_an_assignment_ends_after_it_begins(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.assign(date_to=date(2026, 3, 9))

    def test_what_has_begun_is_neither_rewritten_nor_deleted(self):
        assignment = self.assign()
        for vals in (
            {"role": "department_head"},
            {"department_id": self.other.id},
            {"user_id": self.plain.id},
            {"date_from": date(2026, 3, 1)},
            {"date_to": date(2026, 3, 9)},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    assignment.write(vals)
        with self.assertRaises(UserError):
            assignment.unlink()

    def test_saving_a_started_assignment_unchanged_is_no_rewriting(self):
        assignment = self.assign()
        assignment.write(
            {
                "user_id": self.person.id,
                "role": "department_officer",
                "date_from": "2026-03-10",
                "date_to": "2026-05-01",
                "capacity": "KT. GIÁM ĐỐC",
            }
        )
        self.assertEqual(assignment.capacity, "KT. GIÁM ĐỐC")

    def test_an_ended_assignment_is_history(self):
        assignment = self.assign()
        assignment.action_end()
        with self.assertRaises(UserError):
            assignment.write({"date_to": date(2027, 1, 1)})

    def test_a_coming_assignment_can_be_changed_and_withdrawn(self):
        coming = self.assign(date_from=date(2026, 4, 1))
        coming.write({"role": "clerk", "department_id": self.other.id})
        coming.unlink()
        self.assertFalse(self.person.assignment_ids)

    def test_nobody_says_by_hand_that_an_assignment_is_in_force(self):
        ended = self.assign("clerk", self.other)
        ended.action_end()
        for vals in ({"in_force": True}, {"ended_at": False}):
            with self.subTest(vals), self.assertRaises(AccessError):
                ended.write(vals)
        with self.assertRaises(AccessError):
            self.assign(date_from=date(2026, 4, 1), in_force=True)

    def test_defaults_of_a_context_put_nothing_in_force(self):
        coming = (
            self.Assignment.with_user(self.administrator)
            .with_context(default_in_force=True)
            .create(
                {
                    "user_id": self.person.id,
                    "role": "clerk",
                    "department_id": self.department.id,
                    "date_from": date(2026, 4, 1),
                }
            )
        )
        self.assertFalse(coming.in_force)
        self.assertFalse(self.roles_of(self.person))

    def test_a_copy_is_an_assignment_like_any_other(self):
        assignment = self.assign()
        with self.assertRaises(ValidationError):
            assignment.copy()
        copy = assignment.copy({"department_id": self.other.id})
        self.assertTrue(copy.in_force)
        with self.assertRaises(AccessError):
            assignment.copy({"user_id": self.administrator.id})

    def test_members_of_a_department_are_not_written_by_hand(self):
        department = self.department.with_user(self.administrator)
        person = [(4, self.person.id)]
        department.write({"member_ids": person, "access_user_ids": person})
        department.web_save({"access_user_ids": person}, {})
        made = self.env["onestop.department"].with_user(self.administrator)
        made = made.with_context(default_access_user_ids=person).create(
            {"name": "Made", "code": "T-MADE", "access_user_ids": person}
        )
        for each in department + made:
            self.assertNotIn(self.person, each.member_ids)
            self.assertNotIn(self.person, each.access_user_ids)

    def test_assignments_through_other_doors_ask_the_same_questions(self):
        clerk = self.users["clerk"]
        vals = {
            "user_id": clerk.id,
            "role": "director",
            "department_id": self.centre.id,
            "date_from": "2026-03-10",
        }
        env = self.env(user=clerk)
        doors = {
            "create": lambda: call_kw(
                env["onestop.role.assignment"], "create", [[vals]], {}
            ),
            "web_save": lambda: call_kw(
                env["onestop.role.assignment"], "web_save", [[], vals, {}], {}
            ),
            "own user": lambda: call_kw(
                env["res.users"],
                "write",
                [[clerk.id], {"assignment_ids": [(0, 0, vals)]}],
                {},
            ),
            "own groups": lambda: call_kw(
                env["res.users"],
                "write",
                [
                    [clerk.id],
                    {
                        "group_ids": [
                            (
                                4,
                                self.env.ref(
                                    "onestop_procedure.group_onestop_director"
                                ).id,
                            )
                        ]
                    },
                ],
                {},
            ),
            "a department": lambda: call_kw(
                env["onestop.department"],
                "write",
                [[self.centre.id], {"assignment_ids": [(0, 0, vals)]}],
                {},
            ),
            "a group": lambda: call_kw(
                env["res.groups"],
                "write",
                [
                    [self.env.ref("onestop_procedure.group_onestop_director").id],
                    {"user_ids": [(4, clerk.id)]},
                ],
                {},
            ),
        }
        for name, door in doors.items():
            with self.subTest(name), self.assertRaises(AccessError):
                door()
        loaded = call_kw(
            env["onestop.role.assignment"],
            "load",
            [
                ["user_id/.id", "role", "department_id/.id", "date_from"],
                [[str(clerk.id), "director", str(self.centre.id), "2026-03-10"]],
            ],
            {},
        )
        self.assertFalse(loaded["ids"])
        self.assertFalse(clerk._holds("director", self.centre))

    def test_an_administrator_escalates_through_no_door(self):
        env = self.env(user=self.administrator)
        system = self.env.ref("base.group_system")
        for model, ids, vals in (
            ("res.users", self.administrator.ids, {"group_ids": [(4, system.id)]}),
            ("res.users", self.person.ids, {"password": "stolen"}),
            ("res.users", self.person.ids, {"active": False}),
            ("res.groups", system.ids, {"user_ids": [(4, self.administrator.id)]}),
            (
                "res.groups",
                self.env.ref("onestop_procedure.group_onestop_administrator").ids,
                {"implied_ids": [(4, system.id)]},
            ),
        ):
            with self.subTest(model=model, vals=vals), self.assertRaises(AccessError):
                call_kw(env[model], "write", [ids, vals], {})

    def test_the_private_methods_cannot_be_called_from_outside(self):
        env = self.env(user=self.administrator)
        for model, method in (
            ("onestop.role.assignment", "_apply"),
            ("onestop.role.assignment", "_cron_apply_dates"),
            ("onestop.department", "_refresh_people"),
            ("onestop.staff.log", "_record"),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                call_kw(env[model], method, [[]], {})

    # -------------------------------------------------------------- who sees

    def test_who_reads_assignments(self):
        here = self.users["department_officer"].assignment_ids
        elsewhere = self.make_user(
            "test_elsewhere", ("department_officer", self.other)
        ).assignment_ids
        rows = (here + elsewhere).ids
        for role, expected in {
            "administrator": here + elsewhere,
            "director": here + elsewhere,
            "supervisor": here + elsewhere,
            "department_head": here,
            "department_officer": here,
            "clerk": here.browse(),
        }.items():
            with self.subTest(role):
                found = self.as_role(role, self.Assignment).search([("id", "in", rows)])
                self.assertEqual(found, expected)

    # --------------------------------------------------------------- the log

    def test_every_change_of_rights_is_logged_with_its_author(self):
        assignment = self.assign()
        assignment.action_end()
        log = self.env["onestop.staff.log"].search([("user_id", "=", self.person.id)])
        self.assertEqual(log.mapped("event"), ["ended", "assigned"])
        self.assertEqual(log.create_uid, self.administrator)
        self.assertEqual(set(log.mapped("role")), {"department_officer"})

    def test_nobody_writes_in_the_log(self):
        self.assign()
        row = self.env["onestop.staff.log"].search([("user_id", "=", self.person.id)])
        with self.assertRaises(AccessError):
            row.with_user(self.administrator).create(
                {"event": "ended", "user_id": self.person.id}
            )
        for user in (self.administrator, self.env.user):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"event": "ended"})
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()
