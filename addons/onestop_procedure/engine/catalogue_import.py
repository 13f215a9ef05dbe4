import logging
from functools import partial

import psycopg2

from odoo.exceptions import AccessError, UserError

from ..core.bounded_zip import SourceError
from ..core.catalogue_archive import ArchiveError
from ..core.catalogue_values import first_difference
from ..models.onestop_bundle import ENTERING
from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .catalogue_maker import CatalogueMaker
from .catalogue_plain import CataloguePlain, as_text, key_of
from .catalogue_refusal import Refusal
from .catalogue_sentences import CatalogueSentences
from .catalogue_tables import ENDING, GROUPS, PROCEDURE, PROCESS, SHARED, VERSION

_logger = logging.getLogger(__name__)

#: What keeps one record from being taken over, and no other.
REFUSING = (Refusal, ArchiveError, SourceError, UserError, psycopg2.Error)
#: What became of a record, or would become.
STATES = ("new", "changed", "draft", "unchanged", "refused")
#: States that say what dates say, and follow them once a day.
BY_DATE = {
    VERSION.model: ("published", "superseded", "abolished"),
    PROCESS.model: ("approved", "ended"),
}
#: What is noted later on, in each database by itself.
NOTED = {
    "onestop.publication.decision": ("published_at", "national_entered_on"),
    ENDING.model: ("published_at",),
}
#: How something ended: the one change that what was published still sees.
ENDS = ("valid_to", "end_decision_id")


