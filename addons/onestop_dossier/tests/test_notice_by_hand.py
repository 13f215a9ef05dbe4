import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .test_notices import NoticeCase

OWNER = {"name": "Owner T", "phone": "02913 824 175", "address": "No. 7, Ward T"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNoticeByHand(NoticeCase):
    """Notices that people bring: by telephone, and by letters given to the post."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = False

    def waiting(self, channel):
        """A notice that somebody is to bring by `channel`."""
        dossier = self.to_processing(owner=OWNER, notice_channels=[channel])
        self.act("department_officer", dossier, "suspend", "Tax notice.")
        return self.told(dossier)[-1]

    def told(self, dossier):
        notices = self.notices(dossier, event="payment_due")
        return notices.filtered(lambda one: one.channel != "portal")

    def proof(self, notice):
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", notice.dossier_id.id), ("code", "=like", "notice_%")]
        )
        return [(row.code, row.role, json.loads(row.data)) for row in rows]

    def as_role(self, role, notices):
        return notices.with_user(self.users[role])

    # ------------------------------------------------------------------------ calls

    def test_whoever_was_reached_is_told_and_the_journal_keeps_who_called(self):
        notice = self.waiting("phone")
        self.as_role("counter_officer", notice).log_call(True, "Comes on Friday.")
        self.assertEqual(notice.state, "delivered")
        call = notice.call_ids
        self.assertEqual(
            (call.called_by, call.reached, call.said, str(call.date)),
            (self.users["counter_officer"].name, True, "Comes on Friday.", MONDAY),
        )
        ((code, role, data),) = self.proof(notice)
        self.assertEqual((code, role), ("notice_called", "counter_officer"))
        # What was said is not the journal's: it may tell of people.
        self.assertEqual(
            data, {"notice": notice.id, "channel": "phone", "reached": True}
        )

    def test_who_is_not_reached_three_times_is_told_by_the_next_channel(self):
        notice = self.waiting("phone")
        for _call in range(2):
            self.as_role("supervisor", notice).log_call(False)
            self.assertEqual(notice.state, "by_hand")
        self.as_role("supervisor", notice).log_call(False)
        self.assertEqual(notice.state, "failed")
        self.assertEqual(
            [(one.channel, one.state) for one in self.told(notice.dossier_id)],
            [("phone", "failed"), ("post", "by_hand")],
        )

    def test_a_call_that_was_logged_is_not_logged_again(self):
        notice = self.waiting("phone")
        self.as_role("counter_officer", notice).log_call(True)
        with self.assertRaises(UserError):
            self.as_role("counter_officer", notice).log_call(False)
        with self.assertRaises(UserError):
            self.as_role("counter_officer", self.waiting("post")).log_call(True)

    # ---------------------------------------------------------------------- letters

    def test_letters_are_posted_together_under_the_number_of_their_list(self):
        letters = self.waiting("post") | self.waiting("post")
        self.as_role("postal_clerk", letters).mark_posted("EB 123 456 VN")
        self.assertEqual(letters.mapped("state"), ["sent", "sent"])
        self.assertEqual(set(letters.mapped("posting_number")), {"EB 123 456 VN"})
        for letter in letters:
            ((code, role, data),) = self.proof(letter)
            self.assertEqual((code, role), ("notice_posted", "postal_clerk"))
            self.assertEqual(data["number"], "EB 123 456 VN")

    def test_a_letter_that_comes_back_goes_on_to_the_next_channel(self):
        letter = self.waiting("post")
        clerk = self.as_role("postal_clerk", letter)
        with self.assertRaises(UserError):
            clerk.action_came_back()
        clerk.mark_posted("1")
        clerk.action_came_back()
        self.assertEqual(
            [(one.channel, one.state) for one in self.told(letter.dossier_id)],
            [("post", "failed"), ("phone", "by_hand")],
        )
        self.assertEqual(
            [code for code, _role, _data in self.proof(letter)],
            ["notice_posted", "notice_failed"],
        )
        with self.assertRaises(UserError):
            clerk.action_came_back()

    def test_a_letter_without_a_number_is_not_posted(self):
        letter = self.waiting("post")
        for number in ("", False, None):
            with self.assertRaises(UserError):
                self.as_role("postal_clerk", letter).mark_posted(number)
        self.assertEqual(letter.state, "by_hand")

    # ------------------------------------------------------------------- the screen

    def test_the_form_takes_letters_together_and_calls_one_by_one(self):
        officer, wizard = self.users["counter_officer"], "onestop.notice.telling"
        letters = self.waiting("post") | self.waiting("post")
        opened = letters.with_user(officer).action_open_telling()
        form = self.env[wizard].with_user(officer).browse(opened["res_id"])
        form.number = "7"
        form.action_confirm()
        self.assertEqual(letters.mapped("state"), ["sent", "sent"])
        call = self.waiting("phone")
        opened = call.with_user(officer).action_open_telling()
        form = self.env[wizard].with_user(officer).browse(opened["res_id"])
        form.reached = "yes"
        form.action_confirm()
        self.assertEqual(call.state, "delivered")
        for wrong in (call | self.waiting("phone"), call | letters, call.browse()):
            with self.assertRaises(UserError):
                wrong.with_user(officer).action_open_telling()
        # Another's form is nobody's.
        with self.assertRaises(AccessError):
            form.with_user(self.users["postal_clerk"]).action_confirm()

    def test_who_tells_sees_whom_and_where(self):
        for channel, expected in (
            ("phone", "Owner T, 02913 824 175"),
            ("post", "Owner T, No. 7, Ward T"),
        ):
            notice = self.waiting(channel)
            officer = self.as_role("counter_officer", notice)
            self.assertEqual(officer.contact, expected)
            with self.assertRaises(AccessError):
                self.as_role("director", notice).read(["contact"])

    def test_a_technician_who_is_an_officer_elsewhere_sees_nobody(self):
        notice = self.waiting("phone")
        notice._fail()
        both = self.make_user(
            "test_both",
            ("it_technician", self.centre),
            ("counter_officer", self.other),
        )
        seen = notice.with_user(both)
        self.assertEqual(seen.state, "failed")
        self.assertFalse(seen.contact)

    # ------------------------------------------------------------------------ walls

    def test_who_does_not_serve_the_person_records_nothing(self):
        call, letter = self.waiting("phone"), self.waiting("post")
        strangers = [
            self.users["department_officer"],
            self.users["director"],
            self.users["it_technician"],
            self.make_user("test_stranger", ("counter_officer", self.other)),
            self.portal,
        ]
        for user in strangers:
            for attack in (
                lambda user=user: call.with_user(user).log_call(True),
                lambda user=user: letter.with_user(user).mark_posted("1"),
                lambda user=user: call.call_ids.with_user(user).create(
                    {
                        "notice_id": call.id,
                        "dossier_id": call.dossier_id.id,
                        "date": MONDAY,
                        "called_by": user.name,
                    }
                ),
            ):
                with self.assertRaises(AccessError):
                    attack()
        self.assertEqual((call.state, letter.state), ("by_hand", "by_hand"))
        self.assertFalse(call.call_ids)

    def test_what_was_said_is_not_for_the_technician_nor_changed_by_anybody(self):
        notice = self.waiting("phone")
        self.as_role("counter_officer", notice).log_call(False, "Son of Owner T.")
        call = notice.call_ids
        with self.assertRaises(AccessError):
            self.as_role("it_technician", call).read(["said"])
        for role in ("counter_officer", "supervisor", "director"):
            with self.assertRaises(AccessError):
                self.as_role(role, call).write({"reached": True})
            with self.assertRaises(AccessError):
                self.as_role(role, call).unlink()
