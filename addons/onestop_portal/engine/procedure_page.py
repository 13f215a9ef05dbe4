from odoo.addons.onestop_procedure.core.form_words import as_lines
from odoo.addons.onestop_procedure.engine.filing_facts import FilingFacts

from . import words

NATIONAL_PORTAL = "https://dichvucong.gov.vn"


class ProcedurePage:
    """What the page of a procedure says, for one of its cases or for all.

    `version` is published and thereby public (Decree 61/2018, art. 15), and read by the
    system.

    :param bool upcoming: it takes effect later, so nobody can file it yet
    """

    def __init__(self, version, case, upcoming=False):
        self.version = version
        self.case = case
        self.upcoming = upcoming

    def values(self):
        version, facts = self.version, FilingFacts(self.version)
        return {
            "version": version,
            "case": self.case,
            "papers": self._papers(),
            "channels": self._channels(),
            "fees": self._fees(),
            "agencies": facts.agencies(),
            "description": as_lines(version.description),
            "steps": as_lines(version.steps_text),
            "conditions": as_lines(version.conditions),
            "where": facts.where(),
            "mandate": facts.mandate(),
            "since": words.day(version, version.valid_from),
            "until": words.day(version, version.valid_to),
            "upcoming": self.upcoming,
            "can_file": version._can_be_filed_here(),
            "ways": self._ways(),
            "national_portal": NATIONAL_PORTAL,
        }

    def _papers(self):
        return self.version.component_ids.filtered(
            lambda one: not one.case_ids or not self.case or self.case in one.case_ids
        )

    def _of_case(self, rows):
        return rows.filtered(
            lambda one: not one.case_id or not self.case or one.case_id == self.case
        )

    def _channels(self):
        rows = self.version._channel_rows(self.case)
        names = dict(rows._fields["channel"]._description_selection(rows.env))
        online = dict(rows._fields["online_level"]._description_selection(rows.env))
        return [
            {
                "name": names.get(row.channel, row.raw),
                "case": row.case_id.name if self.case else row._case_name(),
                "term": row._term_in_words(),
                "online": online[row.online_level] if row.channel == "online" else "",
                "partial_reason": row.partial_reason,
                "note": row.note,
            }
            for row in rows
        ]

    def _ways(self):
        """What to say where nobody can file it on these pages: how it is filed, and
        whether online elsewhere."""
        rows = self.version._channel_rows(self.case)
        names = dict(rows._fields["channel"]._description_selection(rows.env))
        offered = list(dict.fromkeys(filter(None, rows.mapped("channel"))))
        return {
            "names": ", ".join(names[channel] for channel in offered),
            "online": "online" in offered,
        }

    def _fees(self):
        rows = self._of_case(self.version.fee_ids)
        kinds = dict(rows._fields["kind"]._description_selection(rows.env))
        names = dict(rows._fields["channel"]._description_selection(rows.env))
        return [
            {
                "kind": kinds[row.kind],
                "name": row.name,
                "amount": row._amount_in_words(),
                "channel": names.get(row.channel, ""),
                "case": row.case_id.name,
                "condition": row.condition,
                "exemptions": row.exemption_ids,
                "exemption": row.exemption,
            }
            for row in rows
        ]
