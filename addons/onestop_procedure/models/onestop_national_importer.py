import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core import national_file
from ..core.agencies import AGENCIES
from ..core.national_file import NationalFileError
from ..engine.database_sentence import sentence_of_refusal
from ..engine.national_merge import NationalMerge
from ..known_records import KnownRecords

_logger = logging.getLogger(__name__)

COUNTS = ("read", "new", "changed", "unchanged", "refused", "remarks")
#: Text of the version and attribute of the draft.
TEXTS = {
    "name": "name",
    "steps_text": "steps",
    "ways_text": "ways",
    "description": "description",
}
#: Parameters of sentences that are words of ours.
TRANSLATED = ("what", "wanted", "found", "reason")


class OnestopNationalImporter(models.AbstractModel):
    """Takes files of the national database over into drafts.

    A procedure that is not known becomes one with a draft. A file that changed since
    its last import updates the draft, or makes one where everything is published: what
    it says as before is left as people made it (decision 0021). A file that did not
    change touches nothing. What was not understood becomes remarks of the draft.
    """

    _name = "onestop.national.importer"
    _description = "Import of the National Database's Files"

    @api.model
    def _import(self, files, imported=None):
        """Import files one by one; a broken one does not stop the others.

        :param files: an iterable of (name, bytes); in place of bytes also the
            ``NationalFileError`` with which reading them failed
        :param dict imported: (name, fingerprint) by code of the files that went before;
            those of these files are added
        :return: a dict: the counts of ``COUNTS``, and ``files``, a list of dicts
            ``name``, ``state`` (new, changed, unchanged or refused), ``code``,
            ``version_id``, ``remarks`` (a number) and ``message`` (why refused)
        """
        self.env["onestop.procedure"].check_access("create")
        # What is written is Vietnamese; what is said, in the language of the user.
        writer = self.with_context(self._catalogue_context())
        report = {**dict.fromkeys(COUNTS, 0), "files": []}
        known = KnownRecords(writer.env)
        imported = {} if imported is None else imported
        for name, data in files:
            line = self._import_file(name, data, writer, known, imported)
            report["files"].append({"name": name, **line})
            report["read"] += 1
            report[line["state"]] += 1
            report["remarks"] += line.get("remarks", 0)
        return report

    def _catalogue_context(self):
        return (
            self.env["onestop.procedure.version"]._in_catalogue_language().env.context
        )

    def _import_file(self, name, data, writer, known, imported):
        try:
            if isinstance(data, NationalFileError):
                raise data
            draft = national_file.read_bytes(data, name, self._settings())
            first = imported.setdefault(draft.code, (name, draft.fingerprint))
            if first[1] != draft.fingerprint:
                return self._refused(
                    self.env._(
                        "%(name)s: %(code)s is also in %(first)s and says something "
                        "else there. Keep one of the two.",
                        name=name,
                        code=draft.code,
                        first=first[0],
                    )
                )
            with self.env.cr.savepoint():
                return writer._import_draft(draft, data.decode("utf-8-sig"), known)
        except NationalFileError as error:
            return self._refused(self._sentence(error))
        except (UserError, psycopg2.Error) as error:
            # What was found in the rolled back part may not exist any more.
            known.forget()
            _logger.info("Import of %s refused", name, exc_info=True)
            return self._refused(f"{name}: {sentence_of_refusal(self.env, error)}")

    def _settings(self):
        """How files are read; to be overridden where a province reads otherwise."""
        return national_file.DEFAULTS

    def _refused(self, message):
        return {"state": "refused", "message": message}

    def _sentence(self, error):
        """Why a file is refused, in the user's language."""
        names = filter(None, (error.file_name, error.place))
        params = {
            key: self.env._(value) if key in TRANSLATED else value
            for key, value in error.params.items()
        }
        sentence = self.env._(national_file.ERRORS[error.code], **params)
        return f"{', '.join(names)}: {sentence}"

    # Which version

    def _import_draft(self, draft, source, known):
        procedure = self._procedure(draft.code)
        versions = procedure.version_ids.sorted("number")
        last_imported = versions.filtered("source_fingerprint")[-1:]
        if last_imported.source_fingerprint == draft.fingerprint:
            return self._line("unchanged", last_imported, draft)
        state = "changed" if last_imported else "new"
        version = procedure.draft_version_id or (
            versions[-1]._new_draft()
            if versions
            else versions.create({"procedure_id": procedure.id, "name": draft.name})
        )
        before = self._file_before(last_imported)
        NationalMerge(self, version, known, before).fill(draft, source)
        return self._line(state, version, draft)

    def _file_before(self, version):
        """What the file said that a version was imported from; None where nobody can
        tell any more."""
        if not version.source_raw:
            return None
        data = version.source_raw.encode()
        try:
            return national_file.read_bytes(data, version.code, self._settings())
        except NationalFileError:
            # Read otherwise by now.
            return None

    def _line(self, state, version, draft):
        return {
            "state": state,
            "code": draft.code,
            "version_id": version.id,
            "remarks": len(version.import_remark_ids),
        }

    def _procedure(self, code):
        procedures = self.env["onestop.procedure"].with_context(active_test=False)
        procedure = procedures.search([("code", "=", code)], limit=1)
        return procedure or procedures.create({"code": code})

    # What it says

    def _write_texts(self, version, texts):
        """Write a text into each language that only repeated the text before it.

        A real translation stays, for a person to look at.
        """
        for name, text in texts.items():
            stored = version._fields[name]._get_stored_translations(version) or {}
            repeated = [lang for lang, said in stored.items() if said == version[name]]
            for lang in repeated:
                version.with_context(lang=lang)[name] = text

    def _write_over(self, record, vals):
        """Write values, texts in each language that only repeated the one before."""
        texts = (name for name in vals if record._fields[name].translate)
        # A text that was not there repeats itself in no language.
        self._write_texts(record, {n: vals[n] for n in texts if record[n]})
        record.write(vals)

    def _prepare_values(self, draft):
        """Values of the version that stand in the file."""
        terms = {channel.term.kind for channel in draft.channels}
        return _blank(
            {
                **self._prepare_texts(draft),
                "level_text": draft.levels_raw,
                "law_kind": draft.kind,
                "source_decision": draft.decision_raw,
                "keywords": ", ".join(draft.keywords),
                "immediate": terms == {"immediate"},
                "same_day": terms == {"same_day"},
                "online_filing": any(c.channel == "online" for c in draft.channels),
                **{
                    f"{role}_text": "\n".join(getattr(draft, f"{role}_agencies"))
                    for role in AGENCIES
                },
            }
        )

    def _prepare_names(self, draft):
        """Names of what procedures share, by field of the version."""
        return {
            "field_id": draft.field_name,
            "level_ids": draft.levels,
            "subject_ids": draft.subjects,
            "legal_basis_ids": draft.legal_bases,
            **{
                f"{role}_department_ids": getattr(draft, f"{role}_agencies")
                for role in AGENCIES
            },
        }

    def _prepare_parts(self, draft, known):
        """Rows of the parts by field of the version, cases first.

        Of a paper `cases` holds the names of its cases.
        """
        return {
            "case_ids": _in_order(self._prepare_cases(draft)),
            "channel_ids": _in_order(self._prepare_channels(draft)),
            "fee_ids": _in_order(self._prepare_fees(draft, known)),
            "component_ids": _in_order(self._prepare_components(draft)),
            "result_ids": _in_order({"name": name} for name in draft.results),
        }

    def _prepare_texts(self, draft):
        """The texts that are translated."""
        return {
            **{column: getattr(draft, name) for column, name in TEXTS.items()},
            # “Không” says that there are none.
            "conditions": "" if draft.no_conditions else draft.conditions,
            "receiving_address": "\n".join(draft.receiving_addresses),
        }

    def _prepare_cases(self, draft):
        """The cases: headings of the table, and those named by its rows."""
        raws = {
            case.name: "\n".join(
                filter(None, (case.raw, case.quantity_raw, case.note_raw))
            )
            for case in draft.cases
        }
        for component in draft.components:
            if component.case:
                raws.setdefault(component.case, "")
        return [{"name": name, "raw": raw} for name, raw in raws.items()]

    def _prepare_channels(self, draft):
        rows = []
        for channel in draft.channels:
            term, online = channel.term, channel.channel == "online"
            rows.append(
                {
                    "channel": channel.channel or False,
                    "term_value": term.value or 0,
                    # No unit: the term is not known, which keeps from publishing.
                    "term_unit": False
                    if term.kind in ("words", "missing")
                    else term.unit,
                    "term_words": term.words,
                    "term_raw": term.raw,
                    # Decree 224/2026: full is the rule; what is partial says why,
                    # which nobody could of what was only assumed.
                    "online_level": "full" if online else "none",
                    "note": channel.note,
                    "raw": channel.channel_raw,
                }
            )
        return rows

    def _prepare_fees(self, draft, known):
        return [
            {
                "kind": fee.kind,
                "amount_kind": "described" if fee.amount is None else "fixed",
                "amount": fee.amount or 0,
                "currency_id": known.currency(fee.currency),
                "unit": fee.unit,
                "channel": fee.channel or False,
                "condition": fee.condition,
                "raw": fee.raw,
            }
            for fee in draft.fees
        ]

    def _prepare_components(self, draft):
        return [
            {
                "name": component.name or component.name_raw or "?",
                "cases": (component.case,) if component.case else (),
                "originals": component.originals or 0,
                "copies": component.copies or 0,
                "required": not component.optional,
                "form_name": "\n".join(component.form_names),
                "note": component.note,
                "raw": "\n".join(
                    filter(
                        None,
                        (
                            component.name_raw,
                            component.quantity_raw,
                            component.note_raw,
                        ),
                    )
                ),
            }
            for component in draft.components
        ]

    def _prepare_remarks(self, remarks):
        rows = (
            {
                "part": remark.part,
                "row": remark.row,
                "code": remark.code,
                "params": dict(remark.params),
                "raw": remark.raw,
            }
            for remark in remarks
        )
        return [Command.clear()] + [Command.create(_blank(row)) for row in rows]


def _blank(vals):
    """The same values with False for texts that are not there."""
    return {name: False if value == "" else value for name, value in vals.items()}


def _in_order(rows):
    return [
        {"sequence": sequence, **_blank(row)} for sequence, row in enumerate(rows, 1)
    ]
