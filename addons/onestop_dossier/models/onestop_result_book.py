from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.result_number import ResultPattern
from ..engine.right import ENGINE

RULE = "result_number_pattern"
# How its numbers look: settled with the first of them.
LOOKS = frozenset({"symbol", "pattern"})
SETTLED = frozenset({"department_id", "year"})


class OnestopResultBook(models.Model):
    """The book in which a department numbers its results of a year.

    The only place that a result gets a number from: one after the other, in the
    transaction that issues it. Whoever fails gives the number back, so there is no gap;
    of two at once one waits, so none comes twice. A number that is of no use is void and
    stays in the book with the reason.
    """

    _name = "onestop.result.book"
    _description = "Results Book"
    _order = "year desc, department_id"

    department_id = fields.Many2one(
        "onestop.department",
        "Issuing department",
        required=True,
        index=True,
        ondelete="restrict",
    )
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: legal_today().year
    )
    symbol = fields.Char(
        "Symbol of the department",
        required=True,
        compute="_compute_symbol",
        store=True,
        precompute=True,
        readonly=False,
        help="As it stands at the end of a number: SXD, UBND…",
    )
    pattern = fields.Char(
        "Pattern of the numbers",
        required=True,
        default=lambda self: self._default_pattern(),
        help="{number:02d} is the number with two digits at least, {kind} the "
        "abbreviation of the kind of document, {symbol} that of the department, {year} "
        "the year. What stands in square brackets is left out where it says nothing.",
    )
    example = fields.Char("The next number", compute="_compute_example")
    last_number = fields.Integer(
        readonly=True, required=True, copy=False, default=0, aggregator=None
    )
    voided = fields.Integer("Void", compute="_compute_voided")
    number_ids = fields.One2many("onestop.result.number", "book_id", "Numbers")
    may_number = fields.Boolean(compute="_compute_may_number")

    _year_unique = models.UniqueIndex(
        "(department_id, year)",
        "The department has a results book for this year already.",
    )

    @api.model
    def _default_pattern(self):
        # sudo: bounded to a rule of the law, which is no secret.
        rules = self.env["onestop.rule.set"].sudo()._for_date(legal_today())
        return rules._value(RULE) if rules else "{number:02d}/[{kind}-]{symbol}"

    @api.depends("department_id")
    def _compute_symbol(self):
        for book in self:
            if not book.symbol and book.department_id:
                before = self._before(book.department_id, book.year)
                book.symbol = before.symbol or book.department_id.code

    @api.model
    def _before(self, department, year):
        """The last book of a department before a year; may be empty."""
        # sudo: bounded to the books of one department, of which symbol and pattern are
        # printed on all that it issues.
        return self.sudo().search(
            [("department_id", "=", department.id), ("year", "<", year)],
            order="year desc",
            limit=1,
        )

    @api.depends("department_id", "year")
    def _compute_display_name(self):
        for book in self:
            # sudo: bounded to the name of the department of a book that is read.
            department = book.sudo().department_id.name
            book.display_name = (
                self.env._(
                    "Results book %(year)s, %(department)s",
                    year=book.year,
                    department=department,
                )
                if department
                else self.env._("New results book")
            )

    @api.depends("pattern", "symbol", "year", "last_number")
    def _compute_example(self):
        for book in self:
            try:
                book.example = book._label(book.last_number + 1, "")
            except ValueError:
                book.example = False

    @api.depends("number_ids.state")
    def _compute_voided(self):
        counts = dict(
            self.env["onestop.result.number"]._read_group(
                [("book_id", "in", self.ids), ("state", "=", "void")],
                ["book_id"],
                ["__count"],
            )
        )
        for book in self:
            book.voided = counts.get(book, 0)

    @api.depends_context("uid")
    @api.depends("department_id")
    def _compute_may_number(self):
        for book in self:
            book.may_number = book._is_clerk()

    @api.constrains("pattern")
    def _check_pattern(self):
        for book in self:
            try:
                ResultPattern(book.pattern)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%s” is no pattern: it has {number} once, and may have {kind}, "
                        "{symbol} and {year}, as in {number:02d}/[{kind}-]{symbol}.",
                        book.pattern,
                    )
                ) from error

    @api.constrains("year")
    def _check_year(self):
        for book in self:
            if not 0 < book.year <= legal_today().year + 1:
                raise ValidationError(
                    self.env._("A results book is of this year or of the next.")
                )

    # ------------------------------------------------------------------------- guards

    @api.model_create_multi
    def create(self, vals_list):
        books = super().create(vals_list)
        # Looked at afterwards: a default that a caller names is no value of theirs.
        if any(book.last_number for book in books):
            raise AccessError(self.env._("A book begins with its first number."))
        return books

    def write(self, vals):
        if not ENGINE:
            if "last_number" in vals or "number_ids" in vals:
                raise AccessError(self.env._("Numbers are given one after the other."))
            if vals.keys() & SETTLED:
                raise AccessError(
                    self.env._("A results book stays with its department and year.")
                )
            if vals.keys() & LOOKS and any(book.last_number for book in self):
                raise AccessError(
                    self.env._(
                        "Numbers of this book were given: its symbol and its pattern "
                        "stay. Change those of the next year's."
                    )
                )
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("A results book is kept."))

    # ----------------------------------------------------------------------- numbers

    @api.model
    def _of(self, department, year):
        """The book of a department for a year, in sudo; opened where it was not yet.

        Two at once: one waits, and is made anew on what the other did.
        """
        # sudo: bounded to the book of one department and year; whoever numbers there was
        # checked by the caller.
        books = self.sudo()
        of_it = [("department_id", "=", department.id), ("year", "=", year)]
        if found := books.search(of_it):
            return found
        before = self._before(department, year)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_result_book
                       (department_id, year, symbol, pattern, last_number,
                        create_uid, create_date, write_uid, write_date)
                VALUES (%(department)s, %(year)s, %(symbol)s, %(pattern)s, 0,
                        %(user)s, %(now)s, %(user)s, %(now)s)
                ON CONFLICT (department_id, year) DO NOTHING
                """,
                department=department.id,
                year=year,
                symbol=before.symbol or department.code,
                pattern=before.pattern or self._default_pattern(),
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        return books.search(of_it)

    def _take(self):
        """The next number, in this transaction; of two who ask, one waits."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_result_book SET last_number = last_number + 1
                 WHERE id = %s RETURNING last_number
                """,
                self.id,
            )
        )
        self.invalidate_recordset(["last_number", "example"])
        return self.env.cr.fetchone()[0]

    def _label(self, number, kind):
        return ResultPattern(self.pattern).render(
            number, kind=kind, symbol=self.symbol or "", year=self.year
        )

    def _give(self, result, signer):
        """The next number, written into the book for a result.

        :param result: onestop.dossier.result, in sudo
        :return: the number as text
        """
        number = self._take()
        label = self._label(number, result.kind_id.symbol or "")
        with ENGINE.held():
            self.env["onestop.result.number"].create(
                {
                    "book_id": self.id,
                    "number": number,
                    "label": label,
                    "date": legal_today(),
                    "name": result.name,
                    "code": result.dossier_id.code,
                    "signer": signer,
                    "result_id": result.id,
                    "given_by": self.env.user.name,
                }
            )
        return label

    def action_void(self):
        """Open the form that voids the next number."""
        self.ensure_one()
        return self.env["onestop.result.void"]._open(self)

    def void_next(self, reason):
        """Account for the next number without a result: it stands on a paper that was
        spoiled.

        :param str reason: why; names nobody
        :return: the number as text
        :raises AccessError: but for the clerk of the department
        :raises UserError: without a reason; for a book of another year
        """
        self.ensure_one()
        self.check_access("read")
        self._check_clerk()
        reason = " ".join(str(reason or "").split())
        if not reason:
            raise UserError(self.env._("Say why the number is void."))
        check_reason(self.env, reason)
        if self.year != legal_today().year:
            raise UserError(
                self.env._(
                    "Numbers of %s are not given any more, or not yet.", self.year
                )
            )
        # sudo: bounded by the clerk's right, checked above, to one number of this book.
        book = self.sudo()
        number = book._take()
        label = book._label(number, "")
        with ENGINE.held():
            book.env["onestop.result.number"].create(
                {
                    "book_id": book.id,
                    "number": number,
                    "label": label,
                    "date": legal_today(),
                    "state": "void",
                    "given_by": self.env.user.name,
                    "void_reason": reason,
                }
            )
        self.env["onestop.journal"]._append(
            book, "void_number", "clerk", reason=reason, data={"number": label}
        )
        return label

    def _is_clerk(self):
        # sudo: bounded to which department the book is of.
        department = self.sudo().department_id
        return "clerk" in self.env.user._onestop_roles_at(department)

    def _check_clerk(self):
        if not self._is_clerk():
            raise AccessError(
                self.env._("Only the clerk of the department numbers its results.")
            )

    @api.model
    def _preview(self, department, kinds):
        """What the next numbers would be: list of text. Another may take them before."""
        today = legal_today()
        # sudo: bounded to numbers that the user is about to give.
        book = self.sudo().search(
            [("department_id", "=", department.id), ("year", "=", today.year)]
        ) or self.sudo().new(
            {
                "department_id": department.id,
                "year": today.year,
                "pattern": self._before(department, today.year).pattern
                or self._default_pattern(),
            }
        )
        first = book.last_number + 1
        return [book._label(first + at, kind) for at, kind in enumerate(kinds)]
