import base64
import io
from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.bounded_zip import SourceError
from ..core.catalogue_archive import ArchiveError, ArchiveReader, procedure_path
from ..engine.catalogue_import import STATES
from ..engine.catalogue_sentences import CatalogueSentences
from ..engine.catalogue_tables import PROCEDURE
from ..engine.import_batches import AT_ONCE, GROUPS_LINE, SHARED_LINE
from ..engine.import_files import check_one

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
        help="Fields, subjects, legal bases, decisions and groups of procedures that are "
        "not here yet.",
    )
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(
        readonly=True, help="Procedures that get later versions or processes."
    )
    draft_count = fields.Integer(string="With a Draft", readonly=True)
    compared_count = fields.Integer(
        string="To Be Compared",
        readonly=True,
        help="Of many procedures those that are here are compared as they come in.",
    )
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    refused_text = fields.Text(readonly=True)

    def action_export(self):
        """Write the whole catalogue, and let the browser keep it."""
        check_one(self)
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
        """Import, look at what became of each record, and take it back; of many, only
        which are here is looked at."""
        check_one(self)
        archive = self._read()
        if len(archive.procedures) > AT_ONCE:
            return self._show("preview", self._foresee(archive.procedures))
        with self.env.cr.savepoint() as savepoint:
            lines = self._import(archive)
            savepoint.rollback()
        return self._show("preview", lines)

    def action_import(self):
        """Import for good: what can be taken over, each procedure whole; many in the
        background."""
        check_one(self)
        archive = self._read()
        if len(archive.procedures) > AT_ONCE:
            attachment = self.env["ir.attachment"].create(
                {"name": archive.name, "raw": self._bytes()}
            )
            names = [SHARED_LINE, *archive.procedures, GROUPS_LINE]
            return self.env["onestop.import.run"]._begin("catalogue", attachment, names)
        return self._show("done", self._import(archive))

    def _read(self):
        if not self.file:
            raise UserError(self.env._("Choose the zip of a catalogue first."))
        name = self.file_name or EXPORT_NAME
        with self._in_words():
            return ArchiveReader(self._bytes(), name)

    def _bytes(self):
        # Whoever asks for sizes instead of files still imports the file.
        return base64.b64decode(self.with_context(bin_size=False).file)

    def _import(self, archive):
        with self._in_words():
            return self.env["onestop.catalogue"]._import_archive(archive)

    @contextmanager
    def _in_words(self):
        """Say in the user's language why a zip is not read."""
        try:
            yield
        except (ArchiveError, SourceError) as error:
            raise UserError(CatalogueSentences(self.env).why(error)) from error

    def _foresee(self, paths):
        """Which of many procedures are here already; how they differ, only their import
        tells."""
        procedures = self.env["onestop.procedure"].with_context(active_test=False)
        # All are meant, and read together.
        codes = procedures.search([]).mapped("code")  # pylint: disable=no-search-all
        known = set(map(procedure_path, codes))
        return [
            {
                "table": PROCEDURE.name,
                "state": "compared" if path in known else "new",
                "message": False,
            }
            for path in paths
        ]

    def _show(self, state, lines):
        of_procedures = [line for line in lines if line["table"] == PROCEDURE.name]
        shared = [line for line in lines if line["table"] != PROCEDURE.name]
        states = [line["state"] for line in of_procedures]
        refused = [line["message"] for line in lines if line["message"]]
        self.write(
            {
                "state": state,
                "shared_count": sum(line["state"] == "new" for line in shared),
                **{
                    f"{name}_count": states.count(name)
                    for name in (*STATES, "compared")
                },
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
