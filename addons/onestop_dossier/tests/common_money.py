"""A counter that takes fees, and the people who answer for the money."""

from .common import DossierCase


class MoneyCase(DossierCase):
    """A dossier owes 70.000 đ to the department, which has an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900041",
            fee_ids=[
                (0, 0, {"kind": "fee", "name": "Fee", "amount": 50000}),
                (0, 0, {"kind": "charge", "name": "Charge", "amount": 20000}),
            ],
        )
        cls.account = cls.env["onestop.bank.account"].create(
            {
                "department_id": cls.department.id,
                "bank_name": "Bank T",
                "bank_code": "970436",
                "number": "1234567890",
                "holder": "DEPARTMENT T",
            }
        )

    def at_counter(self):
        return self.file(self.users["counter_officer"], channel="in_person")

    def pay(self, way="cash"):
        """A dossier of which 70.000 đ were taken."""
        dossier = self.at_counter()
        fees = self.as_role("counter_officer", dossier.fee_ids)
        if way == "cash":
            fees.action_pay_cash()
        elif way == "card":
            fees.pay_by_card("000123")
        else:
            self.arrive(self.ask(dossier), f"FT{dossier.id}")
        return dossier

    def ask(self, dossier, role="counter_officer"):
        action = self.as_role(role, dossier).action_pay_transfer()
        return self.env["onestop.fee.order"].browse(action["res_id"])

    def arrive(self, order, reference="FT1", role="treasurer"):
        self.as_role(role, order).arrive(reference)

    # ------------------------------------------------------------------------ days

    def close(self, role="counter_officer"):
        """The days that the user's counter closes now."""
        days = self.env["onestop.cash.closing"]
        before = days.search([])
        self.as_role(role, days).action_close()
        return days.search([]) - before

    def count(self, day, role="counter_officer", reason=False, card=0, **notes):
        """Count notes, named as n50000=1, and say that it is done."""
        theirs = self.as_role(role, day)
        pieces = {int(name[1:]): number for name, number in notes.items()}
        theirs.write(
            {
                "card_counted": card,
                "reason": reason,
                "count_ids": [
                    (1, one.id, {"pieces": pieces.pop(int(one.denomination), 0)})
                    for one in day.count_ids
                ],
            }
        )
        theirs.action_counted()
        return day

    def confirm(self, day, role="treasurer"):
        self.as_role(role, day).action_confirm()
        return day

    def confirmed_day(self):
        """A day on which 70.000 đ in cash were taken, as counted."""
        self.pay()
        return self.confirm(self.count(self.close(), n50000=1, n20000=1))

    def slip(self, days):
        action = self.as_role("treasurer", days).action_pay_in()
        return self.env["onestop.cash.slip"].browse(action["res_id"])

    def pay_in(self, days, number="NT1", date="2026-03-09"):
        slip = self.slip(days)
        theirs = self.as_role("treasurer", slip)
        theirs.write({"number": number, "date": date})
        theirs.action_paid_in()
        return slip
