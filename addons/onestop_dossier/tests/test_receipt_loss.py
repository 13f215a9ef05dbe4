"""A receipt that was lost: identity, a signed statement, the first is cancelled."""

import base64

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine.receipt_loss import ReceiptLoss
from .common import MONDAY, SIGNATURE, DossierCase

CARD = "001088000002||Submitter T|05031990|Nữ|Some street|10052021"
LINK = "https://centre.example/check/{}"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReceiptLoss(DossierCase):
    def report(self, dossier, role="counter_officer", **values):
        values = {
            "name": "Owner T",
            "identity_checked": True,
            "signature": SIGNATURE,
            **values,
        }
        mine = self.as_role(role, dossier).with_context(lang="en_US")
        return ReceiptLoss(mine, values).record()

    def printed(self, dossier, form="receipt"):
        return self.env["onestop.check.token"]._issue(dossier, form)

    def scan(self, token):
        groups = self.as_role("counter_officer", self.env["onestop.counter.group"])
        groups = groups.with_context(lang="en_US")
        return groups._dossier_of_paper(LINK.format(token))

    @pytest.mark.article("Decree 61/2018", "receipt lost; number to confirm")
    def test_what_was_printed_before_leads_nowhere_and_what_is_printed_after_does(self):
        dossier = self.to_processing()
        first, slip = self.printed(dossier), self.printed(dossier, "apology")
        self.assertEqual(self.scan(first), dossier)
        self.report(dossier)
        second = self.printed(dossier)
        by_token = self.env["onestop.dossier"]._by_check_token
        self.assertEqual(
            [by_token(token)["found"] for token in (first, slip, second)],
            [False, True, True],
        )
        with self.assertRaisesRegex(UserError, "reported lost"):
            self.scan(first)
        self.assertEqual(self.scan(second), dossier)

    @pytest.mark.article("Decree 61/2018", "receipt lost; number to confirm")
    def test_who_said_so_is_kept_with_what_they_signed(self):
        dossier = self.to_processing()
        loss = self.report(dossier, identity_number="001088000002")
        self.assertEqual(
            (loss.name, loss.identity_number, loss.recorded_by),
            ("Owner T", "001088000002", self.users["counter_officer"].name),
        )
        self.assertIn(dossier.code, loss.statement)
        self.assertEqual(loss.signature, SIGNATURE.encode())
        self.assertEqual(self.journal(dossier)[-1], "receipt_lost")

    def test_without_card_name_or_signature_nothing_is_cancelled(self):
        dossier = self.to_processing()
        token = self.printed(dossier)
        for values, sentence in (
            ({"identity_checked": False}, "Compare the card"),
            ({"name": " "}, "name of whoever lost it"),
            ({"signature": None}, "signs, or say why"),
            ({"signature": base64.b64encode(b"GIF89a")}, "arrived damaged"),
            ({"identity_number": "12345"}, "12 digits"),
            ({"statement": "Mine."}, "not known here: statement"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, sentence):
                self.report(dossier, **values)
        self.assertFalse(dossier.loss_ids)
        self.assertEqual(self.scan(token), dossier)

    def test_only_the_counter_that_hands_receipts_out_cancels_them(self):
        dossier = self.to_processing()
        for role in ("department_officer", "department_head", "clerk", "director"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.report(dossier, role)
        self.assertFalse(dossier.loss_ids)

    def test_there_is_none_to_lose_before_it_is_received_nor_after_it_is_done(self):
        returned = self.to_resolved()
        self.act("counter_officer", returned, "return")
        for dossier in (self.file(), returned):
            with self.assertRaisesRegex(UserError, "no receipt is needed"):
                self.report(dossier)

    def test_on_the_screen_the_card_says_who_it_is(self):
        dossier = self.to_processing()
        action = self.as_role("counter_officer", dossier).action_receipt_lost()
        screen = self.as_role("counter_officer", self.env[action["res_model"]])
        form = Form(screen.browse(action["res_id"]))
        form._barcode_scanned = CARD
        self.assertEqual(
            (form.name, form.identity_number, form.identity_checked),
            ("Submitter T", "001088000002", True),
        )
        form.signature = SIGNATURE
        printed = form.save().action_record()
        self.assertEqual(printed["report_name"], "onestop_dossier.form_receipt")
        self.assertEqual(dossier.loss_ids.name, "Submitter T")

    def test_anothers_dossier_is_told_nothing_of(self):
        dossier = self.to_processing()
        stranger = self.make_user("far", ("counter_officer", self.other))
        screen = self.env["onestop.receipt.losing"].with_user(stranger)
        with self.assertRaises(AccessError):
            screen.create({"dossier_id": dossier.id}).read(["code", "owner_name"])

    def test_a_result_handed_out_without_the_receipt_cancels_it(self):
        dossier = self.to_resolved()
        token = self.printed(dossier)
        self.act(
            "counter_officer",
            dossier,
            "return",
            collection=self.collected(without_receipt=True),
        )
        self.assertIn(dossier.code, dossier.collection_ids.statement)
        self.assertFalse(self.env["onestop.dossier"]._by_check_token(token)["found"])

    def test_the_receipt_that_is_printed_then_says_so(self):
        dossier = self.to_processing()
        sheets = self.env["report.onestop_dossier.form_receipt"]
        self.assertFalse(sheets._sheet(dossier)["reissued"])
        self.report(dossier)
        times, moment = sheets._sheet(dossier)["reissued"]
        self.assertEqual((times, f"{moment:%d/%m/%Y %H:%M}"), (1, "09/03/2026 09:00"))
