import json
import logging

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common import MONDAY
from .test_notices import NoticeCase

EMAIL, PHONE = "new@example.invalid", "0912 345 678"
ADDRESS = "No. 9, Ward U"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNoticeContact(NoticeCase):
    """A contact that a person gave later, by which what did not arrive goes again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = False
        cls.officer = cls.users["counter_officer"]

    def waiting(self, **owner):
        """What is to be told to somebody who gave only `owner` of themselves."""
        dossier = self.to_processing(owner={"name": "Owner T", **owner})
        # Whoever has an account is told there; this person has none.
        dossier.sudo().env.cr.execute(
            "UPDATE onestop_dossier SET partner_id = NULL WHERE id = %s", [dossier.id]
        )
        dossier.invalidate_recordset()
        self.act("department_officer", dossier, "suspend", "Tax notice.")
        return self.told(dossier)[-1]

    def told(self, dossier):
        return self.notices(dossier, event="payment_due")

    def rows(self, notice):
        return [(one.channel, one.state) for one in self.told(notice.dossier_id)]

    def send(self, notice, user=None, **contacts):
        return notice.with_user(user or self.officer).send_to(contacts)

    # ------------------------------------------------------------------ sent again

    def test_who_had_no_contact_is_told_by_the_one_that_they_gave(self):
        for contacts, channel, state in (
            ({"email": EMAIL}, "email", "queued"),
            ({"phone": PHONE}, "phone", "by_hand"),
            ({"address": ADDRESS}, "post", "by_hand"),
            ({"address": ADDRESS, "email": EMAIL}, "email", "queued"),
        ):
            notice = self.waiting()
            self.assertEqual(self.rows(notice), [("counter", "by_hand")])
            self.assertEqual(self.send(notice, **contacts), channel)
            self.assertEqual(
                self.rows(notice), [("counter", "replaced"), (channel, state)]
            )
            self.assertEqual(self.told(notice.dossier_id)[-1].repeat_of_id, notice)

    def test_what_failed_goes_to_the_new_address_and_nobody_is_called_meanwhile(self):
        failed = self.waiting(email="old@example.invalid", phone="02913 824 175")
        failed._fail()
        self.assertEqual(self.rows(failed), [("email", "failed"), ("phone", "by_hand")])
        self.assertEqual(self.send(failed, email=EMAIL), "email")
        self.assertEqual(
            self.rows(failed),
            [("email", "failed"), ("phone", "replaced"), ("email", "queued")],
        )
        again = self.told(failed.dossier_id)[-1]
        self.assertEqual(self.letter_to(again), EMAIL)

    def letter_to(self, notice):
        sent = []
        self.patch(
            IrMail_Server,
            "send_email",
            lambda server, message, **rest: sent.append(message),
        )
        NoticeCase.send(self, notice)
        return sent[0]["To"]

    def test_where_the_new_one_fails_too_the_person_is_called_after_all(self):
        failed = self.waiting(email="old@example.invalid", phone="02913 824 175")
        failed._fail()
        self.send(failed, email=EMAIL)
        self.told(failed.dossier_id)[-1]._fail()
        self.assertEqual(
            self.rows(failed)[2:], [("email", "failed"), ("phone", "by_hand")]
        )
        # And once more, from the call: each try stands beside the last.
        call = self.told(failed.dossier_id)[-1]
        self.send(call, address=ADDRESS)
        self.assertEqual(
            self.rows(failed)[3:], [("phone", "replaced"), ("post", "by_hand")]
        )
        letter = self.told(failed.dossier_id)[-1]
        letter.with_user(self.officer).mark_posted("1")
        letter.with_user(self.officer).action_came_back()
        self.assertEqual(
            self.rows(failed)[4:], [("post", "failed"), ("phone", "by_hand")]
        )

    def test_a_number_that_was_wrong_is_called_under_the_right_one(self):
        call = self.waiting(phone="02913 824 175")
        self.assertEqual(self.send(call, phone="0291 3 824 176"), "phone")
        self.assertEqual(self.rows(call), [("phone", "replaced"), ("phone", "by_hand")])
        again = self.told(call.dossier_id)[-1].with_user(self.officer)
        self.assertEqual(again.contact, "Owner T, 02913824176")

    def test_what_people_are_not_called_for_keeps_the_contact_and_says_so(self):
        dossier = self.file(owner={"name": "Owner T", "email": "old@example.invalid"})
        notice = self.email(dossier, "submitted")
        notice._fail()
        self.assertFalse(self.send(notice, phone="02913 824 175"))
        self.assertEqual(dossier.notice_phone, "02913824175")
        self.assertEqual(notice.state, "failed")

    def test_what_arrived_or_was_sent_again_is_not_sent_once_more(self):
        notice = self.waiting()
        self.send(notice, email=EMAIL)
        with self.assertRaises(UserError):
            self.send(notice, email="another@example.invalid")
        again = self.told(notice.dossier_id)[-1]
        with self.assertRaises(UserError):
            self.send(again, email="another@example.invalid")
        self.assertEqual(notice.dossier_id.notice_email, EMAIL)

    # --------------------------------------------------------------------- contacts

    def test_what_was_filed_stays_and_the_later_one_is_taken(self):
        dossier = self.to_processing(
            owner={"name": "Owner T", "email": "old@example.invalid"}
        )
        dossier.with_user(self.officer).give_contacts({"email": EMAIL})
        self.assertEqual(dossier.owner_email, "old@example.invalid")
        self.assertEqual(dossier._notice_contacts().email, EMAIL)
        with self.assertRaises(UserError):
            dossier.with_user(self.officer).give_contacts({"email": EMAIL})

    def test_what_is_no_contact_is_refused(self):
        notice = self.waiting()
        for wrong in (
            {},
            None,
            [],
            {"email": ""},
            {"fax": "1"},
            {"notice_channels": "email"},
            {"email": "nobody"},
            {"email": "a@example.invalid\nBcc: b@example.invalid"},
            {"email": "a@example.invalid, b@example.invalid"},
            {"email": "A <a@example.invalid>"},
            {"email": ["a@example.invalid"]},
            {"phone": "12"},
            {"phone": "0912 345 678 9012"},
            {"phone": "<script>"},
            {"phone": "0912345678\n0912345679"},
            {"address": "No. 9\x00"},
            {"address": "x" * 300},
            {"address": {"street": "x"}},
        ):
            with self.assertRaises(UserError, msg=wrong):
                notice.with_user(self.officer).send_to(wrong)
        self.assertEqual(self.rows(notice), [("counter", "by_hand")])

    def test_an_address_with_a_line_in_it_was_filed_by_a_program_and_gets_no_letter(
        self,
    ):
        for address in (
            "a@example.invalid\r\nBcc: b@example.invalid",
            "a@example.invalid, b@example.invalid",
            "nobody",
        ):
            notice = self.waiting(email=address)
            self.assertEqual(notice.channel, "counter")

    def test_what_they_wish_for_and_gave_no_contact_for_is_said(self):
        dossier = self.to_processing(
            owner={"name": "Owner T", "phone": "02913 824 175"},
            notice_channels=["email", "phone"],
        )
        seen = dossier.with_user(self.officer).with_context(lang="en_US")
        self.assertEqual(seen.notice_missing, "E-mail")
        dossier.with_user(self.officer).give_contacts({"email": EMAIL})
        self.assertEqual(seen.notice_missing, "")

    # ------------------------------------------------------------------------ walls

    def test_the_journal_knows_of_which_kind_and_never_which(self):
        notice = self.waiting()
        with self.assertLogs("odoo", logging.INFO) as logs:
            logging.getLogger("odoo.test").info("one line at least")
            self.send(notice, email=EMAIL, phone=PHONE, address=ADDRESS)
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", notice.dossier_id.id), ("code", "=", "contact")]
        )
        self.assertEqual(rows.role, "counter_officer")
        self.assertEqual(
            json.loads(rows.data), {"kinds": ["address", "email", "phone"]}
        )
        chatter = notice.dossier_id.message_ids.mapped("body")
        job = self.env["queue.job"].search([("model_name", "=", "onestop.notice")])
        told = f"{rows.read()} {chatter} {logs.output} {job.read()}"
        for secret in (EMAIL, "0912", "345 678", ADDRESS):
            self.assertNotIn(secret, told)

    def test_who_does_not_serve_the_person_gives_no_contact(self):
        notice = self.waiting()
        strangers = [
            *(self.users[role] for role in ("department_officer", "director")),
            self.users["it_technician"],
            self.make_user("test_stranger", ("counter_officer", self.other)),
            self.plain,
            self.portal,
        ]
        for user in strangers:
            for attack in (
                lambda user=user: self.send(notice, user, email=EMAIL),
                lambda user=user: notice.dossier_id.with_user(user).give_contacts(
                    {"email": EMAIL}
                ),
                lambda user=user: (
                    self.env["onestop.notice.contact"]
                    .with_user(user)
                    .create(
                        {
                            "notice_id": notice.id,
                            "dossier_id": notice.dossier_id.id,
                            "email": EMAIL,
                        }
                    )
                    .action_confirm()
                ),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    attack()
        self.assertFalse(notice.dossier_id.notice_email)

    def test_nobody_writes_a_contact_past_the_method(self):
        dossier = self.to_processing()
        for user in (self.officer, self.users["supervisor"], self.portal):
            for name in ("notice_email", "notice_phone", "notice_address"):
                with self.assertRaises(AccessError):
                    dossier.with_user(user).write({name: "x"})
        draft = self.env["onestop.dossier"].with_user(self.officer)
        with self.assertRaises(AccessError):
            draft.create({"version_id": self.version.id, "notice_email": EMAIL})

    def test_the_applicant_gives_another_contact_of_their_own(self):
        dossier = self.to_processing()
        dossier.with_user(self.portal).give_contacts({"phone": PHONE})
        self.assertEqual(dossier.notice_phone, "0912345678")
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "contact")]
        )
        self.assertEqual(row.role, "applicant")

    def test_the_form_shows_no_contact_of_a_dossier_that_is_not_theirs(self):
        dossier = self.to_processing(owner={"name": "Owner T", "email": EMAIL})
        stranger = self.make_user("test_stranger", ("counter_officer", self.other))
        forms = self.env["onestop.notice.contact"]
        form = forms.with_user(stranger).create({"dossier_id": dossier.id})
        with self.assertRaises(AccessError):
            form.read(["known"])
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).action_open_contact()
        own = forms.with_user(self.officer).create({"dossier_id": dossier.id})
        self.assertIn(EMAIL, own.known)

    # ------------------------------------------------------------------- the screen

    def test_the_form_sends_a_notice_and_says_by_what(self):
        notice = self.waiting()
        opened = notice.with_user(self.officer).action_open_contact()
        form = self.env["onestop.notice.contact"].browse(opened["res_id"])
        form = form.with_user(self.officer).with_context(lang="en_US")
        form.email = EMAIL
        said = form.action_confirm()["params"]
        self.assertEqual(
            (said["type"], said["message"]),
            ("success", "The person is told again: E-mail."),
        )

    def test_the_form_of_a_dossier_sets_the_order_and_keeps_the_rest_of_it(self):
        dossier = self.to_processing(
            owner={"name": "Owner T", "email": EMAIL, "phone": "02913 824 175"},
            notice_channels=["email", "phone", "post"],
        )
        opened = dossier.with_user(self.officer).action_open_contact()
        form = self.env["onestop.notice.contact"].browse(opened["res_id"])
        form = form.with_user(self.officer)
        self.assertEqual((form.first, form.second), ("email", "phone"))
        form.action_confirm()
        self.assertFalse(dossier.notice_channels_now)
        form.write({"first": "post", "second": "email"})
        form.action_confirm()
        self.assertEqual(dossier.notice_channels_now, "post,email,phone")

    def test_the_intake_screen_takes_the_order_and_says_what_is_missing(self):
        screen = (
            self.env["onestop.intake"]
            .with_user(self.officer)
            .with_context(lang="en_US")
            .create(
                {
                    "version_id": self.version.id,
                    "owner_name": "Owner T",
                    "owner_identity_kind": "none",
                    "owner_identity_reason": "New-born.",
                    "owner_phone": "02913 824 175",
                    "notice_first": "post",
                    "notice_second": "phone",
                }
            )
        )
        self.assertEqual(screen.notice_missing, "Post")
        self.assertEqual(screen._prepare_values()["notice_channels"], ["post", "phone"])
        screen.owner_address = ADDRESS
        self.assertEqual(screen.notice_missing, "")

    def test_what_was_told_is_not_handed_over_again(self):
        notice = self.waiting()
        self.send(notice, email=EMAIL)
        again = self.told(notice.dossier_id)[-1]
        self.assertEqual(self.letter_to(again), EMAIL)
        for told in (notice, again):
            with self.assertRaises(UserError):
                told.with_user(self.officer).action_hand_over()
        self.assertEqual((notice.state, again.state), ("replaced", "sent"))
