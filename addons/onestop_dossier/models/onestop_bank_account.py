from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..core import vietqr

# An account is what these say: money went there.
SETTLED = frozenset({"department_id", "bank_code", "number"})


class OnestopBankAccount(models.Model):
    """The account into which an agency has its fees paid.

    Whoever takes money does not say where it goes: the administrator enters accounts.
    """

    _name = "onestop.bank.account"
    _description = "Bank Account of an Agency"
    _order = "department_id, id"

    department_id = fields.Many2one(
        "onestop.department", "Agency", required=True, ondelete="restrict"
    )
    bank_name = fields.Char("Bank or Treasury", required=True)
    bank_code = fields.Char(
        required=True,
        size=6,
        help="The six digits by which the payment network knows the bank.",
    )
    number = fields.Char("Account number", required=True)
    holder = fields.Char(required=True, help="As it stands in the bank's books.")
    active = fields.Boolean(default=True)

    _one_in_use = models.UniqueIndex(
        "(department_id) WHERE active", "This agency has an account in use already."
    )

    @api.depends("bank_name", "number")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.number or ''} – {account.bank_name or ''}"

    @api.constrains("bank_code", "number")
    def _check_number(self):
        for account in self:
            try:
                vietqr.payload(account.bank_code, account.number, 1, "")
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "A bank has a code of six digits, and an account a number of "
                        "up to 19 digits or letters, without blanks."
                    )
                ) from None

    def write(self, vals):
        if vals.keys() & SETTLED and self._is_used():
            raise AccessError(
                self.env._(
                    "Money was asked for into this account: it stays as it is. Put it "
                    "away and enter the new one."
                )
            )
        done = super().write(vals)
        # The index looks at what the database has, when the new one is entered.
        self.flush_recordset(["active"])
        return done

    def _is_used(self):
        # sudo: bounded to whether there is one; other centres collect for it too.
        orders = self.env["onestop.fee.order"].sudo()
        return bool(orders.search_count([("account_id", "in", self.ids)], limit=1))

    @api.model
    def _of(self, department):
        """The account in use of an agency, in sudo; or none."""
        # sudo: bounded to the account of one agency, into which people are to pay.
        return self.sudo().search([("department_id", "=", department.id)], limit=1)
