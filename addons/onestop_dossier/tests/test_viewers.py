"""Who has a dossier open knows of the others, and nobody else of either."""

import json
import threading
from datetime import date
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.onestop_dossier_viewer import MOST
from .common import MONDAY, DossierCase

OTHERS = "onestop_dossier.viewers"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestViewers(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["department_officer"]
        cls.head = cls.users["department_head"]
        cls.officer.name, cls.head.name = "Officer T", "Head T"

    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()
        self.told()

    def look(self, user, editing=False):
        return self.dossier.with_user(user).look_in(editing)

    def leave(self, user):
        return self.dossier.with_user(user).look_away()

    def told(self):
        """Whose browsers were told since the last time, and all that they were told."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([("message", "like", OTHERS)], order="id")
        found = [
            (json.loads(row.channel), json.loads(row.message)["payload"])
            for row in rows
        ]
        rows.unlink()
        return found

    def channel(self, user):
        return [self.env.cr.dbname, "res.partner", user.partner_id.id]

    # ------------------------------------------------------------ see each other

    def test_two_at_one_dossier_learn_of_each_other(self):
        self.assertEqual(self.look(self.officer), [])
        # 09:00 in Việt Nam.
        officer = {
            "name": "Officer T",
            "unit": "Department T",
            "since": "09:00",
            "editing": False,
        }
        with freeze_time("2026-03-09 02:01:00"):
            self.assertEqual(self.look(self.head, editing=True), [officer])
            head = {**officer, "name": "Head T", "since": "09:01", "editing": True}
            self.assertEqual(self.look(self.officer), [head])

    def test_the_others_are_told_of_what_is_new_and_of_nothing_else(self):
        payload = {"dossier": self.dossier.id}
        self.look(self.officer)
        self.assertEqual(self.told(), [])
        self.look(self.head)
        self.assertEqual(self.told(), [(self.channel(self.officer), payload)])
        # A heartbeat is no news.
        self.look(self.head)
        self.look(self.officer)
        self.assertEqual(self.told(), [])
        self.look(self.head, editing=True)
        self.assertEqual(self.told(), [(self.channel(self.officer), payload)])
        self.leave(self.head)
        self.assertEqual(self.told(), [(self.channel(self.officer), payload)])
        self.assertEqual(self.look(self.officer), [])

    def test_a_director_who_only_looks_is_seen(self):
        self.look(self.users["director"])
        [seen] = self.look(self.officer)
        self.assertEqual(seen["unit"], "Centre T")

    def test_a_deputy_is_seen_under_their_own_name_and_unit(self):
        clerk, chief = (
            self.users["clerk"],
            self.make_user("test_chief", ("department_head", self.other)),
        )
        chief.name = "Chief T"
        self.env["onestop.role.assignment"].create(
            {
                "user_id": clerk.id,
                "role": "department_officer",
                "department_id": self.other.id,
                "date_from": date(2026, 3, 1),
            }
        )
        self.env["onestop.absence"].with_user(chief).create(
            {
                "user_id": chief.id,
                "department_id": self.other.id,
                "deputy_id": clerk.id,
                "date_from": date(2026, 3, 9),
                "date_to": date(2026, 3, 13),
            }
        )
        clerk.assignment_ids.filtered(
            lambda one: one.role == "department_officer"
        ).action_end()
        self.look(clerk)
        [seen] = self.look(self.officer)
        self.assertEqual((seen["name"], seen["unit"]), (clerk.name, "Department T"))

    def test_whoever_falls_silent_has_gone_and_begins_anew(self):
        self.look(self.officer)
        with freeze_time("2026-03-09 02:01:14"):
            self.assertEqual(len(self.look(self.head)), 1)
        with freeze_time("2026-03-09 02:01:15"):
            self.assertEqual(self.look(self.head), [])
        self.told()
        with freeze_time("2026-03-09 02:02:00"):
            self.look(self.officer)
            self.assertEqual(
                self.told(), [(self.channel(self.head), {"dossier": self.dossier.id})]
            )
            self.assertEqual(self.look(self.head)[0]["since"], "09:02")

    # -------------------------------------------------------------------- walls

    def test_whoever_may_not_read_it_learns_nothing_and_is_not_seen(self):
        self.look(self.officer)
        stranger = self.make_user("stranger", ("department_head", self.other))
        neighbours = ("administrator", "it_technician", "catalogue_manager")
        for user in (stranger, self.plain, *(self.users[one] for one in neighbours)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.look(user)
        self.assertEqual(self.told(), [])
        self.assertEqual(self.look(self.officer), [])

    def test_a_citizen_neither_sees_nor_is_seen(self):
        self.look(self.officer)
        with self.assertRaisesRegex(AccessError, "Only the staff"):
            self.look(self.portal)
        self.assertEqual((self.told(), self.look(self.officer)), ([], []))

    def test_whose_right_ended_meanwhile_is_told_nothing(self):
        other = self.make_user("test_other", ("department_head", self.department))
        self.look(other)
        self.look(self.officer)
        self.told()
        other.assignment_ids.action_end()
        self.look(self.head)
        self.leave(self.head)
        self.assertEqual(
            self.told(),
            [(self.channel(self.officer), {"dossier": self.dossier.id})] * 2,
        )
        with self.assertRaises(AccessError):
            self.look(other)
        # To leave, nobody needs a right; it ends their own row and no other.
        self.leave(other)
        self.assertEqual(len(self.look(self.head)), 1)

    def test_a_closed_account_is_told_nothing(self):
        self.look(self.head)
        self.head.active = False
        self.look(self.officer)
        self.assertEqual(self.told(), [])

    def test_nothing_in_the_context_opens_the_wall(self):
        stranger = self.make_user("stranger", ("department_head", self.other))
        for context in ({"active_test": False}, {"su": True}, {"uid": 1}):
            theirs = self.dossier.with_user(stranger).with_context(**context)
            with self.subTest(context=context), self.assertRaises(AccessError):
                theirs.look_in()

    def test_nobody_reads_or_writes_who_looks_by_themselves(self):
        self.look(self.officer)
        rows = self.env["onestop.dossier.viewer"].search([])
        for role, user in self.users.items():
            mine = rows.with_user(user)
            for attack in (
                partial(mine.read, ["user_id"]),
                partial(mine.search, []),
                partial(mine.write, {"user_id": user.id}),
                partial(mine.create, {"user_id": user.id}),
                mine.unlink,
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    attack()

    def test_leaving_ends_nobody_elses_stay(self):
        self.look(self.officer)
        stranger = self.make_user("stranger", ("department_head", self.other))
        self.leave(stranger)
        self.assertEqual(self.told(), [])
        self.assertEqual(len(self.look(self.head)), 1)

    def test_a_dossier_that_is_gone_is_left_without_a_word(self):
        draft = self.as_role("counter_officer", self.env["onestop.dossier"]).create(
            {"version_id": self.version.id, "owner_name": "Owner T"}
        )
        draft.look_in()
        draft.unlink()
        self.assertTrue(draft.look_away())
        self.assertFalse(self.env["onestop.dossier.viewer"].search([]))
        with self.assertRaises(UserError):
            draft.look_in()

    # --------------------------------------------------------------------- costs

    def queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        thread = threading.current_thread()
        before, thread.query_count = getattr(thread, "query_count", 0), 0
        try:
            function()
            return thread.query_count
        finally:
            thread.query_count += before

    def test_a_heartbeat_costs_few_queries_and_writes_nothing_of_the_dossier(self):
        self.look(self.officer)
        self.look(self.head)
        written = self.dossier.write_date
        self.look(self.officer)
        # May it be read; note and ask; alone there is no more, with others their names
        # and departments.
        self.assertLessEqual(self.queries(lambda: self.look(self.officer)), 7)
        self.leave(self.head)
        self.assertLessEqual(self.queries(lambda: self.look(self.officer)), 3)
        self.assertEqual(self.dossier.write_date, written)
        self.assertEqual(self.journal(self.dossier)[-1], "forward")

    def test_the_table_holds_one_row_a_pair_and_forgets_who_has_gone(self):
        for _beat in range(3):
            self.look(self.officer)
        self.look(self.head)
        viewers = self.env["onestop.dossier.viewer"]
        self.assertEqual(viewers.search_count([]), 2)
        with freeze_time("2026-03-09 02:01:00"):
            self.look(self.head)
        with freeze_time("2026-03-09 02:01:30"):
            viewers._gc_gone()
        self.assertEqual(viewers.search([]).user_id, self.head)

    def test_of_very_many_some_are_told_of(self):
        users = self.env["res.users"].create(
            [
                {"name": f"Head {number}", "login": f"test_many_{number}"}
                for number in range(MOST + 5)
            ]
        )
        self.env["onestop.role.assignment"].create(
            [
                {
                    "user_id": user.id,
                    "role": "department_head",
                    "department_id": self.department.id,
                }
                for user in users
            ]
        )
        for user in (self.officer, *users):
            self.look(user)
        self.assertEqual(len(self.look(self.officer)), MOST)
        self.told()
        # Whoever comes last is known as well: their heartbeat is no news.
        self.look(users[-1])
        self.assertEqual(self.told(), [])
