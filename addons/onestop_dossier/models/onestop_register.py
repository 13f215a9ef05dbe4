import base64
import hashlib
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.form_pdf import to_pages
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.bound_pdf import bound
from ..engine.register_entering import RegisterEntering
from ..engine.right import ENGINE

# Who keeps the register of a place, in the order in which the journal names them.
KEEPERS = ("clerk", "department_head", "director")
# Lines that are set together: some twenty pages, and the memory that they take.
TOGETHER = 400


class OnestopRegister(models.Model):
    """The register in which a department follows what it received in a year: form 07
    (Circular 03/2025/TT-VPCP), form 06 of the circular before.

    Codes of dossiers may have gaps; numbers of the register have none: they are given
    when it is printed, in the order of reception, and never change after. A job prints
    some lines at a time and keeps them, so that one that is cut off goes on where it
    was. After the year it is closed: it then holds one PDF, and changes no more.
    """

    _name = "onestop.register"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Register of Dossiers"
    _written_with = ENGINE
    _order = "year desc, department_id"

    department_id = fields.Many2one(
        "onestop.department",
        "Received at",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    rule_set_id = fields.Many2one(
        "onestop.rule.set",
        "Rules",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Those in force when it was opened: they say which form it is.",
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("printing", "Being printed"),
            ("closing", "Being closed"),
            ("closed", "Closed and kept"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    opened_at = fields.Datetime("Opened on", required=True, readonly=True)
    last_number = fields.Integer("Dossiers entered", readonly=True, aggregator=None)
    as_of = fields.Datetime(
        "As of", readonly=True, help="What the printed register says held then."
    )
    asked_by_id = fields.Many2one("res.users", "Asked for by", readonly=True)
    asked_as = fields.Char(readonly=True)
    closed_at = fields.Datetime("Register closed on", readonly=True)
    # A name, not a link: it outlives the account.
    closed_by = fields.Char("Register closed by", readonly=True)
    pages = fields.Integer(readonly=True, aggregator=None)
    file = fields.Binary("Printed register", attachment=True, readonly=True)
    file_name = fields.Char(compute="_compute_file_name")
    digest = fields.Char(
        "Checksum (SHA-256)",
        readonly=True,
        help="Of the file as it was closed. It stands in the journal too.",
    )
    sealed_paper_ids = fields.One2many(
        "onestop.sealed.paper", "register_id", "Sealed copy"
    )
    progress = fields.Float(compute="_compute_progress")
    may_close = fields.Boolean(compute="_compute_may_close")

    _year_unique = models.UniqueIndex(
        "(department_id, year)", "This register was opened before."
    )

    def init(self):
        """A closed register stays as it is: the database refuses to change it."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION onestop_register_refuse() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'A closed register stays as it is: % is refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER onestop_register_closed
                BEFORE UPDATE OR DELETE ON onestop_register
                FOR EACH ROW WHEN (OLD.state = 'closed')
                EXECUTE FUNCTION onestop_register_refuse();
            """
        )

    @api.depends("department_id", "year")
    def _compute_display_name(self):
        for register in self:
            register.display_name = self.env._(
                "Register %(year)s, %(department)s",
                year=register.year,
                # sudo: bounded to the name of the department of a register that is read.
                department=register.sudo().department_id.name,
            )

    @api.depends("year", "department_id", "state")
    def _compute_file_name(self):
        for register in self:
            code = register.sudo().department_id.code  # sudo: bounded to its short code
            register.file_name = f"so-theo-doi-ho-so-{register.year}-{code}.pdf"

    @api.depends("state")
    def _compute_progress(self):
        # sudo: bounded to how many parts of these registers are printed. Counted by the
        # database: parts hold the numbers of all their lines.
        parts = self.env["onestop.register.part"].sudo()
        counts = {
            register.id: (total, printed)
            for register, total, printed in parts._read_group(
                [("register_id", "in", self.ids)],
                ["register_id"],
                ["__count", "pages:count"],
            )
        }
        for register in self:
            total, printed = counts.get(register.id, (0, 0))
            register.progress = 100 * printed / total if total else 0

    @api.depends("state", "year")
    def _compute_may_close(self):
        for register in self:
            register.may_close = register.state == "open" and register._is_over()

    # ------------------------------------------------------------------------- guards

    def write(self, vals):
        if any(register.state == "closed" for register in self):
            raise AccessError(self.env._("A closed register stays as it is."))
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("A register is kept."))

    def _refusal(self):
        return self.env._("A register is opened, printed and closed by its actions.")

    def _write_ours(self, **vals):
        with ENGINE.held():
            # sudo: bounded to what this class says of a register.
            self.sudo().write(vals)

    # ------------------------------------------------------------------------ opening

    @api.model
    def _cron_open(self):
        """Open the year's register of every place that receives."""
        places = self.env["onestop.counter.group"]._read_group(
            [("department_id.in_force", "=", True)], ["department_id"]
        )
        for (department,) in places:
            self._of(department, legal_today().year)

    @api.model
    def _of(self, department, year):
        """The register of a department for a year, opened where it was not yet."""
        found = self.search(
            [("department_id", "=", department.id), ("year", "=", year)]
        )
        if found:
            return found
        sets = self.env["onestop.rule.set"]
        rules = sets._for_date(datetime(year, 1, 1).date())
        with ENGINE.held():
            return self.create(
                {
                    "department_id": department.id,
                    "year": year,
                    "rule_set_id": (rules or sets._for_date(legal_today())).id,
                    "opened_at": fields.Datetime.now(),
                }
            )

    # ------------------------------------------------------------------------ actions

    def action_print(self):
        """Have the job print what is entered until now.

        :raises UserError: of a closed one, or while the job prints it
        """
        self._ask("printing")

    def action_close(self):
        """Have the job close it.

        :raises UserError: before the year is over
        """
        for register in self:
            if not register._is_over():
                raise UserError(
                    self.env._(
                        "The register of %s is closed after the end of its year.",
                        register.year,
                    )
                )
        self._ask("closing")

    def action_look(self):
        """Show how far the job is."""
        return True

    def action_verify(self):
        """Tell whether the file is the one that was closed."""
        self.ensure_one()
        self.check_access("read")
        intact = self._is_intact()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if intact else "danger",
                "sticky": not intact,
                "message": self.env._("The file is the one that was closed.")
                if intact
                else self.env._(
                    "The file is NOT the one that was closed: its checksum differs."
                ),
            },
        }

    def _is_intact(self):
        # Read anew: the file store is looked at, and not what was read before.
        self.invalidate_recordset(["file"])
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return hashlib.sha256(content).hexdigest() == self.digest

    def _ask(self, state):
        for register in self:
            role = register._role()
            # sudo: bounded to the row whose keeper the user was found to be.
            wait_for(register.sudo())
            register.invalidate_recordset(["state"])
            if register.state != "open":
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(register)s is not open: %(state)s.",
                        register=register.display_name,
                        state=labels[register.state],
                    )
                )
            # sudo: bounded to what was kept of the printing before.
            register.sudo()._parts().unlink()
            register._write_ours(
                state=state, as_of=False, asked_by_id=self.env.uid, asked_as=role
            )
        # sudo: bounded to the job that prints.
        self.env.ref("onestop_dossier.ir_cron_register").sudo()._trigger()

    def _role(self):
        """As what the user keeps this register.

        :raises AccessError: but for whoever keeps it
        """
        self.ensure_one()
        self.check_access("read")
        held = self.env.user._onestop_roles_at(self.department_id)
        for role in KEEPERS:
            if role in held:
                return role
        raise AccessError(
            self.env._("Only the clerk and whoever leads the place keep its register.")
        )

    def _is_over(self):
        """Whether nothing more is received for it: its year has ended, or its place."""
        # sudo: bounded to the last day of the department of a register that is read.
        last_day = self.sudo().department_id.valid_to
        today = legal_today()
        return today.year > self.year or bool(last_day and today > last_day)

    # ------------------------------------------------------------------------ the job

    @api.model
    def _cron_print(self):
        """Print and close what was asked for, some lines at a time."""
        commit = self.env["ir.cron"]._commit_progress
        asked = self.search([("state", "in", ("printing", "closing"))], order="id")
        commit(remaining=len(asked))
        for register in asked:
            if not register.as_of:
                register._begin()
                parts = register._parts()
                if not commit(remaining=len(parts) + len(asked)):
                    return
            for part in register._parts().filtered(lambda one: not one.pages):
                # Alone: the lines of the others are not its business.
                part.with_prefetch()._print()
                self.env.invalidate_all()
                if not commit(1):
                    return
            register._bind()
            if not commit(1):
                return
            register._tell()

    def _parts(self):
        return self.env["onestop.register.part"].search([("register_id", "=", self.id)])

    def _begin(self):
        """Give numbers to what has none yet, and say which lines are set together."""
        wait_for(self)
        self._write_ours(as_of=fields.Datetime.now())
        self.env.flush_all()
        entering = RegisterEntering(self)
        entering.take_over()
        if last := entering.give_numbers():
            self._write_ours(last_number=last)
        if self.state == "closing":
            entering.carry()
        lines = self.env["onestop.register.line"]
        of_it = ("register_id", "=", self.id)
        # Those of the years before come first.
        before = lines.search([of_it, ("number", "=", False)], order="id").ids
        own = lines.search([of_it, ("number", "!=", False)], order="number").ids
        self.env["onestop.register.part"].create(
            [
                {"register_id": self.id, "lines": ids[start : start + TOGETHER]}
                for ids in (before, own)
                for start in range(0, len(ids), TOGETHER)
            ]
        )

    def _bind(self):
        """Put cover, lines and the page of closing together."""
        render = self.env["ir.actions.report"]._render_qweb_html
        parts = self._parts()
        total = sum(parts.mapped("pages")) + 1
        cover, _kind = render("onestop_dossier.form_register_cover", self.ids)
        end, _kind = render(
            "onestop_dossier.form_register_end",
            self.ids,
            data={"first_page": total + 1},
        )
        closing = self.state == "closing"
        pdf, pages = bound(
            content
            for content in (
                to_pages(cover)[0],
                *(base64.b64decode(part.pdf) for part in parts),
                to_pages(end)[0],
            )
        )
        parts.unlink()
        if closing:
            self._keep(pdf, pages)
        else:
            self._write_ours(
                state="open", pages=pages, file=base64.b64encode(pdf), digest=False
            )

    def _keep(self, pdf, pages):
        """Keep the register as it is closed: the one place that settles its bytes.

        What is sealed after (`engine/sealed_register.py`) is this file, whose checksum
        is in the journal.
        """
        digest = hashlib.sha256(pdf).hexdigest()
        user = self.asked_by_id
        self._write_ours(file=base64.b64encode(pdf))
        # What changes the row comes last: then the database refuses every change.
        self.env["onestop.journal"].with_user(user)._append(
            self,
            "close_register",
            self.asked_as,
            "open",
            "closed",
            data={"sha256": digest, "pages": pages, "dossiers": self.last_number},
        )
        self._write_ours(
            state="closed",
            pages=pages,
            digest=digest,
            closed_at=fields.Datetime.now(),
            closed_by=user.name,
        )
        self.env.flush_all()

    def _tell(self):
        """Tell whoever asked that it is there."""
        user = self.asked_by_id
        words = self.with_context(lang=user.lang)
        user._bus_send(
            "simple_notification",
            {
                "type": "success",
                "title": words.display_name,
                "message": words.env._("It is closed, and can be printed.")
                if self.state == "closed"
                else words.env._("It can be printed now."),
                "sticky": True,
            },
        )
