"""A citizen pays online: once, at what is due, for their own dossier."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


class PayOnlineCase(PortalCase):
    """A dossier of which a citizen pays 70.000 đ with the stand-in of a provider."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env.ref("payment.payment_provider_demo")
        cls.method = cls.env.ref("payment_demo.payment_method_demo")
        cls.paid_version = cls.make_version(
            "9.900350",
            fee_ids=[
                (0, 0, {"kind": "fee", "name": "Fee", "amount": 50000}),
                (0, 0, {"kind": "charge", "name": "Charge", "amount": 20000}),
            ],
        )

    def setUp(self):
        super().setUp()
        self.log_in()
        self.dossier = self.file(procedure=self.paid_version.code)

    def address(self, dossier=None):
        return f"/my/dossiers/{(dossier or self.dossier).id}/pay"

    def ask(self, dossier=None, **params):
        """The answer to pressing the button, as the form of the page sends it."""
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.method.id,
            "token_id": None,
            "amount": 70000,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/my",
            "is_validation": False,
            "access_token": "",
            "csrf_token": "x",
            **params,
        }
        with mute_logger("odoo.http"):
            return self.call(f"{self.address(dossier)}/transaction", params).json()

    def begin(self):
        """A transaction of 70.000 đ, as the provider knows it."""
        return self.transaction(self.ask()["result"]["reference"])

    def transaction(self, reference):
        return self.env["payment.transaction"].search([("reference", "=", reference)])

    def say(self, transaction, state):
        """The provider says what became of it."""
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": state}
        )

    def fees_said(self):
        [card] = self.my_page(self.dossier).xpath("//section[@id='fees']")
        return " ".join(card.text_content().split())


