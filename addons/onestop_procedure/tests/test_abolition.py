"""A decision that abolishes ends a procedure on its day, with all that was to come."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestAbolition(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id

    def abolition(self, day):
        return self.make_decision(day, f"{day}/abolish", kind="abolished")

    def test_it_ends_on_the_day_before_the_effect(self):
        decision = self.abolition(date(2026, 3, 10))
        self.version.action_abolish(decision.id)
        self.assertEqual(self.version.valid_to, date(2026, 3, 9))
        self.assertEqual(self.version.state, "abolished")
        self.assertEqual(self.version.end_decision_id, decision)
        self.assertEqual(self.procedure.state, "ended")
        self.assertEqual(
            self.procedure._current_version(date(2026, 3, 9)), self.version
        )

    def test_until_its_day_it_stays_in_force(self):
        self.version.action_abolish(self.abolition(date(2026, 4, 1)).id)
        self.assertEqual(self.version.state, "published")
        self.assertTrue(self.version.in_force)
        with freeze_time("2026-03-31 17:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.procedure._current_version())
            self.env["onestop.procedure"]._cron_apply_dates()
            self.assertEqual(self.version.state, "abolished")

    def test_a_version_to_come_never_comes(self):
        later = self.make_published(self.procedure, date(2026, 5, 1))
        self.version.action_abolish(self.abolition(date(2026, 4, 1)).id)
        self.assertEqual(self.version.valid_to, date(2026, 3, 31))
        self.assertLess(later.valid_to, later.valid_from)
        for day in (date(2026, 4, 1), date(2026, 5, 1), date(2027, 1, 1)):
            self.assertFalse(self.procedure._current_version(day))

    def test_a_version_withdrawn_before_its_day_makes_room_for_another(self):
        later = self.make_published(self.procedure, date(2026, 5, 1))
        later.action_abolish(self.abolition(date(2026, 5, 1)).id)
        again = self.make_published(self.procedure, date(2026, 5, 10))
        self.assertEqual(
            self.procedure._current_version(date(2026, 5, 9)), later.browse()
        )
        self.assertEqual(self.procedure._current_version(date(2026, 5, 10)), again)
        self.assertEqual(
            self.procedure._current_version(date(2026, 4, 30)), self.version
        )

    def test_a_decision_of_another_kind_and_a_draft_are_refused(self):
        with self.assertRaisesRegex(UserError, "does not abolish"):
            self.version.action_abolish(self.make_decision(date(2026, 4, 1)).id)
        draft = self.version.copy()
        with self.assertRaisesRegex(UserError, "deleted, not abolished"):
            draft.action_abolish(self.abolition(date(2026, 4, 1)).id)

    def test_without_a_decision_the_dialog_asks_for_it(self):
        action = self.version.action_abolish()
        wizard = (
            self.manager[action["res_model"]]
            .with_context(action["context"])
            .create({"decision_id": self.abolition(date(2026, 3, 1)).id})
        )
        wizard.action_abolish()
        self.assertEqual(self.version.state, "abolished")

    def test_nobody_else_abolishes(self):
        decision = self.abolition(date(2026, 3, 1))
        for role in ("director", "administrator", "counter_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.version).action_abolish(decision.id)
        self.assertEqual(self.version.state, "published")
