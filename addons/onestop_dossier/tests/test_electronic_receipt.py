"""An agency with a provider of electronic receipts uses no sheet: its receipts are issued
there, once, whatever comes between."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .common_refund import RefundCase
from .receipt_stub import FILE, ReceiptStub


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestElectronicReceipt(RefundCase):
    def setUp(self):
        super().setUp()
        self.stub = ReceiptStub(self, "SO-T")
        self.department.receipt_provider = "SO-T"

    def receipts(self, dossier):
        return dossier.sudo().fee_ids.electronic_receipt_id

    def test_what_is_taken_is_receipted_by_the_provider_and_no_sheet_is_used(self):
        dossier = self.pay()
        receipt = self.receipts(dossier)
        self.assertEqual((receipt.state, receipt.amount), ("queued", 70000))
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(self.book.next_number, 1)
        self.assertEqual(receipt.entry_ids.mapped("amount"), [70000])
        receipt._go_on()
        self.assertEqual(
            (receipt.state, receipt.label, receipt.lookup_code),
            ("issued", "BL/26E 0000001", "TRA-CUU-1"),
        )
        self.assertEqual(receipt.attachment_id.raw, FILE)
        self.assertEqual(
            set(dossier.fee_ids.mapped("receipt_label")), {"BL/26E 0000001"}
        )
        [(path, asked, secret)] = self.stub.got
        self.assertEqual(path, f"/receipts/{receipt.reference}")
        self.assertEqual(secret, "secret")
        self.assertEqual(asked["amount"], 70000)
        self.assertEqual(
            [(one["kind"], one["amount"]) for one in asked["lines"]],
            [("fee", 50000), ("charge", 20000)],
        )
        officers = self.as_role("counter_officer", dossier.fee_ids[0])
        self.assertIn("/web/content/", officers.action_print_receipt()["url"])

    def test_an_answer_that_is_lost_issues_nothing_twice(self):
        receipt = self.receipts(self.pay())
        self.stub.loses = True
        receipt._go_on()
        self.assertEqual((receipt.state, receipt.problem), ("queued", "no answer"))
        self.assertIn("does not answer", receipt.said)
        self.stub.loses = False
        receipt._go_on()
        self.assertEqual((receipt.state, receipt.number), ("issued", 1))
        receipt._go_on()
        self.assertEqual((len(self.stub.issued), len(self.stub.got)), (1, 2))
        self.assertFalse(receipt.problem)

    def test_what_was_not_asked_for_is_not_taken_over(self):
        receipt = self.receipts(self.pay())
        for changes, word in (
            ({"amount": 1}, "answer of another receipt"),
            ({"reference": "x"}, "answer of another receipt"),
            ({"file": "x"}, "answer not as agreed"),
            ({"symbol": "=1+1"}, "answer not as agreed"),
        ):
            with self.subTest(**changes):
                self.stub.changes = changes
                receipt._go_on()
                self.assertEqual((receipt.state, receipt.problem), ("queued", word))
                self.assertFalse(receipt.number or receipt.attachment_id)

    def test_a_number_that_another_receipt_has_is_refused(self):
        first, second = self.receipts(self.pay()), self.receipts(self.pay())
        first._go_on()
        self.stub.changes = {"number": 1}
        second._go_on()
        self.assertEqual(
            (second.state, second.problem), ("queued", "number used before")
        )

    def test_what_waits_is_asked_for_again_later_and_later(self):
        receipt = self.receipts(self.pay())
        self.stub.status = 503
        times = []
        for _try in range(6):
            receipt._go_on()
            times.append((receipt.date_again - receipt.taken_at).total_seconds() / 60)
        self.assertEqual(times, [1, 10, 60, 240, 1440, 1440])
        self.stub.status = 400
        receipt.sudo()._write_ours(tries=0)
        receipt._go_on()
        self.assertIn("refuses (400)", receipt.said)
        self.assertEqual((receipt.date_again - receipt.taken_at).total_seconds(), 86400)
        jobs = self.env["queue.job"]
        name = "onestop.electronic.receipt"
        before = jobs.search_count([("model_name", "=", name)])
        with freeze_time("2026-03-11 02:00:00"):
            self.env[name]._cron_ask()
        # Of one receipt one job waits, however often it is called.
        self.assertEqual(jobs.search_count([("model_name", "=", name)]), before)

    def test_a_file_that_others_may_read_is_not_used(self):
        receipt = self.receipts(self.pay())
        self.stub.file.chmod(0o644)
        receipt._go_on()
        self.assertIn("technician", receipt.said)
        self.assertFalse(self.stub.got)

    def test_a_wrong_one_is_cancelled_and_another_issued_for_the_same_money(self):
        dossier = self.pay()
        first = self.receipts(dossier)
        first._go_on()
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", first).replace("Name.")
        theirs = self.as_role("treasurer", first)
        with self.assertRaisesRegex(UserError, "reason"):
            theirs.replace(" ")
        second = theirs.replace("Name.").sudo()
        with self.assertRaisesRegex(UserError, "in the meantime"):
            theirs.replace("Again.")
        self.assertEqual((first.state, second.state), ("cancelling", "queued"))
        self.assertEqual(first.replaced_by_id, second)
        (first | second)[1]._go_on()
        first._go_on()
        self.assertEqual((first.state, second.state), ("cancelled", "issued"))
        self.assertEqual(self.receipts(dossier), second)
        self.assertEqual(second.entry_ids.mapped("amount"), [70000])
        self.assertFalse(first.entry_ids)
        self.assertTrue(self.stub.got[-1][0].endswith("/cancelled"))

    def test_what_is_paid_online_is_receipted_too(self):
        dossier = self.file()
        self.env["onestop.online.payment"]._begin(dossier.fee_ids)._arrive("PP1")
        receipt = self.receipts(dossier)
        self.assertEqual((receipt.state, receipt.amount), ("queued", 70000))
        self.assertFalse(receipt.entry_ids)
        receipt._go_on()
        self.assertEqual(receipt.state, "issued")
        # What came in online goes back by its payment, once.
        names = [
            one._refund_source for one in self.env["onestop.refund"]._sources(dossier)
        ]
        self.assertEqual(names, ["payment_line_id"] * 2)

    def test_a_transfer_that_arrived_is_receipted_too(self):
        receipt = self.receipts(self.pay("transfer"))
        self.assertEqual(receipt.entry_ids.way, "transfer")
        self.assertEqual(receipt.entry_ids.order_id.state, "paid")

    def test_a_refund_and_a_quarter_know_of_it(self):
        dossier = self.pay()
        self.pay_out(self.decide(self.propose(dossier, amount=20000)))
        self.confirm(self.count(self.close(), n20000=1, n10000=1))
        with freeze_time("2026-04-02 02:00:00"):
            made = self.as_role("treasurer", self.env["onestop.fee.settlement"])
            one = made.create({"department_id": self.department.id}).sudo()
        self.assertEqual((one.electronic, one.issued), (1, 0))
        self.assertEqual((one.total, one.refunded), (70000, 40000))

    def test_other_agencies_keep_their_books(self):
        self.department.receipt_provider = False
        self.assertFalse(self.receipts(self.pay()))
        self.assertEqual(self.book.next_number, 2)

    def test_a_code_is_no_path(self):
        for code in ("../SO", "so-t", "A/B", "A B"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.department.receipt_provider = code

    def test_nobody_writes_it_by_hand(self):
        receipt = self.as_role("treasurer", self.receipts(self.pay()))
        for act in (
            lambda: receipt.write({"state": "issued"}),
            lambda: receipt.write({"number": 5}),
            receipt.copy,
            receipt.unlink,
        ):
            with self.assertRaises(AccessError):
                act()
