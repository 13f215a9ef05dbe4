"""What the law wants of whoever publishes a decision is due on a day, and recorded."""

from datetime import date

import pytest
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

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
    @pytest.mark.article("Decree 63/2010", "number to confirm: national database")
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

    def reminded(self):
        """Of what the catalogue manager is reminded, and by when."""
        self.env.invalidate_all()
        self.env["onestop.publication.decision"]._cron_look_at_duties()
        mine = self.decision.activity_ids.filtered(
            lambda one: one.user_id == self.users["catalogue_manager"]
        )
        kinds = {
            self.env.ref(f"onestop_procedure.activity_{kind}"): kind
            for kind in ("publish", "enter")
        }
        return sorted(
            (kinds[one.activity_type_id], str(one.date_deadline)) for one in mine
        )

    def test_whoever_keeps_the_catalogue_is_reminded_until_it_is_done(self):
        self.assertEqual(self.reminded(), [])
        enter, publish = ("enter", "2026-03-13"), ("publish", "2026-04-01")
        with freeze_time("2026-03-12 03:00:00"):
            self.assertEqual(self.reminded(), [enter])
            # Once, however often the job looks.
            self.assertEqual(self.reminded(), [enter])
        with freeze_time("2026-04-02 03:00:00"):
            self.assertEqual(self.reminded(), [enter, publish])
            self.decision.action_enter_today()
            self.assertEqual(self.reminded(), [publish])
            self.decision.action_publish()
            self.assertFalse(self.decision.activity_ids)

    def test_a_holiday_that_is_added_moves_the_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday T",
                "calendar_id": self.centre.calendar_id.id,
                "date_from": "2026-03-12 17:00:00",
                "date_to": "2026-03-13 16:59:59",
            }
        )
        self.reminded()
        # Friday 13 is closed: the fifth working day is Monday 16.
        self.assertEqual(self.decision.national_due, date(2026, 3, 16))

    def test_the_list_shows_what_is_near_and_what_is_overdue(self):
        view = self.env.ref(
            "onestop_procedure.onestop_publication_decision_view_search"
        )
        found = etree.fromstring(view.arch)
        model = self.manager["onestop.publication.decision"]

        def shown(moment):
            with freeze_time(moment):
                return [
                    name
                    for name in ("near", "overdue")
                    if self.decision
                    in model.search(
                        safe_eval(
                            found.find(f".//filter[@name='duty_{name}']").get("domain")
                        )
                    )
                ]

        self.assertEqual(shown("2026-03-08 03:00:00"), [])
        self.assertEqual(shown("2026-03-12 03:00:00"), ["near"])
        self.assertEqual(shown("2026-03-16 03:00:00"), ["overdue"])
        self.decision.national_entered_on = date(2026, 3, 9)
        self.assertEqual(shown("2026-03-16 03:00:00"), [])
        self.assertEqual(shown("2026-03-31 03:00:00"), ["near"])
        self.assertEqual(shown("2026-04-02 03:00:00"), ["overdue"])
