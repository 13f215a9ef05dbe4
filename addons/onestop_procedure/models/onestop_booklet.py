import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..core.booklet_pdf import bind
from ..core.form_pdf import to_pdf
from ..core.form_words import short_day
from ..legal_day import legal_today
from .onestop_procedure_version import CATALOGUE_LANGUAGE

# Notices that are set together: they share their letters, and take a few seconds.
TOGETHER = 10


class OnestopBooklet(models.Model):
    """A booklet of all notices, or those of some fields: cover, contents with page
    numbers, and the notices by field.

    Nobody waits for it: a job prints some notices at a time and keeps them, so that one
    that is cut off goes on where it was. What is bound is what was in force on the day
    on which it was asked for.
    """

    _name = "onestop.booklet"
    _description = "Booklet of Procedures"
    _order = "id desc"

    name = fields.Char(
        string="Title", required=True, default=lambda self: self._default_name()
    )
    field_ids = fields.Many2many(
        "onestop.field", string="Fields", help="Empty: the procedures of all fields."
    )
    procedure_ids = fields.Many2many(
        "onestop.procedure",
        string="Procedures",
        help="Empty: all that are in force in these fields.",
    )
    state = fields.Selection(
        [("draft", "To Be Printed"), ("waiting", "Printing"), ("done", "Printed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    date = fields.Date(string="In Force on", readonly=True, copy=False)
    part_ids = fields.One2many("onestop.booklet.part", "booklet_id", readonly=True)
    total = fields.Integer(string="Notices", readonly=True, copy=False)
    done = fields.Integer(compute="_compute_progress", string="Notices Printed")
    progress = fields.Float(compute="_compute_progress")
    pages = fields.Integer(readonly=True, copy=False)
    file = fields.Binary(attachment=True, readonly=True, copy=False)
    file_name = fields.Char(compute="_compute_file_name")

    def _default_name(self):
        return self.env._("Booklet of administrative procedures")

    @api.depends("part_ids.pages", "total", "state")
    def _compute_progress(self):
        for booklet in self:
            printed = booklet.part_ids.filtered("pages")
            booklet.done = sum(len(part.contents) for part in printed)
            share = booklet.done / booklet.total if booklet.total else 0
            booklet.progress = 100 if booklet.state == "done" else 100 * share

    @api.depends("date")
    def _compute_file_name(self):
        for booklet in self:
            day = booklet.date and f"-{booklet.date:%Y%m%d}" or ""
            booklet.file_name = f"booklet{day}.pdf"

    def write(self, vals):
        chosen = {"name", "field_ids", "procedure_ids"} & vals.keys()
        if chosen and any(booklet.state != "draft" for booklet in self):
            raise UserError(
                self.env._("It is printed as it was asked for: ask for another.")
            )
        return super().write(vals)

    def action_print(self):
        """Have the job print it.

        :raises UserError: where no procedure is in force
        """
        self.check_access("write")
        for booklet in self.filtered(lambda one: one.state == "draft"):
            versions = booklet._versions()
            if not versions:
                raise UserError(self.env._("No procedure is in force in it."))
            parts = [
                (field, versions_of_field[start : start + TOGETHER])
                for field, versions_of_field in versions.grouped("field_id").items()
                for start in range(0, len(versions_of_field), TOGETHER)
            ]
            # sudo: parts are the job's; bounded to versions that the user may read.
            booklet.sudo().write(
                {
                    "state": "waiting",
                    "date": legal_today(),
                    "total": len(versions),
                    "part_ids": [
                        Command.create(
                            {
                                "field_id": field.id,
                                "contents": [[version.id] for version in some],
                            }
                        )
                        for field, some in parts
                    ],
                }
            )
        # sudo: bounded to the job that prints.
        self.env.ref("onestop_procedure.cron_booklet").sudo()._trigger()
        return True

    @api.model
    def make_for(self, procedure_ids):
        """Begin a booklet of some procedures, and open it."""
        booklet = self.create({"procedure_ids": [Command.set(procedure_ids)]})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": booklet.id,
            "view_mode": "form",
        }

    def action_look(self):
        """Show how far the job is."""
        return True

    def _versions(self):
        """What goes into it, by field and name."""
        versions = self.env["onestop.procedure.version"].with_context(
            lang=CATALOGUE_LANGUAGE
        )
        domain = versions._domain_in_force() & Domain("procedure_id.active", "=", True)
        if self.field_ids:
            domain &= Domain("field_id", "in", self.field_ids.ids)
        if self.procedure_ids:
            domain &= Domain("procedure_id", "in", self.procedure_ids.ids)
        return versions.search(domain, order="field_id, name, id")

    # The job

    @api.model
    def _cron_print(self):
        waiting = self.search([("state", "=", "waiting")], order="id")
        parts = waiting.part_ids.filtered(lambda part: not part.pages)
        # Binding counts too, or a job whose time ends with the last notice rests.
        self.env["ir.cron"]._commit_progress(remaining=len(parts) + len(waiting))
        for booklet in waiting:
            for part in booklet.part_ids.filtered(lambda one: not one.pages):
                part._print()
                if not self.env["ir.cron"]._commit_progress(1):
                    return
            booklet._bind()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _bind(self):
        """Put cover, contents and notices together."""
        # In the language of what is posted.
        booklet = self.with_context(lang=CATALOGUE_LANGUAGE)
        front, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "onestop_procedure.booklet_front", booklet.ids
        )
        notices = [part.pdf for part in self.part_ids]
        pdf, pages = bind(
            to_pdf(front),
            [base64.b64decode(notice) for notice in notices],
            booklet._contents(),
        )
        self.write({"state": "done", "pages": pages, "file": base64.b64encode(pdf)})
        self.part_ids.pdf = False

    def _contents(self):
        """What is on which page: list of (name of the field, list of dict `code`,
        `name`, `page`), the notices' first page being 1."""
        versions = self.env["onestop.procedure.version"]
        contents = {}
        for part in self.part_ids:
            rows = contents.setdefault(part.field_id.name or "", [])
            for number, page in part.contents:
                version = versions.browse(number)
                rows.append({"code": version.code, "name": version.name, "page": page})
        return list(contents.items())

    def _front(self):
        """What cover and contents say, as a dict."""
        first = self.env["onestop.procedure.version"].browse(
            self.part_ids[:1].contents[0][0]
        )
        return {
            "title": self.name,
            "day": short_day(self.date),
            "issuer": first.decision_id.issuer,
            "centre": self.env["onestop.print"]._centre().with_env(self.env),
            "total": self.total,
            "contents": self._contents(),
        }
