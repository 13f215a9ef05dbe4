import json
import logging
import socket
from datetime import timedelta
from unittest.mock import patch

import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from ..core import sms_gateway
from .common import MONDAY
from .sms_stub import SECRET, SmsStub
from .test_notices import NoticeCase

OWNER = {"name": "Owner T", "phone": "0912 345 678", "identity_number": "001099000001"}


@tagged("post_install", "-at_install")
class TestNoticeSms(NoticeCase):
    """Notices that go by a gateway for short messages: a server on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = False

    def setUp(self):
        super().setUp()
        self.gateway = SmsStub(self)

    def waiting(self, **vals):
        """A notice that a person with a mobile telephone waits for."""
        dossier = self.file(owner=OWNER, **vals)
        self.act("counter_officer", dossier, "reject", "Not ours, Owner T.")
        return self.sms(dossier)

    def sms(self, dossier):
        return self.notices(dossier, event="rejected", channel="sms")

    def after(self, notice, **time):
        """A round so long after the moment in which it was waited for."""
        with freeze_time(MONDAY) as clock:
            clock.tick(timedelta(**time))
            self.send(notice)

    def proof(self, notice):
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", notice.dossier_id.id), ("code", "=like", "notice_%")]
        )
        return [(row.code, json.loads(row.data)["channel"]) for row in rows]

    def ask(self, notice, **time):
        """A round that sends nothing and asks what became of this one."""
        with freeze_time(MONDAY) as clock:
            clock.tick(timedelta(**time))
            self.send(notice.browse())

    @freeze_time(MONDAY)
    def test_a_message_says_what_happened_and_where_to_look_and_nobodys_name(self):
        notice = self.waiting()
        self.send(notice)
        self.assertEqual((notice.state, notice.message_id), ("sent", "m-1"))
        ((method, path, body, secret),) = self.gateway.got
        self.assertEqual((method, path, secret), ("POST", "/send", SECRET))
        told = json.loads(body)
        self.assertEqual(told["to"], "84912345678")
        (message,) = told["messages"]
        self.assertEqual(message["request"], f"onestop-{notice.id}")
        self.assertIn(
            f"/track?code={notice.dossier_id.display_name}", message["content"]
        )
        for secret in ("Owner T", "001099000001", "Not ours"):
            self.assertNotIn(secret, body)

    @pytest.mark.article("Decree 61/2018", "17.2")
    @freeze_time(MONDAY)
    def test_whoever_gave_no_e_mail_is_asked_to_supplement_by_one_message(self):
        dossier = self.file(owner=OWNER)
        self.act("counter_officer", dossier, "request_supplement", "Sign page 2.")
        event = "supplement_requested"
        self.assertFalse(self.notices(dossier, event=event, channel="email"))
        [notice] = self.notices(dossier, event=event, channel="sms")
        self.send(notice)
        self.assertEqual(notice.state, "sent")
        ((_method, _path, body, _secret),) = self.gateway.got
        [message] = json.loads(body)["messages"]
        # What is missing stands where it leads to: anybody may read a message.
        self.assertIn(f"/track?code={dossier.display_name}", message["content"])
        self.assertNotIn("Sign page 2.", body)

    @freeze_time(MONDAY)
    def test_a_message_is_in_the_language_of_the_dossier(self):
        notice = self.waiting()
        self.env.cr.execute(
            "UPDATE onestop_dossier SET lang = 'vi_VN' WHERE id = %s",
            (notice.dossier_id.id,),
        )
        self.env.invalidate_all()
        self.send(notice)
        ((_method, _path, body, _secret),) = self.gateway.got
        self.assertIn("Hồ sơ", json.loads(body)["messages"][0]["content"])

    @freeze_time(MONDAY)
    def test_a_gateway_that_wants_a_form_gets_one(self):
        self.gateway.describe(form=True, body={"to": "{number}", "text": "{text}"})
        self.send(self.waiting())
        ((_method, _path, body, _secret),) = self.gateway.got
        self.assertTrue(body.startswith("to=0912345678&text="))

    # ---------------------------------------------------------------- what went wrong

    @freeze_time(MONDAY)
    def test_what_is_refused_goes_on_to_the_next_channel_at_once(self):
        self.gateway.answers = [(400, {"error": "no such number 0912345678"})]
        notice = self.waiting()
        with self.assertLogs("odoo", logging.INFO) as logs:
            logging.getLogger("odoo").info("a round")
            self.send(notice)
        self.assertEqual((notice.state, notice.error), ("failed", "GatewayRefused 400"))
        phone = self.notices(notice.dossier_id, event="rejected", channel="phone")
        self.assertEqual(phone.state, "by_hand")
        self.assertEqual(self.proof(notice), [("notice_failed", "sms")])
        self.assertNotIn("912345678", " ".join(logs.output))

    def test_what_passes_is_tried_again_a_bounded_number_of_times(self):
        with freeze_time(MONDAY):
            notice = self.waiting()
        for answer, expected in (
            ((500, {}), "GatewayRefused 500"),
            ((429, {}), "GatewayRefused 429"),
            ((302, {}), "GatewayRefused 302"),
            ((200, b"<html>Hello"), "AnswerUnreadable"),
            ((200, b"\xff\xfe"), "AnswerUnreadable"),
            ((200, {"data": {"id": None}}), "AnswerWithoutId"),
            ((200, {"data": {"id": "m" * 129}}), "AnswerWithoutId"),
            ((200, ["m-1"]), "AnswerWithoutId"),
            ((200, b"x" * 20_000), "AnswerTooLong"),
        ):
            notice.write({"state": "queued", "attempts": 0, "date_again": False})
            self.gateway.answers = [answer]
            self.after(notice, minutes=0)
            self.assertEqual(
                (notice.state, notice.attempts, notice.error), ("queued", 1, expected)
            )
        # Nobody followed where it pointed.
        self.assertEqual({path for _m, path, _b, _s in self.gateway.got}, {"/send"})
        for minutes in (1, 11, 71, 311):
            self.after(notice, minutes=minutes)
        self.assertEqual((notice.state, notice.attempts), ("failed", 5))

    def test_one_that_does_not_answer_is_not_asked_for_the_next_message(self):
        with freeze_time(MONDAY):
            notices = self.waiting() | self.waiting()
        self.gateway.pause = 0.6
        with patch.object(sms_gateway, "TIMEOUT", 0.2):
            self.send(notices)
        self.assertEqual(len(self.gateway.got), 1)
        self.assertEqual(notices.mapped("error"), ["GatewayTimeout"] * 2)

    @freeze_time(MONDAY)
    def test_nobody_there_is_no_answer(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        self.gateway.describe(url=url)
        notice = self.waiting()
        self.send(notice)
        self.assertEqual((notice.state, notice.error), ("queued", "GatewayUnreachable"))

    @freeze_time(MONDAY)
    def test_a_file_that_others_may_read_or_that_is_none_sends_nothing(self):
        notice = self.waiting()
        for spoil, expected in (
            (lambda: self.gateway.file.chmod(0o640), "GatewayFileOpen"),
            (
                lambda: self.gateway.describe(url="http://sms.example"),
                "GatewayNotHttps",
            ),
            (lambda: self.gateway.describe(method="GET"), "GatewayFileWrong"),
            (lambda: self.gateway.describe(host="x"), "GatewayFileWrong"),
            (lambda: self.gateway.file.unlink(), "GatewayFileMissing"),
        ):
            notice.write({"state": "queued", "attempts": 0, "date_again": False})
            spoil()
            self.send(notice)
            self.assertEqual((notice.state, notice.error), ("queued", expected))
        self.assertFalse(self.gateway.got)

    # ------------------------------------------------------------------ what became of it

    def test_what_arrived_is_delivered_and_the_journal_keeps_it(self):
        with freeze_time(MONDAY):
            notice = self.waiting()
        self.after(notice, minutes=0)
        self.gateway.answers = [(200, {"data": {"state": "ENROUTE"}})]
        # Not before a minute has passed.
        self.ask(notice, seconds=59)
        self.assertEqual((notice.asked, len(self.gateway.got)), (0, 1))
        self.ask(notice, seconds=60)
        self.assertEqual((notice.state, notice.asked), ("sent", 1))
        self.gateway.answers = [(200, {"data": {"state": "DELIVRD"}})]
        self.ask(notice, minutes=11)
        self.assertEqual((notice.state, notice.date_again), ("delivered", False))
        self.assertEqual(
            self.proof(notice), [("notice_sent", "sms"), ("notice_delivered", "sms")]
        )
        method, path, _body, secret = self.gateway.got[-1]
        self.assertEqual((method, path, secret), ("GET", "/status/m-1", SECRET))

    def test_what_did_not_arrive_goes_on_to_the_next_channel(self):
        with freeze_time(MONDAY):
            notice = self.waiting()
        self.after(notice, minutes=0)
        self.gateway.answers = [(200, {"data": {"state": "UNDELIV"}})]
        self.ask(notice, minutes=1)
        self.assertEqual(notice.state, "failed")
        self.assertTrue(self.notices(notice.dossier_id, channel="phone"))

    def test_a_gateway_that_never_says_is_asked_five_times(self):
        with freeze_time(MONDAY):
            notice = self.waiting()
        self.after(notice, minutes=0)
        self.gateway.answers = [(500, {})]
        for minutes in (1, 11, 71, 431, 1871):
            self.ask(notice, minutes=minutes)
        self.assertEqual((notice.state, notice.asked), ("sent", 5))
        self.assertEqual(notice.error, "GatewayRefused 500")
        self.ask(notice, days=9)
        self.assertEqual(len(self.gateway.got), 6)

    def test_its_name_for_a_message_leads_nowhere_else(self):
        self.gateway.answers = [(200, {"data": {"id": "../send?x=1#"}})]
        with freeze_time(MONDAY):
            notice = self.waiting()
        self.after(notice, minutes=0)
        self.ask(notice, minutes=1)
        self.assertEqual(self.gateway.got[-1][1], "/status/..%2Fsend%3Fx%3D1%23")

    def test_one_that_tells_no_status_is_not_asked(self):
        self.gateway.describe(status_url="")
        with freeze_time(MONDAY):
            notice = self.waiting()
        self.after(notice, minutes=0)
        self.ask(notice, days=9)
        self.assertEqual((notice.state, notice.asked), ("sent", 0))

    @freeze_time(MONDAY)
    def test_what_is_asked_again_is_found_within_a_minute(self):
        notice = self.waiting()
        self.send(notice)
        self.env["queue.job"].search([]).state = "done"
        self.env["onestop.notice"].search([("state", "=", "queued")]).state = "failed"
        self.env["onestop.notice"]._cron_call_round()
        pending = [("method_name", "=", "_round"), ("state", "=", "pending")]
        self.assertFalse(self.env["queue.job"].search(pending))
        with freeze_time(MONDAY) as clock:
            clock.tick(timedelta(minutes=1))
            self.env["onestop.notice"]._cron_call_round()
        self.assertTrue(self.env["queue.job"].search(pending))
