"""A process is approved only if the workflow of dossiers can take all its ways."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY, DossierCase
from .test_ways import GRANT, ON, REDRAFT, SIMPLE, STEPS, WAYS


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProcessApproval(DossierCase):
    def refused(self, sentence, ways=None, steps=STEPS, **vals):
        """A process of these steps and ways is refused with a sentence."""
        process = self.draft(ways or {}, steps, **vals)
        with self.assertRaisesRegex(UserError, sentence):
            process.action_approve()
        self.assertEqual(process.state, "draft")

    def draft(self, ways, steps=STEPS):
        process = self.make_process(
            self.version.procedure_id, "x", steps, valid_from="2026-02-01"
        )
        self.make_ways(process, ways)
        return process

    def test_ways_that_the_workflow_can_take_are_approved(self):
        process = self.draft(WAYS)
        process.action_approve()
        self.assertEqual(process.state, "approved")

    def test_a_role_that_may_not_do_the_step_is_refused(self):
        steps = [list(step) for step in STEPS]
        steps[3][3] = "clerk"
        self.refused("“Decide”: The role “the clerk” may not", steps=steps)

    def test_a_way_by_an_action_of_another_kind_of_step_is_refused(self):
        ways = {"Check": [ON, {**SIMPLE, "code": "decide"}]}
        self.refused("“Check”, “No visit”: “Approve” is not done", ways)
        ways = {"Decide": [GRANT, {**REDRAFT, "code": "decide"}]}
        self.refused("Only “Complete the step” returns", ways)

    def test_a_state_to_which_no_step_leads_is_refused(self):
        ways = {"Check": [ON, {**SIMPLE, "target_state": "returned"}]}
        self.refused("no way leads to the state “Returned”", ways)
        with self.assertRaises(ValueError):
            self.draft({"Check": [{**ON, "target_state": "stopped"}]})

    def test_an_outcome_that_is_no_decision_is_refused(self):
        ways = {"Decide": [{**GRANT, "outcome": "perhaps"}]}
        self.refused("is one of: Granted, Partly granted", ways)

    def test_a_broken_condition_is_refused(self):
        for condition, sentence in (
            ("[('owner_name', '=', 'x')]", "“owner_name” is no part of a condition"),
            ("[('create_uid.login', '=', 'x')]", "“create_uid.login” is no part"),
            ("[('step_ids', 'any', [])]", "“step_ids” is no part"),
            ("[('channel', 'ilike', 'x')]", "“ilike” is no part"),
            ("['|', ('channel', '=', 'post')]", "is no part"),
            ("[('properties.colour', '=', 'x')]", "nothing that is called “colour”"),
        ):
            with self.subTest(condition=condition):
                ways = {"Check": [ON, {**SIMPLE, "condition": condition}]}
                self.refused(sentence, ways)

    def test_a_step_of_another_process_is_no_target_whichever_way_it_comes(self):
        process, other = self.draft(WAYS), self.draft({})
        way = process.step_ids.transition_ids[0]
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            way.target_step_id = other.step_ids[1]
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            process.step_ids[2].process_id = other
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            way.step_id = other.step_ids[0]
            way.target_step_id = process.step_ids[1]

    def test_no_decision_on_a_way_to_the_end_is_refused(self):
        ways = {"Check": [ON, {**SIMPLE, "target_state": "resolved", "to": None}]}
        self.refused("on which nobody decides", ways)
        ways = {"Check": [ON, {**SIMPLE, "to": "Seal"}]}
        self.refused("“Seal” may seal before anything was decided", ways)
