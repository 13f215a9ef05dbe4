"""An internal process is approved only if it keeps the term and can end."""

from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_catalogue import RETURN, CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestProcessApproval(CatalogueCase):
    def setUp(self):
        super().setUp()
        # 2 working days: 16 hours.
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id

    def refused(self, process, sentence):
        with self.assertRaisesRegex(UserError, sentence):
            process.action_approve()
        self.assertEqual(process.state, "draft")

    @pytest.mark.article("Decree 61/2018", "19")
    def test_steps_may_take_as_long_as_the_term_and_no_longer(self):
        process = self.make_process(
            self.procedure,
            {"hours": 10},
            {"hours": 6},
            {**RETURN, "hours": 40},
        )
        self.assertEqual((process.total_hours, process.term_hours), (16, 16))
        process.step_ids[0].hours = 10.5
        self.assertTrue(process.over_term)
        self.refused(process, "16.5 working hours, the shortest term is 16: 0.5 too")
        process.step_ids[0].hours = 10
        process.action_approve()
        self.assertEqual(process.state, "approved")
        self.assertEqual(self.version.process_id, process)

    def test_who_usually_does_a_step_is_proposed_by_its_kind(self):
        process = self.make_process(self.procedure, {"hours": 1})
        steps = self.env["onestop.process.step"].with_context(
            default_process_id=process.id
        )
        with Form(steps) as step:
            step.name = "Step"
            for kind, role, place in (
                ("decision", "department_head", "competent"),
                ("return", "counter_officer", "received"),
                ("seal", "clerk", "competent"),
            ):
                step.kind = kind
                self.assertEqual((step.role, step.place), (role, place))

    def test_parallel_steps_count_once_and_longest(self):
        process = self.make_process(
            self.procedure,
            {"hours": 4, "sequence": 1},
            {"hours": 8, "sequence": 2, "kind": "opinion"},
            {"hours": 12, "sequence": 2, "kind": "opinion"},
        )
        self.assertEqual(process.total_hours, 16)

    def test_the_shortest_of_all_channels_binds(self):
        draft = self.version.copy()
        draft.channel_ids = [
            Command.create(
                {"channel": "online", "term_value": 2, "term_unit": "working_hours"}
            )
        ]
        draft.decision_id = self.make_decision(date(2026, 3, 1), "2/QĐ-T")
        draft.action_publish()
        process = self.make_process(self.procedure, valid_from=date(2026, 3, 5))
        self.assertEqual(process.term_hours, 2)
        self.refused(process, "8 working hours, the shortest term is 2: 6 too many")

    def test_the_shortest_of_all_cases_binds_too(self):
        draft = self.version.copy()
        case = self.manager["onestop.procedure.case"].create(
            {"version_id": draft.id, "name": "Simple"}
        )
        draft.channel_ids = [
            Command.create(
                {
                    "channel": "in_person",
                    "term_value": 1,
                    "term_unit": "working_days",
                    "case_id": case.id,
                }
            )
        ]
        draft.decision_id = self.make_decision(date(2026, 3, 1), "2/QĐ-T")
        draft.action_publish()
        process = self.make_process(
            self.procedure, {"hours": 9}, valid_from=date(2026, 3, 5)
        )
        self.refused(process, "9 working hours, the shortest term is 8: 1 too many")

    def test_a_version_is_not_published_under_a_process_that_is_too_long(self):
        self.make_process(self.procedure, {"hours": 16}).action_approve()
        draft = self.version.copy()
        draft.channel_ids.term_value = 1
        draft.decision_id = self.make_decision(date(2026, 3, 1), "2/QĐ-T")
        with self.assertRaisesRegex(UserError, "16 working hours, the shortest"):
            draft.action_publish()

    def test_without_a_term_any_length_will_do(self):
        procedure = self.make_procedure("9.900002")
        draft = self.make_draft(procedure)
        draft.channel_ids.write({"term_unit": "none", "term_value": 0})
        process = self.make_process(procedure, {"hours": 900})
        self.assertEqual(process.term_hours, 0)
        process.action_approve()
        self.assertEqual(process.state, "approved")

    def test_the_next_process_ends_the_one_before(self):
        first = self.make_process(self.procedure)
        first.action_approve()
        second = self.make_process(self.procedure, valid_from=date(2026, 3, 10))
        self.assertEqual(second.number, 2)
        second.action_approve()
        self.assertEqual((first.valid_to, first.state), (date(2026, 3, 9), "ended"))
        self.assertEqual(self.procedure._process_on(date(2026, 3, 9)), first)
        self.assertEqual(self.procedure._process_on(), second)
        third = self.make_process(self.procedure, valid_from=date(2026, 3, 9))
        self.refused(
            third,
            "“Valid From” is .*: .*process 2 is in force from the same day or later",
        )

    def test_a_process_to_come_waits_for_its_day_by_itself(self):
        first = self.make_process(self.procedure)
        first.action_approve()
        second = self.make_process(self.procedure, valid_from=date(2026, 4, 1))
        second.action_approve()
        self.assertEqual((first.state, second.in_force), ("approved", False))
        with freeze_time("2026-03-31 17:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self.version.process_id, second)
            self.env["onestop.process"]._cron_apply_dates()
            self.assertEqual((first.state, second.state), ("ended", "approved"))

    def test_a_process_to_come_is_withdrawn_and_the_one_before_goes_on(self):
        first = self.make_process(self.procedure)
        first.action_approve()
        second = self.make_process(self.procedure, valid_from=date(2026, 4, 1))
        second.action_approve()
        third = self.make_process(self.procedure, valid_from=date(2026, 5, 1))
        third.action_approve()
        self.assertTrue(second.to_come)
        second.action_withdraw()
        self.assertEqual((second.state, second.to_come), ("ended", False))
        self.assertEqual((first.state, first.valid_to), ("approved", date(2026, 4, 30)))
        for day, process in (
            (date(2026, 3, 31), first),
            (date(2026, 4, 1), first),
            (date(2026, 4, 30), first),
            (date(2026, 5, 1), third),
        ):
            self.assertEqual(self.procedure._process_on(day), process)
        third.action_withdraw()
        self.assertEqual(first.valid_to, False)
        # Another takes the day that is free again.
        fourth = self.make_process(self.procedure, valid_from=date(2026, 4, 1))
        fourth.action_approve()
        self.assertEqual(self.procedure._process_on(date(2026, 4, 1)), fourth)
        self.assertEqual(first.valid_to, date(2026, 3, 31))

    def test_what_is_in_force_or_a_draft_is_not_withdrawn(self):
        process = self.make_process(self.procedure, valid_from=date(2026, 3, 11))
        with self.assertRaisesRegex(UserError, "not to come any more"):
            process.action_withdraw()
        process.action_approve()
        with freeze_time("2026-03-11 03:00:00"):
            with self.assertRaisesRegex(UserError, "not to come any more"):
                process.action_withdraw()
            self.assertEqual(self.procedure._process_on(), process)
        for role in ("director", "administrator", "counter_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, process).action_withdraw()
        self.assertEqual(process.state, "approved")

    def test_a_decision_is_demanded(self):
        process = self.make_process(
            self.procedure,
            decision_number=False,
            decision_date=False,
            decision_signer=False,
            valid_from=False,
        )
        for sentence in ("number of the", "day on which", "Who signed", "first day"):
            self.refused(process, sentence)
        process = self.make_process(
            self.procedure,
            decision_date=date(2026, 2, 2),
            valid_from=date(2026, 2, 1),
        )
        self.refused(
            process, r"“Valid From” \(01/02/2026\) lies before “Signed on” \(02/02"
        )

    def test_steps_are_demanded(self):
        process = self.make_process(self.procedure)
        process.step_ids.unlink()
        self.refused(process, "no steps")

    def test_a_step_at_a_department_that_does_not_exist_is_refused(self):
        self.other.valid_to = date(2026, 1, 31)
        process = self.make_process(
            self.procedure,
            {"place": "fixed", "department_id": self.other.id, "hours": 1},
        )
        self.refused(process, "Department U, which does not exist")
        process.valid_from = date(2026, 1, 31)
        process.action_approve()
        unnamed = self.make_process(self.procedure, {"place": "fixed"})
        self.refused(unnamed, "names no department")

    def test_a_step_says_in_how_many_hours_it_is_done(self):
        for kind in ("work", "opinion", "decision", "seal"):
            with self.subTest(kind):
                process = self.make_process(self.procedure, {"kind": kind, "hours": 0})
                self.refused(process, "“Step 1” says in how many hours")
        # A result waits for whoever collects it.
        process = self.make_process(
            self.procedure, {"hours": 8}, {**RETURN, "hours": 0}
        )
        process.action_approve()
        self.assertEqual(process.state, "approved")

    def with_ways(self, *ways_of_steps, **vals):
        """A draft of work steps, each with ways: dicts, ``to`` the number of a step."""
        process = self.make_process(
            self.procedure, *({"hours": 1} for _ways in ways_of_steps)
        )
        for step, ways in zip(process.step_ids, ways_of_steps, strict=False):
            for order, way in enumerate(ways):
                values = {"name": way.get("outcome", "On"), "sequence": order, **way}
                number = values.pop("to", None)
                values["target_step_id"] = number and process.step_ids[number - 1].id
                step.transition_ids = [Command.create(values)]
        return process

    def test_a_circle_without_a_way_out_is_refused(self):
        process = self.with_ways([{"to": 2}], [{"to": 1, "outcome": "again"}])
        self.refused(process, "“Step 1” can never be left")
        # A person may choose to go on.
        process.step_ids[1].transition_ids = [
            Command.create({"name": "Go on", "outcome": "on"})
        ]
        process.action_approve()
        self.assertEqual(process.state, "approved")

    def test_a_step_to_which_no_way_leads_is_refused(self):
        process = self.with_ways([{"to": 3}], [], [])
        self.refused(process, "No way leads to “Step 2”")
        process.step_ids[0].transition_ids.outcome = "short"
        process.step_ids[0].transition_ids = [
            Command.create({"name": "Long", "outcome": "long"})
        ]
        process.action_approve()

    def test_the_longest_way_counts_against_the_term(self):
        process = self.with_ways([{"to": 3}], [], [])
        process.step_ids[1].hours = 100
        self.assertEqual((process.total_hours, process.over_term), (2, False))
        process.step_ids[0].transition_ids = [Command.create({"name": "Long"})]
        self.assertEqual((process.total_hours, process.over_term), (102, True))
        self.refused(process, "102 working hours, the shortest term is 16")

    def test_a_step_that_could_keep_a_dossier_for_good_is_refused(self):
        post = "[('channel', '=', 'post')]"
        process = self.with_ways([{"condition": post}])
        self.refused(process, "Every way on from “Step 1” has a condition")
        process.step_ids[0].transition_ids = [Command.create({"name": "Else"})]
        process.action_approve()

    def test_ways_that_nobody_could_choose_are_refused(self):
        twice = self.with_ways([{}, {"name": "Too", "to": 2}], [])
        self.refused(twice, "“Step 1”: “Too” is never taken")
        nameless = self.with_ways([{"outcome": "a"}, {"name": "Else", "to": 2}], [])
        self.refused(nameless, "“Step 1”: “Else” needs an outcome")
        back = self.with_ways([], [{}, {"name": "Back", "to": 1}])
        self.refused(back, "“Step 2”: “Back” needs an outcome")

    def test_a_way_to_a_step_that_runs_beside_it_is_refused(self):
        process = self.with_ways([{"to": 2}], [])
        process.step_ids[1].sequence = process.step_ids[0].sequence
        self.refused(process, "“On” leads to a step that runs beside it")

    def test_the_result_is_returned_once_and_at_the_end(self):
        process = self.make_process(self.procedure)
        process.step_ids[-1].sequence = 1
        self.refused(process, "exactly one step that returns the result")
        process.step_ids.filtered(lambda step: step.kind == "return").unlink()
        self.refused(process, "exactly one step that returns the result")

    def test_somebody_decides_on_every_way_and_before_the_seal(self):
        process = self.with_ways([{"outcome": "a"}, {"outcome": "b", "to": 3}], [], [])
        process.step_ids[1].write({"kind": "decision", "role": "department_head"})
        self.refused(process, "on which nobody decides")
        process = self.make_process(
            self.procedure, {"hours": 1, "kind": "seal", "role": "clerk"}
        )
        self.refused(process, "“Step 1” may seal before anything was decided")

    def test_an_approved_process_is_frozen_with_steps_and_transitions(self):
        process = self.make_process(self.procedure)
        process.step_ids[0].transition_ids = [Command.create({"name": "Ready"})]
        process.action_approve()
        step = process.step_ids[0].sudo().with_context(onestop_frozen=True)
        transition = step.transition_ids
        for call, arguments in (
            (process.sudo().write, [{"valid_to": date(2026, 3, 1)}]),
            (process.sudo().write, [{"state": "draft"}]),
            (process.sudo().write, [{"step_ids": [Command.clear()]}]),
            (process.sudo().unlink, []),
            (step.write, [{"hours": 1}]),
            (step.write, [{"transition_ids": [Command.clear()]}]),
            (step.unlink, []),
            (step.copy, []),
            (step.update_field_translations, ["name", {"en_US": "x"}]),
            (transition.write, [{"code": "refuse"}]),
            (transition.unlink, []),
            (transition.copy, []),
            (step.create, [{"process_id": process.id, "name": "More"}]),
            (transition.create, [{"step_id": step.id, "name": "More"}]),
        ):
            with self.subTest(call), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    call(*arguments)
            self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.env["onestop.process"].create(
                {
                    "procedure_id": self.make_procedure("9.900002").id,
                    "state": "approved",
                    "valid_from": date(2020, 1, 1),
                    "decision_date": date(2020, 1, 1),
                }
            )

    def test_a_copy_points_to_its_own_steps(self):
        process = self.make_process(self.procedure, {"hours": 1}, {"hours": 1})
        first, second = process.step_ids[:2]
        second.transition_ids = [
            Command.create(
                {"outcome": "back", "name": "Redraft", "target_step_id": first.id}
            ),
            Command.create({"outcome": "ready", "name": "Ready"}),
        ]
        process.action_approve()
        copy = process.browse(process.action_new_process()["res_id"])
        self.assertEqual(
            (copy.state, copy.number, copy.valid_from), ("draft", 2, False)
        )
        self.assertFalse(copy.decision_number)
        self.assertEqual(
            copy.step_ids[1].transition_ids.target_step_id, copy.step_ids[0]
        )
        self.assertEqual(copy.total_hours, 2)

    def test_a_condition_is_a_domain_and_never_code(self):
        process = self.make_process(self.procedure)
        transition = self.manager["onestop.process.transition"].create(
            {
                "step_id": process.step_ids[0].id,
                "name": "If paid",
                "condition": "[('payment_state', '=', 'paid')]",
            }
        )
        for evil in ("__import__('os').system('id')", "{", "'x'", "[" * 3000):
            with self.subTest(evil[:20]), self.assertRaises(ValidationError):
                transition.condition = evil

    def test_a_transition_stays_within_its_process(self):
        process = self.make_process(self.procedure)
        other = self.make_process(self.procedure)
        with self.assertRaises(ValidationError):
            process.step_ids[0].transition_ids = [
                Command.create({"name": "Away", "target_step_id": other.step_ids[0].id})
            ]

    def test_nobody_else_approves(self):
        process = self.make_process(self.procedure)
        for role in ("director", "department_head", "administrator"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, process).action_approve()
