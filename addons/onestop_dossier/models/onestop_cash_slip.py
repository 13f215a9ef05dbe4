from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.right import ENGINE

# What is typed while the slip is under way.
TYPED = frozenset({"place", "number", "date", "taken_over_by"})


class OnestopCashSlip(models.Model):
    """The cash of confirmed days, paid in for an agency: at its bank, at the Treasury, or
    into the hands of its cashier. A day stands on one slip."""

    _name = "onestop.cash.slip"
    _description = "Paying-in Slip"
    _inherit = ["onestop.money"]
    _order = "id desc"
    _rec_name = "number"

    centre_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Collecting agency",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    closing_ids = fields.One2many(
        "onestop.cash.closing", "slip_id", "Days", readonly=True
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    place = fields.Selection(
        [
            ("bank", "At the bank"),
            ("treasury", "At the Treasury"),
            ("agency", "To the agency's cashier"),
        ],
        "Paid in",
        default="bank",
        required=True,
    )
    number = fields.Char("Number of the slip")
    date = fields.Date("Paid in on")
    taken_over_by = fields.Char(help="Who takes the cash over for the agency.")
    state = fields.Selection(
        [("draft", "Under way"), ("paid_in", "Paid in")],
        default="draft",
        required=True,
        readonly=True,
    )
    settlement_id = fields.Many2one(
        "onestop.fee.settlement",
        "Settled in",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    paid_in_by = fields.Char("Noted by", readonly=True)
    paid_in_at = fields.Datetime("Noted on", readonly=True)

    _number_unique = models.UniqueIndex(
        "(department_id, place, number) WHERE state = 'paid_in'",
        "A slip of this number was noted before.",
    )

    @api.depends("closing_ids.count_ids.pieces")
    def _compute_amount(self):
        for slip in self:
            slip.amount = sum(slip.closing_ids.mapped("counted_cash"))

    @api.depends("number", "department_id")
    def _compute_display_name(self):
        for slip in self:
            name = slip.department_id.short_name or slip.department_id.name
            slip.display_name = " · ".join(filter(None, [slip.number, name]))

    @api.model
    def _begin(self, closings):
        """A slip for days that nobody paid in yet."""
        closings.check_access("read")
        centre = closings.counter_group_id.department_id
        agency = closings.department_id
        if len(centre) != 1 or len(agency) != 1:
            raise UserError(self.env._("A slip is of one agency, and of one centre."))
        self._check_treasurer(centre)
        # sudo: bounded to days of the centre whose treasurer the user is.
        days = closings.sudo()
        wait_for(days)
        if any(day.state != "confirmed" or day.slip_id for day in days):
            raise UserError(
                self.env._("Only confirmed days are paid in, each of them once.")
            )
        with ENGINE.held():
            # sudo: bounded to a slip of these days, which the user was found to hold.
            slip = self.sudo().create(
                {
                    "centre_id": centre.id,
                    "department_id": agency.id,
                    "currency_id": days.currency_id.id,
                }
            )
            days.write({"slip_id": slip.id})
        return slip.with_env(self.env)._open()

    def _check_treasurer(self, centre):
        if "treasurer" not in self.env.user._onestop_roles_at(centre):
            raise AccessError(self.env._("The treasurer of the centre pays in."))

    def _locked(self):
        """The slip in sudo, locked, while it is under way."""
        self.check_access("read")
        self._check_treasurer(self.centre_id)
        # sudo: bounded to a slip of the centre whose treasurer the user is.
        slip = self.sudo()
        wait_for(slip)
        if slip.state != "draft":
            raise UserError(self.env._("What was paid in stays as it is."))
        return slip

    def action_paid_in(self):
        """The bank, the Treasury or the agency has the money.

        :raises UserError: where number or day is missing
        """
        self.ensure_one()
        slip = self._locked()
        if not (slip.number or "").strip() or not slip.date:
            raise UserError(self.env._("Enter number and day of the slip."))
        last = max(slip.closing_ids.mapped("day"))
        if not last <= slip.date <= legal_today():
            raise UserError(
                self.env._("The day of the slip lies between its last day and today.")
            )
        if slip.place == "agency" and not (slip.taken_over_by or "").strip():
            raise UserError(self.env._("Say who took the cash over for the agency."))
        slip._write_ours(
            state="paid_in",
            paid_in_by=self.env.user.name,
            paid_in_at=fields.Datetime.now(),
        )

    def action_drop(self):
        """Nothing was paid in with it: its days wait again."""
        self.ensure_one()
        slip = self._locked()
        with ENGINE.held():
            slip.closing_ids.write({"slip_id": False})
            slip.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_cash_slip_action"
        )

    def action_print(self):
        return self.env.ref("onestop_dossier.report_cash_slip").report_action(self)

    def write(self, vals):
        if not ENGINE and vals.keys() & TYPED:
            for slip in self:
                slip._locked()
        return super().write(vals)

    def _typed(self):
        return TYPED

    def _open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_cash_slip_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.id}