@tagged("post_install", "-at_install")
class TestPayOnline(PayOnlineCase):
    def refused(self, answer):
        self.assertNotIn("result", answer)
        self.assertFalse(self.env["payment.transaction"].search([]))
        self.assertFalse(self.env["onestop.online.payment"].search([]))
        return answer["error"]["data"]["message"]

    # ----------------------------------------------------------------- as it should be

    def test_what_is_due_is_paid_and_both_sides_see_it(self):
        page = self.my_page(self.dossier)
        [link] = page.xpath("//section[@id='fees']//a[.='Pay online']/@href")
        text = self.text(self.page(link))
        for words in ("Fee 50.000 đ", "Charge 20.000 đ", "In all: 70.000 đ"):
            self.assertIn(words, text)
        transaction = self.begin()
        self.assertEqual((transaction.amount, transaction.state), (70000, "draft"))
        self.assertIn("You began to pay 70.000 đ", self.fees_said())
        self.say(transaction, "done")
        transaction._post_process()
        self.assertEqual(self.dossier.payment_state, "paid")
        self.assertIn("You paid 70.000 đ online on 09/03/2026", self.fees_said())
        payment = self.as_role("treasurer", transaction.onestop_payment_id)
        self.assertEqual((payment.state, payment.amount), ("paid", 70000))
        self.assertFalse(self.my_page(self.dossier).xpath("//a[.='Pay online']"))

    def test_the_number_at_the_provider_says_the_dossier_and_nobody(self):
        transaction = self.begin()
        number = self.dossier.code or self.dossier.tracking_number
        self.assertTrue(transaction.reference.startswith(number[:8]))
        self.assertNotIn(self.dossier.owner_name, transaction.reference)

    def test_who_closes_the_window_has_paid_all_the_same(self):
        transaction = self.begin()
        triggers = self.env["ir.cron.trigger"].search_count([])
        self.say(transaction, "done")
        cron = self.env.ref("payment.cron_post_process_payment_tx")
        made = self.env["ir.cron.trigger"].search([], order="id desc")
        self.assertEqual(len(made), triggers + 1)
        self.assertEqual(made[0].cron_id, cron)
        self.assertTrue(cron.active)
        self.assertEqual(self.dossier.payment_state, "due")
        transaction._post_process()
        transaction._post_process()
        self.assertEqual(self.dossier.payment_state, "paid")
        self.assertEqual(self.journal(self.dossier).count("pay_online"), 1)

    def test_no_fee_no_payment(self):
        free = self.file()
        page = self.my_page(free)
        self.assertFalse(page.xpath("//a[.='Pay online']"))
        answer = self.get(self.address(free))
        self.assertTrue(answer.url.endswith(f"/my/dossiers/{free.id}#fees"))
        self.assertIn("Nothing is due", self.refused(self.ask(free)))

    def test_where_nobody_takes_payments_one_pays_at_the_counter(self):
        self.provider.is_published = False
        self.assertIn("You can pay at the counter.", self.fees_said())
        self.assertNotIn("Pay online", self.fees_said())
        self.assertIn("Choose another", self.refused(self.ask()))

    # ------------------------------------------------------------------- what goes wrong

    def test_of_two_windows_the_second_is_to_be_given_back(self):
        first, second = self.begin(), self.begin()
        self.assertNotEqual(first.reference, second.reference)
        for transaction in (first, second):
            self.say(transaction, "done")
            transaction._post_process()
        self.assertEqual(
            (first.onestop_payment_id.state, second.onestop_payment_id.state),
            ("paid", "surplus"),
        )
        self.assertIn("Of it 70.000 đ was not due any more", self.fees_said())

    def test_what_is_not_confirmed_is_not_paid_again(self):
        transaction = self.begin()
        self.say(transaction, "pending")
        self.assertEqual(transaction.onestop_payment_id.state, "confirming")
        said = self.fees_said()
        self.assertIn("not confirmed yet", said)
        self.assertNotIn("Pay online", said)
        self.assertIn("not confirmed yet", self.ask()["error"]["data"]["message"])
        self.assertNotIn("Pay for your dossier", self.text(self.page("/my/dossiers")))
        self.say(transaction, "done")
        transaction._post_process()
        self.assertEqual(self.dossier.payment_state, "paid")

    def test_called_off_or_failed_it_may_be_tried_again(self):
        for state, ours in (("cancel", "cancelled"), ("error", "failed")):
            with self.subTest(state):
                transaction = self.begin()
                self.say(transaction, state)
                transaction._post_process()
                self.assertEqual(transaction.onestop_payment_id.state, ours)
                self.assertEqual(self.dossier.payment_state, "due")
                self.assertIn("did not go through", self.fees_said())
                self.assertIn("Pay online", self.fees_said())

    def test_called_off_in_one_window_and_paid_in_another(self):
        transaction = self.begin()
        self.say(transaction, "cancel")
        self.say(transaction, "done")
        transaction._post_process()
        self.assertEqual(self.dossier.payment_state, "paid")

    def test_what_is_only_set_aside_is_not_paid(self):
        self.provider.capture_manually = True
        self.assertNotIn("Pay online", self.fees_said())
        self.assertIn("Choose another", self.refused(self.ask()))

    # ---------------------------------------------------------------- who must not

    def test_where_the_world_is_served_nobody_pays_by_trying(self):
        path = "odoo.addons.onestop_portal.engine.pay_page.serves_the_world"
        with patch(path, lambda: True):
            self.assertNotIn("Pay online", self.fees_said())
            self.assertIn("Choose another", self.refused(self.ask()))

    def test_the_browser_says_neither_amount_nor_lines(self):
        for amount in (1, 69999, 70001, -70000, None, "70000", [70000], True):
            with self.subTest(amount=amount):
                self.assertIn("changed", self.refused(self.ask(amount=amount)))

    def test_the_browser_chooses_among_what_is_offered(self):
        other = self.env["payment.provider"].search(
            [("id", "!=", self.provider.id), ("state", "=", "disabled")], limit=1
        )
        for params in (
            {"provider_id": other.id},
            {"provider_id": 0},
            {"provider_id": "1 OR 1"},
            {"payment_method_id": 0},
            {"flow": "token", "token_id": 1},
            {"flow": None},
        ):
            with self.subTest(**params):
                self.assertIn("Choose another", self.refused(self.ask(**params)))

    def test_what_else_the_browser_sends_is_not_looked_at(self):
        answer = self.ask(
            onestop_payment_id=1,
            currency_id=1,
            partner_id=self.other_citizen.partner_id.id,
            landing_route="https://example.invalid/",
            custom_create_values={"state": "done"},
            tokenization_requested=True,
        )
        transaction = self.transaction(answer["result"]["reference"])
        self.assertEqual(
            (transaction.state, transaction.partner_id, transaction.landing_route),
            (
                "draft",
                self.portal.partner_id,
                f"/my/dossiers/{self.dossier.id}#fees",
            ),
        )
        self.assertFalse(transaction.tokenize)
        self.assertEqual(transaction.currency_id.name, "VND")

    def test_nobody_pays_or_looks_at_the_dossier_of_another(self):
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(self.address()).status_code, 404)
        self.refused(self.ask())
        self.authenticate(None, None)
        self.assertIn("/web/login", self.get(self.address()).url)
        self.refused(self.ask())

    def test_a_transaction_of_something_else_is_left_alone(self):
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": "OTHER",
                "amount": 5,
                "currency_id": self.env.ref("base.VND").id,
                "partner_id": self.portal.partner_id.id,
                "operation": "online_direct",
            }
        )
        self.say(transaction, "cancel")
        with mute_logger("odoo.addons.payment.models.payment_transaction"):
            self.say(transaction, "done")
        transaction._post_process()
        self.assertEqual(transaction.state, "cancel")
        self.assertEqual(self.dossier.payment_state, "due")

    def test_a_citizen_reaches_no_payment_by_program(self):
        self.begin()
        for model in ("onestop.online.payment", "payment.transaction"):
            answer = self.call_program(model, "search_read", [[]])
            self.assertIn("error", answer)


