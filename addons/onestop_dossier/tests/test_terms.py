"""How long it may take: by the channel, by the case, and from which day on."""

import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DossierCase

# They fit into the shortest of the terms below.
QUICK = (
    ("Decide", "decision", "competent", "department_head", 1),
    ("Return", "return", "received", "counter_officer", 0),
)
WEDNESDAY = "2026-03-11 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTerms(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = (
            # As 1.013133 has them.
            ("in_person", 1, "working_days"),
            ("online", 2, "working_hours"),
            # As the national database says it: "Không quy định".
            ("post", 0, "none"),
        )
        cls.quick = cls.make_version(
            "9.900310",
            QUICK,
            channel_ids=[cls.channel(*row) for row in rows],
        )

    @staticmethod
    def channel(channel, value, unit, **vals):
        row = {"channel": channel, "term_value": value, "term_unit": unit, **vals}
        return (0, 0, row)

    def received(self, version, channel, **vals):
        """A dossier of a version that was received at once by this channel."""
        self.version = version
        user = None if channel == "online" else self.users["counter_officer"]
        dossier = self.file(user, channel=channel, **vals)
        return self.act("counter_officer", dossier, "accept")

    @pytest.mark.article("Decree 61/2018", "terms; number to confirm")
    def test_each_channel_has_its_own_term_and_unit(self):
        for channel, due in (
            # Tuesday at the closing hour.
            ("in_person", "2026-03-10 10:00:00"),
            # Monday from nine to eleven.
            ("online", "2026-03-09 04:00:00"),
            ("post", "False"),
        ):
            with self.subTest(channel):
                dossier = self.received(self.quick, channel)
                self.assertEqual(str(dossier.date_due), due)
                self.assertEqual(str(dossier.date_due_legal), due)

    @pytest.mark.article("Decree 61/2018", "terms; number to confirm")
    def test_what_has_no_term_is_never_late(self):
        dossier = self.received(self.quick, "post")
        self.assertEqual(dossier.state, "processing")
        with freeze_time("2027-03-09 02:00:00"):
            dossier.invalidate_recordset(["overdue", "standing"])
            self.assertFalse(dossier.overdue or dossier.standing)

    @pytest.mark.article("Decree 61/2018", "terms; number to confirm")
    def test_a_case_has_its_own_term(self):
        new = self.quick.copy()
        new.case_ids = [
            (0, 0, {"name": name, "code": name}) for name in ("usual", "hard")
        ]
        usual, hard = new.case_ids
        new.channel_ids = [
            self.channel("online", 2, "working_days", case_id=usual.id),
            self.channel("in_person", 1, "months", case_id=hard.id),
            self.channel("online", 10, "calendar_days", case_id=hard.id),
        ]
        new.decision_id = self.quick.decision_id.copy(
            {"number": "8/T", "date": "2026-02-01", "effect_date": "2026-03-02"}
        )
        with freeze_time("2026-03-02 02:00:00"):
            new.action_publish()
        for case, channel, due in (
            # Where the case has no row of its own it is that of the channel.
            ("usual", "in_person", "2026-03-10 10:00:00"),
            ("hard", "post", "False"),
            ("usual", "online", "2026-03-11 10:00:00"),
            ("hard", "in_person", "2026-04-09 10:00:00"),
            # Day 10 is Thursday 19.
            ("hard", "online", "2026-03-19 10:00:00"),
        ):
            with self.subTest(case=case, channel=channel):
                dossier = self.received(new, channel, case=case)
                self.assertEqual(dossier.version_id, new)
                self.assertEqual(str(dossier.date_due), due)

    @pytest.mark.article("Decree 61/2018", "start of the term; number to confirm")
    def test_the_term_begins_on_the_day_on_which_the_dossier_was_complete(self):
        dossier = self.file(
            self.users["counter_officer"], channel="in_person", components=[]
        )
        self.act("counter_officer", dossier, "request_supplement", "The application.")
        self.assertFalse(dossier.date_due)
        with freeze_time(WEDNESDAY):
            paper = {"component": "Application", "files": [self.pdf()]}
            self.act("counter_officer", dossier, "supplement", components=[paper])
            self.act("counter_officer", dossier, "accept")
        # Thursday is the first of five working days, the next Wednesday the last.
        self.assertEqual(str(dossier.date_due), "2026-03-18 10:00:00")
