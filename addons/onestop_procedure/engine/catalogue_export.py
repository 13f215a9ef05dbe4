from odoo.exceptions import UserError

from ..core.catalogue_archive import ArchiveWriter
from .catalogue_plain import CataloguePlain, as_text, key_of
from .catalogue_tables import GROUPS, PROCEDURE, SHARED

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
        """Write the shared records, these procedures (default: all), and the groups of
        which all parts are among them."""
        for table in SHARED:
            records = self.env[table.model].search(list(table.domain))
            self._writer.add_shared(table.name, self._shared_rows(table, records))
        if procedures is None:
            procedures = self.env[PROCEDURE.model].search([])
        for table in GROUPS:
            groups = (
                self.env[table.model]
                .search([])
                .filtered(lambda one: one.part_ids.procedure_id <= procedures)
            )
            self._writer.add_shared(table.name, self._shared_rows(table, groups))
        ids = procedures.sorted("code").ids
        for start in range(0, len(ids), BATCH):
            self._add(self.env[PROCEDURE.model].browse(ids[start : start + BATCH]))
        self._writer.close()

    def _add(self, procedures):
        for row in self._plain.rows(PROCEDURE, procedures):
            self._writer.add_procedure(row["code"], row)
        # What was read is written; nothing of it is asked again.
        self.env.invalidate_all()

    def _shared_rows(self, table, records):
        rows = self._plain.rows(table, records)
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
