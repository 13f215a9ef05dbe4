"""What is resolved on the day of its reception, and what is resolved at once."""

import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DossierCase

# Monday 9 March 2026: 14:59, 15:00 and 15:01 in Việt Nam; and a Friday.
BEFORE, AT, AFTER = (f"2026-03-09 {hour}:00" for hour in ("07:59", "08:00", "08:01"))
FRIDAY = "2026-03-13 08:01:00"
ONE_DAY = (
    # name, kind, place, role, hours
    ("Appraise", "work", "competent", "department_officer", 2),
    ("Decide", "decision", "competent", "department_head", 2),
    ("Return", "return", "received", "counter_officer", 0),
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSameDay(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900085", ONE_DAY, term=1, same_day=True)

    def due(self, moment):
        with freeze_time(moment):
            return str(self.to_processing().date_due)

    @pytest.mark.article("Decree 61/2018", "18")
    def test_until_three_it_is_due_that_day_and_after_three_the_next_working_day(self):
        for moment, due in (
            (MONDAY, "2026-03-09 10:00:00"),
            (BEFORE, "2026-03-09 10:00:00"),
            (AT, "2026-03-09 10:00:00"),
            (AFTER, "2026-03-10 10:00:00"),
            # Friday after three: Monday.
            (FRIDAY, "2026-03-16 10:00:00"),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self.due(moment), due)

    def test_its_steps_begin_when_it_is_passed_on(self):
        with freeze_time(AFTER):
            dossier = self.file()
            self.act("counter_officer", dossier, "accept")
            # Tuesday 07:00.
            self.assertEqual(dossier.state, "accepted")
            self.assertEqual(str(dossier.date_forward), "2026-03-10 00:00:00")
