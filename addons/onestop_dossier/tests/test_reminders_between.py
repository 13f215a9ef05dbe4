"""What departments ask of each other is reminded of, and stands on the board of who
urges (docs/decisions/0038)."""

from datetime import datetime
from unittest.mock import patch

import pytest
from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.asking import Asking
from .common import MONDAY
from .common_linked import LinkedCase

# A request of Monday at 10:00 is to be passed on before 17:00: at 16:00 an hour is left.
ASKED, HOUR_LEFT, LATE = (
    *("2026-03-09 03:00:00", "2026-03-09 09:05:00", "2026-03-10 00:05:00"),
)
# Eight working hours after 17:00 on Monday: Tuesday at the closing hour.
DAY_LATE = "2026-03-10 10:05:00"
# Filed on Monday at 09:00: eight working hours, until Tuesday at 09:00.
TO_CHECK_NEAR, TO_CHECK_LATE = "2026-03-10 00:05:00", "2026-03-10 02:05:00"
TUESDAY = datetime(2026, 3, 10, 2, 0)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRemindersBetween(LinkedCase):
    def look(self, moment):
        with freeze_time(moment):
            self.run_cron("_cron_look", "onestop.reminder")

    def told(self, dossier, subject):
        """(level, department) of what is told of a dossier now."""
        reminders = self.env["onestop.reminder"].search(
            [("dossier_id", "=", dossier.id), ("subject", "=", subject)]
        )
        return [
            (
                one.level_id.get_external_id()[one.level_id.id].split("_level_")[1],
                one.department_id,
            )
            for one in reminders
        ]

    def read_by(self, user):
        return self.env["onestop.reminder"].with_user(user).search([])

    def ask_to_pass_on(self):
        dossier = self.to_processing()
        with freeze_time(ASKED):
            dossier.with_user(self.users["department_officer"]).action_transition(
                "request_supplement",
                None,
                {"lines": [{"component": "Plan", "text": "?"}]},
            )
        return dossier

    # ------------------------------------------------------------- a request to pass on

    @pytest.mark.article("Decree 61/2018", "18")
    def test_a_request_to_pass_on_is_reminded_of_until_it_is(self):
        dossier = self.ask_to_pass_on()
        self.look(ASKED)
        self.assertEqual(self.told(dossier, "request"), [])
        self.look(HOUR_LEFT)
        self.assertEqual(
            self.told(dossier, "request"), [("request_hours_1", self.centre)]
        )
        self.look(LATE)
        self.look(LATE)
        self.assertEqual(self.told(dossier, "request"), [("request_due", self.centre)])
        self.look(DAY_LATE)
        self.assertEqual(self.told(dossier, "request"), [("request_day", self.centre)])
        with freeze_time(DAY_LATE):
            self.act("counter_officer", dossier, "pass_on")
        self.look(DAY_LATE)
        self.assertEqual(self.told(dossier, "request"), [])

    def test_who_reads_a_reminder_of_what_the_centre_owes(self):
        dossier = self.ask_to_pass_on()
        self.look(LATE)
        for role, sees in (
            *(("counter_officer", 1), ("supervisor", 1), ("director", 0)),
            *(("department_officer", 0), ("department_head", 0)),
        ):
            with self.subTest(role):
                seen = self.read_by(self.users[role]).filtered(
                    lambda one: one.subject == "request"
                )
                self.assertEqual(len(seen), sees)
        with self.assertRaises(AccessError):
            self.read_by(self.users["postal_clerk"])
        away = self.make_user("away", ("counter_officer", self.centre))
        self.assertFalse(self.read_by(away))
        # The dossier's own reminders are no business of the counter.
        self.look("2026-03-16 10:05:00")
        seen = self.read_by(self.users["counter_officer"])
        self.assertEqual(set(seen.mapped("subject")), {"request"})
        self.assertEqual(seen.dossier_id, dossier)

    def test_what_was_withdrawn_is_not_reminded_of(self):
        dossier = self.ask_to_pass_on()
        self.look(LATE)
        with freeze_time(LATE):
            self.act("portal", dossier, "withdraw")
        self.look(LATE)
        self.assertEqual(self.told(dossier, "request"), [])

    # --------------------------------------------------------------- a dossier to check

    def test_a_dossier_that_nobody_checks_is_reminded_of(self):
        dossier = self.file()
        self.assertEqual(dossier.date_intake_due, TUESDAY)
        self.look(TO_CHECK_NEAR)
        self.assertEqual(
            self.told(dossier, "intake"), [("intake_hours_2", self.centre)]
        )
        self.look(TO_CHECK_LATE)
        self.assertEqual(self.told(dossier, "intake"), [("intake_due", self.centre)])
        with freeze_time(TO_CHECK_LATE):
            self.act("counter_officer", dossier, "accept")
        self.look(TO_CHECK_LATE)
        self.assertEqual(self.told(dossier, "intake"), [])

    def test_a_linked_dossier_that_nobody_receives_is_reminded_of_there(self):
        _dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.look(TO_CHECK_LATE)
        self.assertEqual(self.told(child, "intake"), [("intake_due", self.centre)])

    # ---------------------------------------------------- what a linked dossier asks for

    def test_what_a_linked_dossier_asks_for_is_reminded_of_at_the_lead_agency(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "request_supplement", "A page is missing.")
        self.assertEqual(child.supplement_ids.deadline, datetime(2026, 4, 20, 10, 0))
        self.assertFalse(child.notice_ids | dossier.notice_ids.filtered(self.asks))
        # Three working days before, then one.
        self.look("2026-04-16 00:05:00")
        self.assertEqual(
            self.told(dossier, "linked"), [("linked_hours_24", self.department)]
        )
        seen = self.read_by(self.users["department_officer"])
        self.assertIn("linked", seen.mapped("subject"))
        self.look("2026-04-20 00:05:00")
        self.assertEqual(
            self.told(dossier, "linked"), [("linked_hours_8", self.department)]
        )
        component = self.there.component_ids[1]
        paper = dossier.component_ids[0]
        with freeze_time("2026-04-20 00:06:00"):
            run.with_user(self.users["department_officer"]).action_answer_linked(
                {"papers": [{"paper": paper.id, "component": component.id}]}
            )
        self.look("2026-04-20 00:07:00")
        self.assertEqual(self.told(dossier, "linked"), [])

    @staticmethod
    def asks(notice):
        return notice.event == "supplement_requested"

    def test_what_it_asks_for_is_news_to_whoever_does_the_step(self):
        _dossier, run = self.to_waiting()
        child = self.open_linked(run)
        officer = self.users["department_officer"]
        run.with_user(officer).action_open_dossier()
        mine = run.with_user(officer)
        self.assertFalse(mine.unread)
        self.act("counter_officer", child, "request_supplement", "A page is missing.")
        mine.invalidate_recordset()
        self.assertTrue(mine.unread)

    # ------------------------------------------------------------------------- opinions

    def ask_opinion(self, dossier, until=TUESDAY):
        number = dossier.with_user(self.users["department_officer"]).ask_opinion(
            {"department_id": self.other.id, "content": "Wide?", "until": until}
        )
        return self.env["onestop.opinion"].browse(number)

    @pytest.mark.article("Decree 61/2018", "19.5")
    def test_whoever_is_asked_beside_the_process_is_reminded_of_it(self):
        dossier = self.to_processing()
        opinion = self.ask_opinion(dossier)
        # Four working hours before 09:00 on Tuesday: Monday at 15:00.
        self.look("2026-03-09 08:05:00")
        self.assertEqual(
            self.told(dossier, "opinion"), [("opinion_hours_4", self.other)]
        )
        asked = self.read_by(self.there_users["department_officer"])
        self.assertEqual(asked.opinion_id, opinion)
        action = asked.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("onestop.opinion", opinion.id)
        )
        self.look("2026-03-10 02:05:00")
        self.assertEqual(self.told(dossier, "opinion"), [("opinion_due", self.other)])
        with freeze_time("2026-03-10 02:06:00"):
            opinion.with_user(self.there_users["department_officer"]).give_answer(
                {"position": "agrees"}
            )
        self.look("2026-03-10 02:07:00")
        self.assertEqual(self.told(dossier, "opinion"), [])

    def test_two_that_are_asked_are_reminded_each(self):
        third = self.env["onestop.department"].create(
            {"name": "Department W", "code": "T-THREE", "kind": "provincial"}
        )
        dossier = self.to_processing()
        self.ask_opinion(dossier)
        dossier.with_user(self.users["department_officer"]).ask_opinion(
            {"department_id": third.id, "content": "Wide?", "until": TUESDAY}
        )
        self.look("2026-03-10 02:05:00")
        self.assertEqual(
            sorted(place.name for _, place in self.told(dossier, "opinion")),
            ["Department U", "Department W"],
        )

    def test_another_limit_is_reminded_of_anew(self):
        dossier = self.to_processing()
        opinion = self.ask_opinion(dossier)
        self.look("2026-03-09 08:05:00")
        with freeze_time("2026-03-09 08:06:00"):
            form = opinion.with_user(self.users["department_officer"])
            action = form.action_open_asking()
            form = self.env[action["res_model"]].with_user(form.env.user)
            form = form.browse(action["res_id"])
            form.until = "2026-03-11 02:00:00"
            form.action_ask()
        self.look("2026-03-09 08:07:00")
        self.assertEqual(self.told(dossier, "opinion"), [])
        self.look("2026-03-11 02:05:00")
        self.assertEqual(self.told(dossier, "opinion"), [("opinion_due", self.other)])

    def test_a_dossier_that_is_done_leaves_no_reminder_of_what_was_asked(self):
        dossier = self.to_processing()
        self.ask_opinion(dossier)
        self.look("2026-03-10 02:05:00")
        with freeze_time("2026-03-10 03:00:00"):
            self.act("portal", dossier, "withdraw")
        self.look("2026-03-10 03:01:00")
        self.assertEqual(self.told(dossier, "opinion"), [])

    def test_a_department_without_a_calendar_for_it_holds_up_no_other_date(self):
        dossier = self.to_processing()
        self.ask_opinion(dossier)
        broken = UserError("No hours are known.")
        with (
            patch.object(Asking, "due", side_effect=broken),
            self.assertLogs("odoo.addons.onestop_dossier", "WARNING"),
        ):
            self.look("2026-03-30 10:05:00")
        self.assertEqual(
            self.told(dossier, "dossier"), [("dossier_due", self.department)]
        )

    # ------------------------------------------------------------- the board, the ladder

    def test_the_board_of_who_urges_says_who_keeps_others_waiting(self):
        dossier = self.ask_to_pass_on()
        waiting = self.file()
        self.ask_opinion(self.to_processing())
        desk = self.env["onestop.urging"].with_user(self.users["supervisor"])
        with freeze_time(TO_CHECK_LATE):
            self.env.invalidate_all()
            rows = {row["id"]: row for row in desk.desk()}
        self.assertEqual(set(rows), {self.centre.id, self.other.id})
        owed = ("intakes", "requests", "opinions", "overdue")
        self.assertEqual([rows[self.centre.id][key] for key in owed], [1, 1, 0, 0])
        self.assertEqual([rows[self.other.id][key] for key in owed], [0, 0, 1, 0])
        with freeze_time(TO_CHECK_LATE):
            self.act("counter_officer", dossier, "pass_on")
            self.act("counter_officer", waiting, "accept")
            self.env.invalidate_all()
            rows = {row["id"]: row for row in desk.desk()}
        self.assertEqual(set(rows), {self.other.id})

    def test_another_centre_is_not_on_the_board(self):
        self.ask_to_pass_on()
        place = self.env["onestop.department"].create(
            {"name": "Centre Z", "code": "T-Z", "kind": "centre"}
        )
        stranger = self.make_user("stranger", ("supervisor", place))
        with freeze_time(TO_CHECK_LATE):
            desk = self.env["onestop.urging"].with_user(stranger)
            self.assertEqual(desk.desk(), [])

    def test_what_is_asked_has_no_apology_and_no_silence(self):
        values = {"name": "Sorry", "subject": "request", "to_head": True}
        levels = self.env["onestop.reminder.level"]
        for basis in ("apology", "silence"):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    levels.create({**values, "basis": basis})
        self.assertTrue(levels.create({**values, "basis": "hours", "value": 3}))
