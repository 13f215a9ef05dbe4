from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY
from .test_notices import NoticeCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNoticeDigest(NoticeCase):
    """What failed is told each night to those who are to act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["onestop.notice"].search([("state", "=", "failed")]).unlink()
        cls.digests = cls.env["onestop.notice.digest"]
        for role in ("supervisor", "it_technician"):
            cls.users[role].email = f"{role}@example.invalid"

    def failed(self, error="GatewayRefused 400"):
        notice = self.email(self.file(), "submitted")
        notice.error = error
        notice._fail()
        return notice

    def night(self):
        """The digests and the mails of a night."""
        digests, mails = self.digests.search([]), self.env["mail.mail"].search([])
        self.digests._cron_digest()
        return (
            self.digests.search([]) - digests,
            self.env["mail.mail"].search([]) - mails,
        )

    def test_it_says_how_many_failed_of_which_channel_with_which_code(self):
        notices = self.failed() | self.failed() | self.failed(False)
        digest, mails = self.night()
        self.assertEqual(digest.notice_ids, notices)
        self.assertEqual((digest.department_id, digest.total), (self.centre, 3))
        self.assertEqual(
            digest.with_context(lang="en_US").summary,
            "E-mail: 1\nE-mail (GatewayRefused 400): 2",
        )
        addresses = mails.mapped("email_to")
        for role in ("supervisor", "it_technician"):
            self.assertIn(f"{role}@example.invalid", addresses)
        for role in ("counter_officer", "director", "department_officer"):
            self.assertNotIn(self.users[role].email, addresses)

    def test_it_names_nobody(self):
        notice = self.failed()
        digest, mails = self.night()
        self.assertTrue(mails)
        told = " ".join(
            f"{text}" for text in (*mails.mapped("subject"), *mails.mapped("body_html"))
        )
        self.assertIn("(GatewayRefused 400): 1", told)
        for secret in (
            "Owner T",
            "owner@example.invalid",
            notice.dossier_id.display_name,
        ):
            self.assertNotIn(secret, f"{told} {digest.counts}")

    def test_nothing_failed_is_nothing_told(self):
        self.file()
        digest, mails = self.night()
        self.assertFalse(digest)
        self.assertFalse(mails)

    def test_each_failure_is_told_once_however_late(self):
        first = self.failed()
        digest, _mails = self.night()
        late = self.failed()
        again, _mails = self.night()
        self.assertEqual((digest.notice_ids, again.notice_ids), (first, late))
        nothing, _mails = self.night()
        self.assertFalse(nothing)

    def test_it_stands_on_a_list_where_nobody_has_an_address(self):
        self.env["res.users"].search([]).partner_id.email = False
        self.failed()
        digest, mails = self.night()
        self.assertFalse(mails)
        self.assertEqual(digest.with_user(self.users["supervisor"]).total, 1)

    def test_it_is_for_those_who_act_and_nobody_changes_it(self):
        self.failed()
        digest, _mails = self.night()
        far = self.make_user("test_far", ("supervisor", self.other))
        for user in (far, self.users["counter_officer"], self.portal):
            with self.assertRaises(AccessError):
                digest.with_user(user).read(["summary"])
        for role in ("supervisor", "it_technician", "director"):
            own = digest.with_user(self.users[role])
            self.assertEqual(own.total, 1)
            with self.assertRaises(AccessError):
                own.write({"total": 0})
            with self.assertRaises(AccessError):
                own.unlink()

    def test_it_comes_every_night(self):
        cron = self.env.ref("onestop_dossier.ir_cron_notice_digest")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "days"))