class CatalogueImport:
    """Takes the catalogue of another database over.

    What is not there is made, with the states and dates that it has; what is there and
    equal stays; what differs is refused. What is in force here and ended there ends. A
    procedure is taken over whole or not at all.
    """

    def __init__(self, env, archive):
        self._archive = archive
        self._say = CatalogueSentences(env)
        self._plain = CataloguePlain(env)
        self.env = self._plain.env
        self._maker = CatalogueMaker(self._plain, self._say, archive)
        #: Path by code, and by path that of the procedure for which it waits.
        self._codes, self._waits = {}, {}

    def shared(self):
        """Import what procedures have in common; yields a line a record."""
        yield from self._each(SHARED)

    def groups(self):
        """Import groups of procedures that have come; yields a line a group."""
        yield from self._each(GROUPS)

    def _each(self, tables):
        for table in tables:
            rows = self._archive.shared(table.name)
            keys = [key_of(row, table) for row in rows]
            ours = self._ours([self._maker.known(table, key) for key in keys], table)
            for row, key, found in zip(rows, keys, ours, strict=True):
                yield self._line(
                    table,
                    ", ".join(map(str, key.values())),
                    partial(self._shared, table, key, row, found),
                )

    def _ours(self, ids, table):
        """What we have of each id as a plain object; None where there is none."""
        records = self.env[table.model].browse(dict.fromkeys(filter(None, ids)))
        plain = dict(zip(records.ids, self._plain.rows(table, records), strict=True))
        return [plain.get(found) for found in ids]

    def procedures(self, paths=None):
        """Import these procedures (default: all); gives a line for each."""
        paths = self._archive.procedures if paths is None else paths
        lines = {}
        self._retry(lines, paths)
        for path in list(self._waits):
            # Those that are here already wait for new ones, and no new one for them.
            if path in self._waits and not self._is_known(path):
                lines |= self._together(path)
        self._retry(lines, list(self._waits))
        return [lines[path] for path in paths]

    def _retry(self, lines, paths):
        """Import these, and again what waited for one that has come by now."""
        again = set()
        while paths:
            lines |= {path: self.procedure(path) for path in paths}
            # A document may bear another code than its name: each once for each.
            come = {
                (path, other)
                for path, other in self._waits.items()
                if other in lines and lines[other]["state"] != "refused"
            } - again
            again |= come
            paths = sorted(path for path, _other in come)

    def _together(self, path):
        """Import new procedures that name each other: all of them, or none.

        :return: their lines by path, or that of this one where it is refused
        """
        group = [path]
        while True:
            line = self._line(PROCEDURE, path, partial(self._make_together, group))
            if line["state"] != "refused":
                for one in group:
                    self._waits.pop(one, None)
                return {one: {**line, "name": one} for one in group}
            other = self._waits.get(path)
            if not other or other in group or self._is_known(other):
                return {path: line}
            group.append(other)

    def _make_together(self, group):
        rows = [self._archive.procedure(path) for path in group]
        with MAY_CHANGE_FROZEN.held():
            with self._maker.procedures_later():
                made = self._maker.create(PROCEDURE, rows)
            for procedure, row in zip(made, rows, strict=True):
                self._finish(procedure, row)
        for procedure, row in zip(made, rows, strict=True):
            self._check_made(procedure, row)
        return "new"

    def _is_known(self, path):
        codes = [code for code, one in self._codes.items() if one == path]
        return bool(self.env[PROCEDURE.model].search_count([("code", "in", codes)]))

    def procedure(self, path):
        """Import one procedure with all its versions and processes; gives its line."""
        return self._line(PROCEDURE, path, partial(self._procedure, path))

    def _line(self, table, name, act):
        """What became of one record: dict ``table``, ``name``, ``state``, ``message``."""
        line = {"table": table.name, "name": name, "message": False}
        self._waits.pop(name, None)
        try:
            with self.env.cr.savepoint():
                return {**line, "state": act()}
        except REFUSING as error:
            # Two at once: Odoo begins the whole request again.
            if isinstance(error, AccessError | psycopg2.OperationalError):
                raise
            _logger.info("Import of %s %s refused", table.name, name, exc_info=True)
            # What was found in the rolled back part may not exist any more.
            self._maker.forget(table)
            other = self._archive.path_of(getattr(error, "missing", None))
            if other and table is PROCEDURE:
                self._waits[name] = other
            message = f"{name}: {self._say.why(error)}"
            return {**line, "state": "refused", "message": message}

    # Shared records

    def _shared(self, table, key, row, ours):
        try:
            if ours is None:
                with ENTERING.held():
                    self._maker.create(table, [row])
                return "new"
            self._check_equal(table, ours, row)
        except Refusal:
            self._maker.refuse(table, key)
            raise
        return "unchanged"

    # Procedures

    def _procedure(self, path):
        row = self._archive.procedure(path)
        code = row.get("code")
        if not isinstance(code, str) or not code:
            raise Refusal(self._say.no_code())
        if self._codes.setdefault(code, path) != path:
            raise Refusal(self._say.twice(code))
        procedure = self.env[PROCEDURE.model].search([("code", "=", code)])
        if procedure:
            return self._into_known(procedure, row)
        with MAY_CHANGE_FROZEN.held():
            procedure = self._maker.create(PROCEDURE, [row])
            self._finish(procedure, row)
        self._check_made(procedure, row)
        return "new"

    def _into_known(self, procedure, row):
        """Add to a procedure what it lacks; what it has has to be equal."""
        [ours] = self._plain.rows(PROCEDURE, procedure)
        numbered = (VERSION, PROCESS)
        names = [part.name for part in (*numbered, ENDING)]
        self._check_equal(PROCEDURE, _without(ours, names), _without(row, names))
        made = {self._add(part, procedure, ours, row) for part in numbered}
        made.add(self._add_endings(procedure, ours, row))
        return next(state for state in STATES if state in made)

    def _add(self, table, procedure, ours, row):
        """Add the versions, or processes, that a procedure lacks."""
        kept = {one["number"]: one for one in ours[table.name]}
        lacking, drafts, ended = [], [], []
        for theirs in self._maker.rows(row, table):
            number = self._number(theirs, table)
            if number not in kept:
                (drafts if theirs.get("state") == "draft" else lacking).append(theirs)
            elif theirs.get("state") != "draft":
                self._check_equal(table, kept[number], theirs)
                if _end(theirs) and not _end(kept[number]):
                    ended.append(theirs)
            elif not self._is_equal(table, kept[number], theirs):
                drafts.append(theirs)
        drafts = [one for one in drafts if not self._has_draft(table, kept, one)]
        if drafts and table is VERSION:
            self._check_one_draft(kept, drafts)
        # Before the next one begins: the database compares the periods at once.
        self._end(table, procedure, ended)
        made = self._add_rows(table, procedure, kept, lacking, drafts)
        return "changed" if ended else made

    def _add_endings(self, procedure, ours, row):
        """Add how it ended elsewhere; how it ended here stays."""
        parts = self._plain.parts(ENDING, procedure)
        kept = {
            as_text(one["decision_id"]): (record, one)
            for record, one in zip(parts, ours[ENDING.name], strict=True)
        }
        lacking, state = [], "unchanged"
        for theirs in self._maker.rows(row, ENDING):
            record, own = kept.get(as_text(theirs.get("decision_id")), (None, None))
            if own is None:
                lacking.append(theirs)
                continue
            self._check_equal(ENDING, own, theirs)
            if theirs.get("published_at") and not own.get("published_at"):
                state = "changed"
                with MAY_CHANGE_FROZEN.held():
                    record.write(self._maker.vals(ENDING, theirs, ["published_at"]))
        with MAY_CHANGE_FROZEN.held():
            self._maker.create_parts(ENDING, procedure, lacking)
        return "changed" if lacking else state

    def _number(self, row, table):
        number = row.get("number")
        if type(number) is not int:
            raise Refusal(self._say.no_number(table, number))
        return number

    def _has_draft(self, table, kept, theirs):
        """Whether one of our drafts says the same, under whatever number."""
        return any(
            self._is_equal(table, one, {**theirs, "number": one["number"]})
            for one in kept.values()
            if one["state"] == "draft"
        )

    def _check_one_draft(self, kept, drafts):
        for number, one in kept.items():
            if one["state"] == "draft":
                difference = first_difference(one, {**drafts[0], "number": number})
                raise Refusal(self._say.other_draft(VERSION, one, difference))

    def _add_rows(self, table, procedure, kept, lacking, drafts):
        if not lacking and not drafts:
            return "unchanged"
        last = max([*kept, *(one["number"] for one in lacking)], default=0)
        for draft in drafts:
            # What was published here under its number stays what it is.
            if draft["number"] in kept or draft["number"] <= last:
                last += 1
                draft["number"] = last
        with MAY_CHANGE_FROZEN.held():
            records = self._maker.create_parts(table, procedure, [*lacking, *drafts])
        self._check_rows(table, records, [*lacking, *drafts])
        return "changed" if lacking else "draft"

    def _end(self, table, procedure, rows):
        """Let end what ended elsewhere, on the same day and by the same decision."""
        numbers = {row["number"]: row for row in rows}
        for record in self._plain.parts(table, procedure):
            if row := numbers.get(record.number):
                vals = self._maker.vals(table, row, ENDS)
                with MAY_CHANGE_FROZEN.held():
                    record.write({**vals, "state": row["state"]})
                    record.flush_recordset()

    def _finish(self, procedure, row):
        """What follows from its versions, and was changed by hand all the same."""
        name = procedure._fields["name"]
        if procedure.name != row.get(name.name):
            procedure.name = row.get(name.name)

    def _check_made(self, procedure, row):
        """Whether what was made says what the document says: nothing lost on the way."""
        self._check_rows(PROCEDURE, procedure, [row])
        self._check_safe(procedure.version_ids, procedure.process_ids)

    def _check_rows(self, table, records, rows):
        for ours, theirs in zip(self._plain.rows(table, records), rows, strict=True):
            if difference := first_difference(ours, theirs):
                raise Refusal(self._say.not_kept(table, ours, difference))
        if table is VERSION:
            self._check_safe(records, self.env[PROCESS.model])
        elif table is PROCESS:
            self._check_safe(self.env[VERSION.model], records)

    def _check_safe(self, versions, processes):
        """What a published version or an approved process must not do anywhere."""
        versions, processes = (
            records.with_env(self._say.env).filtered(lambda one: one.state != "draft")
            for records in (versions, processes)
        )
        for version in versions:
            if problems := version.eform_field_ids._problems():
                raise Refusal(problems[0])
        for process in processes:
            if problems := process._obstacles_of_ways():
                raise Refusal(self._say.of_process(process.number, problems[0]))

    # Comparing

    def _is_equal(self, table, ours, theirs):
        return not first_difference(*self._compared(table, ours, theirs))

    def _check_equal(self, table, ours, theirs):
        if difference := first_difference(*self._compared(table, ours, theirs)):
            raise Refusal(self._say.differs(table, ours, difference))

    def _compared(self, table, ours, theirs):
        """What of two rows has to be equal."""
        by_date = BY_DATE.get(table.model, ())
        if not {ours.get("state"), theirs.get("state")} <= {*by_date}:
            noted = NOTED.get(table.model, ())
            return _without(ours, noted), _without(theirs, noted)
        names = ("state",)
        if not _end(ours) or not _end(theirs):
            names += ENDS
        return _without(ours, names), _without(theirs, names)


def _end(row):
    return [row.get(name) for name in ENDS if row.get(name)]


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}
