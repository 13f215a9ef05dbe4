"""Whom the law exempts pays nothing, or less: on a ground, with what was shown."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase

CARD = "001090000017|990000017|Nguyễn Thị Mẫu|05031990|Nữ|Số 7, Phường Mẫu|10052021"
PAPER = "Sổ hộ nghèo số 17"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestExemption(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900046",
            fee_ids=[
                (0, 0, {"kind": "charge", "name": "Charge", "amount": 100000}),
                (0, 0, {"kind": "fee", "name": "Fee", "amount": 50000}),
            ],
        )
        cls.poor = cls.env.ref("onestop_procedure.fee_ground_poor")

    def at_counter(self):
        return self.file(self.users["counter_officer"], channel="in_person")

    def exempt(self, fees, role="counter_officer", amount=0, **change):
        values = {"ground_id": self.poor.id, "evidence": PAPER, **change}
        self.as_role(role, fees).exempt(amount=amount, **values)

    def states(self, dossier):
        return [(one.name, one.state, one.amount) for one in dossier.fee_ids]

    def test_who_is_exempt_pays_nothing_and_nothing_holds_the_result(self):
        dossier = self.at_counter()
        self.exempt(dossier.fee_ids)
        self.assertEqual(
            self.states(dossier),
            [("Charge", "exempt", 100000), ("Fee", "exempt", 50000)],
        )
        self.assertEqual(dossier.payment_state, "none")
        fee = dossier.fee_ids[0]
        self.assertEqual(
            (fee.ground_id, fee.evidence, fee.full_amount, fee.exempted_by),
            (self.poor, PAPER, 100000, self.users["counter_officer"].name),
        )
        self.assertEqual(self.journal(dossier)[-1], "exempt")
        # No sheet of the book is used.
        self.assertEqual(self.book.next_number, 1)
        self.act("counter_officer", dossier, "accept")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")

    def test_what_was_shown_is_a_line_and_no_document(self):
        dossier = self.at_counter()
        with self.assertRaisesRegex(UserError, "at most 2000 characters"):
            self.exempt(dossier.fee_ids, evidence="x" * 2001)
        self.assertEqual(dossier.payment_state, "due")

    def test_of_two_fees_the_other_is_still_paid(self):
        dossier = self.at_counter()
        self.exempt(dossier.fee_ids[0])
        self.assertEqual(dossier.payment_state, "due")
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(dossier.fee_ids.receipt_id.amount, 50000)

    def test_who_pays_less_gets_a_receipt_of_what_they_paid(self):
        dossier = self.at_counter()
        fee = dossier.fee_ids[0]
        self.exempt(fee, amount=30000)
        self.assertEqual(
            (fee.state, fee.amount, fee.full_amount), ("due", 30000, 100000)
        )
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.assertEqual(dossier.fee_ids.receipt_id.amount, 80000)
        self.assertEqual(dossier.payment_state, "paid")

    def test_no_ground_no_paper_and_no_less_than_nothing(self):
        dossier = self.at_counter()
        for change in (
            {"ground_id": 0},
            {"ground_id": 10**9},
            {"evidence": " "},
            {"amount": -1},
            {"amount": 50000},
            {"amount": float("nan")},
            {"amount": "x"},
        ):
            with self.subTest(change), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.exempt(dossier.fee_ids[1], **change)
        self.assertEqual(dossier.fee_ids.mapped("state"), ["due", "due"])
        self.assertNotIn("exempt", self.journal(dossier))

    def test_what_is_paid_is_not_given_back_here(self):
        dossier = self.at_counter()
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        with self.assertRaisesRegex(UserError, "not due any more"):
            self.exempt(dossier.fee_ids[0])

    def test_an_obligation_of_another_law_is_not_the_centres_to_waive(self):
        dossier = self.to_processing()
        self.act(
            *("department_officer", dossier, "suspend", "Tax notice."), amount=1500000
        )
        owed = dossier.fee_ids.filtered(lambda one: one.kind == "obligation")
        with self.assertRaisesRegex(UserError, "its agency decides"):
            self.exempt(owed)

    def test_only_the_counter_that_takes_fees_exempts(self):
        dossier = self.at_counter()
        far = self.make_user("far", ("counter_officer", self.other))
        for role in ("department_officer", "department_head", "clerk", "director"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.exempt(dossier.fee_ids, role)
        for user in (far, self.portal):
            fees = dossier.fee_ids.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                fees.exempt(self.poor.id, PAPER)
        fee = self.as_role("counter_officer", dossier.fee_ids[0])
        for change in ({"state": "exempt"}, {"amount": 1}, {"ground_id": self.poor.id}):
            with self.subTest(change), self.assertRaises(AccessError):
                fee.write(change)

    def test_the_dialog_asks_for_ground_and_paper(self):
        dossier = self.at_counter()
        fee = self.as_role("counter_officer", dossier.fee_ids[0])
        action = fee.action_exempt()
        model = self.env[action["res_model"]].with_user(self.users["counter_officer"])
        with Form(model.with_context(**action["context"])) as form:
            self.assertEqual(form.full_amount, 100000)
            form.ground_id = self.poor
            form.evidence = PAPER
        form.record.action_confirm()
        self.assertEqual(fee.state, "exempt")

    def test_at_intake_a_ground_takes_the_place_of_the_money(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        screen.all_there = True
        screen.fee_taken = True
        screen.fee_taken = False
        screen.ground_id = self.poor
        screen.evidence = PAPER
        intake = screen.save()
        intake.action_receive()
        dossier = intake.sudo().dossier_id
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(set(dossier.fee_ids.mapped("state")), {"exempt"})
        self.assertEqual(
            self.journal(dossier), ["submit", "exempt", "accept", "forward"]
        )
        self.assertEqual(self.book.next_number, 1)

    def granting(self):
        """A procedure whose fee is halved for the poor, and whose charge is not."""
        version = self.make_version(
            "9.900047",
            fee_ids=[
                (
                    0,
                    0,
                    {
                        "name": "Fee",
                        "amount": 50000,
                        "exemption_ids": [
                            (
                                0,
                                0,
                                {
                                    "ground_id": self.poor.id,
                                    "kind": "percent",
                                    "percent": 50,
                                    "legal_basis": "Law T",
                                },
                            )
                        ],
                    },
                ),
                (0, 0, {"kind": "charge", "name": "Charge", "amount": 8000}),
            ],
        )
        return version

    def test_the_dialog_proposes_what_the_procedure_lays_down(self):
        version = self.granting()
        dossier = self.file(
            self.users["counter_officer"],
            procedure=version.code,
            channel="in_person",
        )
        fee = self.as_role("counter_officer", dossier.fee_ids[0])
        action = fee.action_exempt()
        model = self.env[action["res_model"]].with_user(self.users["counter_officer"])
        with Form(model.with_context(**action["context"])) as form:
            form.exemption_id = version.fee_ids.exemption_ids
            self.assertEqual((form.ground_id, form.amount), (self.poor, 25000))
            form.evidence = PAPER
        form.record.action_confirm()
        self.assertEqual((fee.state, fee.amount), ("due", 25000))

    def test_at_intake_the_ground_leaves_what_the_procedure_says(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.granting()
        screen._barcode_scanned = CARD
        screen.all_there = True
        self.assertEqual((screen.amount, screen.amount_left), (58000, 58000))
        screen.ground_id = self.poor
        self.assertEqual(screen.amount_left, 33000)
        screen.evidence = PAPER
        screen.fee_taken = True
        intake = screen.save()
        intake.action_receive()
        dossier = intake.sudo().dossier_id
        self.assertEqual(
            self.states(dossier), [("Fee", "paid", 25000), ("Charge", "paid", 8000)]
        )
        self.assertEqual(dossier.fee_ids.mapped("full_amount"), [50000, 0])
        self.assertEqual(dossier.fee_ids.receipt_id.amount, 33000)
