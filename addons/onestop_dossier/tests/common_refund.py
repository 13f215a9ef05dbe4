"""Money that was paid, and goes back."""

from .common_money import MoneyCase


class RefundCase(MoneyCase):
    """Proposed at the counter, decided by the head of the department."""

    def propose(self, dossier, role="counter_officer", amount=None, **values):
        """A refund of what the form offers; `amount` of each line that it has."""
        model = self.as_role(role, self.env["onestop.refund"])
        action = model._open(dossier.with_env(model.env))
        form = model.env["onestop.refund.asking"].browse(action["res_id"])
        if amount is not None:
            form.line_ids.write({"amount": amount})
        form.write({"kind": "other", "reason": "By law.", "way": "cash", **values})
        before = model.sudo().search([])
        form.action_confirm()
        return model.sudo().search([]) - before

    def transfer(self, dossier, role="counter_officer", **values):
        account = {
            "bank_name": "Bank P",
            "account_number": "000111222333",
            "account_holder": "PAYER T",
        }
        return self.propose(dossier, role, way="transfer", **{**account, **values})

    def decide(self, refund, role="department_head", number="12/QD-T"):
        theirs = self.as_role(role, refund)
        theirs.write({"decision_number": number, "decision_date": "2026-03-09"})
        theirs.action_decide()
        return refund

    def pay_out(self, refund, role="counter_officer"):
        theirs = self.as_role(role, refund)
        if refund.way == "cash":
            theirs.write({"given_to": "Owner T", "shown": "Identity card"})
        else:
            theirs.write({"reference": f"FTR{refund.id}"})
        theirs.action_pay()
        return refund

    def surplus_order(self):
        """A transfer of 70.000 đ that arrived when the fees were paid in cash."""
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.arrive(order, f"FT{dossier.id}")
        self.assertEqual(order.state, "surplus")
        return order
