from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.right import ARCHIVE

# What was taken out is fetched within so many minutes.
FETCH = 10
# Within so many minutes, looking once more is the same look.
SAME_LOOK = 15


class OnestopArchiveAccess(models.Model):
    """The access register of the archive: who looked at a closed dossier, asked for it or
    took it out, when, and why. Rows are made by what happens; nobody changes or deletes
    them, and the database itself refuses to.

    Names and no links to users, as in the journal: rows outlive accounts.
    """

    _name = "onestop.archive.access"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Access register of the archive"
    _written_with = ARCHIVE
    _log_access = False
    _order = "id desc"
    _rec_name = "code"

    file_id = fields.Many2one(
        "onestop.archive.file", required=True, readonly=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", readonly=True)
    centre_id = fields.Many2one(
        "onestop.department", "Kept at", readonly=True, index=True, ondelete="restrict"
    )
    moment = fields.Datetime("When", required=True, readonly=True)
    actor = fields.Char("Who", required=True, readonly=True)
    actor_id = fields.Integer(required=True, readonly=True, aggregator=None)
    unit = fields.Char("Of", readonly=True)
    act = fields.Selection(
        [
            ("asked", "Asked to read it"),
            ("granted", "Let it be read"),
            ("refused", "Did not let it be read"),
            ("read", "Read it"),
            ("reopen_asked", "Asked for it to be opened again"),
            ("reopened", "Opened it again"),
            ("reopen_refused", "Did not open it again"),
            ("exported", "Took it out as a file"),
        ],
        "What",
        required=True,
        readonly=True,
    )
    reason = fields.Char("Why", readonly=True, help="No personal data.")

    _look_index = models.Index("(file_id, actor_id, act, moment)")

    def init(self):
        """Let the database itself refuse what nobody may do."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE TRIGGER onestop_archive_access_rows
                BEFORE UPDATE OR DELETE ON onestop_archive_access
                FOR EACH ROW EXECUTE FUNCTION onestop_journal_refuse();
            CREATE OR REPLACE TRIGGER onestop_archive_access_table
                BEFORE TRUNCATE ON onestop_archive_access
                FOR EACH STATEMENT EXECUTE FUNCTION onestop_journal_refuse();
            """
        )

    def write(self, vals):
        raise AccessError(self._refusal())

    def unlink(self):
        raise AccessError(self._refusal())

    def _refusal(self):
        return self.env._("The access register is written by what happens, and kept.")

    @api.model
    def _note(self, files, act, reason=""):
        """Write down what the user does with files of the archive."""
        user = self.env.user
        # sudo: bounded to rows that say what this user does, and to whose they are.
        rows, units = self.sudo(), user.sudo()._onestop_departments()
        # sudo: as above; of the files only code and centre are taken.
        files = files.sudo()
        with ARCHIVE.held():
            rows.create(
                [
                    {
                        "file_id": file.id,
                        "code": file.code,
                        "centre_id": file.centre_id.id,
                        "moment": fields.Datetime.now(),
                        "actor": user.name,
                        "actor_id": user.id,
                        "unit": ", ".join(units.mapped("name")),
                        "act": act,
                        "reason": reason or "",
                    }
                    for file in files
                ]
            )

    @api.model
    def _note_read(self, dossiers):
        """The user reads dossiers that are read on request only: once a look."""
        seen = self.env.cr.cache.setdefault("onestop.archive.read", set())
        new = dossiers.filtered(lambda one: (self.env.uid, one.id) not in seen)
        if not new:
            return
        seen.update((self.env.uid, one.id) for one in new)
        # sudo: bounded to which files of the archive the user is reading.
        files = new.sudo().archive_file_id
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=SAME_LOOK)
        # sudo: bounded to the user's own rows of the last minutes.
        before = self.sudo().search(
            [
                ("file_id", "in", files.ids),
                ("actor_id", "=", self.env.uid),
                ("act", "=", "read"),
                ("moment", ">", since),
            ]
        )
        # sudo: bounded to the user's own request by which they read it.
        requests = self.env["onestop.archive.request"].sudo()
        for file in files - before.file_id:
            self._note(file, "read", requests._present(file, self.env.user).reason)

    @api.model
    def _taken_out(self, number, user):
        """The file with this id, where the user has just taken it out; else none."""
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=FETCH)
        taken = self.search(
            [
                ("file_id", "=", number),
                ("actor_id", "=", user.id),
                ("act", "=", "exported"),
                ("moment", ">=", since),
            ],
            limit=1,
        )
        return taken.file_id
