import base64
import io

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.bounded_zip import SourceError
from ..core.catalogue_archive import ArchiveError
from ..engine.catalogue_import import STATES
from ..engine.catalogue_sentences import CatalogueSentences
from ..engine.catalogue_tables import PROCEDURE

EXPORT_NAME = "onestop-catalogue.zip"


class OnestopExchangeCatalogue(models.TransientModel):
    """Takes the whole catalogue out as one zip, or one in: first looked at, then done."""

    _name = "onestop.exchange.catalogue"
    _description = "Exchange of the Catalogue"

    state = fields.Selection(
        [("choose", "Choose"), ("preview", "Preview"), ("done", "Done")],
        default="choose",
        required=True,
        readonly=True,
    )
    file = fields.Binary(string="Catalogue, as a Zip")
    file_name = fields.Char()
    export_file = fields.Binary(readonly=True)
    shared_count = fields.Integer(
        readonly=True,
        help="Fields, subjects, legal bases and decisions that are not here yet.",
    )
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(
        readonly=True, help="Procedures that get later versions or processes."
    )
    draft_count = fields.Integer(string="With a Draft", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    refused_text = fields.Text(readonly=True)

    def action_export(self):
        """Write the whole catalogue, and let the browser keep it."""
        self.ensure_one()
        buffer = io.BytesIO()
        self.env["onestop.catalogue"]._export(buffer)
        self.export_file = base64.b64encode(buffer.getvalue())
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file/{EXPORT_NAME}"
            "?download=true",
            "target": "download",
        }

    def action_preview(self):
        """Import, look at what became of each record, and take it back."""
        self.ensure_one()
        with self.env.cr.savepoint() as savepoint:
            lines = self._import()
            savepoint.rollback()
        return self._show("preview", lines)

    def action_import(self):
        """Import for good: what can be taken over, each procedure whole."""
        self.ensure_one()
        return self._show("done", self._import())

    def _import(self):
        if not self.file:
            raise UserError(self.env._("Choose the zip of a catalogue first."))
        name = self.file_name or EXPORT_NAME
        try:
            data = base64.b64decode(self.file)
            return self.env["onestop.catalogue"]._import(data, name)
        except (ArchiveError, SourceError) as error:
            raise UserError(CatalogueSentences(self.env).why(error)) from error

    def _show(self, state, lines):
        of_procedures = [line for line in lines if line["table"] == PROCEDURE.name]
        shared = [line for line in lines if line["table"] != PROCEDURE.name]
        states = [line["state"] for line in of_procedures]
        refused = [line["message"] for line in lines if line["message"]]
        self.write(
            {
                "state": state,
                "shared_count": sum(line["state"] == "new" for line in shared),
                **{f"{name}_count": states.count(name) for name in STATES},
                "refused_text": "\n".join(refused),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exchange of the Catalogue"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
