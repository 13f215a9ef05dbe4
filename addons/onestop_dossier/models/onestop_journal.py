import json
import os
import pathlib
from functools import lru_cache
from itertools import groupby

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import journal_chain
from ..core.workflow import is_unanswered
from ..engine.sentences import action_label, role_label

SYSTEM = "system"
KEY_VARIABLE = "ONESTOP_JOURNAL_KEY"
# What a link is computed over, beside the file; the order is that of the table.
COLUMNS = (
    "moment",
    "actor",
    "actor_id",
    "role",
    "code",
    "state_from",
    "state_to",
    "reason",
    "data",
)
# The same as the chain names them.
CHAINED = ("file", "when", *COLUMNS[1:])


@lru_cache(maxsize=4)
def _read_key(path):
    return bytes.fromhex(pathlib.Path(path).read_text().strip())


class OnestopJournal(models.Model):
    """What happened to a dossier or a complaint: written once, never changed.

    No foreign key to users or partners: a row outlives whom it names. A trigger of
    the database refuses UPDATE, DELETE and TRUNCATE; each row is chained to the one
    before on the same file by an HMAC whose key the database does not know.
    """

    _name = "onestop.journal"
    _description = "Journal"
    _log_access = False
    _order = "id"

    res_model = fields.Char("File kind", required=True, readonly=True)
    res_id = fields.Integer("File", required=True, readonly=True)
    moment = fields.Datetime("When", required=True, readonly=True)
    actor = fields.Char("Who", required=True, readonly=True)
    actor_id = fields.Integer("User number", readonly=True)
    role = fields.Char("As", readonly=True)
    code = fields.Char("What", required=True, readonly=True)
    state_from = fields.Char("From", readonly=True)
    state_to = fields.Char("To", readonly=True)
    reason = fields.Char(readonly=True)
    data = fields.Char(readonly=True)
    salt = fields.Char(required=True, readonly=True)
    link = fields.Char(required=True, readonly=True)

    file_label = fields.Char(
        "File code",
        compute="_compute_file_label",
        search="_search_file_label",
        help="Its code, for whoever may read it.",
    )
    # What is chained is in one language for ever; people read it in theirs.
    actor_label = fields.Char("Who did it", compute="_compute_labels")
    role_label = fields.Char("In which role", compute="_compute_labels")
    code_label = fields.Char("Action", compute="_compute_labels")
    state_from_label = fields.Char("State before", compute="_compute_labels")
    state_to_label = fields.Char("State after", compute="_compute_labels")

    _file_index = models.Index("(res_model, res_id, id)")

    def init(self):
        """Let the database itself refuse what nobody may do."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION onestop_journal_refuse() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'The journal is append-only: % is refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER onestop_journal_rows
                BEFORE UPDATE OR DELETE ON onestop_journal
                FOR EACH ROW EXECUTE FUNCTION onestop_journal_refuse();
            CREATE OR REPLACE TRIGGER onestop_journal_table
                BEFORE TRUNCATE ON onestop_journal
                FOR EACH STATEMENT EXECUTE FUNCTION onestop_journal_refuse();
            """
        )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_file_label(self):
        for model, rows in self.grouped("res_model").items():
            files = self.env.get(model)
            if files is not None:
                files = files.browse(rows.mapped("res_id")).exists()
                files = files._filtered_access("read")
            names = {file.id: file.display_name for file in files or ()}
            for row in rows:
                row.file_label = names.get(row.res_id)

    def _search_file_label(self, operator, value):
        if operator not in ("in", "ilike", "=ilike"):
            return NotImplemented
        return Domain.OR(
            Domain("res_model", "=", model)
            # Of what the user may read: nobody asks here whether there is a code.
            & Domain(
                "res_id",
                "in",
                self.env[model]._search([("display_name", operator, value)]),
            )
            for (model,) in self._read_group([], ["res_model"])
            if model in self.env and self.env[model].has_access("read")
        )

    @api.depends_context("lang")
    @api.depends("actor", "role", "code", "state_from", "state_to", "data")
    def _compute_labels(self):
        for row in self:
            states = row._state_labels()
            row.actor_label = row._actor_label()
            row.role_label = role_label(self.env, row.role)
            row.code_label = row._code_label()
            row.state_from_label = states.get(row.state_from, row.state_from)
            row.state_to_label = states.get(row.state_to, row.state_to)

    def _actor_label(self):
        """Who did it, in the language of the environment: jobs have no name of theirs."""
        if self.role == SYSTEM and self.actor == SYSTEM:
            return role_label(self.env, SYSTEM)
        if absent := self._told().get("on_behalf_of"):
            return self.env._(
                "%(deputy)s on behalf of %(absent)s", deputy=self.actor, absent=absent
            )
        return self.actor

    def _code_label(self):
        """What was done, and to whom a step was given, from whom it came back, who was
        asked, or for when a visit is."""
        unanswered = is_unanswered(self.code, self.state_from)
        label = action_label(self.env, "unanswered" if unanswered else self.code)
        told = self._told()
        more = told.get("officer") or told.get("asked") or told.get("visit_at")
        return f"{label}: {more}" if more else label

    def _told(self):
        """What the row keeps besides, as a dict."""
        return json.loads(self.data) if self.data else {}

    def _state_labels(self):
        """{state: its label} of the kind of file that the row is about."""
        model = self.env.get(self.res_model)
        if model is None or "state" not in model._fields:
            return {}
        return dict(model._fields["state"]._description_selection(self.env))

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("The journal is written by the actions only."))

    def write(self, vals):
        raise AccessError(self.env._("The journal is append-only."))

    def unlink(self):
        raise AccessError(self.env._("The journal is append-only."))

    @api.model
    def _key(self):
        """The key of the chain, from the file that the environment names."""
        path = os.environ.get(KEY_VARIABLE)
        if not path or not pathlib.Path(path).exists():
            raise UserError(
                self.env._(
                    "The journal has no key: set %(name)s to the file that holds it.",
                    name=KEY_VARIABLE,
                )
            )
        return _read_key(path)

    @api.model
    def _append(self, record, code, role, state_from=None, state_to=None, **rest):
        """Append a row to the journal of `record`.

        :param str role: in which role the user acts
        :param str reason: in `rest`; holds no personal data, so erasure never needs it
        :param dict data: in `rest`; more facts, JSON-able, without personal data
        :param str actor: in `rest`; who, where it is not the user of the environment
        :param on_behalf_of: in `rest`; the absent user in whose stead it is done

        The head row is locked first, so two writers of one file come one after the
        other. Who appends again in one transaction knows the head, and does not ask.

        :return: id of the row
        """
        if record._name == "onestop.dossier":
            record._check_not_closed(code)
        file = f"{record._name},{record.id}"
        # Forgotten when the transaction ends, or goes back to a savepoint.
        heads = self.env.cr.cache.setdefault("onestop.journal.heads", {})
        # SUPERUSER_ID writes in the name of the system: a job, not a person.
        user = self.env.user
        data = dict(rest.get("data") or {})
        if absent := rest.get("on_behalf_of"):
            data |= {"on_behalf_of": absent.name, "on_behalf_of_id": absent.id}
        row = {
            "moment": fields.Datetime.now(),
            "actor": rest.get("actor")
            or (user.name if user.id != SUPERUSER_ID else SYSTEM),
            "actor_id": user.id,
            "role": role,
            "code": code,
            "state_from": state_from,
            "state_to": state_to,
            "reason": rest.get("reason") or None,
            "data": json.dumps(data, ensure_ascii=False, sort_keys=True)
            if data
            else None,
        }
        known = heads.get(file)
        written = known and self._write_row(record, row, known)
        while not written:
            head = self._lock_head(record, journal_chain.genesis(file))
            written = self._write_row(record, row, head)
        number, heads[file] = written
        return number

    def _write_row(self, record, row, previous):
        """(id, link) of the row that is written behind `previous`; None where the file
        has another head."""
        chained = self._chained(f"{record._name},{record.id}", row)
        link = journal_chain.link(self._key(), previous, chained)
        self.env.cr.execute(
            SQL(
                """
                WITH head AS (
                    UPDATE onestop_journal_head SET count = count + 1, head = %(link)s
                     WHERE res_model = %(model)s AND res_id = %(id)s
                           AND head = %(previous)s
                 RETURNING res_model, res_id
                )
                INSERT INTO onestop_journal (res_model, res_id, %(columns)s, salt, link)
                SELECT res_model, res_id, %(values)s, %(salt)s, %(link)s FROM head
                RETURNING id
                """,
                columns=SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
                model=record._name,
                id=record.id,
                previous=previous,
                values=SQL(", ").join(SQL("%s", row[name]) for name in COLUMNS),
                salt=journal_chain.new_salt().hex(),
                link=link,
            )
        )
        found = self.env.cr.fetchone()
        return found and (found[0], link)

    def _lock_head(self, record, genesis):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_journal_head (res_model, res_id, count, head)
                VALUES (%s, %s, 0, %s)
                ON CONFLICT (res_model, res_id) DO UPDATE SET count = onestop_journal_head.count
                RETURNING head
                """,
                record._name,
                record.id,
                genesis,
            )
        )
        return self.env.cr.fetchone()[0]

    @staticmethod
    def _chained(file, row):
        """The row as the chain reads it."""
        values = (row[name] for name in COLUMNS)
        return dict(zip(CHAINED, (file, *values), strict=True))

    def _canonical(self):
        """The bytes of the row over which chain and leaf are computed."""
        self.ensure_one()
        row = {name: self[name] or None for name in COLUMNS}
        row["actor_id"] = self.actor_id
        return journal_chain.row_bytes(
            self._chained(f"{self.res_model},{self.res_id}", row)
        )

    def _mark(self):
        """What a printed form shows of the row: the first half of its leaf, by which
        whoever holds the paper knows it again; empty without a row.

        128 bits: nobody makes another row with the same.
        """
        if not self:
            return ""
        self.ensure_one()
        leaf = journal_chain.leaf_of(bytes.fromhex(self.salt), self._canonical())
        half = leaf[: len(leaf) // 2].upper()
        return " ".join(half[at : at + 4] for at in range(0, len(half), 4))

    @api.model
    def _verify(self):
        """Yield (file, finding) for every row of every journal that is not as written.

        Streams the table once, ordered by file, in constant memory.
        """
        key = self._key()
        with self.env.cr._cnx.cursor("onestop_journal_verify") as stream:
            stream.itersize = 5000
            stream.execute(
                f"""
                SELECT coalesce(h.res_model, j.res_model),
                       coalesce(h.res_id, j.res_id),
                       coalesce(h.count, 0), h.head,
                       j.id, j.link, {", ".join(f"j.{name}" for name in COLUMNS)}
                  FROM onestop_journal_head h
                  FULL JOIN onestop_journal j
                    ON j.res_model = h.res_model AND j.res_id = h.res_id
                 ORDER BY 1, 2, j.id
                """
            )
            for (model, res_id, count, head), rows in groupby(
                stream, key=lambda row: row[:4]
            ):
                file = f"{model},{res_id}"
                head = head or journal_chain.genesis(file)
                entries = self._entries(file, rows)
                for finding in journal_chain.verify(key, file, entries, count, head):
                    yield file, finding

    def _entries(self, file, rows):
        for row in rows:
            row_id, link, *values = row[4:]
            # A head without rows: all of the file's rows are gone.
            if row_id is not None:
                chained = dict(zip(CHAINED, (file, *values), strict=True))
                yield journal_chain.Entry(row_id, chained, link)
