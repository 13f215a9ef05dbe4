from odoo.exceptions import UserError

from ..core.bounded_zip import SourceError
from ..core.catalogue_archive import ArchiveError, ArchiveReader
from .catalogue_import import CatalogueImport
from .catalogue_sentences import CatalogueSentences
from .import_files import national_files, tables_of
from .procedure_table_import import ProcedureTableImport
from .procedure_table_sentences import sentence_of

#: Up to so many files or procedures are imported at once, while somebody waits.
AT_ONCE = 100
#: Name of the line on what procedures of a catalogue have in common.
SHARED_LINE = "shared"
#: Name of the line on groups of procedures, which come after them.
GROUPS_LINE = "groups"


class NationalBatches:
    """Files of the national database, by their places in the choice.

    :param run: the ``onestop.import.run``, with the rights and language of its user
    """

    def __init__(self, run):
        self._run, self._importer = run, run.env["onestop.national.importer"]

    def take_over(self, lines):
        """What becomes of each line of a batch: a dict of values by line."""
        of_place = {line.place: line for line in lines}
        found = list(national_files(self._run.file_ids, of_place))
        imported = {
            line.code: (line.name, line.fingerprint)
            for line in self._run.line_ids
            if line.fingerprint
        }
        report = self._importer._import([file[1:] for file in found], imported)
        return {
            of_place[place]: _outcome(line, imported)
            for (place, *_file), line in zip(found, report["files"], strict=True)
        }

    def finish(self, _lines):
        """What became of lines in the end, when all have been looked at."""
        return {}


def _outcome(line, imported):
    code = line.get("code")
    return {
        "state": line["state"],
        "code": code,
        "fingerprint": code and imported[code][1],
        "version_id": line.get("version_id"),
        "remark_count": line.get("remarks", 0),
        "message": line.get("message"),
    }


class TableBatches:
    """Procedures of a table, by code."""

    def __init__(self, run):
        self.env, self._run = run.env, run

    def take_over(self, lines):
        table_import = ProcedureTableImport(self.env)
        reading = table_import.read(tables_of(self.env, self._run.file_ids))
        return {
            line: self._outcome(table_import.take_over(reading.entries[line.name]))
            for line in lines
        }

    def _outcome(self, line):
        told = [*line["problems"], *line["notes"]]
        sentences = [sentence_of(self.env, one) for one in told]
        return {
            "state": line["state"],
            "version_id": line.get("version_id"),
            "remark_count": line.get("remarks", 0),
            "message": "\n".join(filter(None, [*sentences, line["message"]])),
        }

    def finish(self, _lines):
        return {}


class CatalogueBatches:
    """Documents of a whole catalogue, by path; what they share as one line before."""

    def __init__(self, run):
        self._say = CatalogueSentences(run.env)
        file = run.file_ids
        try:
            archive = ArchiveReader(file.raw or b"", file.name)
        except (ArchiveError, SourceError) as error:
            raise UserError(self._say.why(error)) from error
        self._import = CatalogueImport(run.env, archive)
        # Each batch anew, as nothing rests on what was refused; what is there stays.
        self._shared = list(self._import.shared())

    def take_over(self, lines):
        return {line: self._outcome(line.name) for line in lines}

    def _outcome(self, name):
        if name == SHARED_LINE:
            return _of_several(self._shared)
        if name == GROUPS_LINE:
            return _of_several(list(self._import.groups()))
        return _told(self._import.procedure(name))

    def finish(self, lines):
        # One may be replaced by another, which has come by now.
        refused = {line.name: line for line in lines if line.state == "refused"}
        refused.pop(SHARED_LINE, None)
        groups = refused.pop(GROUPS_LINE, None)
        outcomes = self._import.procedures(list(refused))
        told = {refused[one["name"]]: _told(one) for one in outcomes}
        return {**told, groups: self._outcome(GROUPS_LINE)} if groups else told


def _of_several(lines):
    """What became of several records, as one line."""
    refused = [one["message"] for one in lines if one["message"]]
    made = any(one["state"] == "new" for one in lines)
    state = "refused" if refused else "new" if made else "unchanged"
    return {"state": state, "message": "\n".join(refused)}


def _told(line):
    return {"state": line["state"], "message": line["message"]}


BATCHES = {
    "national": NationalBatches,
    "table": TableBatches,
    "catalogue": CatalogueBatches,
}
