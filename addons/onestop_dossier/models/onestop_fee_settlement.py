from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.database_time import naive
from odoo.addons.onestop_procedure.core.legal_time import ZONE
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.cash_book import Quarter, left, ranges
from ..core.refund import by_way as by_refund_way
from ..engine.right import ENGINE
from .onestop_numbered_sheet import label_of

# Who signs for a centre: of the province, of a commune.
LEADS = ("director", "department_head")
# What is typed when one is made; the rest the books say.
ASKED = frozenset({"centre_id", "department_id", "year", "quarter"})


def _begin_of(day):
    """The moment at which a day begins, as the database has it."""
    return naive(datetime.combine(day, time(), ZONE))


class OnestopFeeSettlement(models.Model):
    """What a centre took for an agency in a quarter, and what became of it; both sides
    sign, and it stays as it is.

    Every confirmed day and every slip stands in one settlement: what is noted late falls
    into the next.
    """

    _name = "onestop.fee.settlement"
    _description = "Quarterly Settlement"
    _inherit = ["onestop.money"]
    _order = "year desc, quarter desc, id desc"

    centre_id = fields.Many2one(
        "onestop.department",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_centre(),
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Collecting agency",
        required=True,
        index=True,
        ondelete="restrict",
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self._default_quarter().year,
    )
    quarter = fields.Selection(
        [("1", "Quarter I"), ("2", "Quarter II")]
        + [("3", "Quarter III"), ("4", "Quarter IV")],
        required=True,
        default=lambda self: str(self._default_quarter().number),
    )
    state = fields.Selection(
        [("made", "To be signed"), ("signed", "Signed by both")],
        default="made",
        required=True,
        readonly=True,
    )
    closing_ids = fields.One2many(
        "onestop.cash.closing", "settlement_id", "Days", readonly=True
    )
    slip_ids = fields.One2many(
        "onestop.cash.slip", "settlement_id", "Slips", readonly=True
    )
    opening = fields.Monetary("In hand before", readonly=True)
    cash = fields.Monetary("Cash by the books", readonly=True)
    counted = fields.Monetary("Cash counted", readonly=True)
    card = fields.Monetary("Cards", readonly=True)
    transferred = fields.Monetary("Transfers", readonly=True)
    online = fields.Monetary(readonly=True)
    online_surplus = fields.Monetary(
        "Of it too much",
        readonly=True,
        help="Paid online although it was not due: to be given back.",
    )
    online_line_ids = fields.One2many(
        "onestop.online.payment.line", "settlement_id", "Paid online", readonly=True
    )
    refund_ids = fields.One2many(
        "onestop.refund", "settlement_id", "Given back", readonly=True
    )
    refunded_cash = fields.Monetary("Given back in cash", readonly=True)
    refunded_transfer = fields.Monetary("Given back by transfer", readonly=True)
    refunded_online = fields.Monetary("Given back by the provider", readonly=True)
    refunded = fields.Monetary("Given back in all", readonly=True)
    total = fields.Monetary("Taken in all", readonly=True)
    paid_in = fields.Monetary(readonly=True)
    in_hand = fields.Monetary("In hand after", readonly=True)
    # Rows of [symbol, first, last, "issued" or "void"]: a sheet may be spoiled later.
    sheets = fields.Json(readonly=True)
    issued = fields.Integer("Receipts issued", readonly=True, aggregator=None)
    spoiled = fields.Integer("Sheets spoiled", readonly=True, aggregator=None)
    electronic = fields.Integer(
        "Electronic receipts",
        readonly=True,
        aggregator=None,
        help="Issued in the quarter, or still to be issued for what was taken in it.",
    )
    centre_signed_at = fields.Datetime("The centre signed on", readonly=True)
    centre_signed_by = fields.Char("For the centre", readonly=True)
    agency_signed_at = fields.Datetime("The agency signed on", readonly=True)
    agency_signed_by = fields.Char("For the agency", readonly=True)
    may_sign = fields.Boolean(compute="_compute_may_sign")

    _quarter_unique = models.UniqueIndex(
        "(centre_id, department_id, year, quarter)",
        "This quarter is settled with the agency already.",
    )

    @api.model
    def _default_centre(self):
        return self.env.user._onestop_departments(["treasurer"])[:1]

    @api.model
    def _default_quarter(self):
        """The last one that has ended."""
        this = Quarter.of(legal_today()).first
        return Quarter.of(fields.Date.subtract(this, days=1))

    @api.depends("year", "quarter", "department_id")
    def _compute_display_name(self):
        labels = dict(self._fields["quarter"]._description_selection(self.env))
        for one in self:
            name = one.department_id.short_name or one.department_id.name
            one.display_name = " · ".join(
                filter(None, [f"{labels.get(one.quarter)} {one.year}", name])
            )

    @api.depends_context("uid")
    @api.depends("centre_signed_at", "agency_signed_at")
    def _compute_may_sign(self):
        for one in self:
            one.may_sign = bool(one._side())

    # -------------------------------------------------------------------- making it

    @api.model_create_multi
    def create(self, vals_list):
        if ENGINE:
            return super().create(vals_list)
        names = {f"default_{name}" for name in self._fields.keys() - ASKED}
        clean = {k: v for k, v in self.env.context.items() if k not in names}
        made = self.browse()
        for vals in vals_list:
            if vals.keys() - ASKED:
                self._check_engine()
            with ENGINE.held():
                made |= super(OnestopFeeSettlement, self.with_context(clean)).create(
                    [vals]
                )
        for one in made:
            one._check_treasurer()
            # sudo: bounded to the books of the centre whose treasurer the user is.
            one.sudo()._reckon()
        return made

    def _check_treasurer(self):
        self.check_access("read")
        if "treasurer" not in self.env.user._onestop_roles_at(self.centre_id):
            raise AccessError(self.env._("The treasurer of the centre settles."))

    def _period(self):
        return Quarter(self.year, int(self.quarter))

    def _reckon(self):
        """Take what the books say, and hold it."""
        period = self._period()
        if not 2000 <= self.year < 2200 or legal_today() < period.after:
            raise ValidationError(self.env._("A quarter is settled when it has ended."))
        self._check_closed(period)
        with ENGINE.held():
            self._days(period).write({"settlement_id": self.id})
            self._slips(period).write({"settlement_id": self.id})
            self._online_lines(period).write({"settlement_id": self.id})
            self._refunds(period).write({"settlement_id": self.id})
            self.write(self._prepare_sums() | self._prepare_sheets(period))

    def _of_these(self, **names):
        """The domain of what stands between this centre and this agency."""
        return Domain("department_id", "=", self.department_id.id) & Domain(
            names["centre"], "=", self.centre_id.id
        )

    def _check_closed(self, period):
        """:raises UserError: naming the counters whose days are not closed and confirmed"""
        ours = self._of_these(centre="counter_group_id.department_id")
        before = _begin_of(period.after)
        entries = self.env["onestop.cash.entry"].search(
            ours & Domain("closing_id", "=", False) & Domain("taken_at", "<", before)
        )
        days = self.env["onestop.cash.closing"].search(
            ours & Domain("state", "!=", "confirmed") & Domain("day", "<", period.after)
        )
        if open_at := entries.counter_group_id | days.counter_group_id:
            raise UserError(
                self.env._(
                    "A day of that quarter is not closed and confirmed at: %s.",
                    ", ".join(open_at.mapped("name")),
                )
            )

    def _days(self, period):
        return self.env["onestop.cash.closing"].search(
            self._of_these(centre="counter_group_id.department_id")
            & Domain("settlement_id", "=", False)
            & Domain("day", "<", period.after)
        )

    def _slips(self, period):
        return self.env["onestop.cash.slip"].search(
            self._of_these(centre="centre_id")
            & Domain("settlement_id", "=", False)
            & Domain("state", "=", "paid_in")
            & Domain("date", "<", period.after)
        )

    def _online_lines(self, period):
        """What was paid online: no counter has it, so no day is closed for it."""
        return self.env["onestop.online.payment.line"].search(
            self._of_these(centre="payment_id.counter_group_id.department_id")
            & Domain("settlement_id", "=", False)
            & Domain("arrived_at", "<", _begin_of(period.after))
        )

    def _refunds(self, period):
        """What was given back: in cash with the days in which it stands, the rest at the
        day on which it was."""
        in_cash = self.closing_ids.entry_ids.refund_id
        return in_cash | self.env["onestop.refund"].search(
            self._of_these(centre="counter_group_id.department_id")
            & Domain("settlement_id", "=", False)
            & Domain("state", "=", "paid")
            & Domain("way", "!=", "cash")
            & Domain("paid_at", "<", _begin_of(period.after))
        )

    def _prepare_sums(self):
        days = self.closing_ids
        back = by_refund_way((one.way, one.amount) for one in self.refund_ids)
        online = sum(self.online_line_ids.mapped("amount"))
        cash, card = (
            sum(days.mapped("expected_cash")) + back["cash"],
            sum(days.mapped("expected_card")),
        )
        transferred = sum(days.mapped("transferred"))
        counted = sum(days.mapped("counted_cash"))
        paid_in = sum(self.slip_ids.mapped("amount"))
        opening = self._before().in_hand
        return {
            "opening": opening,
            "cash": cash,
            "counted": counted,
            "card": card,
            "transferred": transferred,
            "online": online,
            "online_surplus": online - sum(self.online_line_ids.mapped("paid")),
            "refunded_cash": back["cash"],
            "refunded_transfer": back["transfer"],
            "refunded_online": back["provider"],
            "refunded": sum(back.values()),
            "total": cash + card + transferred + online,
            "paid_in": paid_in,
            "in_hand": left(opening, counted, paid_in),
        }

    def _before(self):
        """The settlement before this one."""
        return self.search(
            self._of_these(centre="centre_id") & Domain("id", "!=", self.id),
            order="id desc",
            limit=1,
        )

    def _prepare_sheets(self, period):
        """The sheets used in the quarter, as runs of each book."""
        receipts = self.env["onestop.fee.receipt"].search(
            self._of_these(centre="book_id.counter_group_id.department_id")
            & Domain("taken_at", ">=", _begin_of(period.first))
            & Domain("taken_at", "<", _begin_of(period.after))
        )
        runs = [
            [series, first, last, state]
            for (series, state), sheets in sorted(
                receipts.grouped(lambda one: (one.series, one.state)).items()
            )
            for first, last in ranges(sheets.mapped("number"))
        ]
        states = receipts.mapped("state")
        return {
            "sheets": runs,
            "issued": states.count("issued"),
            "spoiled": states.count("void"),
            "electronic": self.env["onestop.electronic.receipt"].search_count(
                self._of_these(centre="counter_group_id.department_id")
                & Domain("state", "in", ("queued", "issued"))
                & Domain("taken_at", ">=", _begin_of(period.first))
                & Domain("taken_at", "<", _begin_of(period.after))
            ),
        }

    def _runs(self):
        """The sheets of it as people name them: dicts with `first`, `last`, `count`,
        `void`."""
        return [
            {
                "first": label_of(series, first),
                "last": label_of(series, last),
                "count": last - first + 1,
                "void": state == "void",
            }
            for series, first, last, state in self.sheets or ()
        ]

    # --------------------------------------------------------------------- signing

    def _side(self):
        """The side for which the user may sign now: `centre`, `agency`, or None."""
        at = self.env.user._onestop_roles_at
        if not self.centre_signed_at:
            return "centre" if at(self.centre_id) & set(LEADS) else None
        if not self.agency_signed_at and "department_head" in at(self.department_id):
            return "agency"
        return None

    def action_sign(self):
        """Sign for the centre, then for the agency; after the second it stays as it is."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to a settlement that the user reads; whose side they may sign for
        # is asked below, of their own roles.
        one = self.sudo()
        wait_for(one)
        side = self._side()
        if not side:
            raise AccessError(
                self.env._("Who leads the centre signs, then the head of the agency.")
            )
        one._write_ours(
            **{
                f"{side}_signed_at": fields.Datetime.now(),
                f"{side}_signed_by": self.env.user.name,
                "state": "signed" if side == "agency" else "made",
            }
        )

    def action_drop(self):
        """Made too early or for the wrong quarter: days and slips wait again."""
        self.ensure_one()
        self._check_treasurer()
        # sudo: bounded to a settlement of the centre whose treasurer the user is.
        one = self.sudo()
        wait_for(one)
        if one.centre_signed_at:
            raise UserError(self.env._("What was signed stays as it is."))
        if one._later():
            raise UserError(self.env._("A later quarter is settled upon this one."))
        with ENGINE.held():
            one.closing_ids.write({"settlement_id": False})
            one.slip_ids.write({"settlement_id": False})
            one.online_line_ids.write({"settlement_id": False})
            one.refund_ids.write({"settlement_id": False})
            one.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_fee_settlement_action"
        )

    def _later(self):
        return self.search(
            self._of_these(centre="centre_id") & Domain("id", ">", self.id), limit=1
        )

    def action_print(self):
        return self.env.ref("onestop_dossier.report_fee_settlement").report_action(self)
