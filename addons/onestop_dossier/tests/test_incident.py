"""The register of incidents, and who is told of what: once."""

from datetime import datetime

import pytest
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase

NOON = datetime(2026, 3, 9, 5)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestIncident(DossierCase):
    def setUp(self):
        super().setUp()
        self.sent = []
        for user in self.concerned():
            user.lang = "en_US"
        listener = self.env.registry["res.users"]
        self.patch(
            listener,
            "_bus_send",
            lambda user, kind, message, **_rest: self.sent.append(
                (user, kind, message["title"], message["message"])
            ),
        )

    def register(self, **vals):
        incidents = self.as_role("it_technician", self.env["onestop.incident"])
        return incidents.create({"name": "The line is cut", **vals})

    def told(self):
        """Who was told what since the last time."""
        told = {(user, text) for user, _kind, _title, text in self.sent}
        self.assertEqual(len(told), len(self.sent))
        self.sent.clear()
        return told

    def concerned(self):
        return {
            self.users[role]
            for role in ("counter_officer", "postal_clerk", "supervisor", "director")
        }

    def test_who_sits_there_and_who_follows_is_told_once_of_each_thing(self):
        incident = self.register()
        told = self.told()
        self.assertEqual({user for user, _text in told}, self.concerned())
        [text] = {text for _user, text in told}
        self.assertIn("stands still since 09:00 09/03/2026", text)
        # Saying it again, or why, is nothing new.
        incident.date_from = MONDAY
        incident.cause = "A digger."
        self.assertFalse(self.sent)
        with freeze_time("2026-03-09 03:00:00"):
            incident.action_end()
            incident.action_end()
            [text] = {text for _user, text in self.told()}
            self.assertIn("works again since 10:00 09/03/2026", text)
            self.assertEqual(incident.phase, "over")

    def test_of_other_counters_nobody_here_is_told(self):
        commune = self.env["onestop.department"].create(
            {"name": "Commune T", "code": "T-COM", "kind": "commune"}
        )
        other = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": commune.id}
        )
        self.register(all_counters=False, counter_group_ids=[(4, other.id)])
        self.assertFalse(self.told())

    def test_what_is_planned_is_told_beforehand_and_when_it_moves(self):
        maintenance = self.register(
            kind="maintenance",
            date_from=datetime(2026, 3, 21, 1),
            date_to=datetime(2026, 3, 21, 4),
        )
        self.assertEqual(maintenance.phase, "planned")
        [text] = {text for _user, text in self.told()}
        self.assertIn("from 08:00 21/03/2026 until 11:00 21/03/2026", text)
        maintenance.date_from = datetime(2026, 3, 21, 2)
        [text] = {text for _user, text in self.told()}
        self.assertIn("from 09:00 21/03/2026", text)

    def test_what_begins_and_ends_by_the_clock_is_told_when_it_does(self):
        maintenance = self.register(
            kind="maintenance",
            date_from=datetime(2026, 3, 21, 1),
            date_to=datetime(2026, 3, 21, 4),
        )
        self.told()
        for moment, said in (
            ("2026-03-21 00:30:00", ()),
            ("2026-03-21 01:05:00", ("stands still since 08:00 21/03/2026",)),
            ("2026-03-21 01:10:00", ()),
            ("2026-03-21 04:05:00", ("works again since 11:00 21/03/2026",)),
            ("2026-03-23 04:05:00", ()),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self.env["onestop.incident"]._cron_tell()
                told = {text for _user, text in self.told()}
                self.assertEqual(len(told), len(said))
                for text in told:
                    self.assertIn(said[0], text)
        # Who was not there reads it later.
        mails = (
            self.env["mail.message"]
            .search(
                [("model", "=", maintenance._name), ("res_id", "=", maintenance.id)]
            )
            .filtered(lambda one: one.message_type == "user_notification")
        )
        self.assertEqual(
            mails.notified_partner_ids,
            self.env["res.users"].union(*self.concerned()).partner_id,
        )

    @pytest.mark.article("Decree 224/2026", "number to confirm")
    def test_planned_work_is_announced_seven_working_days_ahead(self):
        with freeze_time("2026-09-07 03:00:00"):  # a Monday
            late, early = (
                self.register(kind="maintenance", date_from=begins)
                for begins in (datetime(2026, 9, 15, 1), datetime(2026, 9, 16, 1))
            )
            self.env.cr.execute(
                "UPDATE onestop_incident SET create_date = %s WHERE id IN %s",
                ("2026-09-07 03:00:00", (late.id, early.id)),
            )
            (late | early).invalidate_recordset()
            # Tuesday 15 is the sixth working day after Monday 7, Wednesday the seventh.
            self.assertIn("6 working days ahead", late.announced_late)
            self.assertFalse(early.announced_late)
            accident = self.register(date_from=datetime(2026, 9, 8, 1))
            self.assertFalse(accident.announced_late)

    def test_what_is_over_when_it_is_registered_is_told_to_nobody(self):
        self.register(
            date_from=datetime(2026, 3, 6, 1), date_to=datetime(2026, 3, 6, 2)
        )
        self.assertFalse(self.sent)

    def test_the_counter_reads_it_on_its_first_screen_while_it_lasts(self):
        self.register()
        board = self.as_role("counter_officer", self.env["onestop.counter.group"])
        [row] = board.board()["incidents"]
        self.assertEqual((row["title"], row["planned"]), ("The line is cut", False))
        with freeze_time("2026-03-09 03:00:00"):
            self.env["onestop.incident"].search([]).action_end()
            self.assertEqual(board.board()["incidents"], [])

    def test_incidents_are_found_by_how_far_they_are(self):
        past = self.register(date_from="2026-03-06 01:00:00", date_to=MONDAY)
        ongoing = self.register()
        until = self.register(date_to=NOON)
        planned = self.register(date_from=NOON)
        mine = past | ongoing | until | planned
        for phase, found in (
            ("over", past),
            ("ongoing", ongoing | until),
            ("planned", planned),
        ):
            domain = [("phase", "=", phase), ("id", "in", mine.ids)]
            with self.subTest(phase=phase):
                self.assertEqual(mine.search(domain), found.sorted())
                self.assertEqual(set(found.mapped("phase")), {phase})

    def test_the_public_is_told_in_the_words_that_were_written_for_it(self):
        incidents = self.env["onestop.incident"].with_user(
            self.env.ref("base.public_user")
        )
        incidents = incidents.with_context(lang="en_US")
        self.assertEqual(incidents._public_notices(), [])
        self.register()
        self.assertEqual(incidents._public_notices(), [])
        incident = self.register(
            public_text="The portal is down until noon.", date_to=NOON, portal=True
        )
        self.assertEqual(
            incidents._public_notices(),
            [
                {
                    "text": "The portal is down until noon.",
                    "begin": datetime(2026, 3, 9, 2),
                    "end": NOON,
                    "planned": False,
                }
            ],
        )
        incident.with_context(lang="vi_VN").public_text = "Cổng tạm ngừng đến trưa."
        [row] = incidents.with_context(lang="vi_VN")._public_notices()
        self.assertEqual(row["text"], "Cổng tạm ngừng đến trưa.")
        # No write says that it is over: the hour does.
        with freeze_time("2026-03-09 05:00:01"):
            self.assertEqual(incidents._public_notices(), [])

    def test_a_page_asks_nothing_of_the_database_for_it(self):
        incidents = self.env["onestop.incident"]
        incidents._public_notices()
        with self.assertQueryCount(0):
            incidents._public_notices()

    def test_whom_it_concerns_and_when_has_to_be_said(self):
        with self.assertRaisesRegex(ValidationError, "which counters"):
            self.register(all_counters=False)
        self.register(all_counters=False, portal=True)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.register(date_to="2026-03-08 02:00:00")

    def test_the_technician_keeps_the_register_and_reads_no_dossier(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.register().measures = "Mended."
        for record in (dossier, self.env["onestop.outage.receipt"]):
            with self.assertRaises(AccessError):
                self.as_role("it_technician", record).check_access("read")
        for role in ("counter_officer", "director", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, self.env["onestop.incident"]).create({"name": "x"})
