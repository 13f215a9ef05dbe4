import logging
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core import journal_chain
from ..core.journal_root import NOTHING, Root, bound, unbound
from ..core.journal_tree import Tree, path, root_by
from .onestop_journal import CHAINED, COLUMNS

_logger = logging.getLogger(__name__)

# As long as nobody notices: whoever writes meanwhile waits behind this.
LOCK_WAIT = "3s"
# Rows at a time, whatever their number.
BATCH = 5000


class OnestopJournalRoot(models.Model):
    """What the journal said at the end of a day, in one number that is published.

    It closes all rows that were written since the root before. Whoever changes a row
    afterwards, with the key of the chains or without, has another root than the one
    that everybody has seen. Each is bound to the one before, and none is ever changed.
    """

    _name = "onestop.journal.root"
    _description = "Root of the Journal"
    _log_access = False
    _order = "number desc"
    _rec_name = "date"

    number = fields.Integer(required=True, readonly=True, aggregator=None)
    date = fields.Date("Closes the day", required=True, readonly=True)
    closed_at = fields.Datetime("Made on", required=True, readonly=True)
    first_row = fields.Integer(required=True, readonly=True, aggregator=None)
    last_row = fields.Integer(required=True, readonly=True, aggregator=None, index=True)
    rows = fields.Integer("Rows closed", required=True, readonly=True)
    root = fields.Char(required=True, readonly=True)
    previous = fields.Char("Digest before", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)

    _number_unique = models.UniqueIndex("(number)")
    _date_unique = models.UniqueIndex("(date)")

    def init(self):
        """What was published stays: the database refuses to change it, as it refuses to
        change the journal."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE TRIGGER onestop_journal_root_rows
                BEFORE UPDATE OR DELETE ON onestop_journal_root
                FOR EACH ROW EXECUTE FUNCTION onestop_journal_refuse();
            CREATE OR REPLACE TRIGGER onestop_journal_root_table
                BEFORE TRUNCATE ON onestop_journal_root
                FOR EACH STATEMENT EXECUTE FUNCTION onestop_journal_refuse();
            """
        )

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Roots are made from the journal only."))

    def write(self, vals):
        raise AccessError(self.env._("What was published stays as it is."))

    def unlink(self):
        raise AccessError(self.env._("What was published stays as it is."))

    # -------------------------------------------------------------------- closing

    @api.model
    def _cron_close(self):
        """Close yesterday, once; after days on which nothing ran, all of them in one."""
        day = legal_today() - timedelta(days=1)
        if not self.search_count([("date", ">=", day)], limit=1):
            self._close(day)

    @api.model
    def _close(self, day):
        """Make the root of all rows that were written since the last one.

        :return: the root; empty where somebody did not end writing in time: the next
            run does it
        """
        before = self.search([], limit=1)
        last = self._last_written()
        if last is None:
            _logger.info("journal: somebody is writing; its day is closed later")
            return self.browse()
        first = before.last_row + 1
        # A cursor of its own, so that it sees what was written until then.
        with self.env.registry.cursor() as cr:
            tree = Tree(leaf for _id, leaf in self._leaves(cr, first, last))
        root = bound(
            *(before.number + 1, day.isoformat(), tree.size, tree.root()),
            before.digest or NOTHING,
        )
        return super().create(
            {
                **root._asdict(),
                "closed_at": fields.Datetime.now(),
                "first_row": first,
                "last_row": max(last, before.last_row),
            }
        )

    @api.model
    def _last_written(self):
        """The id up to which no row is to come any more; None where somebody did not end
        writing in time.

        Rows have numbers before others see them: for a moment nobody may be writing. The
        cursor of its own lets go of the table at once.
        """
        try:
            with self.env.registry.cursor() as cr, cr.savepoint(flush=False):
                cr.execute("SET LOCAL lock_timeout = %s", (LOCK_WAIT,))
                cr.execute("LOCK TABLE onestop_journal IN SHARE MODE")
                cr.execute("SELECT coalesce(max(id), 0) FROM onestop_journal")
                return cr.fetchone()[0]
        except psycopg2.errors.LockNotAvailable:
            return None

    @api.model
    def _leaves(self, cr, first, last):
        """Yield (id, leaf) of rows in the order of their ids, in constant memory."""
        columns = ", ".join(COLUMNS)
        with cr._cnx.cursor("onestop_journal_leaves") as stream:
            stream.itersize = BATCH
            stream.execute(
                f"""
                SELECT id, salt, res_model, res_id, {columns}
                  FROM onestop_journal
                 WHERE id BETWEEN %s AND %s ORDER BY id
                """,
                (first, last),
            )
            for number, salt, model, res_id, *values in stream:
                row = dict(zip(CHAINED, (f"{model},{res_id}", *values), strict=True))
                yield number, journal_chain.leaf(bytes.fromhex(salt), row)

    @api.model
    def _of(self, row):
        """The root that closes a row of the journal; empty before its day is closed."""
        return self.search(
            [("first_row", "<=", row.id), ("last_row", ">=", row.id)], limit=1
        )

    # -------------------------------------------------------------------- checking

    @api.model
    def _all(self):
        """Every root, in their order: there is one a day."""
        return self.search([("number", ">", 0)], order="number")

    def _published(self):
        """`core.journal_root.Root` of each."""
        return [
            Root(
                *(one.number, one.date.isoformat(), one.rows),
                *(one.root, one.previous, one.digest),
            )
            for one in self
        ]

    @api.model
    def _verify(self):
        """Yield (root, sentence) for every root that is not as it was published, or that
        the rows of the journal do not have any more. In constant memory."""
        roots = self._all()
        wrong = set(unbound(roots._published()))
        expected = 1
        for root, published in zip(roots, roots._published(), strict=True):
            if published in wrong:
                yield root, self.env._("does not follow from the root before it")
            elif root.first_row != expected:
                yield root, self.env._("does not begin where the root before it ended")
            expected = root.last_row + 1
            span = root.first_row, root.last_row
            tree = Tree(leaf for _id, leaf in self._leaves(self.env.cr, *span))
            if (tree.size, tree.root()) != (root.rows, root.root):
                yield (
                    root,
                    self.env._(
                        "the rows that it closes are not those that were published: "
                        "%(now)s rows now, %(then)s then",
                        now=tree.size,
                        then=root.rows,
                    ),
                )

    @api.model
    def _proof(self, row):
        """What shows that a row of the journal stands under a published root, as a dict
        that JSON takes; None before its day is closed.

        `row` are its canonical bytes (`journal_chain.row_bytes`) and `path` the nodes
        up to the root, all in hex. Whoever has it and the published roots needs nothing
        more of this house (docs/journal.md).

        :raises ValueError: where the row is not the one that was closed
        """
        root = self._of(row)
        if not root:
            return None
        ids, leaves = zip(
            *self._leaves(self.env.cr, root.first_row, root.last_row), strict=True
        )
        index = ids.index(row.id)
        nodes = path(leaves, index)
        if root_by(leaves[index], index, root.rows, nodes) != root.root:
            raise ValueError(f"row {row.id} is not the one that was closed")
        return {
            "format": "onestop-journal-proof-1",
            "row": row._canonical().hex(),
            "salt": row.salt,
            "index": index,
            "path": nodes,
            **root._published()[0]._asdict(),
        }
