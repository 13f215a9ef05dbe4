"""What a deputy sees and does in somebody's stead, and what stays forbidden."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

RESULT = "Licence"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDeputies(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.users["department_head"]
        cls.officer = cls.users["department_officer"]
        cls.clerk = cls.users["clerk"]

    def away(self, user, deputy, **values):
        return (
            self.env["onestop.absence"]
            .with_user(user)
            .create(
                {
                    "user_id": user.id,
                    "department_id": self.department.id,
                    "deputy_id": deputy.id,
                    "date_from": date(2026, 3, 9),
                    "date_to": date(2026, 3, 13),
                    **values,
                }
            )
        )

    def for_decision(self, worker=None):
        """A dossier that waits for its decision."""
        dossier = self.to_processing()
        results = [{"name": RESULT, "file": self.pdf("licence.pdf")}]
        dossier.with_user(worker or self.officer).action_transition(
            "complete_step", None, {"results": results}
        )
        return dossier

    def refused(self, words, user, dossier, code, *arguments):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            dossier.with_user(user).action_transition(code, *arguments)

    def rows(self, dossier):
        return self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )

    # ------------------------------------------------------------- does and is named

    def test_the_deputy_decides_and_the_journal_names_both(self):
        dossier = self.for_decision()
        self.refused("is for", self.clerk, dossier, "decide")
        self.away(self.head, self.clerk)
        dossier.with_user(self.clerk).action_transition("decide")
        row = self.rows(dossier)[-1]
        self.assertEqual(
            (row.code, row.actor, row.role), ("decide", "test_clerk", "department_head")
        )
        self.assertEqual(
            row.actor_label, "test_clerk on behalf of test_department_head"
        )
        html = dossier.with_user(self.head).journal_html
        self.assertIn("test_clerk on behalf of test_department_head", html)
        run = dossier.step_ids.filtered(lambda one: one.kind == "decision")
        self.assertEqual((run.user_id, run.on_behalf_id), (self.clerk, self.head))

    def test_whoever_acts_in_their_own_right_acts_for_nobody(self):
        second = self.make_user("test_second", ("department_head", self.department))
        self.away(self.head, second)
        dossier = self.for_decision()
        dossier.with_user(second).action_transition("decide")
        run = dossier.step_ids.filtered(lambda one: one.kind == "decision")
        self.assertFalse(run.on_behalf_id)
        self.assertNotIn("on behalf", self.rows(dossier)[-1].actor_label)

    def test_outside_the_days_a_deputy_is_nobody(self):
        dossier = self.for_decision()
        self.away(self.head, self.clerk, date_from=date(2026, 3, 10))
        self.refused("is for", self.clerk, dossier, "decide")
        cron = self.env["onestop.role.assignment"]._cron_apply_dates
        # 00:00:30 on Saturday in Việt Nam: the job has not run yet.
        with freeze_time("2026-03-12 02:00:00"):
            cron()
        with freeze_time("2026-03-13 17:00:30"):
            self.refused("is for", self.clerk, dossier, "decide")
            cron()
            self.refused("is for", self.clerk, dossier, "decide")

    def test_in_another_department_a_deputy_is_nobody(self):
        """What the chief of both reads of the other one, the deputy does not."""
        chief = self.make_user(
            "test_chief",
            ("department_head", self.department),
            ("department_head", self.other),
        )
        self.away(chief, self.clerk)
        version = self.make_version(
            "9.900002", competent_department_ids=[(6, 0, self.other.ids)]
        )
        dossier = self.file(
            procedure=version.procedure_id.code,
            components=[{"component": "Application", "files": [self.pdf()]}],
        )
        dossier.with_user(self.users["counter_officer"]).action_transition(
            "accept", None, {"department_id": self.other.id}
        )
        self.assertEqual(dossier.department_id, self.other)
        dossier.with_user(chief).check_access("read")
        with self.assertRaises(AccessError):
            dossier.with_user(self.clerk).read(["owner_name"])

    # ------------------------------------------------------------------- four eyes

    def test_whoever_processed_does_not_decide_in_the_heads_stead(self):
        dossier = self.for_decision()
        self.away(self.head, self.officer)
        self.refused("may not decide", self.officer, dossier, "decide")

    def test_nor_where_the_version_lets_one_person_do_both(self):
        version = self.make_version("9.900003", four_eyes=False)
        self.version = version
        dossier = self.for_decision()
        self.away(self.head, self.officer)
        self.refused("may not decide", self.officer, dossier, "decide")

    def test_nor_in_the_stead_of_whoever_processed(self):
        both = self.make_user(
            "test_both",
            ("department_officer", self.department),
            ("department_head", self.department),
        )
        dossier = self.for_decision(both)
        self.away(both, self.clerk)
        self.refused("may not decide", self.clerk, dossier, "decide")

    def test_nor_does_a_head_decide_on_what_they_did_for_an_officer(self):
        version = self.make_version("9.900004", four_eyes=False)
        self.version = version
        self.away(self.officer, self.head)
        dossier = self.for_decision(self.head)
        self.assertEqual(dossier.step_ids.on_behalf_id, self.officer)
        self.refused("may not decide", self.head, dossier, "decide")

    # -------------------------------------------------------------------- worklist

    def worklist(self, user):
        runs = self.env["onestop.dossier.step"].with_user(user)
        return runs.search([("for_me", "=", True)])

    def test_the_absent_ones_worklist_is_shown_to_the_deputy_as_such(self):
        colleague = self.make_user(
            "test_colleague", ("department_officer", self.department)
        )
        theirs = self.to_processing().step_ids.with_user(self.head)
        theirs.action_assign(self.officer.id)
        others = self.to_processing().step_ids
        self.assertEqual(self.worklist(colleague), others)
        self.assertFalse(self.worklist(self.clerk))
        # One who holds the role themselves, and one who gets it for these days.
        self.away(self.officer, colleague)
        self.assertEqual(self.worklist(colleague), theirs | others)
        run = theirs.with_user(colleague)
        self.assertEqual(run.deputy_for, "test_department_officer")
        found = run.search([("as_deputy", "=", True)])
        self.assertEqual(found, theirs)
        self.assertFalse(others.with_user(colleague).deputy_for)

    def test_a_borrowed_role_is_shown_as_such_too(self):
        run = self.to_processing().step_ids
        self.away(self.officer, self.clerk)
        self.assertEqual(self.worklist(self.clerk), run)
        mine = run.with_user(self.clerk)
        self.assertEqual(mine.deputy_for, "test_department_officer")
        self.assertEqual(mine.search([("as_deputy", "=", True)]), run)

    def test_the_deputy_does_what_is_the_absent_ones_alone(self):
        self.department.assigned_only = True
        colleague = self.make_user(
            "test_colleague", ("department_officer", self.department)
        )
        run = self.to_processing().step_ids.with_user(self.head)
        run.action_assign(self.officer.id)
        dossier = run.dossier_id
        self.refused("is assigned to", colleague, dossier, "complete_step")
        self.away(self.officer, colleague)
        dossier.with_user(colleague).action_transition("complete_step")
        self.assertEqual((run.user_id, run.on_behalf_id), (colleague, self.officer))
        label = self.rows(dossier)[-1].actor_label
        self.assertEqual(label, "test_colleague on behalf of test_department_officer")

    def test_the_deputy_of_the_head_assigns(self):
        run = self.to_processing().step_ids
        self.away(self.head, self.clerk)
        run.with_user(self.clerk).action_assign(self.officer.id)
        label = self.rows(run.dossier_id)[-1].actor_label
        self.assertEqual(label, "test_clerk on behalf of test_department_head")

    def test_new_work_passes_the_absent_one_by(self):
        colleague = self.make_user(
            "test_colleague", ("department_officer", self.department)
        )
        self.department.assign_rule = "balanced"
        self.away(self.officer, colleague)
        owners = [self.to_processing().step_ids.assigned_id for _one in range(2)]
        self.assertEqual(owners, [colleague, colleague])

    def test_what_a_deputy_took_is_nobodys_after_the_days(self):
        run = self.to_processing().step_ids
        absence = self.away(self.officer, self.clerk)
        run.with_user(self.clerk).action_take()
        absence.action_end()
        self.assertFalse(run.assigned_id)
        self.assertTrue(run.came_back)
