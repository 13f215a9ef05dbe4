"""Whose turn it is: each finds first what their own role is to do."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.right import ENGINE
from .common import MONDAY, DossierCase

ROLES = ("counter_officer", "department_officer", "department_head", "clerk")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorklist(DossierCase):
    def whose(self, dossier, users=None):
        """Names of `users`, by default of roles, for whom a step of it is to do."""
        found = []
        for name, user in (users or {role: self.users[role] for role in ROLES}).items():
            runs = self.env["onestop.dossier.step"].with_user(user)
            mine = runs.search([("dossier_id", "=", dossier.id), ("for_me", "=", True)])
            told = dossier.step_ids.with_user(user).filtered("for_me")
            self.assertEqual(mine, told)
            found += [name] * len(mine)
        return found

    def test_a_dossier_goes_from_one_to_the_next(self):
        dossier = self.to_processing()
        self.assertEqual(self.whose(dossier), ["department_officer"])
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.assertEqual(self.whose(dossier), ["department_head"])
        self.act("department_head", dossier, "decide")
        self.assertEqual(self.whose(dossier), ["clerk"])

    def test_not_whose_role_is_another_departments_or_over(self):
        dossier = self.to_processing()
        users = {
            "another": self.make_user(
                "test_another", ("department_officer", self.other)
            ),
            "over": self.make_user(
                "test_over",
                ("department_officer", self.department),
                ("department_head", self.department),
            ),
        }
        held = users["over"].assignment_ids
        held.filtered(lambda one: one.role == "department_officer").action_end()
        self.assertEqual(self.whose(dossier, users), [])

    def test_the_rest_is_what_is_not_for_me(self):
        dossier = self.to_processing()
        runs = self.env["onestop.dossier.step"].with_user(self.users["clerk"])
        mine = [("dossier_id", "=", dossier.id), ("for_me", "=", False)]
        self.assertEqual(len(dossier.step_ids), 1)
        self.assertEqual(runs.search(mine), dossier.step_ids)

    def worklist(self, user, order="unread desc, date_due, id"):
        """The dossiers for the user, as the list orders them."""
        runs = self.env["onestop.dossier.step"].with_user(user)
        return runs.search([("for_me", "=", True)], order=order).dossier_id.sudo()

    def test_what_i_have_not_opened_comes_first_and_to_others_it_is_new(self):
        colleague = self.make_user(
            "test_colleague", ("department_officer", self.department)
        )
        officer = self.users["department_officer"]
        first, second = self.to_processing(), self.to_processing()
        self.assertEqual(self.worklist(officer), first | second)
        opened = first.step_ids.with_user(officer)
        self.assertTrue(opened.unread)
        for _click in range(2):
            self.assertEqual(opened.action_open_dossier()["res_id"], first.id)
        self.assertFalse(opened.unread)
        self.assertEqual(list(self.worklist(officer)), [second, first])
        unread = self.env["onestop.dossier.step"].with_user(officer)
        self.assertEqual(
            unread.search([("unread", "=", True), ("state", "=", "open")]),
            second.step_ids,
        )
        self.assertEqual(list(self.worklist(colleague)), [first, second])
        self.assertTrue(first.step_ids.with_user(colleague).unread)

    def test_pages_follow_each_other_where_unread_and_read_meet(self):
        officer = self.users["department_officer"]
        runs = self.env["onestop.dossier.step"]
        for _dossier in range(5):
            runs |= self.to_processing().step_ids
        for opened in (runs[0], runs[3]):
            opened.with_user(officer).action_open_dossier()
        # Those that are not opened in their order, then those that are.
        ordered = [runs[place].id for place in (1, 2, 4, 0, 3)]
        mine = runs.with_user(officer)
        domain = [("id", "in", runs.ids), ("for_me", "=", True)]
        for order in ("unread desc, date_due, id", "unread DESC, id ASC"):
            for limit in (1, 2, 3, 5, 9):
                for offset in range(7):
                    with self.subTest(order=order, limit=limit, offset=offset):
                        page = mine.search(domain, offset, limit, order)
                        self.assertEqual(page.ids, ordered[offset : offset + limit])
            self.assertEqual(mine.search(domain, order=order).ids, ordered)
        # Of nothing more it is said in which order: that of the model.
        self.assertEqual(mine.search(domain, 0, 9, "unread desc").ids, ordered)
        page = mine.web_search_read(
            domain, {"unread": {}}, limit=4, order="unread desc, id", count_limit=10
        )
        self.assertEqual(page["length"], 5)
        self.assertEqual([row["id"] for row in page["records"]], ordered[:4])

    def test_nobody_reads_or_writes_what_others_have_opened(self):
        run = self.to_processing().step_ids
        run.with_user(self.users["department_officer"]).action_open_dossier()
        for role in ("department_head", "director", "department_officer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                run.with_user(self.users[role]).read(["reader_ids"])
            with self.assertRaises(AccessError):
                run.with_user(self.users[role]).write({"reader_ids": [(5,)]})

    def test_a_step_of_another_department_is_not_marked(self):
        run = self.to_processing().step_ids
        stranger = self.make_user("test_far", ("department_officer", self.other))
        with self.assertRaises(AccessError):
            run.with_user(stranger).action_open_dossier()
        self.assertFalse(run.reader_ids)

    def test_a_supplement_that_came_is_news(self):
        officer = self.users["department_officer"]
        dossier = self.to_processing()
        dossier.step_ids.with_user(officer).action_open_dossier()
        self.act(
            *("department_officer", dossier, "request_supplement", "Unsigned."),
            component_ids=dossier.component_ids.ids,
        )
        self.assertFalse(dossier.step_ids.with_user(officer).unread)
        self.act("portal", dossier, "supplement", "Here it is.")
        self.assertTrue(dossier.step_ids.with_user(officer).unread)

    def test_marks_of_what_has_ended_are_forgotten(self):
        run = self.to_processing().step_ids
        run.with_user(self.users["department_officer"]).action_open_dossier()
        with ENGINE.held():
            run.state = "done"
        self.env.flush_all()
        run._gc_readers()
        run.invalidate_recordset()
        self.assertFalse(run.reader_ids)

    def test_the_marks_of_many_rows_are_one_query(self):
        runs = self.env["onestop.dossier.step"]
        for _dossier in range(3):
            runs |= self.to_processing().step_ids
        runs = runs.with_user(self.users["department_officer"])
        runs.mapped("state")
        with self.assertQueryCount(1):
            self.assertEqual(runs.mapped("unread"), [True] * 3)

    def test_the_bar_shows_the_share_of_working_time_that_is_used(self):
        # 16 hours from Monday at nine: Wednesday at nine.
        run = self.to_processing().step_ids
        for now, share in (
            ("2026-03-09 02:00:00", 0),
            # Six of sixteen hours when Monday ends.
            ("2026-03-09 10:00:00", 38),
            ("2026-03-09 16:00:00", 38),
            ("2026-03-11 02:00:00", 100),
            ("2026-03-12 02:00:00", 100),
        ):
            with self.subTest(now=now), freeze_time(now):
                run.invalidate_recordset(["share_used"])
                self.assertEqual(run.share_used, share)
        with ENGINE.held():
            run.date_due = False
        self.assertEqual(run.share_used, 0)

    def test_the_bar_stands_still_while_the_applicant_is_waited_for(self):
        dossier = self.to_processing()
        with freeze_time("2026-03-09 10:00:00"):
            self.act(
                *("department_officer", dossier, "request_supplement", "Unsigned."),
                component_ids=dossier.component_ids.ids,
            )
        with freeze_time("2026-03-13 02:00:00"):
            dossier.step_ids.invalidate_recordset(["share_used"])
            self.assertEqual(dossier.step_ids.share_used, 38)

    def test_nearly_due_is_what_is_due_until_the_end_of_the_next_working_day(self):
        run = self.to_processing().step_ids
        for due, nearly in (
            ("2026-03-10 10:00:00", True),
            ("2026-03-11 02:00:00", False),
            # Past: it is overdue.
            ("2026-03-09 01:00:00", False),
        ):
            with self.subTest(due=due):
                with ENGINE.held():
                    run.date_due = due
                head = run.with_user(self.users["department_head"])
                self.assertEqual(head.nearly_due, nearly)
                found = head.search([("nearly_due", "=", True)])
                self.assertEqual(run in found, nearly)
                others = head.search([("nearly_due", "=", False)])
                self.assertEqual(run in others, not nearly)
