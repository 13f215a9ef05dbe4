"""Results given to the post: on a manifest, with a number, until it is known what became
of each."""

import io
import json

import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

# Of the standard's own example, and one whose last digit does not agree.
LABEL, OTHER, MISREAD = "RB123456785VN", "EA987654326VN", "RB123456789VN"
TEN_DAYS_LATER = "2026-03-19 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMailing(DossierCase):
    def to_post(self, **values):
        """A dossier whose result waits for the post."""
        return self.to_resolved(
            delivery="post", delivery_address="Số 1, Ấp 3, Xã T", **values
        )

    def begun(self, role="counter_officer"):
        mailings = self.as_role(role, self.env["onestop.mailing"])
        return mailings.browse(mailings.begin()["res_id"])

    def sent(self, *labels):
        """A manifest with the post, with a result for each label."""
        dossiers = [self.to_post() for _label in labels]
        mailing = self.begun()
        for dossier, label in zip(dossiers, labels, strict=True):
            mailing.action_scan(dossier.code)
            mailing.action_scan(label)
        mailing.action_send()
        return mailing

    def test_it_begins_with_all_that_waits_for_the_post_at_this_counter(self):
        one, two = self.to_post(), self.to_post()
        self.to_resolved()  # is collected at the counter
        mailing = self.begun()
        self.assertEqual(mailing.item_ids.sudo().dossier_id, one | two)
        self.assertRegex(mailing.number, r"^BC260309-\d{4}$")
        item = mailing.item_ids[0]
        self.assertEqual(
            (item.recipient, item.address), ("Owner T", "Số 1, Ấp 3, Xã T")
        )
        # Whoever begins it again finds it.
        self.assertEqual(self.begun(), mailing)
        self.assertEqual(mailing.item_count, 2)

    def test_a_label_goes_with_the_dossier_that_was_scanned_before(self):
        one, two = self.to_post(), self.to_post()
        mailing = self.begun()
        self.assertEqual(mailing.action_scan(two.code)["type"], "success")
        told = mailing.action_scan(f" {LABEL.lower()} ")
        self.assertEqual(
            told["message"], f"{two.code}: label {LABEL}. Without a label: 1."
        )
        with self.assertRaisesRegex(UserError, "Scan the dossier first"):
            mailing.action_scan(OTHER)
        mailing.action_scan(one.code)
        with self.assertRaisesRegex(UserError, f"on the result of {two.code}"):
            mailing.action_scan(LABEL)
        mailing.action_scan(OTHER)
        numbers = {i.dossier_id: i.postal_number for i in mailing.sudo().item_ids}
        self.assertEqual(numbers, {one: OTHER, two: LABEL})

    def test_a_label_that_was_misread_is_refused(self):
        dossier = self.to_post()
        mailing = self.begun()
        mailing.action_scan(dossier.code)
        for text in (MISREAD, "RB12", "https://x.example/rate/9.9/T", "'; DROP"):
            with self.assertRaisesRegex(UserError, "no number of a label"):
                mailing.action_scan(text)
        self.assertFalse(mailing.item_ids.postal_number)

    def test_what_is_not_for_the_post_is_refused_in_a_sentence(self):
        mailing = self.begun()
        at_counter = self.to_resolved()
        with self.assertRaisesRegex(UserError, "not to be sent by post"):
            mailing.action_scan(at_counter.code)
        early = self.to_processing(delivery="post", delivery_address="Ấp 3")
        with self.assertRaises(UserError):
            mailing.action_scan(early.code)
        self.assertFalse(mailing.item_ids)

    def test_it_does_not_leave_without_a_label_on_each(self):
        one, two = self.to_post(), self.to_post()
        mailing = self.begun()
        mailing.action_scan(one.code)
        mailing.action_scan(LABEL)
        with self.assertRaisesRegex(UserError, two.code):
            mailing.action_send()
        self.assertEqual((mailing.state, one.delivery_state), ("open", "ready"))
        mailing.item_ids[1].action_take_off()
        mailing.action_send()
        self.assertEqual((one.delivery_state, two.delivery_state), ("sent", "ready"))

    def test_the_person_is_told_the_number_and_the_journal_keeps_it(self):
        mailing = self.sent(LABEL)
        dossier = mailing.sudo().item_ids.dossier_id
        self.assertIn("mailed", dossier.notice_ids.mapped("event"))
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "mailed")]
        )
        self.assertEqual(row.role, "counter_officer")
        self.assertEqual(
            json.loads(row.data),
            {"mailing": mailing.number, "postal_number": LABEL},
        )
        # Under way is not returned yet.
        self.assertEqual(dossier.state, "resolved")

    @pytest.mark.article("Decree 61/2018", "20")
    def test_what_was_delivered_is_returned(self):
        mailing = self.sent(LABEL, OTHER)
        first, second = mailing.item_ids
        first.action_delivered()
        self.assertEqual(first.sudo().dossier_id.state, "returned")
        self.assertEqual((first.state, mailing.state), ("delivered", "sent"))
        self.assertEqual(mailing.left_count, 1)
        second.action_delivered()
        self.assertEqual(mailing.state, "done")
        with self.assertRaisesRegex(UserError, "cannot be done"):
            second.action_delivered()

    @pytest.mark.article("Decree 61/2018", "post undelivered; number to confirm")
    def test_what_came_back_lies_ready_at_the_counter(self):
        mailing = self.sent(LABEL)
        item = mailing.item_ids
        with freeze_time(TEN_DAYS_LATER):
            with self.assertRaisesRegex(UserError, "Say what the post"):
                item.come_back("  ")
            item.come_back("Người nhận chuyển đi")
            dossier = item.sudo().dossier_id
            self.assertEqual(
                (dossier.delivery, dossier.delivery_state, dossier.state),
                ("counter", "ready", "resolved"),
            )
            self.assertEqual((item.state, mailing.state), ("back", "done"))
            self.assertIn("mail_back", dossier.notice_ids.mapped("event"))
            self.assertNotIn("post", dossier.notice_ids.mapped("channel"))
        # The days in which it is to be collected begin anew.
        self.env["onestop.uncollected.level"].search([]).unlink()
        self.env["onestop.uncollected.level"].create(
            {"name": "Call", "days": 30, "action": "call"}
        )
        for moment, called in (("2026-04-17 02:00", 0), ("2026-04-18 02:00", 1)):
            with freeze_time(moment):
                self.run_cron("_cron_uncollected", "onestop.dossier")
            self.assertEqual(self.journal(dossier).count("uncollected"), called)

    def test_it_is_sent_once_more_to_another_address(self):
        mailing = self.sent(LABEL)
        item = mailing.item_ids
        item.come_back("Moved")
        form = self.as_role("counter_officer", self.env["onestop.mailing.again"])
        form = form.browse(item.action_send_again()["res_id"])
        form.address = "Số 9, Ấp 4, Xã U"
        form.action_send()
        again = self.begun()
        self.assertNotEqual(again, mailing)
        self.assertEqual(again.item_ids.address, "Số 9, Ấp 4, Xã U")
        again.action_scan(item.code)
        # The number of what came back may not be used twice while it is under way; it
        # is not any more.
        again.action_scan(OTHER)
        again.action_send()
        with self.assertRaisesRegex(UserError, "does not lie at the counter"):
            item.send_again("Ấp 5")
        # It came back twice: what is said now is said of the last time.
        again.item_ids.come_back("Moved again")
        with self.assertRaisesRegex(UserError, "does not lie at the counter"):
            item.send_again("Ấp 5")
        again.item_ids.send_again("Ấp 6")
        self.assertEqual(item.sudo().dossier_id.delivery_address, "Ấp 6")

    def test_what_the_post_says_nothing_of_shows(self):
        mailing = self.sent(LABEL)
        self.assertEqual(str(mailing.date_answer_due), "2026-03-16")
        items = self.as_role("supervisor", self.env["onestop.mailing.item"])
        silent = [("is_silent", "=", True)]
        with freeze_time("2026-03-16 02:00:00"):
            self.assertFalse(items.search(silent))
        with freeze_time("2026-03-17 02:00:00"):
            mailing.invalidate_recordset()
            self.assertEqual(items.search(silent).mailing_id, mailing)
            self.assertTrue(mailing.is_silent)
            mailing.item_ids.action_delivered()
            self.assertFalse(items.search(silent))

    def test_a_return_at_the_counter_ends_what_is_on_a_manifest(self):
        mailing = self.sent(LABEL)
        dossier = mailing.sudo().item_ids.dossier_id
        self.act("counter_officer", dossier, "return")
        self.assertEqual((mailing.item_ids.state, mailing.state), ("delivered", "done"))
        waiting = self.to_post()
        another = self.begun()
        self.act("counter_officer", waiting, "return")
        self.assertFalse(another.item_ids)

    def test_with_a_fee_to_pay_nothing_is_sent(self):
        fee = {"kind": "fee", "name": "Fee", "amount": 50000}
        self.version = self.make_version("9.900077", fee_ids=[(0, 0, fee)])
        dossier = self.to_post()
        self.assertEqual(dossier.payment_state, "due")
        mailing = self.begun()
        self.assertFalse(mailing.item_ids)
        with self.assertRaisesRegex(UserError, "paid"):
            mailing.action_scan(dossier.code)

    def test_the_printed_manifest_says_who_gets_what(self):
        mailing = self.sent(LABEL)
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "onestop_dossier.mailing_list", mailing.ids
        )
        text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        for words in (
            "BẢNG KÊ BƯU GỬI",
            mailing.number,
            LABEL,
            "Owner T",
            "Số 1, Ấp 3, Xã T",
            "Tổng số: 1 bưu gửi",
        ):
            self.assertIn(words.lower(), text.lower())

    def test_nobody_but_its_counter_acts_on_it(self):
        mailing = self.sent(LABEL)
        item = mailing.item_ids
        self.to_post()
        open_one = self.begun()
        other = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        stranger = self.make_user("other counter", ("counter_officer", self.centre))
        other.user_ids = stranger
        for user in (
            stranger,
            self.users["supervisor"],
            self.users["clerk"],
            self.users["administrator"],
            self.portal,
        ):
            for attempt in (
                item.with_user(user).action_delivered,
                lambda one=user: item.with_user(one).come_back("Moved"),
                lambda one=user: item.with_user(one).send_again("Ấp 9"),
                open_one.with_user(user).action_send,
                open_one.with_user(user).action_fill,
                open_one.with_user(user).action_dissolve,
                open_one.item_ids.with_user(user).action_take_off,
                lambda one=user: open_one.with_user(one).action_scan(LABEL),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        with self.assertRaises(AccessError):
            self.env["onestop.mailing"].with_user(self.users["supervisor"]).begin()

    def test_nobody_writes_it_by_hand(self):
        mailing = self.sent(LABEL)
        officer = self.users["counter_officer"]
        for attempt in (
            lambda: mailing.write({"state": "open"}),
            lambda: mailing.item_ids.write({"state": "delivered"}),
            lambda: mailing.item_ids.unlink(),
            lambda: mailing.copy(),
            lambda: mailing.item_ids.dossier_id.with_user(officer).write(
                {"mailing_item_ids": [(5,)]}
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()
