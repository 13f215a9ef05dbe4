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
        version = self.version
        return {
            "version": version,
            "case": self.case,
            "papers": self._papers(),
            "channels": self._channels(),
            "fees": self._fees(),
            "departments": version.competent_department_ids
            or version.implementing_department_ids,
            "agencies_text": version.competent_text or version.implementing_text,
            "steps": self._lines(version.steps_text),
            "conditions": self._lines(version.conditions),
            "where": self._lines(version.receiving_address),
            "upcoming": self.upcoming and words.day(version, version.valid_from),
            "can_file": version._can_be_filed_here(),
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

    def _lines(self, text):
        return [line.strip() for line in (text or "").splitlines() if line.strip()]
