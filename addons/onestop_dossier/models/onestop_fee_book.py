from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..engine.right import ENGINE
from .onestop_numbered_sheet import label_of

# What a book is known by once a sheet of it was used.
SETTLED = frozenset(
    {
        *("form_number", "series", "department_id"),
        *("first_number", "last_number", "next_number"),
    }
)


class OnestopFeeBook(models.Model):
    """A book of numbered receipts: it belongs to the agency that collects the fee, and a
    counter holds it.

    Every number of it is used once, in order, and accounted for: receipts issued and
    spoiled, and sheets that are left.
    """

    _name = "onestop.fee.book"
    _description = "Book of Fee Receipts"
    _order = "department_id, series, first_number"

    form_number = fields.Char(
        help="Of the form of receipt, as printed on the cover; empty where none is."
    )
    series = fields.Char("Symbol", required=True, help="As printed on the cover.")
    department_id = fields.Many2one(
        "onestop.department", "Collecting agency", required=True, ondelete="restrict"
    )
    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Held by",
        required=True,
        index=True,
        ondelete="restrict",
    )
    first_number = fields.Integer(required=True, default=1)
    last_number = fields.Integer(required=True)
    next_number = fields.Integer("Next sheet", readonly=True, copy=False)
    left = fields.Integer("Sheets left", compute="_compute_left")
    issued = fields.Integer(compute="_compute_used")
    spoiled = fields.Integer(compute="_compute_used")
    closed = fields.Boolean(help="Given back to the agency; nothing more is issued.")
    receipt_ids = fields.One2many("onestop.fee.receipt", "book_id", "Receipts")

    _first_positive = models.Constraint(
        "CHECK (first_number > 0)", "Sheets are numbered from 1 on."
    )
    _numbers_in_order = models.Constraint(
        "CHECK (last_number >= first_number)", "The last number comes after the first."
    )
    _next_in_book = models.Constraint(
        "CHECK (next_number BETWEEN first_number AND last_number + 1)",
        "The next sheet is one of this book.",
    )
    # The book that a counter takes next for an agency.
    _holder_index = models.Index(
        "(counter_group_id, department_id) WHERE closed IS NOT TRUE"
    )

    @api.depends("series", "first_number", "last_number")
    def _compute_display_name(self):
        for book in self:
            book.display_name = (
                f"{book.series} {book.first_number}–{book.last_number}"
                if book.series
                else self.env._("New book of receipts")
            )

    @api.depends("last_number", "next_number")
    def _compute_left(self):
        for book in self:
            book.left = book.last_number + 1 - book.next_number

    @api.depends("receipt_ids.state")
    def _compute_used(self):
        counts = {
            (book.id, state): count
            for book, state, count in self.env["onestop.fee.receipt"]._read_group(
                [("book_id", "in", self.ids)], ["book_id", "state"], ["__count"]
            )
        }
        for book in self:
            book.issued = counts.get((book.id, "issued"), 0)
            book.spoiled = counts.get((book.id, "void"), 0)

    @api.constrains("series", "department_id", "first_number", "last_number")
    def _check_overlap(self):
        for book in self:
            # sudo: bounded to whether there is one; an agency may have books at other
            # centres.
            other = self.sudo().search_count(
                [
                    ("id", "!=", book.id),
                    ("department_id", "=", book.department_id.id),
                    ("series", "=", book.series),
                    ("first_number", "<=", book.last_number),
                    ("last_number", ">=", book.first_number),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._("Another book of this agency has some of these numbers.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["series"] = " ".join((vals.get("series") or "").split())
            vals["next_number"] = vals.get("first_number", 1)
        return super().create(vals_list)

    def write(self, vals):
        if not ENGINE:
            if "next_number" in vals:
                raise AccessError(self.env._("Sheets are used in order."))
            if vals.keys() & SETTLED and any(book.receipt_ids for book in self):
                raise AccessError(
                    self.env._("A book of which sheets were used stays as it is.")
                )
            if "first_number" in vals:
                vals = {**vals, "next_number": vals["first_number"]}
        return super().write(vals)

    def unlink(self):
        if any(book.receipt_ids for book in self):
            raise UserError(
                self.env._("A book of which sheets were used is kept, and closed.")
            )
        return super().unlink()

    @api.model
    def _for(self, group, department):
        """The open book from which a counter issues for an agency: the first of those
        with sheets left, or none. Records in sudo."""
        # sudo: bounded to the books of one counter and one agency; whoever takes fees
        # there was checked by the caller.
        books = self.sudo().search_fetch(
            [
                ("counter_group_id", "=", group.id),
                ("department_id", "=", department.id),
                ("closed", "=", False),
            ]
        )
        return books.filtered(lambda book: book.left > 0)[:1]

    def _next_label(self):
        """The sheet that is used next; False of no book."""
        return bool(self) and label_of(self.series, self.next_number)

    def _take_sheet(self):
        """The number of the next sheet, which is used up by asking.

        One statement looks and takes: of two counters that hold a book, one waits.

        :raises UserError: where the book has none left
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_fee_book SET next_number = next_number + 1
                 WHERE id = %s AND closed IS NOT TRUE AND next_number <= last_number
                RETURNING next_number - 1
                """,
                self.id,
            )
        )
        taken = self.env.cr.fetchone()
        self.invalidate_recordset(["next_number", "left"])
        if not taken:
            raise UserError(
                self.env._("The book %s has no sheet left.", self.display_name)
            )
        return taken[0]

    def action_spoil(self):
        """Open the form that accounts for the next sheet, spoiled before it was used."""
        self.ensure_one()
        return self.env["onestop.fee.void"]._open(book_id=self.id)

    def _check_may_use(self):
        """:raises AccessError: but for whoever sits at the counter that holds the book,
        and the treasurer of its centre"""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        roles = user._onestop_roles_at(self.counter_group_id.department_id)
        seated = user in self.counter_group_id.user_ids
        if not ("treasurer" in roles or (seated and "counter_officer" in roles)):
            raise AccessError(
                self.env._("Only the counter that holds the book uses its sheets.")
            )
