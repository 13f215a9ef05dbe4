from urllib.parse import quote

from markupsafe import Markup

from ..core.form_pdf import qr_svg
from ..core.form_words import as_lines, short_day, term_in_words
from ..legal_day import legal_today
from .filing_facts import FilingFacts

# What stands across a page that is not the law of the day.
MARKS = {"draft": "DỰ THẢO", "ended": "HẾT HIỆU LỰC"}


def qr(url):
    """The QR code of an address, as markup; no text of anybody is in it."""
    return Markup(qr_svg(url))


class PrintedProcedure:
    """What a printed notice says of one version, in words that stand on paper.

    :param version: one `onestop.procedure.version`, read by the system, in Vietnamese
    """

    def __init__(self, version):
        self.version = version
        self.env = version.env

    def sheet(self):
        """Everything a notice shows, as a dict, in the order in which Decree 63/2010,
        art. 8, names the parts of a procedure."""
        version, url = self.version, self.url()
        facts = FilingFacts(version)
        return {
            "version": version,
            "code": version.code,
            "name": version.name,
            "levels": ", ".join(version.level_ids.mapped("name")),
            "issuer": version.decision_id.issuer,
            "standing": self.standing(),
            "mark": MARKS.get(self.standing(), ""),
            "decision": self.decision(),
            "since": short_day(version.valid_from or version.decision_id.effect_date),
            "until": short_day(version.valid_to),
            "steps": as_lines(version.steps_text),
            "ways": self.ways(),
            "ways_lines": as_lines(version.ways_text),
            "where": facts.where(),
            "mandate": facts.mandate(),
            "papers": self.papers(),
            "terms": self.terms(),
            "subjects": version.subject_ids.mapped("name"),
            "agencies": facts.agencies(),
            "results": version.result_ids.mapped("name"),
            "fees": self.fees(),
            "forms": self.forms(),
            "conditions": as_lines(version.conditions),
            "bases": [self._basis(one) for one in version.legal_basis_ids],
            "url": url,
            "qr": qr(url),
        }

    def url(self):
        """The address of its public page, whichever version is in force."""
        code = quote(self.version.code, safe="")
        return f"{self.version.get_base_url()}/procedures/{code}"

    def standing(self):
        """Whether it is law today: draft, upcoming, in_force or ended."""
        version, today = self.version, legal_today()
        if version.state == "draft":
            return "draft"
        if version._is_in_force(today):
            return "in_force"
        return "upcoming" if version._is_upcoming(today) else "ended"

    def decision(self):
        """'Quyết định số 1/QĐ ngày 02/01/2026 của Ủy ban …, do KT. CHỦ TỊCH … ký'; ""
        before there is one."""
        decision = self.version.decision_id
        if not decision:
            return ""
        signer = [decision.signer_capacity, decision.signer]
        signed = f", do {' '.join(filter(None, signer))} ký" if decision.signer else ""
        return (
            f"Quyết định số {decision.number} ngày {short_day(decision.date)} của "
            f"{decision.issuer}{signed}"
        )

    # The parts

    def ways(self):
        """The ways of filing, each once, with how far the service goes online."""
        ways = []
        for row in self.version.channel_ids:
            way = self._channel(row)
            if row.channel == "online":
                level = self._word(row, "online_level").lower()
                way += f": dịch vụ công trực tuyến {level}"
                way += f" ({row.partial_reason})" if row.partial_reason else ""
            ways.append(way)
        return list(dict.fromkeys(ways))

    def terms(self):
        """The term of each channel and case: list of dict; in lines that differ."""
        return [
            {
                "channel": self._channel(row),
                "case": row._case_name(),
                "term": " ".join(
                    filter(
                        None,
                        [term_in_words(row.term_value, row.term_unit), row.term_words],
                    )
                ),
                "note": as_lines(row.note),
            }
            for row in self.version.channel_ids
        ]

    def papers(self):
        """The papers by the cases that ask for them: list of (case, list of dict), those
        for all cases first, under no name."""
        groups = {}
        for row in self.version.component_ids:
            cases = "; ".join(row.case_ids.mapped("name"))
            groups.setdefault(cases, []).append(self._paper(row))
        return sorted(groups.items(), key=lambda group: bool(group[0]))

    def _paper(self, row):
        earlier = "; ".join(row._reusable_from_public().mapped("display_name"))
        looked_up = row.database_id._in_words()
        remarks = [
            looked_up and f"Không phải nộp: cơ quan tra cứu trong {looked_up}",
            row.only_shown and "Xuất trình để đối chiếu, không nộp",
            not row.required and "Nộp nếu có",
            row.asked_if and f"Chỉ nộp khi trả lời {row._condition_in_words()}",
            earlier and f"Được thay bằng kết quả đã có của: {earlier}",
            row.sample_attachment_id and "Có bản điền mẫu để tham khảo",
        ]
        return {
            "name": row.name,
            "originals": row.originals,
            "copies": row.copies,
            "only_shown": row.only_shown,
            "required": row.required,
            "asked_if": row._condition_in_words(),
            "earlier": earlier,
            "looked_up": bool(looked_up),
            "remarks": [*filter(None, remarks), *as_lines(row.note)],
            "forms": self._forms_of(row),
        }

    def _forms_of(self, row):
        file = row.form_attachment_id.name
        return as_lines(row.form_name) or [file] if row.form_name or file else []

    def forms(self):
        """The names of all forms, each once."""
        forms = [
            name for row in self.version.component_ids for name in self._forms_of(row)
        ]
        return list(dict.fromkeys(forms))

    def fees(self):
        """The lines of fees and charges: list of dict; empty where it is free."""
        return [
            {
                "kind": self._word(row, "kind"),
                "name": row.name or "",
                "amount": row._amount_in_words(),
                "channel": self._word(row, "channel"),
                "case": row.case_id.name or "",
                "condition": as_lines(row.condition),
                "exemption": self._exemptions(row),
            }
            for row in self.version.fee_ids
        ]

    def _exemptions(self, row):
        """Who pays nothing or less, by which law; then what else is said of it."""
        grounds = [
            f"{one.display_name} ({one.legal_basis})"
            if one.legal_basis
            else one.display_name
            for one in row.exemption_ids
        ]
        return grounds + as_lines(row.exemption)

    def _basis(self, basis):
        act = [
            basis.number,
            basis.date and f"ngày {short_day(basis.date)}",
            basis.issuer and f"của {basis.issuer}",
        ]
        return " – ".join(filter(None, [" ".join(filter(None, act)), basis.title]))

    # Words

    def _channel(self, row):
        return self._word(row, "channel") or row.raw or "Hình thức khác"

    def _word(self, record, field):
        """What a choice of a record is called; "" for none."""
        words = dict(record._fields[field]._description_selection(self.env))
        return words.get(record[field], "")
