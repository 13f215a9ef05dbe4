from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

# Asked on Monday at 09:00, four working hours: Monday at 15:00, here in UTC.
DUE = datetime(2026, 3, 9, 8, 0)
IN_TIME, AFTER = "2026-03-09 08:00:00", "2026-03-09 08:05:00"
# Six working hours end with the office, at 17:00.
CLOSING, EVENING = datetime(2026, 3, 9, 10, 0), "2026-03-09 13:00:00"
BEFORE_OPENING, OPEN_AGAIN = "2026-03-09 23:59:00", "2026-03-10 00:05:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSilence(DossierCase):
    def asked(self, rule, hours=4):
        """A dossier that waits for the opinion of another department."""
        steps = (
            ("Check", "work", "competent", "department_officer", 4, 10),
            ("Ask", "opinion", self.other, "department_officer", hours, 10),
            ("Decide", "decision", "competent", "department_head", 4, 20),
            ("Return", "return", "received", "counter_officer", 0, 30),
        )
        code = (
            f"9.9001{hours}{['agreed', 'passed_over', 'escalate', 'none'].index(rule)}"
        )
        # Even on a step that is no question: there nothing follows.
        silence = {"Ask": rule, "Check": rule}
        self.version = self.make_version(code, steps, silence=silence)
        dossier = self.to_processing()
        return dossier, dossier.step_ids.filtered(lambda run: run.name == "Ask")

    def pass_time(self, moment):
        with freeze_time(moment):
            self.env.flush_all()
            with self.env.registry.cursor() as cr:
                self.env(cr=cr)["onestop.dossier.step"]._cron_silence()
            self.env.invalidate_all()

    def test_silence_is_agreement_once_its_time_is_over(self):
        dossier, run = self.asked("agreed")
        self.assertEqual(run.date_due, DUE)
        self.pass_time(IN_TIME)
        self.assertEqual(run.state, "open")
        self.pass_time(AFTER)
        self.assertEqual((run.state, run.outcome), ("done", "agreed"))
        self.assertEqual((run.date_silent, run.date_ended), (DUE, DUE))
        self.assertFalse(run.user_id)
        self.pass_time(AFTER)
        self.assertEqual(self.journal(dossier).count("silence"), 1)
        self.act("department_officer", dossier, "complete_step")
        self.assertEqual(self.names(dossier), ["Decide"])

    def names(self, dossier):
        runs = dossier.step_ids.filtered(lambda run: run.state == "open")
        return runs.mapped("name")

    def test_who_is_silent_is_passed_over(self):
        dossier, run = self.asked("passed_over")
        self.act("department_officer", dossier, "complete_step")
        self.pass_time(AFTER)
        self.assertEqual((run.state, run.outcome), ("done", "passed_over"))
        self.assertEqual(self.names(dossier), ["Decide"])

    def test_where_the_head_is_told_the_step_stays_open_and_may_be_answered(self):
        dossier, run = self.asked("escalate")
        self.pass_time(AFTER)
        self.pass_time(OPEN_AGAIN)
        self.assertEqual((run.state, run.date_silent), ("open", DUE))
        self.assertEqual(self.journal(dossier).count("silence"), 1)
        late = self.make_user("late", ("department_officer", self.other))
        run.with_user(late).action_complete()
        self.assertEqual((run.state, run.user_id), ("done", late))

    def test_a_calendar_that_changes_moves_no_question_whose_time_is_over(self):
        dossier, run = self.asked("escalate")
        work = dossier.step_ids.filtered(lambda one: one.name == "Check")
        self.pass_time(AFTER)
        # Monday afternoon is closed: four hours from 09:00 end on Tuesday at 08:00.
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Storm",
                "calendar_id": self.other.calendar_id.id,
                "date_from": "2026-03-09 05:00:00",
                "date_to": "2026-03-09 10:00:00",
            }
        )
        with freeze_time(AFTER):
            self.run_cron("_cron_redate", "onestop.redating")
        self.assertEqual((run.date_due, run.date_silent), (DUE, DUE))
        self.assertGreater(work.date_due, DUE)

    def test_without_a_rule_nothing_follows(self):
        dossier, run = self.asked("none")
        self.pass_time(AFTER)
        self.assertEqual((run.state, run.date_silent), ("open", False))
        self.assertNotIn("silence", self.journal(dossier))

    def test_who_works_on_it_is_not_asked(self):
        dossier, _run = self.asked("agreed")
        self.pass_time(OPEN_AGAIN)
        self.assertEqual(self.names(dossier), ["Check"])

    def test_it_falls_in_working_time_and_counts_from_its_own_instant(self):
        _dossier, run = self.asked("agreed", hours=6)
        self.assertEqual(run.date_due, CLOSING)
        for moment in (EVENING, BEFORE_OPENING):
            self.pass_time(moment)
            self.assertEqual(run.state, "open")
        self.pass_time(OPEN_AGAIN)
        self.assertEqual((run.state, run.date_ended), ("done", CLOSING))

    def test_a_job_that_was_down_for_days_comes_to_the_same(self):
        _dossier, run = self.asked("agreed")
        self.pass_time("2026-03-12 03:00:00")
        self.assertEqual((run.state, run.outcome), ("done", "agreed"))
        self.assertEqual((run.date_silent, run.date_ended), (DUE, DUE))

    def test_who_is_silent_is_late(self):
        dossier, run = self.asked("agreed")
        self.pass_time(AFTER)
        self.assertEqual(run.standing, "late")
        lateness = run.with_context(lang="vi_VN").lateness
        self.assertEqual(lateness, "Trễ hạn: không trả lời")
        runs = self.env["onestop.dossier.step"]
        self.assertIn(run, runs.search([("standing", "=", "late")]))
        self.assertNotIn(run, runs.search([("standing", "=", "on_time")]))

    def test_what_follows_counts_from_the_silence_however_late_the_job_came(self):
        dossier, _run = self.asked("agreed")
        with freeze_time("2026-03-09 03:00:00"):
            self.act("department_officer", dossier, "complete_step")
        self.pass_time("2026-03-12 03:00:00")
        step = dossier.step_ids.filtered(lambda run: run.name == "Decide")
        self.assertEqual(step.date_opened, DUE)
        # Four hours: two until 17:00, then two from 07:00.
        self.assertEqual(step.date_due, datetime(2026, 3, 10, 2, 0))

    def test_a_step_whose_date_was_moved_meanwhile_is_not_silent(self):
        _dossier, run = self.asked("agreed")
        with freeze_time(AFTER):
            run.date_due = datetime(2026, 3, 10, 8, 0)
            run._fall_silent()
        self.assertEqual((run.state, run.date_silent), ("open", False))

    def test_it_falls_while_the_applicant_is_waited_for(self):
        dossier, run = self.asked("agreed")
        component = dossier.component_ids[:1]
        self.act(
            *(
                "department_officer",
                dossier,
                "request_supplement",
                "A page is missing.",
            ),
            component_ids=component.ids,
        )
        self.pass_time(AFTER)
        self.assertEqual((run.state, dossier.state), ("done", "supplement"))

    def test_nobody_makes_silence(self):
        dossier, run = self.asked("agreed")
        for role in ("department_officer", "department_head", "counter_officer"):
            with freeze_time(AFTER), self.assertRaises(UserError):
                self.act(role, dossier, "silence", step_id=run.id)
        self.assertEqual(run.state, "open")
