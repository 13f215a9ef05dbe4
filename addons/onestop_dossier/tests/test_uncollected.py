"""Results that nobody collects: a call, a letter, the archive."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase

# Ready on Monday 9 March; 30, 60 and 90 days later.
BEFORE, MONTH = "2026-04-08 01:00:00", "2026-04-08 02:00:00"
TWO_MONTHS, THREE_MONTHS = "2026-05-08 02:00:00", "2026-06-07 02:00:00"


@tagged("post_install", "-at_install")
class TestUncollected(DossierCase):
    def ready(self, **vals):
        with freeze_time(MONDAY):
            return self.to_resolved(**vals)

    def look(self, moment):
        with freeze_time(moment):
            self.run_cron("_cron_uncollected")

    def told(self, dossier):
        notices = dossier.notice_ids.filtered(lambda one: one.event == "uncollected")
        return sorted((one.channel, one.state) for one in notices)

    def reachable(self, **owner):
        values = {
            "name": "Owner T",
            "identity_number": "001099000001",
            "phone": "0900000001",
            "address": "1 Road T",
            **owner,
        }
        return self.ready(owner=values)

    def test_first_a_call_then_a_letter_then_the_archive(self):
        dossier = self.reachable()
        self.look(BEFORE)
        self.assertFalse(self.told(dossier))
        self.look(MONTH)
        self.assertEqual(self.told(dossier), [("phone", "by_hand")])
        self.look(TWO_MONTHS)
        self.assertEqual(
            self.told(dossier), [("phone", "by_hand"), ("post", "by_hand")]
        )
        self.assertEqual(dossier.delivery_state, "ready")
        self.look(THREE_MONTHS)
        self.assertEqual(dossier.delivery_state, "archived")
        self.assertEqual(self.journal(dossier)[-3:], ["uncollected"] * 3)

    def test_each_is_done_once(self):
        dossier = self.reachable()
        for _time in range(3):
            self.look(MONTH)
        self.assertEqual(self.told(dossier), [("phone", "by_hand")])
        self.assertEqual(self.journal(dossier).count("uncollected"), 1)

    def test_a_job_that_was_down_calls_first_and_leaves_the_time_in_between(self):
        dossier = self.reachable()
        self.look("2026-08-01 02:00:00")
        self.look("2026-08-02 02:00:00")
        self.assertEqual(self.told(dossier), [("phone", "by_hand")])
        self.look("2026-08-31 02:00:00")
        self.assertEqual(len(self.told(dossier)), 2)
        self.assertEqual(dossier.delivery_state, "ready")

    def test_whom_the_post_does_not_reach_is_told_as_they_can_be(self):
        with freeze_time(MONDAY):
            owner = {"name": "Owner T", "identity_number": "001099000001"}
            dossier = self.to_resolved(owner={**owner, "email": "o@example.invalid"})
        self.look(MONTH)
        self.assertIn("email", [channel for channel, _state in self.told(dossier)])

    def test_what_was_collected_or_goes_another_way_is_left_alone(self):
        collected, posted = self.reachable(), self.ready(delivery="post")
        with freeze_time("2026-03-10 02:00:00"):
            self.act("counter_officer", collected, "return")
        self.look(THREE_MONTHS)
        for dossier in (collected, posted):
            self.assertFalse(dossier.uncollected_level_id)
            self.assertFalse(self.told(dossier))

    def test_from_the_archive_it_is_handed_out_still(self):
        dossier = self.reachable()
        for moment in (MONTH, TWO_MONTHS, THREE_MONTHS):
            self.look(moment)
        with freeze_time("2026-06-08 02:00:00"):
            self.act("counter_officer", dossier, "return")
        self.assertEqual((dossier.state, dossier.delivery_state), ("returned", "done"))

    def test_the_letter_says_from_when_it_is_in_the_archive(self):
        dossier = self.reachable()
        self.look(MONTH)
        self.look(TWO_MONTHS)
        letter = dossier.notice_ids.filtered(
            lambda one: (one.event, one.channel) == ("uncollected", "post")
        )
        sheet = self.env["report.onestop_dossier.form_letter"]._letter(letter)
        # Sixty days after Monday 9 March and thirty more.
        self.assertEqual(
            (sheet["resolved"], sheet["archived_from"]), ("09/03/2026", "07/06/2026")
        )

    def test_the_house_may_do_otherwise(self):
        levels = self.env["onestop.uncollected.level"].search([])
        mine = self.as_role("administrator", levels)
        mine.filtered(lambda one: one.days < 90).active = False
        mine.filtered(lambda one: one.days == 90).days = 10
        dossier = self.reachable()
        self.look("2026-03-19 02:00:00")
        self.assertEqual(dossier.delivery_state, "archived")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            mine[-1].days = 0

    def test_nobody_writes_how_long_it_lies(self):
        dossier = self.reachable()
        level = self.env.ref("onestop_dossier.uncollected_level_call")
        for vals in (
            {"uncollected_level_id": level.id},
            {"uncollected_at": MONDAY},
            {"delivery_state": "archived"},
        ):
            with self.assertRaises(AccessError):
                self.as_role("counter_officer", dossier).write(vals)
