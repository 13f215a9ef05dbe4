"""Versions are published by decisions and follow each other by date."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestPublication(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.procedure = self.make_procedure()

    def test_a_version_takes_effect_when_its_decision_does(self):
        version = self.make_published(self.procedure, date(2026, 3, 1))
        self.assertEqual(version.state, "published")
        self.assertEqual(version.valid_from, date(2026, 3, 1))
        self.assertFalse(version.valid_to)
        self.assertTrue(version.in_force)
        self.assertEqual(self.procedure.current_version_id, version)
        self.assertEqual(self.procedure.state, "published")

    def test_the_next_version_ends_the_one_before_on_the_day_before(self):
        first = self.make_published(self.procedure, date(2026, 2, 1))
        second = self.make_published(self.procedure, date(2026, 3, 10))
        self.assertEqual(first.valid_to, date(2026, 3, 9))
        self.assertEqual(first.end_decision_id, second.decision_id)
        self.assertEqual(first.state, "superseded")
        self.assertEqual(self.procedure.current_version_id, second)
        self.assertEqual(self.procedure._current_version(date(2026, 3, 9)), first)

    def test_a_version_of_the_future_waits_for_its_day_by_itself(self):
        first = self.make_published(self.procedure, date(2026, 2, 1))
        second = self.make_published(self.procedure, date(2026, 4, 1))
        self.assertEqual(first.state, "published")
        self.assertEqual(first.valid_to, date(2026, 3, 31))
        self.assertFalse(second.in_force)
        self.assertEqual(self.procedure.current_version_id, first)
        # 17:00 UTC of 31 March is 1 April in Viet Nam. No job has run.
        with freeze_time("2026-03-31 17:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self.procedure.current_version_id, second)
            self.assertTrue(second.in_force)
            self.assertFalse(first.in_force)
            search = self.manager["onestop.procedure.version"].search
            mine = ("procedure_id", "=", self.procedure.id)
            self.assertEqual(search([mine, ("in_force", "=", True)]), second)
            self.assertEqual(search([mine, ("in_force", "=", False)]), first)
            # The state follows with the job of the night.
            self.assertEqual(first.state, "published")
            self.env["onestop.procedure"]._cron_apply_dates()
            self.assertEqual(first.state, "superseded")
            self.assertEqual(second.state, "published")

    def test_a_first_version_of_the_future_makes_the_procedure_upcoming(self):
        self.make_published(self.procedure, date(2026, 4, 1))
        self.assertEqual(self.procedure.state, "upcoming")
        self.assertFalse(self.procedure.current_version_id)

    def test_procedures_are_found_by_their_state(self):
        procedures = {
            "published": self.make_published(self.procedure, date(2026, 2, 1)),
            "upcoming": self.make_published(
                self.make_procedure("9.900002"), date(2026, 4, 1)
            ),
            "draft": self.make_draft(self.make_procedure("9.900003")),
            "ended": self.make_published(
                self.make_procedure("9.900004"), date(2026, 2, 1)
            ),
        }
        self.end_procedure(procedures["ended"].procedure_id, date(2026, 3, 1))
        model = self.manager["onestop.procedure"]
        ours = ("code", "=like", "9.90000%")
        for state, version in procedures.items():
            with self.subTest(state):
                self.assertEqual(version.procedure_id.state, state)
                self.assertEqual(
                    model.search([ours, ("state", "=", state)]), version.procedure_id
                )
                self.assertNotIn(
                    version.procedure_id, model.search([ours, ("state", "!=", state)])
                )

    def test_nothing_is_published_before_a_version_that_is_to_come(self):
        self.make_published(self.procedure, date(2026, 4, 1))
        for day in (date(2026, 4, 1), date(2026, 3, 1)):
            decision = self.make_decision(day, f"{day}/later")
            draft = self.make_draft(self.procedure, decision_id=decision.id)
            sentence = "“In Effect from” is .*2026: .* on the same day or later"
            with self.assertRaisesRegex(UserError, sentence):
                draft.action_publish()
            draft.unlink()

    def test_publishing_needs_a_draft_and_a_decision(self):
        draft = self.make_draft(self.procedure)
        with self.assertRaisesRegex(UserError, "The publication decision"):
            draft.action_publish()
        draft.decision_id = self.make_decision(date(2026, 2, 1), "2/QĐ-T")
        draft.action_publish()
        with self.assertRaisesRegex(UserError, "not a draft"):
            draft.action_publish()

    def test_a_decision_has_no_effect_before_its_signature(self):
        decisions = self.env["onestop.publication.decision"]
        with self.assertRaises(CheckViolation) as refused, mute_logger("odoo.sql_db"):
            self.make_decision(date(2026, 1, 1))
        # What whoever typed it is told names both fields.
        self.assertIn(
            "“In Effect from” lies before “Signed on”",
            decisions._sql_error_to_message(refused.exception),
        )

    def test_the_database_itself_keeps_two_versions_of_a_day_apart(self):
        first = self.make_published(self.procedure, date(2026, 2, 1))
        draft = self.make_draft(self.procedure, decision_id=first.decision_id.id)
        self.env.flush_all()
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            MAY_CHANGE_FROZEN.held(),
        ):
            draft.sudo().write({"state": "published", "valid_from": date(2026, 2, 1)})
            self.env.flush_all()

    def test_only_the_catalogue_manager_publishes(self):
        draft = self.make_draft(
            self.procedure, decision_id=self.make_decision(date(2026, 2, 1)).id
        )
        users = {**self.users, "portal": self.portal, "plain": self.plain}
        users.pop("catalogue_manager")
        for role, user in users.items():
            for call in ("action_publish", "action_new_version"):
                with self.subTest(role, call=call), self.assertRaises(AccessError):
                    getattr(draft.with_user(user), call)()
        self.assertEqual(draft.state, "draft")

    def test_a_batch_is_published_whole_or_not_at_all(self):
        decision = self.make_decision(date(2026, 2, 1))
        good = self.make_draft(self.procedure, decision_id=decision.id)
        bad = self.make_draft(
            self.make_procedure("9.900002"),
            decision_id=decision.id,
            steps_text=False,
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (good | bad).action_publish()
        self.env.invalidate_all()
        self.assertEqual(good.state, "draft")
