import logging
import smtplib
from unittest.mock import Mock, patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.tests.common import trap_jobs

from .common import MONDAY, DossierCase


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

    def letter(self, notice):
        """Send a notice; the message that the mail server would get."""
        sent = []
        with patch.object(
            IrMail_Server,
            "send_email",
            lambda self, message, **rest: sent.append(message),
        ):
            notice._send()
        (message,) = sent
        return message

    def words(self, notice):
        """Subject and text of the letter, in one line."""
        message = self.letter(notice)
        body = message.get_body(("plain",)).get_content()
        return " ".join(f"{message['Subject']} {body}".split())

    def fail_to_send(self, notice):
        """Run the job of a notice that does not go out; what the job says of it."""
        # The job comes after the commit of whoever queued it.
        self.env.flush_all()
        # assertRaises would undo what is noted in a transaction of its own.
        try:
            notice._send()
        except RetryableJobError as error:
            notice.invalidate_recordset()
            return str(error)
        return self.fail("The notice went out.")

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
                notice._send,
                args=(),
                properties={
                    "identity_key": f"onestop.notice,{notice.id}",
                    "max_retries": 5,
                },
            )
        self.assertEqual(notice.state, "queued")
        portal = self.notices(dossier, channel="portal")
        self.assertEqual((portal.event, portal.state), ("submitted", "sent"))
        self.assertTrue(portal.date_sent)

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
                ("portal", "supplement", None),
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

    def test_jobs_know_where_they_run_and_when_they_try_again(self):
        config = self.env["queue.job.function"].job_config("<onestop.notice>._send")
        self.assertEqual(config.channel, "root.notice")
        self.assertEqual(config.retry_pattern, {1: 60, 2: 600, 3: 3600, 4: 14400})
        self.assertEqual(config.on_fail_method_name, "_on_send_failed")

    def test_a_job_holds_no_data_of_anybody(self):
        dossier = self.file()
        notice = self.email(dossier, "submitted")
        job = self.env["queue.job"].search(
            [("identity_key", "=", f"onestop.notice,{notice.id}")]
        )
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
        submitter = {"name": "Submitter T", "email": "submitter@example.invalid"}
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

    def test_a_letter_names_nobody(self):
        submitter = {"name": "Submitter T", "email": "submitter@example.invalid"}
        dossier = self.to_resolved(submitter=submitter)
        self.act("counter_officer", dossier, "return")
        for notice in self.notices(dossier, channel="email"):
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
            notice._send()
        send.assert_not_called()

    def test_a_letter_that_does_not_go_out_is_tried_again(self):
        notice = self.email(self.file(), "submitted")
        self.refuse(smtplib.SMTPServerDisconnected("gone"))
        for attempt in (1, 2):
            self.fail_to_send(notice)
            self.assertEqual(notice.attempts, attempt)
        self.assertEqual(
            (notice.state, notice.error), ("queued", "SMTPServerDisconnected")
        )

    def test_a_refused_address_is_nowhere_to_be_read(self):
        notice = self.email(self.file(), "submitted")
        address = "owner@example.invalid"
        self.refuse(smtplib.SMTPRecipientsRefused({address: (550, b"no such user")}))
        with self.assertLogs("odoo", logging.INFO) as logs:
            said = self.fail_to_send(notice)
        self.assertEqual(notice.error, "SMTPRecipientsRefused")
        for told in (*logs.output, said, notice.error):
            self.assertNotIn(address, told)
        self.assertIn("(address)", "".join(logs.output))

    def test_a_job_that_is_given_up_leaves_the_notice_failed(self):
        notice = self.email(self.file(), "submitted")
        notice._on_send_failed(exc_name="FailedJobError")
        self.assertEqual(notice.state, "failed")
        self.assertEqual(str(notice.date_failed), MONDAY)

    def test_what_is_sent_again_leaves_what_failed_as_it_was(self):
        dossier = self.file()
        failed = self.email(dossier, "submitted")
        failed._on_send_failed()
        with trap_jobs() as trap:
            failed.with_user(self.users["counter_officer"]).action_send_again()
            again = self.email(dossier, "submitted") - failed
            trap.assert_enqueued_job(again._send)
            # A second click finds it repeated.
            failed.with_user(self.users["counter_officer"]).action_send_again()
            trap.assert_jobs_count(1)
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
            self.fail_to_send(notice)
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
