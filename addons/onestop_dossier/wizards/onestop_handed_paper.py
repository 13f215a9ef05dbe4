from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.scan_order import in_order

# Of a file: what the filing takes of it, and what says who may read it.
FETCHED = (
    *("name", "store_fname", "db_datas", "mimetype", "file_size", "checksum", "type"),
    *("res_model", "res_id", "res_field", "create_uid", "public", "url"),
)
# Longer than anybody leaves a screen of the counter half filled in.
KEPT = timedelta(days=1)


class OnestopHandedPaper(models.AbstractModel):
    """A paper that is handed over the counter: ticked off, counted, scanned."""

    _name = "onestop.handed.paper"
    _description = "Paper handed over the counter"

    sequence = fields.Integer()
    received = fields.Boolean("Handed in")
    originals = fields.Integer()
    copies = fields.Integer()
    goes_back = fields.Boolean(
        "Goes back", help="The original is given back when the dossier has ended."
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Scans",
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    scan_order = fields.Char("Order of the scans")

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers._check_files()
        return papers

    def write(self, vals):
        result = super().write(vals)
        if "file_ids" in vals:
            self._check_files()
        return result

    def _check_files(self):
        """Nobody puts on a paper what they may not read: they could search it then.

        :raises AccessError: for the files of others
        """
        # sudo: bounded to which files are named, before they are looked at as the user.
        self.sudo().file_ids.with_env(self.env).check_access("read")

    def _paper_meant(self):
        """By what `components` of `submit` and `supplement` name the paper."""
        raise NotImplementedError

    def _prepare_values(self):
        """The papers that were handed in, as `components` takes them."""
        # sudo: bounded to what is read in one go of the files of these papers; which of
        # them the user may read is asked next, and no others are given.
        files = self.sudo().file_ids
        files.fetch(FETCHED)
        readable = files.with_env(self.env)._filtered_access("read")
        scans = {one: one._scans(readable) for one in self}
        return [
            {
                "component": one._paper_meant(),
                "received": True,
                "originals": one.originals,
                "copies": one.copies,
                "goes_back": one.goes_back,
                "files": [
                    {"name": file.name, "content": file.datas}
                    # sudo: bounded to files that the user reads.
                    for file in scans[one].sudo()
                ],
            }
            for one in self
            if one.received or scans[one]
        ]

    def _scans(self, readable):
        """Its files among those, in their order; Odoo gives the newest first."""
        files = self.file_ids & readable
        order = in_order(files.ids, self.scan_order)
        return files.sorted(lambda file: order.index(file.id))

    def _forget_files(self):
        """Once the dossier has them: what was uploaded for the screen is needed no more.

        Not by `unlink`, which would have all that was read of the dossier read again: a
        person waits at the counter. The dossier's own files keep what the store holds.
        """
        # sudo: bounded to what the user uploaded for these lines.
        mine = self.sudo().file_ids.filtered(
            lambda file: (
                file.res_model == self._name and file.create_uid.id == self.env.uid
            )
        )
        if not mine:
            return
        # What ties them to these lines goes with them.
        self.env.cr.execute(
            SQL(
                # Whoever uploaded it has it alone.
                "DELETE FROM ir_attachment WHERE id = ANY(%s) AND create_uid = %s",
                mine.ids,
                self.env.uid,
            )
        )
        mine.invalidate_recordset(flush=False)
        self.invalidate_recordset(["file_ids"], flush=False)

    @api.autovacuum
    def _forget_abandoned_files(self):
        """What was uploaded for a screen that nobody finished."""
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("create_date", "<", fields.Datetime.now() - KEPT),
            ],
            limit=1000,
        ).unlink()
