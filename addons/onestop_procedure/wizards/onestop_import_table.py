import base64
from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.table_file import TableFileError
from ..engine.import_batches import AT_ONCE
from ..engine.import_files import check_one, table_sentence, tables_of
from ..engine.procedure_table import ProcedureTable
from ..engine.procedure_table_import import ProcedureTableImport
from ..engine.procedure_table_sentences import message_of, sentence_of
from ..known_records import KnownRecords

# What becomes of a procedure; in this order they are listed: what one looks for first.
STATES = ("refused", "changed", "new", "unchanged")
#: How a table goes out, and the ending of its name.
KINDS = {"xlsx": "xlsx", "csv": "zip"}


class OnestopImportTable(models.TransientModel):
    """Takes procedures in from a table, XLSX or CSV: first looked at, then done. Gives
    the template of the table, and what is in the catalogue as that table."""

    _name = "onestop.import.table"
    _description = "Procedures as a Table"

    state = fields.Selection(
        [("choose", "Choose"), ("preview", "Preview"), ("done", "Done")],
        default="choose",
        required=True,
        readonly=True,
    )
    file_ids = fields.Many2many("ir.attachment", string="Files")
    line_ids = fields.One2many("onestop.import.table.line", "wizard_id", readonly=True)
    problem_ids = fields.One2many(
        "onestop.import.table.problem",
        "wizard_id",
        domain=[("note", "=", False)],
        readonly=True,
    )
    note_ids = fields.One2many(
        "onestop.import.table.problem",
        "wizard_id",
        domain=[("note", "=", True)],
        readonly=True,
    )
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    remark_count = fields.Integer(string="Remarks", readonly=True)
    problem_count = fields.Integer(string="Errors", readonly=True)
    export_file = fields.Binary(readonly=True)

    # In

    def action_preview(self):
        """Import, look at what became of each procedure, and take it back; of many, only
        what the table says is looked at."""
        check_one(self)
        table, reading = self._read()
        entries = reading.entries.values()
        if len(entries) > AT_ONCE:
            lines = [table.foresee(entry) for entry in entries]
        else:
            with self.env.cr.savepoint() as savepoint:
                lines = [table.take_over(entry) for entry in entries]
                savepoint.rollback()
        return self._show("preview", lines, reading)

    def action_import(self):
        """Import for good: what can be taken over, each procedure whole; many in the
        background."""
        check_one(self)
        table, reading = self._read()
        if len(reading.entries) > AT_ONCE:
            refused = [sentence_of(self.env, one) for one in reading.problems]
            runs = self.env["onestop.import.run"]
            return runs._begin("table", self.file_ids, [*reading.entries], refused)
        lines = [table.take_over(entry) for entry in reading.entries.values()]
        return self._show("done", lines, reading)

    def _read(self):
        """The import, and what it read; nothing is written."""
        if not self.file_ids:
            raise UserError(self.env._("Choose an XLSX or CSV file first."))
        table = ProcedureTableImport(self.env)
        return table, table.read(tables_of(self.env, self.file_ids))

    def _show(self, state, lines, reading):
        states = [line["state"] for line in lines]
        problems = [*reading.problems, *chain(*(line["problems"] for line in lines))]
        vals = [self._prepare_problem(one) for one in problems]
        vals += [
            {"sheet": line["code"], "message": line["message"]}
            for line in lines
            if line["message"]
        ]
        notes = [*reading.notes, *chain(*(line["notes"] for line in lines))]
        noted = [self._prepare_problem(one) for one in notes]
        noted += [
            {"sheet": f"{line['code']}: {place}", "message": message}
            for line in lines
            for place, message in line.get("remarked", ())
        ]
        self.write(
            {
                "state": state,
                **{f"{name}_count": states.count(name) for name in STATES},
                "remark_count": sum(line.get("remarks", 0) for line in lines),
                "problem_count": len(vals),
                "line_ids": _replaced(
                    self._prepare_line(line)
                    for line in sorted(
                        lines, key=lambda one: STATES.index(one["state"])
                    )
                ),
                "problem_ids": _replaced(vals),
                "note_ids": _replaced({**one, "note": True} for one in noted),
            }
        )
        return self._action()

    def _prepare_line(self, line):
        # What a preview made is not there any more.
        version = self.env["onestop.procedure.version"].browse(line.get("version_id"))
        return {
            "name": line["code"],
            "title": line.get("title"),
            "state": line["state"],
            "version_id": version.exists().id,
            "remark_count": line.get("remarks", 0),
        }

    def _prepare_problem(self, problem):
        place = problem.place
        return {
            "file": place.file,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "message": message_of(self.env, problem),
        }

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Procedures as a Table"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_again(self):
        """Choose other files, as after mending."""
        check_one(self)
        self.write({"state": "choose", "file_ids": [fields.Command.clear()]})
        return self._action()

    def action_open_drafts(self):
        """The versions of this import that are not published yet."""
        return self.line_ids.version_id._action_open_drafts()

    # Out

    def action_template_xlsx(self):
        return self._give(self.env["onestop.procedure"], "xlsx", "template")

    def action_template_csv(self):
        return self._give(self.env["onestop.procedure"], "csv", "template")

    def action_export_xlsx(self):
        return self._give(self._all_procedures(), "xlsx", "procedures")

    def action_export_csv(self):
        return self._give(self._all_procedures(), "csv", "procedures")

    def _all_procedures(self):
        procedures = self.env["onestop.procedure"]
        # All are meant, and read together.
        return procedures.search([])  # pylint: disable=no-search-all

    @api.model
    def export_for(self, procedure_ids, kind):
        """Let the browser keep the table of some procedures.

        :param procedure_ids: a list of their ids
        :param kind: xlsx, or csv for a zip of CSV files
        """
        listed = isinstance(procedure_ids, list)
        if kind not in [*KINDS] or not listed or {*map(type, procedure_ids)} - {int}:
            raise UserError(
                self.env._(
                    "The table of procedures is asked for by a list of their numbers, "
                    "as “xlsx” or as “csv”."
                )
            )
        procedures = self.env["onestop.procedure"].with_context(active_test=False)
        procedures = procedures.search([("id", "in", procedure_ids)])
        return self.create({})._give(procedures, kind, "procedures")

    def _give(self, procedures, kind, name):
        """Let the browser keep the draft of each procedure, or its newest version."""
        check_one(self)
        table = ProcedureTable(self.env, KnownRecords(self.env))
        versions = self.env["onestop.procedure.version"].union(
            *(one.draft_version_id or one.version_ids[:1] for one in procedures)
        )
        name = f"onestop-{name}.{KINDS[kind]}"
        try:
            content = (
                table.book(versions, name)
                if kind == "xlsx"
                else table.csv_files(versions)
            )
        except TableFileError as error:
            raise UserError(table_sentence(self.env, error)) from error
        self.export_file = base64.b64encode(content)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file/{name}"
            "?download=true",
            "target": "download",
        }


def _replaced(rows):
    return [fields.Command.clear()] + [
        fields.Command.create({"sequence": sequence, **row})
        for sequence, row in enumerate(rows, 1)
    ]
