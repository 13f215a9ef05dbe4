from odoo.exceptions import UserError

from ..core.catalogue_archive import ArchiveWriter
from .catalogue_plain import CataloguePlain, as_text, key_of
from .catalogue_tables import PROCEDURE, SHARED

#: Procedures that are read at once: enough for few queries, and little memory.
BATCH = 100


class CatalogueExport:
    """Writes the whole catalogue of this database as one zip.

    :param file: a binary file to write to
    """

    def __init__(self, env, file):
        self._writer = ArchiveWriter(file)
        self._plain = CataloguePlain(env, keep=self._writer.add_file)
        self.env = self._plain.env

    def run(self, procedures=None):
        """Write the shared records, and these procedures (default: all)."""
        for table in SHARED:
            self._writer.add_shared(table.name, self._shared_rows(table))
        if procedures is None:
            procedures = self.env[PROCEDURE.model].search([])
        ids = procedures.sorted("code").ids
        for start in range(0, len(ids), BATCH):
            self._add(self.env[PROCEDURE.model].browse(ids[start : start + BATCH]))
        self._writer.close()

    def _add(self, procedures):
        for row in self._plain.rows(PROCEDURE, procedures):
            self._writer.add_procedure(row["code"], row)
        # What was read is written; nothing of it is asked again.
        self.env.invalidate_all()

    def _shared_rows(self, table):
        rows = self._plain.rows(table, self.env[table.model].search(list(table.domain)))
        rows.sort(key=lambda row: as_text(key_of(row, table)))
        for row, following in zip(rows, rows[1:], strict=False):
            if key_of(row, table) == key_of(following, table):
                raise UserError(
                    self.env._(
                        "%(kind)s: two records are both called %(key)s. Give each a "
                        "code or a name of its own, then export again.",
                        kind=self.env["ir.model"]._get(table.model).name,
                        key=", ".join(map(str, key_of(row, table).values())),
                    )
                )
        return rows
