from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.time_used import Delay, TimeUsed
from .common import MONDAY, DossierCase

# Sixteen working hours to appraise, from Monday 2026-03-09 at nine: until Wednesday at
# nine. The office works 07:00–11:30 and 13:30–17:00; here the same in UTC.
WEDNESDAY_TEN, THURSDAY_EIGHT = "2026-03-11 03:00:00", "2026-03-12 01:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDelays(DossierCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()

    def at(self, moment, role, code, reason=None, **values):
        with freeze_time(moment):
            self.act(role, self.dossier, code, reason, **values)

    def run_of(self, name, state="done"):
        return self.dossier.step_ids.filtered(
            lambda run: run.name == name and run.state == state
        )[-1:]

    def used(self, moment):
        with freeze_time(moment):
            return TimeUsed(self.dossier.sudo())

    def ask(self, moment):
        self.at(
            *(moment, "department_officer", "request_supplement", "A page."),
            component_ids=self.dossier.component_ids[:1].ids,
        )

    def test_who_takes_longer_is_charged_with_the_working_time(self):
        self.at(WEDNESDAY_TEN, "department_officer", "complete_step")
        # An hour of Wednesday.
        self.assertEqual(self.run_of("Appraise").minutes_late, 60)
        # Eight hours to decide: until Thursday at ten. 90 and 210 minutes of Thursday,
        # 60 of Friday.
        self.at("2026-03-13 01:00:00", "department_head", "decide")
        self.assertEqual(self.run_of("Decide").minutes_late, 360)

    def test_who_is_in_time_is_charged_with_nothing(self):
        self.at("2026-03-11 02:00:00", "department_officer", "complete_step")
        self.assertEqual(self.run_of("Appraise").minutes_late, 0)
        self.assertEqual(self.used(THURSDAY_EIGHT).charged(), [])

    def test_what_is_still_open_is_charged_as_it_grows(self):
        used = self.used(WEDNESDAY_TEN)
        delay = Delay("Appraise", "Department T", 60, True)
        self.assertEqual(used.delays(), [delay])
        # 150 and 210 minutes of Wednesday, 60 of Thursday.
        self.assertEqual(self.used(THURSDAY_EIGHT).charged(), [("Department T", 420)])

    def test_each_department_is_charged_with_its_own_steps(self):
        steps = (
            ("Check", "work", "competent", "department_officer", 4, 10),
            ("Ask", "opinion", self.other, "department_officer", 2, 10),
            ("Decide", "decision", "competent", "department_head", 4, 20),
            ("Return", "return", "received", "counter_officer", 0, 30),
        )
        self.version = self.make_version("9.900002", steps)
        self.dossier = self.to_processing()
        # Check until 15:00, asked until 11:00: at 16:00 it is an hour, and 30 minutes
        # with two hours and a half.
        used = self.used("2026-03-09 09:00:00")
        self.assertEqual(used.charged(), [(self.other.name, 180), ("Department T", 60)])

    def test_what_stood_still_is_nobodys_delay(self):
        self.ask(WEDNESDAY_TEN)
        # While the applicant is waited for.
        used = self.used("2026-03-18 01:00:00")
        self.assertEqual(used.charged(), [("Department T", 60)])

    def test_where_the_term_is_counted_again_so_is_the_delay(self):
        self.version = self.make_version("9.900003", supplement_rule="restart")
        self.dossier = self.to_processing()
        self.ask(WEDNESDAY_TEN)
        self.at("2026-03-18 02:00:00", "portal", "supplement", "Here it is.")
        # Sixteen hours from Wednesday the 18th at nine.
        run = self.run_of("Appraise", "open")
        self.assertEqual(str(run.date_due), "2026-03-20 02:00:00")
        self.assertEqual(self.used("2026-03-20 02:00:00").charged(), [])
        used = self.used("2026-03-20 02:10:00")
        self.assertEqual(used.charged(), [("Department T", 10)])

    def test_where_the_term_goes_on_a_pause_after_the_date_counts_for_nothing(self):
        self.version = self.make_version("9.900003", supplement_rule="continue")
        self.dossier = self.to_processing()
        self.ask(WEDNESDAY_TEN)
        self.at("2026-03-18 02:00:00", "portal", "supplement", "Here it is.")
        run = self.run_of("Appraise", "open")
        self.assertEqual(str(run.date_due), "2026-03-11 02:00:00")
        self.at("2026-03-18 03:30:00", "department_officer", "complete_step")
        # An hour before the pause, an hour and a half after it.
        self.assertEqual(run.minutes_late, 60 + 90)

    def test_whoever_is_asked_has_the_same_time_while_the_applicant_is_waited_for(self):
        steps = (
            ("Check", "work", "competent", "department_officer", 16, 10),
            ("Ask", "opinion", self.other, "department_officer", 16, 10),
            ("Decide", "decision", "competent", "department_head", 4, 20),
            ("Return", "return", "received", "counter_officer", 0, 30),
        )
        self.version = self.make_version("9.900004", steps, supplement_rule="continue")
        self.dossier = self.to_processing()
        run = self.run_of("Ask", "open")
        # Due on Wednesday at nine; the applicant is asked on Tuesday at 15:30.
        self.ask("2026-03-10 08:30:00")
        asked = self.make_user("asked", ("department_officer", self.other))
        with freeze_time("2026-03-13 02:00:00"):
            run.with_user(asked).action_complete()
            run.invalidate_recordset()
            self.assertEqual(run.standing, "late")
        # Answered on Friday at nine: two working days of eight hours.
        self.assertEqual((run.state, run.minutes_late), ("done", 960))
        self.assertEqual(str(run.date_due), "2026-03-11 02:00:00")
        # Once the applicant has answered, it is still said so.
        self.at("2026-03-18 02:00:00", "portal", "supplement", "Here it is.")
        explained = run.with_context(lang="en_US")._derivation().render("en")
        self.assertIn("09:00 on Wednesday 11/03/2026", explained[-1])
        self.assertNotIn("calendar", " ".join(explained))

    def test_what_is_sent_back_keeps_the_delay_that_it_made(self):
        self.at("2026-03-10 02:00:00", "department_officer", "complete_step")
        step = self.run_of("Appraise").step_id
        # Eight hours from Tuesday at nine: until Wednesday at nine.
        self.at(
            *(WEDNESDAY_TEN, "department_head", "complete_step", "Again, please."),
            send_back_to=step.id,
        )
        void = self.run_of("Decide", "void")
        self.assertEqual((void.state, void.minutes_late), ("void", 60))
        self.assertEqual(
            self.used(WEDNESDAY_TEN).delays(),
            [Delay("Decide", "Department T", 60, False)],
        )

    def test_what_is_stopped_late_keeps_the_delay_that_it_made(self):
        self.at(WEDNESDAY_TEN, "portal", "withdraw", "No more.")
        # The wish to withdraw has the term stand still.
        self.at("2026-03-13 01:00:00", "counter_officer", "stop", "As asked.")
        self.assertEqual(self.run_of("Appraise", "void").minutes_late, 60)

    def test_the_dossier_says_who_is_late(self):
        self.at(WEDNESDAY_TEN, "department_officer", "complete_step")
        with freeze_time(WEDNESDAY_TEN):
            head = self.dossier.with_user(self.users["department_head"])
            html = head.with_context(lang="vi_VN").time_html
            for words in (
                "Department T</t>: 1 giờ làm việc",
                "09/03/2026 09:00",
                "11/03/2026 09:00",
                "11/03/2026 10:00",
                "Trễ hạn 1 giờ làm việc",
                "Còn 8 giờ làm việc",
            ):
                self.assertIn(words.replace("</t>", ""), html)

    def test_an_applicant_is_not_told_whose_delay_it_is(self):
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.portal).read(["time_html"])
