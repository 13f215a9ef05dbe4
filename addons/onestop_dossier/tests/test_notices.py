import logging
import smtplib
import threading
from datetime import timedelta
from unittest.mock import Mock, patch

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.queue_job.tests.common import trap_jobs

from ..engine.notice_email import NoticeEmail
from ..engine.notice_round import NoticeRound
from ..engine.right import ENGINE
from .common import MONDAY, DossierCase

# What each letter of a round costs the database, its own transaction included.
QUERIES_A_LETTER = 4


class NoticeCase(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.env.company.email = "centre@example.invalid"
        cls.centre.email = "counter@example.invalid"

    def notices(self, dossier, **vals):
        domain = [("dossier_id", "=", dossier.id)]
        domain += [(name, "=", value) for name, value in vals.items()]
        return self.env["onestop.notice"].search(domain, order="id")

    def email(self, dossier, event):
        return self.notices(dossier, event=event, channel="email")

    def send(self, notice):
        """A round in which this notice alone has its turn."""
        # The job comes after the commit of whoever queued it.
        self.env.flush_all()
        notices = self.env["onestop.notice"]
        this_round = NoticeRound(notices)
        others = notices.search([("state", "=", "queued")]) - notice
        this_round.passed = others.ids
        this_round.run()
        self.env.invalidate_all()

    def letter(self, notice):
        """Send a notice; the message that the mail server would get."""
        sent = []
        with patch.object(
            IrMail_Server,
            "send_email",
            lambda self, message, **rest: sent.append(message),
        ):
            self.send(notice)
        (message,) = sent
        return message

    def words(self, notice):
        """Subject and text of the letter, in one line."""
        message = self.letter(notice)
        body = message.get_body(("plain",)).get_content()
        return " ".join(f"{message['Subject']} {body}".split())

    def refuse(self, error):
        """A mail server that answers with `error`, as Odoo passes it on."""
        session = Mock(from_filter=False, smtp_from=False)
        session.send_message.side_effect = error
        self.patch(IrMail_Server, "_connect__", lambda *args, **rest: session)
        self.patch(IrMail_Server, "_disable_send", lambda server: False)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestQueue(NoticeCase):
    def test_each_event_is_told_by_e_mail_in_a_job_and_on_the_portal_at_once(self):
        with trap_jobs() as trap:
            dossier = self.file()
            notice = self.email(dossier, "submitted")
            trap.assert_jobs_count(1)
            trap.assert_enqueued_job(
                self.env["onestop.notice"]._round,
                args=(),
                properties={"identity_key": "onestop.notice,round"},
            )
        self.assertEqual(notice.state, "queued")
        portal = self.notices(dossier, channel="portal")
        self.assertEqual((portal.event, portal.state), ("submitted", "sent"))
        self.assertTrue(portal.date_sent)

    def test_one_job_waits_for_however_many_notices(self):
        for _dossier in range(3):
            self.to_processing()
        jobs = self.env["queue.job"].search(
            [("model_name", "=", "onestop.notice"), ("state", "=", "pending")]
        )
        self.assertEqual(jobs.mapped("method_name"), ["_round"])

    def test_what_no_job_was_called_for_is_found_within_a_minute(self):
        # Queued by one while the round of another ended.
        notice = self.email(self.file(), "submitted")
        self.env["queue.job"].search([]).state = "done"
        with trap_jobs() as trap:
            self.env["onestop.notice"]._cron_call_round()
            trap.assert_jobs_count(1)
        self.letter(notice)
        with trap_jobs() as trap:
            self.env["onestop.notice"]._cron_call_round()
            trap.assert_jobs_count(0)
        cron = self.env.ref("onestop_dossier.ir_cron_notice_round")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "minutes"))

    def test_a_whole_life_is_told(self):
        dossier = self.to_resolved()
        self.act("counter_officer", dossier, "return")
        self.assertEqual(
            self.notices(dossier, channel="email").mapped("event"),
            ["submitted", "accepted", "resolved", "returned"],
        )

    def test_what_goes_wrong_is_told_too(self):
        lives = {
            "rejected": [("counter_officer", "reject", "No.")],
            "supplement_requested": [
                ("counter_officer", "request_supplement", "Sign it.")
            ],
            "supplemented": [
                ("counter_officer", "request_supplement", "Sign it."),
                ("portal", "supplement", "Here it is."),
            ],
            "withdrawal": [("portal", "withdraw", None)],
            "stopped": [
                ("portal", "withdraw", None),
                ("counter_officer", "stop", "As asked."),
            ],
        }
        for event, actions in lives.items():
            dossier = self.file()
            for role, code, reason in actions:
                self.act(role, dossier, code, reason)
            self.assertEqual(self.notices(dossier, channel="email")[-1].event, event)

    def test_the_job_knows_where_it_runs(self):
        config = self.env["queue.job.function"].job_config("<onestop.notice>._round")
        self.assertEqual(config.channel, "root.notice")

    def test_a_job_holds_no_data_of_anybody(self):
        dossier = self.file()
        self.letter(self.email(dossier, "submitted"))
        job = self.env["queue.job"].search([("model_name", "=", "onestop.notice")])
        self.assertTrue(job)
        # read() alone shows every column as the technician sees it.
        told = str(job.read())
        for secret in ("Owner T", "example.invalid", "0900000001", "001099000001"):
            self.assertNotIn(secret, told)

    def test_the_same_event_of_the_same_row_is_told_once(self):
        dossier = self.file()
        before = self.notices(dossier)
        with trap_jobs() as trap:
            self.assertFalse(self.env["onestop.notice"]._queue(dossier, "submitted"))
            trap.assert_jobs_count(0)
        self.assertEqual(self.notices(dossier), before)

    def test_the_same_event_happens_again_on_another_row(self):
        dossier = self.to_processing()
        for _time in range(2):
            self.act("department_officer", dossier, "suspend", "Tax notice.")
            self.act("department_officer", dossier, "resume")
        self.assertEqual(len(self.email(dossier, "payment_due")), 2)

    def test_whoever_gave_no_e_mail_is_told_on_the_portal(self):
        self.portal.partner_id.email = False
        dossier = self.file(owner={"name": "Owner T"})
        self.assertEqual(self.notices(dossier).mapped("channel"), ["portal"])

    def test_nobody_follows_and_the_chatter_stays_silent(self):
        dossier = self.to_processing()
        self.letter(self.email(dossier, "accepted"))
        self.assertFalse(dossier.message_follower_ids)
        # Opening the form asks for these; the citizen's contact is hidden from staff.
        officer = self.users["counter_officer"]
        self.assertFalse(dossier.with_user(officer)._message_get_suggested_recipients())
        self.assertNotIn("example.invalid", str(dossier.message_ids.mapped("body")))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLetters(NoticeCase):
    def test_a_letter_goes_to_the_submitter_before_the_owner(self):
        owner = self.email(self.file(), "submitted")
        self.assertEqual(self.letter(owner)["To"], "owner@example.invalid")
        submitter = {
            "name": "Submitter T",
            "email": "submitter@example.invalid",
            "evidence": "Authorisation 1/2026",
        }
        notice = self.email(self.file(submitter=submitter), "submitted")
        self.assertEqual(self.letter(notice)["To"], "submitter@example.invalid")
        self.portal.partner_id.email = "account@example.invalid"
        notice = self.email(self.file(owner={"name": "Owner T"}), "submitted")
        self.assertEqual(self.letter(notice)["To"], "account@example.invalid")

    def test_a_letter_comes_from_the_centre_and_answers_go_to_the_counter(self):
        message = self.letter(self.email(self.file(), "submitted"))
        self.assertIn("centre@example.invalid", message["From"])
        self.assertEqual(message["Reply-To"], "counter@example.invalid")

    def test_a_letter_is_in_the_language_of_the_dossier(self):
        dossier = self.to_processing()
        notice = self.email(dossier, "accepted")
        for lang, expected in (
            ("en_US", "The result is due at *17:00, 16/03/2026*. You need not"),
            ("vi_VN", "17:00, 16/03/2026"),
        ):
            notice.state = "queued"
            self.env.cr.execute(
                "UPDATE onestop_dossier SET lang = %s WHERE id = %s", (lang, dossier.id)
            )
            dossier.invalidate_recordset()
            words = self.words(notice)
            self.assertIn(expected, words)
            self.assertEqual("Dear Sir or Madam" in words, lang == "en_US")
            self.assertEqual("Kính gửi Ông/Bà" in words, lang == "vi_VN")

    def test_a_letter_says_the_code_and_where_to_look(self):
        dossier = self.to_processing()
        message = self.letter(self.email(dossier, "accepted"))
        self.assertIn(dossier.code, message["Subject"])
        html = message.get_body(("html",)).get_content()
        self.assertIn(f"/track?code={dossier.code}", html)

    @pytest.mark.article("Decree 61/2018", "17.2")
    def test_a_request_to_supplement_says_all_that_is_missing_and_by_when(self):
        # Decree 61/2018, art. 17.2: once, fully, by e-mail or SMS.
        dossier = self.file()
        application = dossier.component_ids[0]
        application.sudo().defect = "Not signed"
        self.act(
            "counter_officer",
            dossier,
            "request_supplement",
            "Sign it on page 2.",
            component_ids=application.ids,
        )
        words = self.words(self.email(dossier, "supplement_requested"))
        for part in ("Application", "Not signed", "Sign it on page 2.", "20/04/2026"):
            self.assertIn(part, words)

    def test_refusal_stop_and_new_date_give_their_reason(self):
        dossier = self.file()
        self.act("counter_officer", dossier, "reject", "Not ours.")
        self.assertIn("Not ours.", self.words(self.email(dossier, "rejected")))
        dossier = self.to_processing()
        self.act(
            "department_head",
            dossier,
            "apologise",
            "Too many.",
            until="2026-03-20 10:00:00",
        )
        words = self.words(self.email(dossier, "apology"))
        self.assertIn("Too many.", words)
        self.assertIn("17:00, 20/03/2026", words)

    def test_a_ready_result_says_where_it_is(self):
        for delivery, word in (("counter", "Centre T"), ("post", "by post")):
            dossier = self.to_resolved(delivery=delivery)
            dossier.env.cr.execute("UPDATE onestop_dossier SET lang = 'en_US'")
            dossier.invalidate_recordset()
            self.assertIn(word, self.words(self.email(dossier, "resolved")))

    @pytest.mark.article("Decree 61/2018", "20")
    def test_who_may_come_earlier_is_told_so_before_anything_is_returned(self):
        dossier = self.to_resolved()
        dossier.env.cr.execute("UPDATE onestop_dossier SET lang = 'en_US'")
        dossier.invalidate_recordset()
        told = self.email(dossier, "resolved")
        self.assertTrue(told)
        self.assertFalse(dossier.date_returned)
        early = "before the day on which it was promised, 16/03/2026"
        self.assertIn(early, self.words(told))
        # On the very day there is nothing to say of it.
        dossier = self.to_resolved()
        with ENGINE.held():
            dossier.write({"date_due": "2026-03-09 10:00:00", "lang": "en_US"})
        told = self.email(dossier, "resolved")
        self.assertNotIn("before the day on", self.words(told))

    def test_a_letter_names_nobody(self):
        submitter = {
            "name": "Submitter T",
            "email": "submitter@example.invalid",
            "evidence": "Authorisation 1/2026",
        }
        dossier = self.to_resolved(submitter=submitter)
        self.act("counter_officer", dossier, "return")
        letters = self.notices(dossier, channel="email")
        self.assertTrue(letters)
        for notice in letters:
            message = self.letter(notice)
            told = f"{message['Subject']} {message.get_body(('html',)).get_content()}"
            names = [user.name for user in self.users.values()]
            for secret in ("Owner T", "Submitter T", "0900000001", *names):
                self.assertNotIn(secret, told)

    def test_what_people_typed_is_text(self):
        dossier = self.file()
        self.act("counter_officer", dossier, "reject", "<script>x</script>")
        message = self.letter(self.email(dossier, "rejected"))
        html = message.get_body(("html",)).get_content()
        self.assertNotIn("<script>", html)
        self.assertIn("<script>x</script>", html2plaintext(html))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSending(NoticeCase):
    def test_a_letter_that_went_out_is_marked_and_not_sent_again(self):
        notice = self.email(self.file(), "submitted")
        self.letter(notice)
        self.assertEqual((notice.state, notice.attempts), ("sent", 1))
        self.assertTrue(notice.date_sent)
        with patch.object(IrMail_Server, "send_email") as send:
            self.send(notice)
        send.assert_not_called()

    def test_a_letter_that_does_not_go_out_is_tried_again_and_then_fails(self):
        self.portal.partner_id.email = False
        notice = self.email(self.file(), "submitted")
        self.refuse(smtplib.SMTPServerDisconnected("gone"))
        minutes = 0
        for attempt, wait in enumerate((1, 10, 60, 240, None), 1):
            with freeze_time(MONDAY) as clock:
                clock.tick(timedelta(minutes=minutes))
                self.send(notice)
                self.assertEqual(notice.attempts, attempt)
                self.assertEqual(notice.error, "SMTPServerDisconnected")
                if wait is None:
                    break
                minutes += wait
                # A moment before, it has no turn.
                clock.tick(timedelta(minutes=wait, seconds=-1))
                self.send(notice)
                self.assertEqual((notice.state, notice.attempts), ("queued", attempt))
        self.assertEqual(notice.state, "failed")
        self.assertFalse(notice.date_again)

    def test_a_server_that_cannot_be_reached_is_asked_once_for_many_letters(self):
        first = self.email(self.file(), "submitted")
        second = self.email(self.file(), "submitted")
        asked = []

        def connect(server, *args, **rest):
            asked.append(rest["smtp_from"])
            raise ConnectionRefusedError("nobody there")

        self.patch(IrMail_Server, "_connect__", connect)
        self.send(first | second)
        self.assertEqual(len(asked), 1)
        for notice in (first, second):
            self.assertEqual(
                (notice.state, notice.error, notice.attempts),
                ("queued", "ConnectionRefusedError", 1),
            )

    def test_one_that_cannot_be_made_keeps_no_other_back(self):
        first = self.email(self.file(), "submitted")
        second = self.email(self.file(), "submitted")
        make = NoticeEmail.make

        def stumble(service, notices):
            if first in notices:
                raise KeyError("Owner T")
            return make(service, notices)

        self.patch(NoticeEmail, "make", stumble)
        with self.assertLogs("odoo", logging.ERROR) as logs:
            self.letter(first | second)
        self.assertEqual((first.state, first.error), ("queued", "KeyError"))
        self.assertEqual(second.state, "sent")
        self.assertNotIn("Owner T", "".join(logs.output))

    def test_many_letters_cost_few_queries_more_than_one(self):
        notices = [self.email(self.file(), "submitted") for _dossier in range(6)]
        self.letter(notices.pop())
        thread, costs = threading.current_thread(), []
        for some in (notices[:1], notices[1:]):
            thread.query_count = 0
            with patch.object(IrMail_Server, "send_email"):
                self.send(self.env["onestop.notice"].union(*some))
            costs.append(thread.query_count)
        self.assertLessEqual(costs[1] - costs[0], 4 * QUERIES_A_LETTER)

    def test_a_refused_address_is_nowhere_to_be_read(self):
        notice = self.email(self.file(), "submitted")
        address = "owner@example.invalid"
        self.refuse(smtplib.SMTPRecipientsRefused({address: (550, b"no such user")}))
        with self.assertLogs("odoo", logging.INFO) as logs:
            self.send(notice)
        self.assertEqual(notice.error, "SMTPRecipientsRefused")
        for told in (*logs.output, notice.error):
            self.assertNotIn(address, told)
        self.assertIn("(address)", "".join(logs.output))

    def test_a_notice_that_is_given_up_has_failed(self):
        notice = self.email(self.file(), "submitted")
        notice._fail()
        self.assertEqual(notice.state, "failed")
        self.assertEqual(str(notice.date_failed), MONDAY)

    def test_what_is_sent_again_leaves_what_failed_as_it_was(self):
        dossier = self.file()
        failed = self.email(dossier, "submitted")
        failed._fail()
        officer = self.users["counter_officer"]
        failed.with_user(officer).action_send_again()
        again = self.email(dossier, "submitted") - failed
        # A second click finds it repeated.
        failed.with_user(officer).action_send_again()
        self.assertEqual(self.email(dossier, "submitted") - failed, again)
        self.assertEqual((again.state, again.repeat_of_id), ("queued", failed))
        self.assertEqual(failed.state, "failed")
        self.letter(again)
        self.assertEqual((again.state, failed.state), ("sent", "failed"))

    def test_without_a_sender_it_says_so(self):
        self.env.company.email = False
        notice = self.email(self.file(), "submitted")
        with patch.object(
            IrMail_Server, "_get_default_from_address", lambda self: False
        ):
            self.send(notice)
        self.assertEqual(notice.error, "AssertionError")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNoticeWalls(NoticeCase):
    def test_whoever_reads_the_dossier_reads_its_notices(self):
        dossier = self.to_processing()
        for role in (
            "counter_officer",
            "department_officer",
            "department_head",
            "clerk",
            "supervisor",
            "director",
        ):
            notices = self.notices(dossier).with_user(self.users[role])
            self.assertTrue(notices.mapped("state"), role)
        self.assertTrue(
            self.notices(dossier).with_user(self.portal).mapped("display_name")
        )

    def test_nobody_else_does(self):
        dossier = self.to_processing()
        stranger = self.make_user("test_stranger", ("department_officer", self.other))
        for user in (stranger, self.users["catalogue_manager"], self.plain):
            with self.assertRaises(AccessError):
                self.notices(dossier).with_user(user).mapped("state")
        self.assertFalse(
            self.env["onestop.notice"]
            .with_user(stranger)
            .search_count([("dossier_id", "=", dossier.id)])
        )

    def test_the_technician_sees_those_that_do_not_go_out(self):
        dossier = self.to_processing()
        stuck = self.notices(dossier, state="queued")
        seen = self.env["onestop.notice"].with_user(self.users["it_technician"])
        self.assertEqual(seen.search([("dossier_id", "=", dossier.id)]), stuck)
        # Its author would be who filed it.
        house = self.env.ref("base.user_root")
        self.assertEqual(seen.browse(stuck.ids).create_uid, house)
        self.assertEqual(seen.browse(stuck.ids).write_uid, house)
        with self.assertRaises(AccessError):
            stuck.with_user(self.users["it_technician"]).action_send_again()

    def test_notices_are_written_by_nobody(self):
        notice = self.notices(self.file())[:1]
        for user in (
            self.users["counter_officer"],
            self.users["director"],
            self.portal,
        ):
            own = notice.with_user(user)
            for attempt in (
                lambda own=own: own.write({"state": "delivered"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create(
                    {
                        "dossier_id": notice.dossier_id.id,
                        "event": "returned",
                        "channel": "email",
                        "journal_row": 1,
                    }
                ),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_a_citizen_sends_nothing_again(self):
        notice = self.notices(self.file(), channel="email")
        notice.state = "failed"
        with self.assertRaises(AccessError):
            notice.with_user(self.portal).action_send_again()
        with self.assertRaises(AccessError):
            notice.with_user(self.portal).action_hand_over()
