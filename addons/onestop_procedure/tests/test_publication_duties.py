"""What the law wants of whoever publishes a decision is due on a day, and recorded."""

from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestPublicationDuties(CatalogueCase):
    def setUp(self):
        super().setUp()
        # Signed on Friday 6 March, in effect from Monday 6 April.
        self.decision = self.make_decision(
            date(2026, 4, 6), "2/QĐ-T", date=date(2026, 3, 6)
        )
        self.draft = self.make_draft(decision_id=self.decision.id)

    def standing(self):
        self.env.invalidate_all()
        return self.decision.publish_duty, self.decision.national_duty

    @pytest.mark.article("Decree 63/2010", "15")
    def test_days_are_counted_by_the_clock(self):
        # 5 days before 6 April: 1 April, a Wednesday. 5 working days after a Friday.
        self.assertEqual(self.decision.publish_due, date(2026, 4, 1))
        self.assertEqual(self.decision.national_due, date(2026, 3, 13))
        # 5 days before Friday 10 April is a Sunday: the Friday before.
        self.decision.effect_date = date(2026, 4, 10)
        self.assertEqual(self.decision.publish_due, date(2026, 4, 3))

    def test_a_duty_comes_near_is_overdue_and_is_done_late(self):
        self.assertEqual(self.standing(), ("waiting", "waiting"))
        with freeze_time("2026-03-11 03:00:00"):
            self.assertEqual(self.standing(), ("waiting", "near"))
        with freeze_time("2026-03-16 03:00:00"):
            self.assertEqual(self.standing(), ("waiting", "overdue"))
            self.decision.action_enter_today()
            self.assertEqual(self.standing(), ("waiting", "late"))
        with freeze_time("2026-04-02 03:00:00"):
            self.assertEqual(self.standing(), ("overdue", "late"))
            self.decision.action_publish()
            self.assertEqual(self.standing(), ("late", "late"))

    def test_who_entered_it_is_kept_and_the_day_is_one_that_has_been(self):
        self.decision.action_publish()
        with self.assertRaises(ValidationError):
            self.decision.national_entered_on = date(2026, 3, 11)
        with self.assertRaises(ValidationError):
            self.decision.national_entered_on = date(2026, 3, 5)
        self.decision.national_entered_on = date(2026, 3, 9)
        self.assertEqual(
            self.decision.national_entered_by, self.users["catalogue_manager"].name
        )
        self.assertEqual(self.standing(), ("done", "done"))
        self.decision.write({"national_entered_on": False})
        self.assertFalse(self.decision.national_entered_by)

    def test_nobody_says_that_another_entered_it_nor_changes_more_with_it(self):
        self.decision.action_publish()
        with self.assertRaisesRegex(UserError, "can be changed"):
            self.decision.write(
                {"national_entered_on": date(2026, 3, 9), "signer": "Other"}
            )
        with self.assertRaisesRegex(UserError, "can be changed"):
            self.decision.write({"national_entered_by": "Other"})

    def test_an_effect_too_soon_needs_its_reason(self):
        self.decision.effect_date = date(2026, 3, 10)
        with self.assertRaisesRegex(UserError, "before it could be published in time"):
            self.decision.action_publish()
        self.decision.early_reason = "The decree holds from its signature."
        self.assertEqual(self.decision.publish_due, date(2026, 3, 10))
        self.decision.action_publish()
        self.assertEqual(self.standing()[0], "done")

    def test_they_are_listed(self):
        model = self.manager["onestop.publication.decision"]
        overdue = [
            *("&", "&", ("id", "=", self.decision.id)),
            *(("national_entered_on", "=", False), ("national_due", "<", "today")),
        ]
        self.assertFalse(model.search(overdue))
        with freeze_time("2026-03-16 03:00:00"):
            self.assertEqual(model.search(overdue), self.decision)
