import tempfile
from contextlib import ExitStack

from odoo.addons.onestop_procedure.core.cpsv_ap import CpsvAp
from odoo.addons.onestop_procedure.core.open_files import (
    CsvFile,
    JsonFile,
    JsonLdFile,
    TurtleFile,
)
from odoo.addons.onestop_procedure.engine.published_procedures import (
    published_procedures,
)

TITLE = {"vi": "Danh mục thủ tục hành chính", "en": "Administrative procedures"}
#: What each format is called on the wire.
MIMETYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
}


class OpenCatalogue:
    """The published catalogue, and single procedures of it, in open formats.

    :param str base: address of the portal, without a last slash
    :param dict centre: `code` and `name` ({language: text}) of who publishes it
    :param licence: address of the terms of reuse, or none
    """

    def __init__(self, base, centre, licence):
        self.base = base
        self.centre = centre
        self.licence = licence

    def files(self, env):
        """Yield each format with its bytes.

        The catalogue is read once and in batches, and written to the disk meanwhile:
        in memory there is one batch, then one file at a time.
        """
        writers = {form: self._writer(form) for form in MIMETYPES}
        with ExitStack() as stack:
            parts = {
                form: stack.enter_context(tempfile.TemporaryFile()) for form in writers
            }
            for form, writer in writers.items():
                parts[form].write(writer.head().encode())
            for sheet in published_procedures(env, self.base):
                for form, writer in writers.items():
                    parts[form].write(writer.row(sheet).encode())
            for form, writer in writers.items():
                parts[form].write(writer.tail().encode())
                parts[form].seek(0)
                yield form, parts[form].read()

    def of_one(self, form, sheet):
        """One procedure in a format, as text: the same as in the file of all."""
        writer = self._writer(form)
        return writer.head() + writer.row(sheet) + writer.tail()

    def _writer(self, form):
        if form == "csv":
            return CsvFile()
        if form == "json":
            return JsonFile(self.licence)
        # A profile of its own for each: it remembers what it has told.
        profile = CpsvAp(self.base, self.centre, TITLE, self.licence)
        return {"jsonld": JsonLdFile, "ttl": TurtleFile}[form](profile)
