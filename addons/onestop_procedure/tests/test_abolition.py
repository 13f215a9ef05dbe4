"""A decision that abolishes ends a procedure on its day, with all that was to come."""

from datetime import date

from freezegun import freeze_time

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

    def test_a_version_withdrawn_before_its_day_makes_room_for_another(self):
        later = self.make_published(self.procedure, date(2026, 5, 1))
        self.end_procedure(self.procedure, date(2026, 5, 1))
        again = self.make_published(self.procedure, date(2026, 5, 10))
        self.assertEqual(
            self.procedure._current_version(date(2026, 5, 9)), later.browse()
        )
        self.assertEqual(self.procedure._current_version(date(2026, 5, 10)), again)
        self.assertEqual(
            self.procedure._current_version(date(2026, 4, 30)), self.version
        )
