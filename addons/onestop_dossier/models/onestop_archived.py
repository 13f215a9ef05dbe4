from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.archive_holding import ROWS
from ..engine.right import ARCHIVE

STAFF = "onestop_procedure.group_onestop_staff"
# What is written in the journal of a dossier that is closed: nothing of it changes.
STILL = frozenset(
    {
        *("look_up", "reused"),
        # Money that comes in or goes out late is in the books, whatever was closed.
        *("pay_online", "overpaid", "refund_paid"),
        *("notice_sent", "notice_delivered", "notice_failed"),
        *("notice_handed_over", "notice_posted", "notice_called"),
        # On the list by which it goes to the archive of its agency.
        *("paper_handed", "paper_carried", "paper_good"),
        *("paper_missing", "paper_wrong", "paper_damaged", "paper_extra"),
        # To whoever takes over what its department did.
        "hand_over",
    }
)
# What says nothing of it: where it lies, who took it over or succeeded whom, and when a
# job looks at it the next time.
APART = {
    "date_look",
    "paper_at_id",
    "department_id",
    "received_department_id",
    "counter_group_id",
}


class OnestopArchived(models.AbstractModel):
    """A file that is closed once it has ended: from then on nothing changes any more,
    and after a time its people are nobody's business."""

    _name = "onestop.archived"
    _description = "What is closed and kept"

    archive_file_id = fields.Many2one(
        "onestop.archive.file",
        "In the archive",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    closed = fields.Boolean(readonly=True, copy=False)
    # Named to be asked after `restricted`: rules look at names in their order.
    restricted_request_ids = fields.One2many(
        "onestop.archive.request", "dossier_id", groups=STAFF
    )
    # What rules ask of every dossier: one column, and no query besides.
    restricted = fields.Boolean("Only on request", readonly=True, copy=False)

    def _archive_holds(self):
        """What hangs on a dossier and holds it from being closed: rows as those of
        `engine.archive_holding`; other addons add theirs."""
        return list(ROWS)

    def _check_not_closed(self, code=None):
        """:raises UserError: for what would change a dossier that is closed"""
        if ARCHIVE or code in STILL:
            return
        for dossier in self:
            if dossier.closed:
                raise UserError(
                    self.env._(
                        "%(code)s is closed and in the archive: nothing about it "
                        "changes any more. Ask for it to be opened again, with the "
                        "reason: Archive, Look something up.",
                        code=dossier.display_name,
                    )
                )

    def write(self, vals):
        if vals.keys() - APART:
            self._check_not_closed()
        result = super().write(vals)
        if vals.get("counter_group_id"):
            self._follow_counter()
        return result

    def _follow_counter(self):
        """The archive goes to the centre that a counter of it went to."""
        # sudo: bounded to whose archive these lie in; their rules are the dossier's.
        for dossier in self.sudo():
            if dossier.archive_file_id:
                with ARCHIVE.held():
                    centre = dossier.counter_group_id.department_id
                    dossier.archive_file_id.centre_id = centre

    def _fetch_query(self, query, fields):
        """Whoever reads what is read on request only, by whatever way, is written down."""
        if self.env.su or not any(
            one.column_type for one in fields if one.name != "id"
        ):
            # Of lists alone no column is fetched; their rows stand behind rules too.
            return super()._fetch_query(query, fields)
        found = super()._fetch_query(query, [*fields, self._fields["restricted"]])
        opened = found.filtered("restricted")
        if opened and not self.env.user.share:
            self.env["onestop.archive.access"]._note_read(opened)
        return found

    def message_post(self, **kwargs):
        self._check_not_closed()
        return super().message_post(**kwargs)
