"""Templates, copying to many procedures, and successors in many processes at once."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase

DECISION = {
    "decision_number": "9/QĐ-T",
    "decision_date": date(2026, 3, 1),
    "decision_signer": "Chairman T",
    "valid_from": date(2026, 3, 10),
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestProcessMaking(CatalogueCase):
    def setUp(self):
        super().setUp()
        # 2 working days each: 16 hours.
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id
        self.process = self.make_process(self.procedure, {"hours": 10})

    def others(self, *terms):
        """Procedures whose terms are so many working days."""
        procedures = self.env["onestop.procedure"]
        for number, days in enumerate(terms, 1):
            procedure = self.make_procedure(f"9.90010{number}")
            version = self.make_published(procedure)
            # Published ones are frozen: the term is that of a version before it.
            if days != 2:
                version = version.copy()
                version.channel_ids.term_value = days
                version.decision_id = self.make_decision(
                    date(2026, 3, 1), f"{number}/QĐ-U"
                )
                version.action_publish()
            procedures |= procedure
        return procedures.with_env(self.manager)

    def making(self, process, procedures, **vals):
        action = process.action_copy_to_procedures()
        making = self.manager[action["res_model"]].browse(action["res_id"])
        making.write({"procedure_ids": [Command.set(procedures.ids)], **vals})
        making.action_preview()
        return making

    def remarks(self, making):
        return [line.remarks or "" for line in making.line_ids]

    # ------------------------------------------------------------------ templates

    def test_a_template_is_made_of_a_process_and_never_approved(self):
        self.process.step_ids[0].transition_ids = [Command.create({"name": "Ready"})]
        action = self.process.action_make_template()
        template = self.process.browse(action["res_id"])
        self.assertFalse(template.procedure_id)
        self.assertEqual(template.name, self.procedure.display_name)
        self.assertEqual(template.step_ids.mapped("hours"), [10, 0])
        self.assertEqual(template.step_ids.transition_ids.name, "Ready")
        with self.assertRaisesRegex(UserError, "copy it to a procedure"):
            template.action_approve()

    def test_only_the_catalogue_manager_sees_templates(self):
        action = self.process.action_make_template()
        template = self.process.browse(action["res_id"])
        with self.assertRaises(AccessError):
            self.as_role("director", template).read(["name"])

    # -------------------------------------------------------------------- copying

    def test_twenty_procedures_get_drafts_in_one_action(self):
        others = self.others(*[2] * 20)
        making = self.making(self.process, others)
        self.assertEqual(
            self.remarks(making),
            ["A new draft; its steps and hours are in order."] * 20,
        )
        # Nothing is there before it is made.
        self.assertFalse(others.process_ids)
        making.action_make()
        self.assertEqual(others.process_ids.mapped("state"), ["draft"] * 20)
        self.assertEqual(making.line_ids.made_id, others.process_ids)
        self.assertEqual(others[0].process_ids.step_ids.mapped("hours"), [10, 0])
        with self.assertRaisesRegex(UserError, "preview first"):
            making.action_make()

    def test_a_template_is_copied_as_a_process_is(self):
        action = self.process.action_make_template()
        template = self.process.browse(action["res_id"])
        other = self.others(2)
        self.making(template, other).action_make()
        self.assertEqual(other.process_ids.display_name, "9.900101, process 1")

    def test_they_are_approved_together_by_one_decision(self):
        others = self.others(2, 5)
        making = self.making(self.process, others, approves=True, **DECISION)
        self.assertEqual(self.remarks(making), ["In force from 10/03/2026."] * 2)
        making.action_make()
        self.assertEqual(others.process_ids.mapped("state"), ["approved"] * 2)
        self.assertEqual(set(others.process_ids.mapped("decision_number")), {"9/QĐ-T"})

    def test_a_term_that_is_too_short_is_said_beforehand_and_nothing_is_half_done(self):
        others = self.others(2, 1)
        making = self.making(self.process, others, approves=True, **DECISION)
        first, second = self.remarks(making)
        self.assertEqual(first, "In force from 10/03/2026.")
        self.assertIn("10 working hours, the shortest term is 8: 2 too many", second)
        with self.assertRaisesRegex(UserError, r"9\.900102: Its steps take 10"):
            with self.env.cr.savepoint():
                making.action_make()
        self.assertFalse(others.process_ids)
        # The others are made where it is left out.
        making.line_ids[1].is_chosen = False
        making.action_make()
        self.assertEqual(len(others[0].process_ids), 1)
        self.assertFalse(others[1].process_ids)

    def test_a_second_draft_is_made_only_where_it_is_chosen(self):
        others = self.others(2, 2)
        self.make_process(others[0])
        making = self.making(self.process, others)
        self.assertIn(
            "a draft already: 9.900101, process 1", making.line_ids[0].remarks
        )
        self.assertEqual(making.line_ids.mapped("is_chosen"), [False, True])
        making.line_ids[0].is_chosen = True
        making.action_make()
        self.assertEqual(len(others[0].process_ids), 2)

    def test_papers_are_found_again_by_their_name_or_said_to_be_missing(self):
        self.version.component_ids.ensure_one()
        plan = self.manager["onestop.procedure.component"]
        draft = self.version.copy()
        plan = plan.create({"version_id": draft.id, "name": "Plan T"})
        form = draft.component_ids - plan
        self.process.step_ids[0].transition_ids = [
            Command.create(
                {
                    "name": "Ready",
                    "required_component_ids": [Command.set((form | plan).ids)],
                }
            )
        ]
        other = self.others(2)
        making = self.making(self.process, other)
        self.assertEqual(
            making.line_ids.remarks,
            "“Ready” demands “Plan T”, which the procedure does not ask for.",
        )
        making.action_make()
        required = other.process_ids.step_ids.transition_ids.required_component_ids
        self.assertEqual(required, other.version_ids.component_ids)

    def test_all_procedures_of_a_field_are_chosen_at_once(self):
        others = self.others(2, 2)
        making = self.manager["onestop.process.making"].new(
            {"source_id": self.process.id, "field_id": self.field_of_law.id}
        )
        making._onchange_field_id()
        self.assertEqual(
            making.procedure_ids._origin.ids, (self.procedure | others).ids
        )

    # ----------------------------------------------------------------- successors

    def at_other(self, procedure, **vals):
        process = self.make_process(
            procedure,
            {"hours": 4},
            {"hours": 4, "place": "fixed", "department_id": self.other.id},
            **vals,
        )
        process.action_approve()
        return process

    def successor(self):
        """One that takes over from `self.other` on 10 March."""
        successor = self.env["onestop.department"].create(
            {"name": "Department V", "code": "V", "valid_from": date(2026, 3, 10)}
        )
        self.other.write(
            {
                "valid_to": date(2026, 3, 9),
                "succession_ids": [
                    Command.create(
                        {
                            "successor_id": successor.id,
                            "date": date(2026, 3, 10),
                            "is_main": True,
                        }
                    )
                ],
            }
        )
        return successor

    def substitution(self, **vals):
        department = self.other.with_env(self.manager)
        action = department.action_substitute_in_processes()
        making = self.manager[action["res_model"]].browse(action["res_id"])
        making.write({**DECISION, **vals})
        return making

    def test_the_successor_does_the_steps_of_all_processes_from_a_day_on(self):
        procedures = self.procedure | self.others(2)
        before = [self.at_other(procedure) for procedure in procedures]
        versions = procedures.version_ids.read()
        successor = self.successor()
        making = self.substitution()
        self.assertEqual(making.line_ids.successor_id, successor)
        making.action_preview()
        self.assertEqual(self.remarks(making), ["In force from 10/03/2026."] * 2)
        making.action_make()
        for old, procedure in zip(before, procedures, strict=True):
            new = procedure._process_on(date(2026, 3, 10))
            self.assertEqual(new.step_ids.department_id, successor)
            self.assertEqual(new.decision_number, "9/QĐ-T")
            self.assertEqual(procedure._process_on(date(2026, 3, 9)), old)
            self.assertEqual(old.step_ids.department_id, self.other)
        # The catalogue stays as it was, but for which process is in force.
        self.env.invalidate_all()
        names = set(versions[0]) - {"process_id", "process_map"}
        self.assertEqual(
            [{name: row[name] for name in names} for row in versions],
            procedures.version_ids.read(list(names)),
        )

    def test_another_successor_is_chosen_for_one_process(self):
        procedures = self.procedure | self.others(2)
        for procedure in procedures:
            self.at_other(procedure)
        successor = self.successor()
        making = self.substitution()
        making.line_ids[1].successor_id = self.department
        making.action_preview()
        making.action_make()
        self.assertEqual(
            [p._process_on().step_ids.department_id for p in procedures],
            [successor, self.department],
        )

    def test_who_does_not_exist_on_that_day_takes_nothing_over(self):
        self.at_other(self.procedure)
        self.successor().valid_from = date(2026, 4, 1)
        making = self.substitution()
        making.action_preview()
        self.assertIn("Department V, which does not exist", making.line_ids.remarks)
        with self.assertRaisesRegex(UserError, "Department V, which does not exist"):
            making.action_make()

    def test_somebody_has_to_take_over(self):
        self.at_other(self.procedure)
        making = self.substitution()
        with self.assertRaisesRegex(UserError, "Choose who takes over 9.900001"):
            making.action_preview()

    def test_where_no_process_has_steps_nothing_is_opened(self):
        with self.assertRaisesRegex(UserError, "No approved process has steps"):
            self.substitution()

    def test_nobody_else_makes_processes(self):
        for role in ("director", "administrator", "supervisor", "department_head"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.process).action_copy_to_procedures()
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.other).action_substitute_in_processes()
