"""A decision that abolishes ends a procedure on its day, with all that was to come."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestAbolition(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id

    def test_it_ends_on_the_day_before_the_effect(self):
        ending = self.end_procedure(self.procedure, date(2026, 3, 10))
        self.assertEqual(self.version.valid_to, date(2026, 3, 9))
        self.assertEqual(self.version.state, "abolished")
        self.assertEqual(self.version.end_decision_id, ending.decision_id)
        self.assertEqual(self.procedure.state, "ended")
        self.assertEqual(
            self.procedure._current_version(date(2026, 3, 9)), self.version
        )

    def test_until_its_day_it_stays_in_force(self):
        self.end_procedure(self.procedure, date(2026, 4, 1))
        self.assertEqual(self.version.state, "published")
        self.assertTrue(self.version.in_force)
        with freeze_time("2026-03-31 17:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.procedure._current_version())
            self.env["onestop.procedure"]._cron_apply_dates()
            self.assertEqual(self.version.state, "abolished")

    def test_a_version_to_come_never_comes(self):
        later = self.make_published(self.procedure, date(2026, 5, 1))
        self.end_procedure(self.procedure, date(2026, 4, 1))
        self.assertEqual(self.version.valid_to, date(2026, 3, 31))
        self.assertLess(later.valid_to, later.valid_from)
        for day in (date(2026, 4, 1), date(2026, 5, 1), date(2027, 1, 1)):
            self.assertFalse(self.procedure._current_version(day))

    def test_what_never_begins_is_not_to_come(self):
        later = self.make_published(self.procedure, date(2026, 5, 1))
        self.assertTrue(later.upcoming)
        self.end_procedure(self.procedure, date(2026, 4, 1))
        self.assertFalse(later.upcoming)
        self.assertEqual(later.state, "abolished")
        found = later.search([("upcoming", "=", True), ("id", "=", later.id)])
        self.assertFalse(found)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestWithdrawal(CatalogueCase):
    """An amendment that was published and has not begun is taken back by a decision."""

    def setUp(self):
        super().setUp()
        self.version = self.make_published(effect_date=date(2026, 2, 1))
        self.procedure = self.version.procedure_id
        self.later = self.make_published(self.procedure, date(2026, 5, 1))

    def withdraw(self, version=None, day=date(2026, 4, 1), **vals):
        """The decision, published."""
        version = version or self.later
        decision = self.make_decision(day, f"{day}/withdraw")
        row = {"procedure_id": self.procedure.id, "version_id": version.id, **vals}
        decision.ending_ids = [Command.create(row)]
        decision.action_publish()
        return decision

    def test_the_one_in_force_stays_in_force(self):
        self.assertEqual(self.version.valid_to, date(2026, 4, 30))
        decision = self.withdraw()
        self.assertEqual(
            (self.version.state, self.version.valid_to), ("published", False)
        )
        self.assertFalse(self.version.end_decision_id)
        self.assertEqual(self.later.end_decision_id, decision)
        self.assertEqual(self.later.state, "abolished")
        self.assertEqual(decision.ending_ids.kind, "withdrawn")
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2027, 1, 1)):
            self.assertEqual(self.procedure._current_version(day), self.version)
        self.assertEqual(self.procedure.state, "published")
        self.assertFalse(self.procedure.successor_id)

    def test_another_takes_its_day_by_the_same_decision(self):
        decision = self.make_decision(date(2026, 5, 1), "9/QĐ-T")
        row = {"procedure_id": self.procedure.id, "version_id": self.later.id}
        decision.ending_ids = [Command.create(row)]
        again = self.make_draft(self.procedure, decision_id=decision.id)
        decision.action_publish()
        self.assertEqual(self.version.valid_to, date(2026, 4, 30))
        self.assertEqual(self.procedure._current_version(date(2026, 5, 1)), again)
        self.assertEqual(again.change_kind, "amended")

    def test_between_two_the_first_lasts_until_the_third(self):
        third = self.make_published(self.procedure, date(2026, 6, 1))
        self.withdraw()
        self.assertEqual(self.version.valid_to, date(2026, 5, 31))
        self.assertEqual(self.version.end_decision_id, third.decision_id)

    def test_only_what_waits_for_its_first_day(self):
        other = self.make_published(self.make_procedure("9.900002"), date(2026, 5, 1))
        for version, day, words in (
            (self.version, date(2026, 4, 1), "not waiting for its first day"),
            (self.later, date(2026, 5, 2), "takes effect on 01/05/2026"),
            (other, date(2026, 4, 1), "of another procedure"),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                with self.assertRaisesRegex(UserError, words):
                    self.withdraw(version, day)
                savepoint.rollback()
        self.withdraw()
        with self.assertRaisesRegex(UserError, "not waiting"):
            self.withdraw(day=date(2026, 4, 2))

    def test_the_button_opens_a_decision_that_names_it(self):
        action = self.later.action_withdraw()
        decisions = self.manager[action["res_model"]].with_context(**action["context"])
        row = decisions.default_get(["ending_ids"])["ending_ids"]
        named = {"procedure_id": self.procedure.id, "version_id": self.later.id}
        self.assertEqual({name: row[-1][2][name] for name in named}, named)