@tagged("post_install", "-at_install")
class TestPayGroupOnline(PortalCase):
    def test_all_parts_of_a_group_are_paid_by_one_payment(self):
        parts = [
            self.make_version(
                code,
                competent_department_ids=[(4, agency.id)],
                fee_ids=[(0, 0, {"kind": "fee", "name": "Fee", "amount": amount})],
            )
            for code, agency, amount in (
                ("9.900351", self.department, 50000),
                ("9.900352", self.other, 20000),
            )
        ]
        bundle = self.env["onestop.bundle"].create(
            {
                "name": "Birth and residence",
                "decision_number": "9/QD-T",
                "decision_date": "2026-01-02",
                "valid_from": "2026-01-05",
                "part_ids": [
                    (0, 0, {"sequence": 10, "procedure_id": one.procedure_id.id})
                    for one in parts
                ],
            }
        )
        self.log_in()
        first = self.file(procedure=parts[0].code)
        second = self.file(procedure=parts[1].code)
        first.with_user(self.portal)._join_group(bundle.part_ids[0], first.browse())
        second.with_user(self.portal)._join_group(bundle.part_ids[1], first)
        page = self.text(self.page(f"/my/dossiers/{second.id}/pay"))
        self.assertIn("In all: 70.000 đ", page)
        answer = self.call(
            f"/my/dossiers/{second.id}/pay/transaction",
            {
                "provider_id": self.env.ref("payment.payment_provider_demo").id,
                "payment_method_id": self.env.ref(
                    "payment_demo.payment_method_demo"
                ).id,
                "flow": "direct",
                "amount": 70000,
            },
        ).json()
        transaction = self.env["payment.transaction"].search(
            [("reference", "=", answer["result"]["reference"])]
        )
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "done"}
        )
        transaction._post_process()
        self.assertEqual((first | second).mapped("payment_state"), ["paid", "paid"])
        lines = transaction.onestop_payment_id.line_ids
        self.assertEqual(
            [(one.department_id, one.paid) for one in lines],
            [(self.department, 50000), (self.other, 20000)],
        )
