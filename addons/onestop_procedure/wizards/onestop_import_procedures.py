from odoo import api, fields, models

from ..engine.import_batches import AT_ONCE
from ..engine.import_files import check_one, national_files
from ..models.onestop_national_importer import COUNTS


class OnestopImportProcedures(models.TransientModel):
    """Imports JSON files of the national database, alone or in zips."""

    _name = "onestop.import.procedures"
    _description = "Import Procedures"

    state = fields.Selection(
        [("choose", "Choose"), ("done", "Done")], default="choose", readonly=True
    )
    file_ids = fields.Many2many("ir.attachment", string="Files", required=True)
    line_ids = fields.One2many(
        "onestop.import.procedures.line", "wizard_id", readonly=True
    )
    refused_text = fields.Text(compute="_compute_refused_text")
    read_count = fields.Integer(string="Read", readonly=True)
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    remarks_count = fields.Integer(string="Remarks", readonly=True)

    @api.depends("line_ids.message")
    def _compute_refused_text(self):
        for wizard in self:
            messages = wizard.line_ids.filtered("message").mapped("message")
            wizard.refused_text = "\n".join(messages)

    def action_import(self):
        """Import, and show file by file what became of it; many in the background."""
        check_one(self)
        names = [name for _place, name, _data in national_files(self.file_ids)]
        if len(names) > AT_ONCE:
            runs = self.env["onestop.import.run"]
            return runs._begin("national", self.file_ids, names)
        files = (file[1:] for file in national_files(self.file_ids))
        report = self.env["onestop.procedure"]._import_national(files)
        self.write(
            {
                "state": "done",
                **{f"{name}_count": report[name] for name in COUNTS},
                "line_ids": [
                    fields.Command.create(self._prepare_line_vals(line))
                    for line in report["files"]
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Procedures"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_line_vals(self, line):
        return {
            "name": line["name"],
            "state": line["state"],
            "version_id": line.get("version_id"),
            "remark_count": line.get("remarks", 0),
            "message": line.get("message"),
        }

    def action_open_drafts(self):
        """The versions of this import that are not published yet."""
        return self.line_ids.version_id._action_open_drafts()
