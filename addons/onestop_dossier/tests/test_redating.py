import json
from contextlib import suppress
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import onestop_redating
from .common import MONDAY, DossierCase

WEDNESDAY = "2026-03-11"


@tagged("post_install", "-at_install")
class TestRedating(DossierCase):
    """Received Monday 9 March 2026 at 09:00, 5 working days: due Monday 16, 17:00.

    The step “Appraise” has 16 hours from Monday 09:00: due Wednesday 11, 09:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.env.ref("onestop_procedure.calendar_office_hours")
        bare = {"global_leave_ids": [], "extra_day_ids": []}
        cls.calendar = office.copy({**bare, "name": "Hours T"})
        cls.elsewhere = office.copy({**bare, "name": "Hours U"})
        cls.department.calendar_id = cls.calendar
        (cls.centre | cls.other).calendar_id = cls.elsewhere
        cls.redatings = cls.env["onestop.redating"]
        cls.redatings.search([]).unlink()

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()

    def close(self, day, calendar=None, name="Storm"):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": (calendar or self.calendar).id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 11:00:00",
            }
        )

    def run_job(self):
        self.run_cron("_cron_redate", "onestop.redating")

    def plan(self, day=WEDNESDAY):
        """A planned change of the calendar that closes a day."""
        plan = self.calendar._onestop_plan()
        self.close(day, plan)
        return plan

    def put_into_force(self, plan, reason="Storm no. 5"):
        as_administrator = self.as_role("administrator", plan)
        change = self.env["onestop.calendar.change"].browse(
            as_administrator.action_onestop_confirm()["res_id"]
        )
        change = self.as_role("administrator", change)
        change.write({"reason": reason, "decision": "12/QD"})
        return change.action_put_into_force()

    def changed_facts(self, dossier):
        return [
            fact["values"]
            for fact in dossier.due_derivation
            if fact["code"] == "calendar_changed"
        ]

    # -------------------------------------------------------------------- beforehand

    def test_a_plan_says_what_it_would_move_and_moves_nothing(self):
        plan = self.plan()
        with freeze_time("2026-03-10 03:00:00"):
            found = self.redatings._foresee(plan)
        everywhere = self.env["onestop.department"]
        self.assertEqual(
            {name: count for name, count in found[everywhere].items() if count},
            {"dossiers": 1, "later": 1, "steps": 1},
        )
        self.assertEqual(found[self.department]["dossiers"], 1)
        self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")

    def test_a_plan_says_who_comes_back_into_time_and_who_becomes_late(self):
        plan = self.plan()
        everywhere = self.env["onestop.department"]
        with freeze_time("2026-03-17 02:00:00"):
            # Due on the 16th, on the 17th at 17:00 with the storm.
            figures = self.redatings._foresee(plan)[everywhere]
            self.assertEqual((figures["in_time"], figures["late"]), (1, 0))
            self.put_into_force(plan)
            self.run_job()
            back = self.calendar._onestop_plan()
            back.global_leave_ids.unlink()
            figures = self.redatings._foresee(back)[everywhere]
        self.assertEqual((figures["in_time"], figures["late"]), (0, 1))
        self.assertEqual((figures["later"], figures["earlier"]), (0, 1))

    def test_the_administrator_sees_figures_and_no_dossier(self):
        self.plan()
        plan = self.as_role("administrator", self.calendar._onestop_plan())
        with freeze_time("2026-03-10 03:00:00"):
            change = self.env["onestop.calendar.change"].browse(
                plan.action_onestop_confirm()["res_id"]
            )
            shown = self.as_role("administrator", change).preview
        self.assertIn("Department T", shown)
        self.assertNotIn(self.dossier.code, shown)
        self.assertNotIn(self.dossier.owner_name, shown)

    # ------------------------------------------------------------------------- moved

    def test_a_storm_day_moves_the_dossier_and_its_step_and_says_why(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.put_into_force(self.plan())
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-17 10:00:00")
        self.assertEqual(str(self.dossier.date_due_promised), "2026-03-16 10:00:00")
        # Wednesday 09:00 was due; it is Thursday 09:00.
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
        self.assertEqual(str(run.date_due), "2026-03-12 02:00:00")
        self.assertIn(
            "The working calendar changed (Storm no. 5); the date moved from 17:00 on "
            "Monday 16/03/2026 to 17:00 on Tuesday 17/03/2026.",
            self.dossier.with_context(lang="en_US").explain_due()["sentences"],
        )
        # Looked at again, so that the reminders follow.
        self.assertEqual(str(self.dossier.date_look), "2026-03-10 03:00:00")
        self.assertEqual(str(run.date_look), "2026-03-10 03:00:00")

    def test_the_record_and_the_journal_say_how_many(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.put_into_force(self.plan())
            self.run_job()
        redating = self.redatings.search([])
        self.assertEqual(redating.calendar_id, self.calendar)
        self.assertEqual((redating.reason, redating.decision), ("Storm no. 5", "12/QD"))
        self.assertEqual(redating.user_id, self.users["administrator"])
        self.assertEqual(redating.state, "second_look")
        self.assertEqual(
            (redating.dossiers, redating.later, redating.earlier, redating.steps),
            (1, 1, 0, 1),
        )
        self.assertEqual(redating.progress, 100)
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.redating"), ("res_id", "=", redating.id)]
        )
        # One for each batch: that of the dossiers, that of the steps.
        self.assertEqual(
            [json.loads(row.data)["kind"] for row in rows], ["dossiers", "steps"]
        )
        self.assertEqual(json.loads(rows[0].data)["first"], self.dossier.id)
        self.assertEqual(set(rows.mapped("actor")), {"system"})

    def test_any_change_of_the_calendar_moves_the_dates(self):
        with freeze_time("2026-03-10 03:00:00"):
            leave = self.close(WEDNESDAY)
            self.run_job()
            self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")
            self.assertEqual(self.redatings.search([]).reason, False)
            self.redatings.search([]).unlink()
            leave.unlink()
            self.run_job()
            self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")
            friday = self.calendar.attendance_ids.filtered(
                lambda row: row.dayofweek == "0" and row.hour_to == 17
            )
            friday.hour_to = 16
            self.redatings.search([]).unlink()
            self.calendar._onestop_touch()
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-16 09:00:00")
        self.assertEqual(len(self.changed_facts(self.dossier)), 3)

    def test_only_open_dossiers_of_the_calendar_move(self):
        with freeze_time(MONDAY):
            resolved = self.to_resolved()
        self.assertEqual(resolved.state, "resolved")
        was = (resolved.date_due, resolved.due_derivation)
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY, self.elsewhere)
            self.run_job()
            self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")
            self.close(WEDNESDAY)
            self.run_job()
        self.assertEqual((resolved.date_due, resolved.due_derivation), was)

    def test_a_department_that_takes_another_calendar_has_other_dates(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY, self.elsewhere)
            self.run_job()
            self.department.calendar_id = self.elsewhere
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")

    def test_a_department_that_was_archived_still_has_dates(self):
        self.department.active = False
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")

    def test_a_paused_and_an_apologised_date_move_by_their_events(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.act("department_officer", self.dossier, "suspend", "Tax notice.")
        with freeze_time("2026-03-12 03:00:00"):
            self.act("department_officer", self.dossier, "resume", None)
        # Two working days were paused: Wednesday 18.
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        with freeze_time("2026-03-13 03:00:00"):
            self.act(
                "department_head",
                self.dossier,
                "apologise",
                "A measurement.",
                until="2026-03-20 10:00:00",
            )
            self.close("2026-03-17")
            self.run_job()
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-19 10:00:00")
        self.assertEqual(str(self.dossier.date_due), "2026-03-20 10:00:00")
        self.assertEqual(str(self.dossier.date_due_promised), "2026-03-16 10:00:00")

    def test_a_term_that_stands_still_gets_its_date_when_it_goes_on(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.act("department_officer", self.dossier, "suspend", "Tax notice.")
            self.close("2026-03-17")
            self.run_job()
        self.assertEqual(self.changed_facts(self.dossier), [])
        with freeze_time("2026-03-12 03:00:00"):
            self.act("department_officer", self.dossier, "resume", None)
        # 18 March without the storm on the 17th.
        self.assertEqual(str(self.dossier.date_due), "2026-03-19 10:00:00")

    def test_what_is_told_of_the_calendar_stays_when_something_else_moves_the_date(
        self,
    ):
        with freeze_time("2026-03-10 03:00:00"):
            self.put_into_force(self.plan())
            self.run_job()
            self.act("department_officer", self.dossier, "suspend", "Tax notice.")
        with freeze_time("2026-03-12 03:00:00"):
            self.act("department_officer", self.dossier, "resume", None)
        # Tuesday to Thursday without Wednesday: one working day was paused.
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        told = self.changed_facts(self.dossier)
        self.assertEqual([fact["reason"] for fact in told], ["Storm no. 5"])
        self.assertEqual(self.dossier.due_derivation[-1]["code"], "due")

    def test_supplements_and_intakes_move_and_supplements_only_later(self):
        self.make_version("9.900003", supplement_term=5)
        with freeze_time(MONDAY):
            asked = self.to_processing(procedure="9.900003")
        with freeze_time("2026-03-10 03:00:00"):
            self.act("department_officer", asked, "request_supplement", "Plan.")
            waiting = self.file()
            # 8 working hours from Tuesday 10:00: Wednesday 10:00.
            self.assertEqual(str(waiting.date_intake_due), "2026-03-11 03:00:00")
            request = asked.supplement_ids
            self.assertEqual(str(request.deadline), "2026-03-17 10:00:00")
            leave = self.close(WEDNESDAY, self.elsewhere)
            self.run_job()
            self.assertEqual(str(waiting.date_intake_due), "2026-03-12 03:00:00")
            self.assertEqual(str(request.deadline), "2026-03-18 10:00:00")
            redating = self.redatings.search([])
            self.assertEqual((redating.supplements, redating.intakes), (1, 1))
            redating.unlink()
            leave.unlink()
            self.run_job()
        self.assertEqual(str(waiting.date_intake_due), "2026-03-11 03:00:00")
        self.assertEqual(str(request.deadline), "2026-03-18 10:00:00")

    # ------------------------------------------------------------------------- told

    def jobs(self):
        return self.env["queue.job"].search(
            [("model_name", "=", "onestop.redating"), ("state", "=", "pending")]
        )

    def moved_notices(self):
        return self.env["onestop.notice"].search([("event", "=", "moved")])

    def test_whoever_waits_for_a_date_that_moves_is_told_once(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.put_into_force(self.plan())
            self.run_job()
            job = self.jobs()
            redating = self.redatings.search([])
            for _time in range(2):
                redating._tell(*job.args)
            notices = self.moved_notices()
        self.assertEqual(notices.dossier_id, self.dossier)
        self.assertEqual(sorted(notices.mapped("channel")), ["email", "portal"])
        letter = notices.filtered(lambda one: one.channel == "email")
        template = self.env.ref("onestop_dossier.notice_moved")
        body = template._generate_template(letter.ids, ["body_html"])[letter.id]
        self.assertIn("17:00, 17/03/2026", body["body_html"])
        self.assertIn("Storm no. 5", body["body_html"])

    def test_nobody_is_told_where_the_date_after_an_apology_holds(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.act(
                "department_head",
                self.dossier,
                "apologise",
                "A measurement.",
                until="2026-03-20 10:00:00",
            )
            self.close(WEDNESDAY)
            self.run_job()
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-17 10:00:00")
        self.assertFalse(self.jobs())

    def test_nobody_is_told_where_the_change_says_so(self):
        plan = self.as_role("administrator", self.plan())
        change = self.env["onestop.calendar.change"].browse(
            plan.action_onestop_confirm()["res_id"]
        )
        change.write({"reason": "Hours", "decision": "1", "tells": False})
        with freeze_time("2026-03-10 03:00:00"):
            change.action_put_into_force()
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")
        self.assertFalse(self.jobs())

    # ------------------------------------------------------------------ twice, cut off

    def test_twice_comes_to_the_same_and_the_second_look_ends_it(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.put_into_force(self.plan())
            self.run_job()
            derivation = self.dossier.due_derivation
            self.run_job()
        redating = self.redatings.search([])
        self.assertEqual(redating.state, "second_look")
        with freeze_time("2026-03-10 03:10:00"):
            self.run_job()
        self.assertEqual((redating.state, redating.dossiers), ("done", 1))
        self.assertEqual(self.dossier.due_derivation, derivation)

    def test_the_second_look_finds_what_an_action_wrote_meanwhile(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            self.run_job()
            # As an action wrote it that had read the calendar before.
            self.env.cr.execute(
                "UPDATE onestop_dossier SET date_due_legal = '2026-03-16 10:00:00', "
                "date_due = '2026-03-16 10:00:00' WHERE id = %s",
                (self.dossier.id,),
            )
        with freeze_time("2026-03-13 03:00:00"):
            # The job was down for three days.
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")
        self.assertEqual(self.redatings.search([]).state, "done")

    def test_a_date_that_cannot_be_counted_holds_up_no_other(self):
        with freeze_time(MONDAY):
            long = self.make_version("9.900002", term=20)
            far = self.to_processing(procedure="9.900002")
        self.env.cr.execute(
            "UPDATE onestop_procedure_channel SET term_value = 100000 "
            "WHERE version_id = %s",
            (long.id,),
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        was = far.date_due
        with freeze_time("2026-03-10 03:00:00"), self.assertLogs(level="WARNING"):
            self.close(WEDNESDAY)
            self.run_job()
        self.assertEqual(str(self.dossier.date_due), "2026-03-17 10:00:00")
        self.assertEqual(far.date_due, was)
        self.assertEqual(self.redatings.search([]).failed, 1)

    def run_for_a_moment(self):
        """The job with no time for more than one batch; how many rows it moved."""
        self.env.flush_all()
        cron = self.env.ref("onestop_dossier.ir_cron_redate")
        progress = self.env["ir.cron.progress"].create({"cron_id": cron.id})
        with self.env.registry.cursor() as cr:
            self.redatings.with_env(self.env(cr=cr)).with_context(
                cron_id=cron.id, ir_cron_progress_id=progress.id, cron_end_time=0
            )._cron_redate()
        self.env.invalidate_all()
        return progress

    def small_batches(self):
        self.patch(onestop_redating, "BATCH", 1)

    def moved(self, dossiers):
        return [str(one.date_due) for one in dossiers].count("2026-03-17 10:00:00")

    def test_what_is_cut_off_goes_on_where_it_was(self):
        self.small_batches()
        with freeze_time(MONDAY):
            dossiers = self.dossier | self.to_processing() | self.to_processing()
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            redating = self.redatings.search([])
            for run in range(1, 4):
                progress = self.run_for_a_moment()
                self.assertEqual((self.moved(dossiers), redating.seen), (run, run))
                # There is more: Odoo calls it again at once.
                self.assertEqual((progress.done, progress.remaining), (1, 1))
            for _run in range(3):
                self.assertEqual(redating.state, "waiting")
                self.run_for_a_moment()
            # Three dossiers and their three steps are moved: nothing is left.
            progress = self.run_for_a_moment()
        self.assertEqual((redating.state, progress.remaining), ("second_look", 0))
        self.assertEqual((redating.total, redating.seen), (6, 6))
        self.assertEqual((redating.dossiers, redating.steps), (3, 3))
        for dossier in dossiers:
            self.assertEqual(len(self.changed_facts(dossier)), 1)

    def test_every_calendar_has_its_turn(self):
        self.small_batches()
        with freeze_time(MONDAY):
            self.to_processing()
            waiting = self.file()
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            # 8 working hours from Monday 09:00: Tuesday 09:00.
            self.close("2026-03-09", self.elsewhere)
            was = waiting.date_intake_due
            self.run_for_a_moment()
        self.assertEqual(self.moved(self.dossier), 1)
        self.assertGreater(waiting.date_intake_due, was)

    def test_a_calendar_that_changes_meanwhile_is_looked_at_from_the_start(self):
        self.small_batches()
        with freeze_time(MONDAY):
            other = self.to_processing()
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            self.run_for_a_moment()
            self.close("2026-03-12")
            self.run_job()
        redating = self.redatings.search([])
        self.assertEqual(redating.state, "second_look")
        for dossier in self.dossier | other:
            self.assertEqual(str(dossier.date_due), "2026-03-18 10:00:00")

    def test_a_department_that_comes_meanwhile_is_looked_at_from_the_start(self):
        self.small_batches()
        self.other.calendar_id = self.calendar
        self.redatings.search([]).unlink()
        with freeze_time(MONDAY):
            self.to_processing()
        # What is moved first belongs to whoever comes.
        self.department.calendar_id = self.elsewhere
        self.redatings.search([]).unlink()
        self.env.cr.execute(
            "UPDATE onestop_dossier SET department_id = %s WHERE id != %s "
            "AND department_id = %s",
            (self.other.id, self.dossier.id, self.department.id),
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            self.run_for_a_moment()
            self.assertEqual(self.moved(self.dossier), 0)
            self.department.calendar_id = self.calendar
            self.run_job()
        self.assertEqual(self.moved(self.dossier), 1)

    def test_a_job_that_is_killed_has_lost_no_batch_that_it_ended(self):
        self.small_batches()
        with freeze_time(MONDAY):
            other = self.to_processing()
        batches = []

        def killed(redating, kind, batch):
            batches.append(batch)
            if len(batches) == 2:
                raise KeyboardInterrupt
            return run_batch(redating, kind, batch)

        run_batch = type(self.redatings)._run_batch
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            # Odoo's `assertRaises` would undo what was committed before.
            with (
                patch.object(type(self.redatings), "_run_batch", killed),
                suppress(KeyboardInterrupt),
            ):
                self.run_job()
            self.env.invalidate_all()
            self.assertEqual(self.moved(self.dossier | other), 1)
            with patch.object(type(self.redatings), "_run_batch", killed):
                self.run_job()
        # The first was not looked at again.
        self.assertEqual(batches[:3], [[self.dossier.id], [other.id], [other.id]])
        self.assertEqual(self.moved(self.dossier | other), 2)
        self.assertEqual(self.redatings.search([]).dossiers, 2)

    def test_what_another_node_went_on_with_is_left_to_it(self):
        self.small_batches()
        with freeze_time(MONDAY):
            other = self.to_processing()
        cron = type(self.env["ir.cron"])
        commit = cron._commit_progress

        def overtaken(cron, *args, **kwargs):
            time = commit(cron, *args, **kwargs)
            # As another node writes it that moved the next one meanwhile.
            cron.env.cr.execute(
                "UPDATE onestop_redating SET last_id = %s WHERE last_kind = 'dossiers'",
                (other.id,),
            )
            return time

        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
            with patch.object(cron, "_commit_progress", overtaken):
                self.run_job()
        redating = self.redatings.search([])
        self.assertEqual((redating.state, redating.seen), ("waiting", 1))

    # ---------------------------------------------------------------------- reminders

    def test_reminders_follow_where_the_due_date_stays(self):
        """Due Monday 16: the apology is due on Friday 13, and on Saturday 14 where that
        is worked for a closed Friday; Monday remains the fifth working day."""
        levels = self.env["onestop.reminder.level"]
        levels.search([]).unlink()
        apology = {"subject": "dossier", "basis": "apology", "to_head": True}
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
        with freeze_time(MONDAY):
            levels.create({"name": "apology", **apology})
            self.run_cron("_cron_look", "onestop.reminder")
        self.assertEqual(str(self.dossier.date_look), "2026-03-13 00:00:00")
        with freeze_time("2026-03-10 03:00:00"):
            self.env["onestop.calendar.extra.day"].create(
                {
                    "calendar_id": self.calendar.id,
                    "date": "2026-03-14",
                    "as_weekday": "4",
                    "reason": "Worked for Friday",
                }
            )
            self.close("2026-03-13")
            self.run_job()
            self.assertEqual(str(run.date_look), "2026-03-10 03:00:00")
            self.run_cron("_cron_look", "onestop.reminder")
        self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")
        self.assertEqual(str(self.dossier.date_look), "2026-03-14 00:00:00")

    # --------------------------------------------------------------------------- walls

    def test_nobody_moves_dates_by_hand(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.close(WEDNESDAY)
        redating = self.redatings.search([])
        for role in self.users:
            mine = redating.with_user(self.users[role])
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    mine.write({"state": "done"})
                with self.assertRaises(AccessError):
                    mine.create({"calendar_id": self.calendar.id})
                with self.assertRaises(AccessError):
                    mine.unlink()

    def test_the_queries_do_not_grow_with_the_dossiers(self):
        def count(day):
            with freeze_time("2026-03-10 03:00:00"):
                self.close(day)
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                self.run_job()
                return self.env.cr.sql_log_count - before

        count(WEDNESDAY)
        one = count("2026-03-12")
        with freeze_time(MONDAY):
            for _number in range(9):
                self.to_processing()
        self.assertLessEqual(count("2026-03-13"), one)
        self.assertEqual(
            self.dossier.date_due.date(), date(2026, 3, 19), self.dossier.date_due
        )
