import logging
from itertools import zip_longest

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..core import procedure_table
from ..core.agencies import AGENCIES
from ..core.national_file import Remark
from ..core.plain_text import plain
from ..core.procedure_sheets import BY_KEY, NAME, SHEETS
from ..core.procedure_table import Problem
from ..core.table_file import Row, Table
from ..known_records import KnownRecords
from .database_sentence import sentence_of_refusal
from .part_rows import found_again, not_found, unsaid
from .procedure_table import PARTS, ProcedureTable
from .version_parts import VersionParts

_logger = logging.getLogger(__name__)

#: Of an entry, where something stood and how it was written.
ASIDE = ("place", "raw", "term_raw", "level_text", "date_raw")
#: By what a row of a part is known again, where it bears no code.
_KEYS = {
    "cases": ("name",),
    "channels": ("channel", "case_id"),
    "fees": ("kind", "name", "channel", "case_id"),
    "components": ("name",),
    "results": ("name",),
}
#: Fields that a row calls otherwise.
_FIELDS = {"case": "case_id", "cases": "case_ids"}


class ProcedureTableImport:
    """Takes a table of procedures over into drafts.

    What the table does not say stays as it is: columns and sheets that are not there,
    sheets that hold no row of a procedure, and what no table holds (the e-form,
    conditions, files, exemptions by statutory group). A procedure is taken over whole
    or not at all; what is equal is not touched.
    """

    def __init__(self, env):
        self._user_env = env
        self.env = env["onestop.procedure.version"]._in_catalogue_language().env
        self._known = KnownRecords(self.env)
        self._table = ProcedureTable(self.env, self._known)
        self._importer = self.env["onestop.national.importer"]
        settings = self._importer._settings()
        self._options = (settings.bare_day, settings.code_pattern)

    def read(self, tables):
        """Read tables: a ``core.procedure_table.Reading``; nothing is written."""
        self.env["onestop.procedure"].check_access("create")
        return procedure_table.read(tables, *self._options)

    def take_over(self, entry):
        """Import one entry. What becomes of it is in force at once, or not at all.

        :return: a dict ``code``, ``state`` (new, changed, unchanged or refused),
            ``version_id``, ``title`` (the procedure's name), ``remarks`` (a number) and
            ``remarked`` (of each its place and message), ``problems`` and ``notes`` (lists
            of ``Problem``: why it is refused, and what goes with it) and ``message`` (a
            sentence of ours or the database's against it)
        """
        line = _line(entry)
        if entry.problems:
            return {**line, "state": "refused"}
        try:
            with self.env.cr.savepoint():
                state, version, notes = self._take_over(entry)
        except _Refused as refused:
            self._known.forget()
            return {**line, "state": "refused", "problems": refused.args[0]}
        except (UserError, psycopg2.Error) as error:
            # Two at once: Odoo begins the whole request again.
            if isinstance(error, AccessError | psycopg2.OperationalError):
                raise
            # What was found in the rolled back part may not exist any more.
            self._known.forget()
            _logger.info("Import of %s refused", entry.code, exc_info=True)
            return {
                **line,
                "state": "refused",
                "message": sentence_of_refusal(self._user_env, error),
            }
        # In the language of who imports; the catalogue is written in its own.
        remarks = version.import_remark_ids.with_env(self._user_env)
        return {
            **line,
            "state": state,
            "version_id": version.id,
            "title": version.name,
            "remarks": len(remarks),
            # A preview is taken back: what it remarked is said before that.
            "remarked": [(one.place, one.message) for one in remarks],
            "notes": notes,
        }

    def foresee(self, entry):
        """What would become of one entry, by what the table says alone: as ``take_over``
        says it, and nothing is made."""
        line = _line(entry)
        latest = self._latest(self._procedure(entry.code))
        if entry.problems:
            return {**line, "state": "refused"}
        if not latest:
            missing = [] if NAME in entry.values else [self._unknown(entry)]
            state = "refused" if missing else "new"
            return {**line, "state": state, "problems": missing}
        line.update(version_id=latest.id, title=latest.name)
        if self._says(latest, entry):
            return {**line, "state": "unchanged"}
        return {**line, "state": "changed", "notes": self._going(latest, entry)}

    def _procedure(self, code):
        procedures = self.env["onestop.procedure"].with_context(active_test=False)
        return procedures.search([("code", "=", code)])

    def _latest(self, procedure):
        """The draft, or the newest version; may be empty."""
        versions = procedure.version_ids.sorted("number")
        return procedure.draft_version_id or versions[-1:]

    def _unknown(self, entry):
        column = BY_KEY["procedures"].columns[0].heading
        return _problem("procedure_unknown", entry.place, column, entry)

    def _take_over(self, entry):
        procedure = self._procedure(entry.code)
        latest = self._latest(procedure)
        if not latest and NAME not in entry.values:
            raise _Refused([self._unknown(entry)])
        if latest and self._says(latest, entry):
            return "unchanged", latest, []
        notes = self._going(latest, entry)
        if not latest:
            procedure = procedure or procedure.create({"code": entry.code})
            vals = {"procedure_id": procedure.id, "name": entry.values[NAME]}
            version = latest.create(vals)
        else:
            version = procedure.draft_version_id or latest._new_draft()
        self._fill(version, entry)
        return ("changed" if latest else "new"), version, notes

    def _says(self, version, entry):
        """Whether a version says what the entry says, in the words of the table."""
        rows = self._table.rows(version)
        tables = [
            Table("", sheet.title, (_headings(sheet), *_numbered(rows[sheet.key])))
            for sheet in SHEETS
        ]
        ours = procedure_table.read(tables, *self._options).entries[entry.code]
        cases = _by_word(version.case_ids)
        return self._same(ours.values, entry.values, cases) and all(
            self._same_rows(key, ours.parts.get(key, []), rows, cases)
            for key, rows in entry.parts.items()
        )

    def _same_rows(self, key, ours, theirs, cases):
        if key == "bases":
            # They have no order, and of one that is known ours is kept.
            named = [
                {(row["basis"].number, row["basis"].title) for row in rows}
                for rows in (ours, theirs)
            ]
            return named[0] == named[1]
        return len(ours) == len(theirs) and all(
            self._same(one, other, cases)
            for one, other in zip(ours, theirs, strict=True)
        )

    def _same(self, ours, theirs, cases):
        """Whether ours says all that theirs says; a cell that says nothing asks
        nothing."""
        aside = set(ASIDE)
        if "term_unit" in theirs and not theirs.get("channel"):
            # Of a way of filing that was not understood its words are all there is.
            aside -= {"raw"}
        if not theirs.get("part_code"):
            aside |= {"part_code"}
        return all(
            self._meant(key, ours.get(key), cases) == self._meant(key, value, cases)
            for key, value in theirs.items()
            if key not in aside
        )

    def _meant(self, key, value, cases):
        """What a value names, however it is written."""
        if key == "case":
            return cases.get(plain(value or ""), value)
        if key == "cases":
            return {cases.get(plain(word), word) for word in value or ()}
        if key in AGENCIES:
            return {self._known.department(name) or name for name in value or ()}
        if key == "levels":
            return set(value or ())
        if key == "subjects":
            return set(map(plain, value or ()))
        return plain(value or "") if key == "field" else value

    # What goes

    def _going(self, version, entry):
        """A ``Problem`` for each part that no row means any more, and that says what the
        table does not; none is refused for it."""
        notes, cases = [], self._foreseen_cases(version, entry)
        for key in filter(entry.parts.get, _KEYS):
            rows, parts = entry.parts[key], version[PARTS[key]]
            wanted = [_part_like(row, cases) for row in rows]
            found = self._found_again(key, parts, wanted)
            new = [row for row, part in zip(rows, found, strict=True) if not part]
            gone = not_found(parts, found)
            # In their order, one may be the other with another name.
            for part, row in zip_longest(gone, new[: len(gone)]):
                if lost := self._unsaid(part, rows):
                    place = (row or rows[0])["place"]
                    notes.append(self._goes(key, part, lost, place, bool(row)))
        return notes

    def _foreseen_cases(self, version, entry):
        """What ``_cases`` will be, as far as they are there."""
        cases, rows = _by_word(version.case_ids), entry.parts.get("cases", [])
        wanted = [_part_like(row, {}) for row in rows]
        found = self._found_again("cases", version.case_ids, wanted)
        return cases | {
            plain(row["name"]): case.id if case else row["name"]
            for row, case in zip(rows, found, strict=True)
        }

    def _unsaid(self, part, rows):
        """Labels of what a part says, and neither the rows nor any new part would."""
        said = {_FIELDS.get(name, name) for row in rows for name in row}
        return [
            part._fields[name]._description_string(self._user_env)
            for name in unsaid(part, said)
        ]

    def _goes(self, key, part, lost, place, new):
        params = {
            "name": VersionParts(part.version_id).title(part),
            "lost": ", ".join(lost),
        }
        if not new:
            place = procedure_table.Place(place.file, place.sheet)
            return Problem("gone", place, tuple(params.items()))
        if "code" not in part._fields:
            return Problem("gone_without_code", place, tuple(params.items()))
        params |= {"code": part.code, "column": _heading(key, "part_code")}
        return Problem("gone_with_code", place, tuple(params.items()))

    def _made_anew(self, model, part, names):
        """Remarks on what the import is about to make: a name may be misspelt."""
        return [
            Remark("made_anew", part, 0, name, (("name", name),))
            for name in names
            if not self._known.knows(model, name)
        ]

    # Writing

    def _fill(self, version, entry):
        remarks = list(entry.remarks)
        self._check_codes(entry)
        cases = self._cases(version, entry)
        self._check_cases(entry, cases)
        self._importer._write_over(version, self._version_vals(entry, remarks))
        for key in ("channels", "fees", "components", "results"):
            if key in entry.parts:
                rows = [self._part_vals(key, one, cases) for one in entry.parts[key]]
                self._merge(key, version, rows)
        if "cases" in entry.parts:
            # Only now: others may have named them.
            named = {one["name"] for one in entry.parts["cases"]}
            gone = version.case_ids.filtered(lambda case: case.name not in named)
            gone.unlink()
        self._replace_remarks(version, entry, remarks)
        # Refused by the database now, or not at all.
        self.env.flush_all()

    def _version_vals(self, entry, remarks):
        vals = {
            key: value or False if isinstance(value, str) else value
            for key, value in entry.values.items()
            if key not in ("field", "levels", "subjects", *AGENCIES)
        }
        if "field" in entry.values:
            names = filter(None, (entry.values["field"],))
            remarks += self._made_anew("onestop.field", "linh_vuc", names)
            vals["field_id"] = self._known.field(entry.values["field"])
        if "levels" in entry.values:
            levels = self._known.levels(entry.values["levels"])
            vals["level_ids"] = [Command.set(levels)]
        if "subjects" in entry.values:
            names = entry.values["subjects"]
            remarks += self._made_anew("onestop.subject", "doi_tuong", names)
            subjects = self._known.subjects(names)
            vals["subject_ids"] = [Command.set(subjects)]
        for role in AGENCIES:
            if role in entry.values:
                names = entry.values[role]
                vals[f"{role}_text"] = "\n".join(names) or False
                departments = self._known.departments(names)
                vals[f"{role}_department_ids"] = [Command.set(departments)]
        if "bases" in entry.parts:
            bases = [one["basis"] for one in entry.parts["bases"]]
            ids = self._known.bases(bases, remarks)
            vals["legal_basis_ids"] = [Command.set(ids)]
        return vals | self._by_terms(entry)

    def _by_terms(self, entry):
        """What follows from the ways of filing where no cell says it."""
        channels = entry.parts.get("channels", ())
        at_once = {
            one["term_unit"]
            for one in channels
            if one["term_unit"] not in (False, "none") and not one["term_value"]
        }
        all_at_once = len(at_once) == 1 and all(
            one["term_unit"] in at_once and not one["term_value"] for one in channels
        )
        follows = {
            "immediate": all_at_once and at_once == {"working_hours"},
            "same_day": all_at_once and at_once == {"working_days"},
            "online_filing": any(one["channel"] == "online" for one in channels),
        }
        return {
            key: True
            for key, value in follows.items()
            if value and key not in entry.values
        }

    def _cases(self, version, entry):
        """Ids of the cases by every word that names them; makes those that are new."""
        if "cases" in entry.parts:
            rows = [
                {"code": one.get("part_code") or False, "name": one["name"]}
                for one in entry.parts["cases"]
            ]
            self._merge("cases", version, rows, keep=True)
        cases = version.case_ids
        if "cases" in entry.parts:
            named = {one["name"] for one in entry.parts["cases"]}
            cases = cases.filtered(lambda case: case.name in named)
        return _by_word(cases)

    def _check_codes(self, entry):
        """Refuse an entry in which two rows of a sheet bear one code."""
        problems = []
        for key, rows in entry.parts.items():
            seen = set()
            for row in rows:
                code = row.get("part_code")
                if code in seen:
                    heading = _heading(key, "part_code")
                    problems.append(_problem("part_twice", row["place"], heading, code))
                seen |= {code} - {None, ""}
        if problems:
            raise _Refused(problems)

    def _check_cases(self, entry, cases):
        """Refuse an entry that names a case nobody knows."""
        problems = [
            _problem("case_unknown", row["place"], _heading(key, column), word)
            for key, rows in entry.parts.items()
            for row in rows
            for column in ("case", "cases")
            for word in _words(row.get(column))
            if plain(word) not in cases
        ]
        if problems:
            raise _Refused(problems)

    def _part_vals(self, key, row, cases):
        """A row of a part as ``create`` takes it."""
        vals = {
            name: value or False if isinstance(value, str) else value
            for name, value in row.items()
            if name not in ("place", "part_code", "case", "cases", "currency")
        }
        if "case" in row:
            vals["case_id"] = cases.get(plain(row["case"]), False)
        if "cases" in row:
            ids = [cases[plain(word)] for word in row["cases"]]
            vals["case_ids"] = [Command.set(ids)]
        if "part_code" in row:
            vals["code"] = row["part_code"] or False
        if "currency" in row:
            vals["currency_id"] = self._known.currency(row["currency"])
        return vals

    def _merge(self, key, version, rows, keep=False):
        """Let the parts of a version be these rows, in this order.

        A part that is known again, by its code or by what it is, stays the same record,
        with all that no table says of it.

        :param keep: whether parts that are in no row stay
        """
        parts = version[PARTS[key]]
        found = self._found_again(key, parts, rows)
        for sequence, (row, part) in enumerate(zip(rows, found, strict=True), 1):
            vals = {**row, "sequence": sequence}
            if not part:
                parts.create({**vals, "version_id": version.id})
                continue
            # A code that the table does not say stays.
            if not vals.get("code"):
                vals.pop("code", None)
            self._importer._write_over(part, vals)
        if not keep:
            not_found(parts, found).unlink()
        version.invalidate_recordset([PARTS[key]])

    def _found_again(self, key, parts, rows):
        """The part that each row means, or None."""
        return found_again(parts, rows, (_KEYS[key],))

    def _replace_remarks(self, version, entry, remarks):
        """Put the remarks of this import in the place of those about the same parts."""
        said = {column.heading for column in BY_KEY["procedures"].columns}
        parts = {BY_KEY[key].part for key in entry.parts} | said
        version.import_remark_ids.filtered(lambda one: one.part in parts).unlink()
        version.import_remark_ids = [
            Command.create(
                {
                    "part": remark.part,
                    "row": remark.row,
                    "code": remark.code,
                    "params": dict(remark.params),
                    "raw": remark.raw or False,
                }
            )
            for remark in remarks
        ]


class _Refused(Exception):
    """One procedure is not taken over; its argument is a list of problems."""


def _line(entry):
    """What becomes of an entry, before it is known."""
    return {
        "code": entry.code,
        "problems": entry.problems,
        "notes": [],
        "message": False,
    }


def _problem(code, place, heading, given):
    given = getattr(given, "code", given)
    at = procedure_table.Place(place.file, place.sheet, place.row, heading)
    return Problem(code, at, (("given", given[:80]),))


def _heading(key, column):
    return BY_KEY[key].column(column).heading


def _headings(sheet):
    return Row(1, tuple(column.heading for column in sheet.columns))


def _numbered(rows):
    return [Row(number, tuple(row)) for number, row in enumerate(rows, 2)]


def _part_like(row, cases):
    """A row as ``_found_again`` takes it, with the cases that its words name."""
    part = {**row, "code": row.get("part_code")}
    if "case" in row:
        part["case_id"] = cases.get(plain(row["case"]), row["case"])
    return part


def _by_word(cases):
    """Ids of cases by every word that names them."""
    # A name goes before a code.
    return {
        plain(case[key] or ""): case.id for key in ("code", "name") for case in cases
    }


def _words(value):
    return [value] if isinstance(value, str) and value else value or ()
