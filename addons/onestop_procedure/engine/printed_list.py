from itertools import count

from ..core.form_words import term_in_words
from .filing_facts import FilingFacts

FREE = "Không thu"
ONLINE = ("none", "partial", "full")


class PrintedList:
    """The rows of a posted list: what one has to know to choose.

    :param versions: of `onestop.procedure.version`, read by the system, in Vietnamese
    """

    def __init__(self, versions):
        self.versions = versions
        self.env = versions.env

    def groups(self):
        """The rows by field: list of (name of the field, list of dict)."""
        number = count(1)
        return [
            (field.name or "", [self._row(next(number), one) for one in versions])
            for field, versions in self.versions.grouped("field_id").items()
        ]

    def _row(self, number, version):
        return {
            "number": number,
            "code": version.code,
            "name": version.name,
            "terms": self._terms(version),
            "fees": self._fees(version),
            "online": self._online(version),
            "where": FilingFacts(version).places(),
        }

    def _terms(self, version):
        """The terms that differ, shortest way of saying it first."""
        terms = [
            term_in_words(row.term_value, row.term_unit) for row in version.channel_ids
        ]
        return list(dict.fromkeys(terms))

    def _fees(self, version):
        fees = [fee._amount_in_words() for fee in version.fee_ids]
        return list(dict.fromkeys(fees)) or [FREE]

    def _online(self, version):
        rows = version.channel_ids.filtered(lambda row: row.channel == "online")
        level = max(
            (row.online_level for row in rows), key=ONLINE.index, default="none"
        )
        if level == "none":
            return "Chưa cung cấp"
        field = version.channel_ids._fields["online_level"]
        return dict(field._description_selection(self.env))[level]
