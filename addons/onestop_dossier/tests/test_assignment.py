"""Whose a step is: said by the head, by rule, or by whoever takes it."""

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

CONTEXTS = (
    {},
    {"default_assigned_id": 2, "default_state": "open"},
    {"onestop_dossier_engine": True, "engine": True, "su": True, "uid": 1},
    {"install_mode": True, "import_file": True},
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAssignment(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.users["department_head"]
        cls.officer = cls.users["department_officer"]
        cls.colleague = cls.make_user(
            "test_colleague", ("department_officer", cls.department)
        )

    def step(self, user=None):
        """The open step of a new dossier, as a user, by default the head, reads it."""
        return self.to_processing().step_ids.with_user(user or self.head)

    def refused(self, words, function, *arguments):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            function(*arguments)

    def told(self, run):
        """(code, role, officer) of the journal's rows on whose the step is."""
        rows = self.env["onestop.journal"].search(
            [
                ("res_id", "=", run.dossier_id.id),
                ("code", "in", ("assign", "take", "release", "came_back")),
            ]
        )
        return [(row.code, row.role, row._told()["officer"]) for row in rows]

    # --------------------------------------------------------------- by the head

    @pytest.mark.article("Decree 61/2018", "19")
    def test_the_head_assigns_and_it_is_for_that_officer_only(self):
        run = self.step()
        run.action_assign(self.officer.id)
        self.assertEqual(run.assigned_id, self.officer)
        self.assertTrue(run.with_user(self.officer).for_me)
        self.assertFalse(run.with_user(self.colleague).for_me)
        found = run.with_user(self.colleague).search([("for_me", "=", True)])
        self.assertNotIn(run, found)
        run.action_assign(self.colleague.id, "Knows the place.")
        self.assertEqual(
            self.told(run),
            [
                ("assign", "department_head", "test_department_officer"),
                ("assign", "department_head", "test_colleague"),
            ],
        )

    def test_the_journal_names_in_words_to_whom(self):
        run = self.step()
        run.action_assign(self.officer.id)
        html = run.dossier_id.with_user(self.head).journal_html
        self.assertIn("Assigned: test_department_officer", html)

    def test_assigning_to_the_same_officer_again_changes_nothing(self):
        run = self.step()
        run.action_assign(self.officer.id)
        run.action_assign(self.officer.id)
        self.assertEqual(len(self.told(run)), 1)

    def test_only_the_head_of_that_department_assigns(self):
        run = self.step()
        for role in ("department_officer", "director"):
            with self.subTest(role=role):
                self.refused(
                    "only the head of Department T",
                    run.with_user(self.users[role]).action_assign,
                    self.officer.id,
                )
        for user in (
            self.make_user("test_head_u", ("department_head", self.other)),
            self.users["custodian"],
            self.portal,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                run.with_user(user).action_assign(self.officer.id)
        self.assertFalse(run.assigned_id)

    def test_the_head_above_assigns_too(self):
        above = self.env["onestop.department"].create({"name": "A", "code": "T-ABOVE"})
        self.department.parent_id = above
        chief = self.make_user("test_chief", ("department_head", above))
        run = self.step(chief)
        run.action_assign(self.officer.id)
        self.assertEqual(run.assigned_id, self.officer)

    def test_a_wrong_person_is_refused_with_a_sentence(self):
        run = self.step()
        ended = self.make_user("test_ended", ("department_officer", self.department))
        ended.assignment_ids.action_end()
        closed = self.make_user("test_closed", ("department_officer", self.department))
        closed.active = False
        filed = self.make_user("test_filed", ("department_officer", self.department))
        filed.partner_id = self.portal.partner_id
        for officer, words in (
            (
                self.make_user("test_far", ("department_officer", self.other)),
                "test_far works elsewhere",
            ),
            (ended, "test_ended is not the officer in charge at Department T today"),
            (self.users["clerk"], "test_clerk is not the officer in charge"),
            (closed, "the account of test_closed is closed"),
            (self.plain, "test_plain is not the officer in charge"),
            (self.portal, "is not the officer in charge"),
            (filed, "filed the dossier: another one has to do it"),
        ):
            with self.subTest(officer=officer.login):
                self.refused(words, run.action_assign, officer.id)
        self.refused("Choose an officer", run.action_assign, 0)
        self.refused("Choose an officer", run.action_assign, 10**9)
        self.assertFalse(run.assigned_id)

    def test_whoever_worked_on_it_is_not_given_the_decision(self):
        both = self.make_user(
            "test_both",
            ("department_officer", self.department),
            ("department_head", self.department),
        )
        dossier = self.to_processing()
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        dossier.with_user(both).action_transition(
            "complete_step", None, {"results": [result]}
        )
        run = dossier.step_ids.filtered(lambda one: one.kind == "decision")
        words = "test_both did a step before it"
        self.refused(words, run.with_user(self.head).action_assign, both.id)
        run.with_user(self.head).action_assign(self.head.id)

    def test_a_step_that_has_ended_is_nobodys_to_give(self):
        run = self.step()
        self.act("department_officer", run.dossier_id, "complete_step")
        self.refused("ended in the meantime", run.action_assign, self.officer.id)
        self.refused("ended in the meantime", run.with_user(self.colleague).action_take)

    # ----------------------------------------------------------------- by officers

    def test_an_officer_takes_what_is_nobodys_and_gives_it_back_with_a_reason(self):
        run = self.step(self.officer)
        for _click in range(2):
            run.action_take()
        self.assertEqual(run.assigned_id, self.officer)
        self.refused("Say why", run.action_release, "  ")
        words = "in the hands of test_department_officer by now"
        self.refused(words, run.with_user(self.colleague).action_take)
        words = "only the head of Department T"
        self.refused(words, run.with_user(self.colleague).action_release, "Mine.")
        run.action_release("Ill.")
        self.assertFalse(run.assigned_id)
        self.assertEqual(
            self.told(run),
            [
                ("take", "department_officer", "test_department_officer"),
                ("release", "department_officer", "test_department_officer"),
            ],
        )

    def test_a_step_of_another_role_is_not_taken(self):
        run = self.step(self.users["clerk"])
        self.refused("test_clerk is not the officer in charge", run.action_take)

    def test_the_head_gives_back_what_is_anybodys(self):
        run = self.step()
        run.action_assign(self.officer.id)
        run.action_release("On a course.")
        self.assertFalse(run.assigned_id)
        self.assertEqual(
            self.told(run)[-1],
            ("release", "department_head", "test_department_officer"),
        )

    # ------------------------------------------------------------------ restricting

    def test_others_may_do_it_unless_the_department_says_otherwise(self):
        run = self.step()
        run.action_assign(self.colleague.id)
        self.act("department_officer", run.dossier_id, "complete_step")
        self.assertEqual(run.user_id, self.officer)
        self.assertEqual(run.assigned_id, self.colleague)

    def test_where_only_the_assigned_act_others_are_told_whose_it_is(self):
        self.department.assigned_only = True
        run = self.step()
        dossier = run.dossier_id
        run.action_assign(self.colleague.id)
        self.refused(
            "The step is assigned to test_colleague",
            self.act,
            *("department_officer", dossier, "complete_step"),
        )
        mine = dossier.with_user(self.officer).available_transitions()
        self.assertNotIn("complete_step", [row["code"] for row in mine])
        run.action_assign(self.officer.id)
        self.act("department_officer", dossier, "complete_step")
        self.assertEqual(run.state, "done")

    def test_what_is_nobodys_anybody_of_the_role_does(self):
        self.department.assigned_only = True
        run = self.step()
        self.act("department_officer", run.dossier_id, "complete_step")
        self.assertEqual(run.state, "done")

    # --------------------------------------------------------------------- by rule

    def test_the_one_named_by_the_process_gets_it(self):
        step = self.version.procedure_id.process_ids.step_ids[0]
        step.with_user(self.users["catalogue_manager"]).officer_id = self.colleague
        run = self.step()
        self.assertEqual(run.assigned_id, self.colleague)
        self.assertEqual(self.told(run), [("assign", "system", "test_colleague")])
        # Named, but gone: it waits for whoever takes it.
        self.colleague.assignment_ids.action_end()
        self.assertFalse(self.step().assigned_id)

    def test_the_name_alone_may_change_in_an_approved_process(self):
        step = self.version.procedure_id.process_ids.step_ids[0]
        manager = step.with_user(self.users["catalogue_manager"])
        with self.assertRaisesRegex(UserError, "is in force"):
            manager.write({"officer_id": self.colleague.id, "hours": 1})
        with self.assertRaises(AccessError):
            step.with_user(self.head).officer_id = self.colleague

    def test_new_steps_go_to_whoever_has_fewest(self):
        self.department.assign_rule = "balanced"
        owners = [self.step().assigned_id for _dossier in range(4)]
        # The one who came first begins where both have as many.
        self.assertEqual(
            owners, [self.officer, self.colleague, self.officer, self.colleague]
        )

    def test_what_comes_to_the_counter_is_nobodys_in_particular(self):
        self.centre.assign_rule = "balanced"
        dossier = self.to_resolved()
        run = dossier.step_ids.filtered(lambda one: one.kind == "return")
        self.assertFalse(run.assigned_id)

    def test_a_draft_goes_back_to_whoever_had_it(self):
        run = self.step()
        run.action_assign(self.colleague.id)
        dossier = run.dossier_id
        dossier.with_user(self.colleague).action_transition("complete_step")
        self.act(
            *("department_head", dossier, "complete_step", "Not clear."),
            send_back_to=run.step_id.id,
        )
        again = dossier.step_ids.filtered(lambda one: one.state == "open")
        self.assertEqual(again.assigned_id, self.colleague)

    # -------------------------------------------------------------------- in bulk

    def wizard(self, runs, how="balanced", **vals):
        action = runs.action_open_assignment()
        model = self.env[action["res_model"]].with_user(runs.env.user)
        wizard = model.browse(action["res_id"])
        wizard.write({"how": how, **vals})
        return wizard

    def steps(self, count):
        runs = self.env["onestop.dossier.step"].with_user(self.head)
        for _dossier in range(count):
            runs |= self.step()
        return runs

    def test_handing_out_shows_who_gets_how_many_and_does_that(self):
        busy = self.steps(2)
        for run in busy:
            run.action_assign(self.officer.id)
        runs = self.steps(4)
        wizard = self.wizard(runs)
        assigning = wizard._assigning()
        rows = assigning.preview(wizard._officers(), to_all=True)["rows"]
        self.assertEqual(
            [(one["officer"], one["now"], one["gets"], one["then"]) for one in rows],
            # The officer has two already.
            [("test_colleague", 0, 3, 3), ("test_department_officer", 2, 1, 3)],
        )
        self.assertIn("test_colleague", wizard.preview_html)
        wizard.action_confirm()
        self.assertEqual(
            runs.mapped("assigned_id.login"),
            ["test_colleague", "test_department_officer"],
        )
        mine = runs.filtered(lambda one: one.assigned_id == self.colleague)
        self.assertEqual(len(mine), 3)

    def test_some_are_left_out_and_what_nobody_may_do_is_named(self):
        runs = self.steps(3)
        wizard = self.wizard(runs, among_ids=[(6, 0, self.colleague.ids)])
        wizard.action_confirm()
        self.assertEqual(runs.assigned_id, self.colleague)
        decision = self.step()
        self.act("department_officer", decision.dossier_id, "complete_step")
        decision = decision.dossier_id.step_ids.filtered(
            lambda one: one.state == "open"
        )
        wizard = self.wizard(
            decision.with_user(self.head), among_ids=[(6, 0, self.colleague.ids)]
        )
        self.assertIn("nobody is there who may do it", wizard.preview_html)
        self.refused("nobody is there who may do it", wizard.action_confirm)

    def test_all_is_given_back_at_once(self):
        runs = self.steps(2)
        for run in runs:
            run.action_assign(self.officer.id)
        wizard = self.wizard(runs, "release")
        self.refused("Say why", wizard.action_confirm)
        wizard.reason = "Moved to another room."
        wizard.action_confirm()
        self.assertFalse(runs.assigned_id)

    def test_what_changed_since_the_head_looked_is_told(self):
        runs = self.steps(2)
        wizard = self.wizard(runs, "person", officer_id=self.colleague.id)
        runs[0].with_user(self.officer).action_take()
        self.refused(
            "in the hands of test_department_officer by now", wizard.action_confirm
        )
        self.assertFalse(runs[1].assigned_id)

    # --------------------------------------------------------------- somebody leaves

    def test_whoever_leaves_leaves_nothing_behind(self):
        run, other = self.steps(2)
        run.action_assign(self.colleague.id)
        other.action_assign(self.officer.id)
        self.colleague.assignment_ids.action_end()
        self.assertFalse(run.assigned_id)
        self.assertTrue(run.came_back)
        self.assertEqual(self.told(run)[-1], ("came_back", "system", "test_colleague"))
        self.assertIn(run, run.search([("came_back", "=", True)]))
        self.assertEqual(other.assigned_id, self.officer)
        run.action_assign(self.officer.id)
        self.assertFalse(run.came_back)

    def test_a_closed_account_leaves_nothing_behind(self):
        run = self.step()
        run.action_assign(self.colleague.id)
        self.colleague.active = False
        self.assertFalse(run.assigned_id)

    def test_a_role_that_ends_at_midnight_leaves_nothing_behind(self):
        run = self.step()
        short = self.make_user(
            "test_short",
            ("department_officer", self.department),
            date_to="2026-03-09",
        )
        run.action_assign(short.id)
        with freeze_time("2026-03-09 17:05:00"):
            self.env["onestop.role.assignment"]._cron_apply_dates()
        self.assertFalse(run.assigned_id)

    # --------------------------------------------------------------------- attacks

    def test_nobody_writes_past_the_actions(self):
        run = self.step()
        dossier = run.dossier_id
        for user in (self.head, self.officer, self.users["director"], self.portal):
            for context in CONTEXTS:
                with self.subTest(user=user.login, context=context):
                    mine = run.with_user(user).with_context(**context)
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        mine.write({"assigned_id": user.id})
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        mine.web_save({"assigned_id": user.id}, {})
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        dossier.with_user(user).with_context(**context).write(
                            {"step_ids": [(1, run.id, {"assigned_id": user.id})]}
                        )
        loaded = run.load(["id", "assigned_id/.id"], [[str(run.id), str(self.head.id)]])
        self.assertFalse(loaded["ids"])
        self.assertFalse(run.assigned_id)

    def test_no_context_makes_an_officer_the_head(self):
        run = self.step(self.officer)
        for context in CONTEXTS:
            with self.subTest(context=context):
                self.refused(
                    "only the head",
                    run.with_context(**context).action_assign,
                    self.officer.id,
                )

    def test_a_form_with_the_steps_of_others_does_nothing_to_them(self):
        run = self.step()
        far = self.make_user("test_far_head", ("department_head", self.other))
        wizards = self.env["onestop.step.assignment"].with_user(far)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizards.create({"step_ids": [(6, 0, run.ids)], "how": "release"})
        theirs = wizards.sudo().create({"step_ids": [(6, 0, run.ids)]})
        theirs.flush_recordset()
        theirs.invalidate_recordset()
        theirs.with_user(far).action_confirm()
        self.assertEqual(self.told(run), [])

    def test_an_officer_hands_nothing_out_by_the_form(self):
        run = self.step(self.officer)
        action = run.action_open_release()
        wizard = self.env[action["res_model"]].with_user(self.officer)
        wizard = wizard.browse(action["res_id"])
        self.assertFalse(wizard.is_head)
        wizard.write({"how": "person", "officer_id": self.colleague.id})
        self.refused("only the head", wizard.action_confirm)
