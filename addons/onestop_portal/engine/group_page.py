from itertools import groupby

from odoo.addons.onestop_dossier.core.linked import alike
from odoo.addons.onestop_procedure.core.form_words import term_in_words

from . import words


class GroupPage:
    """What the page of a group of procedures says: in which order its parts are resolved,
    what to bring once, how long and how much in all.

    `bundle` is in force and thereby public, and read by the system.
    """

    def __init__(self, bundle):
        self.env = bundle.env
        self.bundle = bundle
        self.versions = {
            part: version for part, version in bundle._versions().items() if version
        }

    def values(self):
        return {
            "bundle": self.bundle,
            "steps": self._steps(),
            "papers": self.papers(),
            "term": self._term(),
            "amount": self._amount(),
            "why_not": self.bundle._why_not_online(),
        }

    def _steps(self):
        """What is resolved side by side, one after the other: lists of parts."""
        rows = groupby(self.versions.items(), key=lambda row: row[0].sequence)
        return [
            [self._part(part, version) for part, version in beside]
            for _order, beside in rows
        ]

    def _part(self, part, version):
        row = self._row(version)
        return {
            "name": version.name,
            "url": f"/procedures/{version.code}",
            "department": ", ".join(version.competent_department_ids.mapped("name")),
            "term": row._term_in_words() if row else "",
            "amount": self._in_words(self._owed(version)),
        }

    def papers(self):
        """What to bring, each once: dicts `paper`, `asked_by` (names of the parts, where
        not all ask for it), `from_part` (the part before whose result it is)."""
        rows, earlier = {}, {}
        for part, version in self.versions.items():
            for paper in version.component_ids:
                row = rows.setdefault(
                    alike(paper.name), {"paper": paper, "asked_by": [], "from_part": ""}
                )
                row["asked_by"].append(version.name)
                result_of = paper.reusable_from_ids & part._before().procedure_id
                earlier.setdefault(alike(paper.name), []).append(result_of)
        for key, row in rows.items():
            # Where every part that asks for it has it from one before, nobody brings it.
            if all(earlier[key]):
                row["from_part"] = earlier[key][0][:1].name
            if len(row["asked_by"]) == len(self.versions):
                row["asked_by"] = []
        return list(rows.values())

    def _row(self, version):
        """How it is filed online, or else at the counter."""
        rows = version.channel_ids.filtered(lambda one: not one.case_id)
        rows = rows or version.channel_ids
        online = rows.filtered(lambda one: one.channel == "online")
        return (online or rows)[:1]

    def _term(self):
        """How long it takes in all, in words; "" where the terms do not add up."""
        rows = [self._row(version) for version in self.versions.values()]
        units = {row.term_unit for row in rows}
        if len(units) != 1 or not all(row.term_value for row in rows):
            return ""
        longest = {}
        for part, row in zip(self.versions, rows, strict=True):
            longest[part.sequence] = max(longest.get(part.sequence, 0), row.term_value)
        lang = self.env.lang or "en_US"
        return term_in_words(sum(longest.values()), units.pop(), lang)

    def _owed(self, version):
        none = version.env["onestop.procedure.case"]
        return sum(version._fees("online", none).mapped("amount"))

    def _amount(self):
        return self._in_words(sum(map(self._owed, self.versions.values())))

    @staticmethod
    def _in_words(amount):
        return words.amount(amount) if amount else ""
