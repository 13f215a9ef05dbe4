from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase

ENGINE_LOG = "odoo.addons.onestop_dossier.engine.transition"
# Asked on Monday 9 March; the eighth working day after it is Thursday 19, until 17:00.
DEADLINE = datetime(2026, 3, 19, 10, 0)
# Thursday 12 is the first day on which five working days are left.
TOO_EARLY, BEFORE_OPENING = "2026-03-11 09:30:00", "2026-03-11 23:30:00"
REMINDED = "2026-03-12 00:30:00"
IN_TIME, EVENING, NEXT_DAY = (
    "2026-03-19 10:00:00",
    "2026-03-19 10:30:00",
    "2026-03-20 00:30:00",
)


@tagged("post_install", "-at_install")
class TestUnanswered(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900161", supplement_term=8)

    def asked(self, accepted=False, **vals):
        """A dossier that waits for its applicant, at intake or on appraisal."""
        with freeze_time(MONDAY):
            if accepted:
                dossier = self.to_processing(**vals)
                return self.act(
                    "department_officer", dossier, "request_supplement", "Sign it."
                )
            dossier = self.file(**vals)
            return self.act(
                "counter_officer", dossier, "request_supplement", "Sign it."
            )

    def pass_time(self, *moments):
        for moment in moments:
            with freeze_time(moment):
                self.run_cron("_cron_unanswered", "onestop.dossier.supplement")

    def events(self, dossier, channel="email"):
        notices = self.env["onestop.notice"].search([("dossier_id", "=", dossier.id)])
        return notices.filtered(lambda one: one.channel == channel).mapped("event")

    def test_the_applicant_is_reminded_once_some_days_before_in_working_time(self):
        dossier = self.asked()
        request = dossier.supplement_ids
        self.assertEqual(request.deadline, DEADLINE)
        self.pass_time(TOO_EARLY, BEFORE_OPENING)
        self.assertFalse(request.reminded_at)
        self.pass_time(REMINDED, "2026-03-12 01:00:00", "2026-03-16 01:00:00")
        self.assertEqual(str(request.reminded_at), REMINDED)
        self.assertEqual(request.deadline, DEADLINE)
        self.assertEqual(self.events(dossier).count("supplement_reminder"), 1)
        self.assertEqual(self.journal(dossier).count("supplement_reminded"), 1)
        letter = self.env.ref("onestop_dossier.notice_supplement_reminder")
        notice = self.env["onestop.notice"].search(
            [("dossier_id", "=", dossier.id), ("event", "=", "supplement_reminder")],
            limit=1,
        )
        said = letter._render_field("body_html", notice.ids)[notice.id]
        self.assertIn("Sign it.", said)
        self.assertIn("17:00, 19/03/2026", said)

    def test_what_is_never_answered_goes_back_with_its_reason_once(self):
        for accepted in (False, True):
            with self.subTest(accepted=accepted):
                dossier = self.asked(accepted)
                self.pass_time(REMINDED, IN_TIME, EVENING)
                self.assertEqual(dossier.state, "supplement")
                self.pass_time(NEXT_DAY, "2026-03-20 01:00:00")
                self.assertEqual(dossier.state, "stopped")
                self.assertFalse(dossier.suspended)
                self.assertFalse(dossier.step_ids.filtered(lambda r: r.state == "open"))
                self.assertEqual(self.journal(dossier).count("stop"), 1)
                self.assertEqual(self.events(dossier)[0], "unanswered")
                self.assertEqual(self.events(dossier).count("unanswered"), 1)

    def test_the_journal_says_that_nobody_answered_and_not_that_they_asked(self):
        dossier = self.asked(accepted=True)
        self.pass_time(REMINDED, NEXT_DAY)
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "stop")]
        )
        self.assertEqual((row.actor, row.role), ("system", "system"))
        self.assertIn("17 giờ 00 phút, ngày 19/03/2026", row.reason)
        self.assertIn("09/03/2026", row.reason)
        label = row.with_context(lang="vi_VN").code_label
        self.assertEqual(label, "Trả lại vì không bổ sung")

    def test_its_paper_is_the_form_of_refusal_and_not_that_of_a_stop(self):
        dossier = self.asked()
        self.pass_time(REMINDED, NEXT_DAY)
        forms = "report.onestop_dossier.form_"
        sheet = self.env[f"{forms}rejection"]._get_report_values(dossier.ids)
        [sheet] = sheet["sheets"]
        self.assertIn("19/03/2026", sheet["reason"])
        self.assertTrue(sheet["unanswered"])
        self.assertEqual(sheet["officer"], "")
        self.assertFalse(self.env[f"{forms}stop"]._fits(dossier))
        page = self.env["ir.qweb"]._render(
            "onestop_dossier.form_rejection",
            self.env[f"{forms}rejection"]._get_report_values(dossier.ids),
        )
        self.assertIn("không tiếp tục giải quyết và trả lại", str(page))

    def test_a_stop_that_the_applicant_asked_for_keeps_its_own_form(self):
        dossier = self.asked()
        with freeze_time(REMINDED):
            self.act("portal", dossier, "withdraw")
            self.act("counter_officer", dossier, "stop", "As asked.")
        forms = "report.onestop_dossier.form_"
        self.assertTrue(self.env[f"{forms}stop"]._fits(dossier))
        self.assertFalse(self.env[f"{forms}rejection"]._fits(dossier))

    def test_a_job_that_was_down_reminds_first_and_gives_the_days_anew(self):
        dossier = self.asked()
        # Monday 23 March, past the deadline: five working days are until Monday 30.
        self.pass_time("2026-03-23 02:00:00")
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(dossier.supplement_ids.deadline, datetime(2026, 3, 30, 10, 0))
        self.assertIn("supplement_reminder", self.events(dossier))
        self.pass_time("2026-03-30 09:00:00")
        self.assertEqual(dossier.state, "supplement")
        self.pass_time("2026-03-31 01:00:00")
        self.assertEqual(dossier.state, "stopped")

    def test_nobody_is_reminded_on_the_day_of_the_request(self):
        self.version = self.make_version("9.900162", supplement_term=1)
        dossier = self.asked()
        self.pass_time("2026-03-09 09:00:00")
        self.assertFalse(dossier.supplement_ids.reminded_at)
        self.pass_time("2026-03-10 00:30:00")
        self.assertTrue(dossier.supplement_ids.reminded_at)

    def test_what_is_answered_late_but_before_it_went_back_is_taken(self):
        dossier = self.asked()
        self.pass_time(REMINDED)
        with freeze_time(EVENING):
            self.act("portal", dossier, "supplement", "Here it is.")
        self.pass_time(NEXT_DAY)
        self.assertEqual(dossier.state, "submitted")

    def test_who_asked_to_withdraw_meanwhile_is_not_sent_back(self):
        dossier = self.asked()
        self.pass_time(REMINDED)
        with freeze_time(IN_TIME):
            self.act("portal", dossier, "withdraw")
        self.pass_time(NEXT_DAY)
        self.assertEqual(dossier.state, "withdrawal")

    def test_what_changed_between_search_and_lock_is_left_alone(self):
        dossier = self.asked()
        self.pass_time(REMINDED)
        with freeze_time(NEXT_DAY):
            request = self.env["onestop.dossier.supplement"]._to_send_back()
            self.assertEqual(request, dossier.supplement_ids)
            self.act("portal", dossier, "supplement", "Here it is.")
            self.assertFalse(request._is_waited_for())
            with mute_logger(ENGINE_LOG):
                request._send_back()
        self.assertEqual(dossier.state, "submitted")

    def test_one_that_cannot_go_back_holds_up_no_other(self):
        stuck, other = self.asked(), self.asked()
        self.pass_time(REMINDED)
        # Without a reason it is refused, and the other goes on.
        self.patch(
            type(self.env["onestop.dossier.supplement"]),
            "_reason_of_return",
            lambda request: "" if request.dossier_id == stuck else "Not answered.",
        )
        with mute_logger(ENGINE_LOG):
            self.pass_time(NEXT_DAY)
        self.assertEqual((stuck.state, other.state), ("supplement", "stopped"))

    def test_staff_send_it_back_only_after_the_term(self):
        dossier = self.asked()
        with freeze_time(IN_TIME), self.assertRaisesRegex(UserError, "still has time"):
            self.act("counter_officer", dossier, "stop", "Not answered.")
        with freeze_time(EVENING):
            self.act("counter_officer", dossier, "stop", "Not answered.")
        self.assertEqual(self.events(dossier)[0], "unanswered")

    def test_who_has_no_address_is_told_by_the_counter(self):
        owner = {"name": "Owner T", "identity_number": "001099000001"}
        counter = self.users["counter_officer"]
        dossier = self.asked(user=counter, channel="in_person", owner=owner)
        self.assertFalse(self.events(dossier, "counter"))
        self.pass_time(REMINDED, NEXT_DAY)
        self.assertEqual(
            self.events(dossier, "counter"), ["unanswered", "supplement_reminder"]
        )

    def test_a_fee_of_what_was_never_received_is_not_owed_any_more(self):
        fee = {
            "kind": "fee",
            "name": "Fee",
            "amount": 100000,
            "currency_id": self.env.ref("base.VND").id,
        }
        self.version = self.make_version("9.900163", fee_ids=[(0, 0, fee)])
        dossier = self.asked()
        self.assertEqual(dossier.payment_state, "due")
        self.pass_time("2026-04-20 02:00:00", "2026-05-20 02:00:00")
        self.assertEqual((dossier.state, dossier.payment_state), ("stopped", "none"))

    def test_a_version_always_has_a_term(self):
        with self.assertRaisesRegex(ValidationError, "for ever"):
            self.make_version("9.900164", supplement_term=0)
