import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .test_notices import NoticeCase

EVERYTHING = {
    "name": "Owner T",
    "identity_number": "001099000001",
    "phone": "02913 824 175",
    "email": "owner@example.invalid",
    "address": "No. 7, Ward T",
}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNoticeOrder(NoticeCase):
    """Whom a notice reaches first, and what follows where it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = False

    def told(self, dossier, event):
        """(channel, state) of the notices of an event, in the order of the tries."""
        return [
            (one.channel, one.state)
            for one in self.notices(dossier, event=event)
            if one.channel != "portal"
        ]

    def rejected(self, **vals):
        dossier = self.file(**vals)
        return self.act("counter_officer", dossier, "reject", "Not ours.")

    def proof(self, dossier):
        """Codes and channels that the journal keeps of notices."""
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=like", "notice_%")]
        )
        return [(row.code, self.data(row)["channel"]) for row in rows]

    @staticmethod
    def data(row):
        return json.loads(row.data)

    # ------------------------------------------------------------------- as it is filed

    def test_what_the_person_wishes_is_kept_as_filed(self):
        dossier = self.file(owner=EVERYTHING, notice_channels=["phone", "email"])
        self.assertEqual(dossier.notice_channels, "phone,email")
        self.assertEqual(
            dossier.with_context(lang="en_US").notice_order, "Telephone → E-mail"
        )
        with self.assertRaises(AccessError):
            dossier.with_user(self.portal).write({"notice_channels": "post"})

    def test_without_a_wish_it_is_what_they_gave_to_be_told_by(self):
        for owner, expected in (
            (EVERYTHING, "email,phone,post"),
            ({"name": "Owner T", "phone": "0912 345 678"}, "sms,phone"),
            ({"name": "Owner T", "commune": "Ward T"}, ""),
            ({"name": "Owner T"}, ""),
        ):
            dossier = self.file(owner=owner)
            self.assertEqual(dossier.notice_channels or "", expected)

    def test_a_wish_for_what_there_is_not_is_refused(self):
        for wish in (["fax"], ["email", "portal"], "post,telegram", {"email": 1}):
            with self.assertRaises(UserError):
                self.file(notice_channels=wish)
        draft = self.env["onestop.dossier"].with_user(self.users["counter_officer"])
        with self.assertRaises(ValidationError):
            draft.create(
                {"version_id": self.version.id, "notice_channels": "pigeon"}
            ).flush_recordset()

    # ------------------------------------------------------------------ one after other

    def test_a_notice_goes_by_the_first_channel_that_reaches_the_person(self):
        for wish, expected in (
            ([], ("email", "queued")),
            (["email", "phone"], ("email", "queued")),
            (["phone"], ("phone", "by_hand")),
            (["post", "phone"], ("post", "by_hand")),
            # No gateway sends short messages here.
            (["sms", "post"], ("post", "by_hand")),
        ):
            dossier = self.rejected(owner=EVERYTHING, notice_channels=wish)
            self.assertEqual(self.told(dossier, "rejected"), [expected], wish)

    def test_where_one_fails_for_good_the_next_is_taken_and_the_first_stays(self):
        dossier = self.rejected(owner=EVERYTHING, notice_channels=["email", "post"])
        for expected in (
            [("email", "failed"), ("post", "by_hand")],
            [("email", "failed"), ("post", "failed"), ("phone", "by_hand")],
            [
                ("email", "failed"),
                ("post", "failed"),
                ("phone", "failed"),
                ("counter", "by_hand"),
            ],
        ):
            last = self.notices(dossier, event="rejected").filtered(
                lambda one: one.channel != "portal"
            )[-1]
            last._fail()
            self.assertEqual(self.told(dossier, "rejected"), expected)

    def test_only_what_the_law_owes_takes_somebodys_time(self):
        phone = {"name": "Owner T", "phone": "02913 824 175"}
        dossier = self.file(owner=phone)
        self.act("counter_officer", dossier, "accept")
        self.assertFalse(self.told(dossier, "submitted"))
        self.assertFalse(self.told(dossier, "accepted"))
        self.act("department_officer", dossier, "suspend", "Tax notice.")
        self.assertEqual(self.told(dossier, "payment_due"), [("phone", "by_hand")])

    def test_who_stands_at_the_counter_has_the_form_in_hand(self):
        officer = self.users["counter_officer"]
        phone = {"name": "Owner T", "phone": "02913 824 175"}
        dossier = self.file(user=officer, owner=phone)
        self.act("counter_officer", dossier, "reject", "Not ours.")
        self.assertFalse(self.notices(dossier))

    def test_who_cannot_be_reached_at_all_is_on_the_counters_list(self):
        officer = self.users["counter_officer"]
        alone = self.file(user=officer, owner={"name": "Owner T"})
        self.act("counter_officer", alone, "accept")
        self.act("department_officer", alone, "suspend", "Tax notice.")
        self.assertEqual(self.told(alone, "payment_due"), [("counter", "by_hand")])
        # Whoever has an account finds it there.
        account = self.rejected(owner={"name": "Owner T"})
        self.assertFalse(self.told(account, "rejected"))
        found = (
            self.env["onestop.notice"]
            .with_user(officer)
            .search([("state", "=", "by_hand"), ("channel", "=", "counter")])
        )
        self.assertEqual(found.dossier_id, alone)
        found.action_hand_over()
        self.assertEqual(found.state, "handed_over")
        self.assertEqual(self.proof(alone), [("notice_handed_over", "counter")])

    def test_the_portal_stands_beside_for_whoever_has_an_account(self):
        dossier = self.rejected(owner=EVERYTHING)
        portal = self.notices(dossier, event="rejected", channel="portal")
        self.assertEqual(portal.state, "sent")
        officer = self.users["counter_officer"]
        without = self.file(user=officer, owner=EVERYTHING)
        self.assertFalse(self.notices(without, channel="portal"))

    # ------------------------------------------------------------------------ later on

    def test_the_person_changes_their_mind_and_the_first_wish_stays(self):
        dossier = self.file(owner=EVERYTHING, notice_channels=["email"])
        own = dossier.with_user(self.portal)
        own.set_notice_channels(["phone", "post"])
        self.assertEqual(dossier.notice_channels, "email")
        self.assertEqual(dossier.notice_channels_now, "phone,post")
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "tell_by")]
        )
        self.assertEqual(row.role, "applicant")
        self.assertEqual(self.data(row), {"before": "email", "after": "phone,post"})
        # The same once more is nothing new.
        own.set_notice_channels(["phone", "post"])
        self.assertEqual(self.journal(dossier).count("tell_by"), 1)
        self.act("counter_officer", dossier, "reject", "Not ours.")
        self.assertEqual(self.told(dossier, "rejected"), [("phone", "by_hand")])

    def test_who_serves_the_person_changes_it_for_them_and_nobody_else(self):
        dossier = self.to_processing(owner=EVERYTHING)
        for role, channel in (
            ("counter_officer", "post"),
            ("postal_clerk", "phone"),
            ("supervisor", "email"),
        ):
            dossier.with_user(self.users[role]).set_notice_channels([channel])
            self.assertEqual(dossier.notice_channels_now, channel)
        for user in (
            *(self.users[role] for role in ("department_officer", "director")),
            self.users["it_technician"],
            self.make_user("test_stranger", ("counter_officer", self.other)),
            self.plain,
        ):
            with self.assertRaises(AccessError):
                dossier.with_user(user).set_notice_channels(["phone"])
        self.assertEqual(dossier.notice_channels_now, "email")

    def test_no_order_and_nonsense_are_refused(self):
        dossier = self.file(owner=EVERYTHING).with_user(self.portal)
        for wrong in ([], "", None, ["fax"], 7):
            with self.assertRaises(UserError):
                dossier.set_notice_channels(wrong)
        with self.assertRaises(AccessError):
            dossier.write({"notice_channels_now": "post"})

    # ---------------------------------------------------------------------------- proof

    def test_the_journal_keeps_what_became_of_a_notice_that_was_owed(self):
        dossier = self.rejected(owner=EVERYTHING, notice_channels=["email"])
        notice = self.email(dossier, "rejected")
        notice._fail()
        notice.with_user(self.users["supervisor"]).action_send_again()
        self.letter(self.email(dossier, "rejected") - notice)
        self.letter(self.email(dossier, "submitted"))
        self.assertEqual(
            self.proof(dossier), [("notice_failed", "email"), ("notice_sent", "email")]
        )

    def test_the_proof_names_nobody(self):
        dossier = self.rejected(owner=EVERYTHING)
        self.letter(self.email(dossier, "rejected"))
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        told = " ".join(f"{row.reason} {row.data}" for row in rows)
        for secret in ("example.invalid", "Owner T", "824", "Ward T"):
            self.assertNotIn(secret, told)

    def test_who_does_not_serve_the_person_records_nothing(self):
        dossier = self.to_processing(owner={"name": "Owner T", "phone": "0291 3824175"})
        self.act("department_officer", dossier, "suspend", "Tax notice.")
        notice = self.notices(dossier, event="payment_due", channel="phone")
        for role in ("department_officer", "director", "it_technician"):
            with self.assertRaises(AccessError):
                notice.with_user(self.users[role]).action_hand_over()
        with self.assertRaises(AccessError):
            notice.with_user(self.portal).action_hand_over()
        self.assertEqual(notice.state, "by_hand")
