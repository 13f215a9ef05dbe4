"""What is paid by the piece, or by words: the counter says how many, or how much."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase

CARD = "001090000017|990000017|Nguyễn Thị Mẫu|05031990|Nữ|Số 7, Phường Mẫu|10052021"
WORDS = "By sheet and scale: 30.000 to 90.000 đ."


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestStatedFees(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900047",
            fee_ids=[
                (0, 0, {"name": "Certified page", "amount": 2000, "unit": "page"}),
                (0, 0, {"name": "Register", "kind": "charge", "amount": 5000}),
                (
                    0,
                    0,
                    {"name": "Map", "amount_kind": "described", "condition": WORDS},
                ),
            ],
        )
        cls.poor = cls.env.ref("onestop_procedure.fee_ground_poor")

    def setUp(self):
        super().setUp()
        self.dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.page, self.register, self.map = self.dossier.fee_ids

    def own(self, fee, role="counter_officer"):
        return self.as_role(role, fee)

    def amounts(self):
        return [(one.state, one.amount) for one in self.dossier.fee_ids]

    def test_nobody_pays_what_nobody_has_reckoned(self):
        self.assertEqual(self.amounts(), [("due", 2000), ("due", 5000), ("open", 0)])
        self.own(self.dossier.fee_ids).action_pay_cash()
        self.assertEqual(self.amounts(), [("paid", 2000), ("paid", 5000), ("open", 0)])
        # The result waits for it.
        self.assertEqual(self.dossier.payment_state, "due")
        self.own(self.map).state_amount(each=60000)
        self.assertEqual((self.map.state, self.map.amount), ("due", 60000))
        self.own(self.map).action_pay_cash()
        self.assertEqual(self.dossier.payment_state, "paid")

    def test_so_many_pieces_cost_so_many_times_as_much(self):
        self.own(self.page).state_amount(quantity=12)
        self.assertEqual(
            (self.page.quantity, self.page.each, self.page.amount), (12, 2000, 24000)
        )
        self.assertEqual(self.journal(self.dossier)[-1], "fee_stated")
        # Counted wrong, and counted again.
        self.own(self.page).state_amount(quantity=11)
        self.assertEqual(self.page.amount, 22000)

    def test_what_the_procedure_lays_down_nobody_states(self):
        with self.assertRaisesRegex(UserError, "“Register” is laid down"):
            self.own(self.register).state_amount(2)
        # What one page costs is not the counter's to say.
        self.own(self.page).state_amount(2, each=1)
        self.assertEqual(self.page.amount, 4000)

    def test_what_is_paid_or_reduced_stays_as_it_is(self):
        self.own(self.page).action_pay_cash()
        with self.assertRaisesRegex(UserError, "is laid down"):
            self.own(self.page).state_amount(5)
        self.own(self.map).state_amount(each=60000)
        self.own(self.map).exempt(self.poor.id, "Card 17", 10000)
        with self.assertRaisesRegex(UserError, "is laid down"):
            self.own(self.map).state_amount(each=90000)

    def test_a_number_that_is_none_is_refused_in_words(self):
        for quantity in (0, -3, 10000, "many", None, float("inf")):
            with self.subTest(quantity=quantity):
                with self.assertRaisesRegex(UserError, "from 1 to 9999"):
                    self.own(self.page).state_amount(quantity)
        for each in (0, -1, "much", None, 1e13, float("nan"), float("inf")):
            with self.subTest(each=each):
                with self.assertRaisesRegex(UserError, "By sheet and scale"):
                    self.own(self.map).state_amount(each=each)
        self.assertEqual(self.amounts(), [("due", 2000), ("due", 5000), ("open", 0)])

    def test_only_the_counter_that_received_it_states_it(self):
        for role in ("department_officer", "clerk", "treasurer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.own(self.page, role).state_amount(1)
        with self.assertRaises(AccessError):
            self.page.with_user(self.portal).state_amount(1)

    def test_the_screen_of_the_counter_asks_and_adds_up(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        self.assertEqual(len(screen.fee_line_ids), 2)
        self.assertEqual(screen.amount, 7000)
        with screen.fee_line_ids.edit(0) as line:
            line.quantity = 3
        with screen.fee_line_ids.edit(1) as line:
            line.each = 45000
        self.assertEqual(screen.amount, 3 * 2000 + 5000 + 45000)
        screen.all_there = True
        screen.fee_taken = True
        intake = screen.save()
        intake.action_receive()
        fees = intake.sudo().dossier_id.fee_ids
        self.assertEqual(
            [(one.state, one.amount) for one in fees],
            [("paid", 6000), ("paid", 5000), ("paid", 45000)],
        )

    def test_what_is_reckoned_later_is_received_and_holds_the_result(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        screen.all_there = True
        screen.fee_taken = True
        intake = screen.save()
        intake.action_receive()
        dossier = intake.sudo().dossier_id
        self.assertEqual(
            [(one.state, one.amount) for one in dossier.fee_ids],
            [("paid", 2000), ("paid", 5000), ("open", 0)],
        )
        self.assertEqual(dossier.payment_state, "due")
        self.assertIn("return", dossier._unpaid_holds())

    def test_who_pays_nothing_needs_nobody_to_reckon_it(self):
        self.own(self.map).exempt(self.poor.id, "Card 17")
        self.assertEqual((self.map.state, self.map.amount), ("exempt", 0))

    def test_a_stopped_dossier_owes_nothing_anew(self):
        self.act("counter_officer", self.dossier, "reject", "Not ours.")
        self.assertFalse(self.dossier.fee_ids)

    def test_of_others_files_nobody_searches_by_a_paper_of_theirs(self):
        theirs = self.env["ir.attachment"].create(
            {"name": "secret.pdf", "raw": b"%PDF-1.4 secret"}
        )
        screen = self.as_role("counter_officer", self.env["onestop.intake"]).create({})
        paper = {
            "intake_id": screen.id,
            "component_id": self.version.component_ids[0].id,
        }
        papers = self.as_role("counter_officer", self.env["onestop.intake.component"])
        for files in ([(4, theirs.id)], [(6, 0, theirs.ids)]):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                papers.create({**paper, "file_ids": files})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                papers.create(paper).write({"file_ids": files})

    def test_of_several_pieces_a_part_is_waived_as_the_procedure_says(self):
        self.own(self.page).state_amount(quantity=10)
        self.own(self.page).exempt(self.poor.id, "Card 17", 5000)
        self.assertEqual((self.page.amount, self.page.full_amount), (5000, 20000))

    def test_the_form_says_the_same(self):
        action = self.own(self.map).action_state_amount()
        form = Form(
            self.as_role("counter_officer", self.env[action["res_model"]]).with_context(
                **action["context"]
            )
        )
        self.assertEqual((form.words, form.described), (WORDS, True))
        form.each = 30000
        form.quantity = 2
        self.assertEqual(form.amount, 60000)
        form.save().action_confirm()
        self.assertEqual((self.map.state, self.map.amount), ("due", 60000))
