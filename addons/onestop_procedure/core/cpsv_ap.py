"""The catalogue as linked data: CPSV-AP 3.2.0, the profile of public services.

Plain sheets of procedures in, nodes of JSON-LD out. Each node names its class, since
whoever checks or reads them apart has nothing else to go by.
"""

import hashlib
import math
from collections import Counter
from urllib.parse import quote

from .form_words import as_lines

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "m8g": "http://data.europa.eu/m8g/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
VIETNAM = "http://publications.europa.eu/resource/authority/country/VNM"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES = {"vi": f"{LANGUAGE}VIE", "en": f"{LANGUAGE}ENG"}
CURRENCY = "http://publications.europa.eu/resource/authority/currency/"
WEEK, WORKING_WEEK = 7, 5  # days
MINUTES = 60  # in an hour
DIGITS = 8  # that tell one name from another within a procedure
#: What people are told by when the channel is this one.
CHANNEL_NAMES = {
    "in_person": {"vi": "Trực tiếp", "en": "In person"},
    "online": {"vi": "Trực tuyến", "en": "Online"},
    "post": {"vi": "Bưu chính công ích", "en": "By public post"},
}
OTHER_CHANNEL = {"vi": "Cách khác", "en": "Another way"}
TERM_NAMES = {
    "working_days": {"vi": "ngày làm việc", "en": "working days"},
    "calendar_days": {"vi": "ngày", "en": "days"},
    "working_hours": {"vi": "giờ làm việc", "en": "working hours"},
    "months": {"vi": "tháng", "en": "months"},
}
NO_TERM = {"vi": "Không quy định thời hạn", "en": "No term laid down"}
AT_ONCE = {"vi": "Trong ngày", "en": "On the same day"}
EACH = {"vi": "mỗi {}", "en": "per {}"}


class CpsvAp:
    """Nodes of one export.

    :param str base: address of the portal, without a last slash
    :param dict centre: `code` and `name` ({language: text}) of the publisher
    :param dict title: {language: text} of the whole catalogue
    :param str licence: address of the terms of reuse, or nothing

    What several procedures share (agencies, fields, laws) is told once.
    """

    def __init__(self, base, centre, title, licence=None):
        self.base = base
        self.centre = centre
        self.title = title
        self.licence = licence
        self._told = set()

    def head(self):
        """Nodes that stand before all procedures: the catalogue and who publishes it."""
        publisher, page = self._iri("publisher"), f"{self.base}/procedures"
        nodes = self._once(VIETNAM, "dct:Location")
        for iri in LANGUAGES.values():
            nodes += self._once(iri, "dct:LinguisticSystem")
        return [
            *nodes,
            _node(
                publisher,
                "foaf:Agent",
                {
                    "dct:identifier": self.centre["code"],
                    "dct:title": _texts(self.centre["name"]),
                },
            ),
            _node(page, "foaf:Document"),
            _node(
                self._iri("catalogue"),
                "dcat:Dataset",
                {
                    "dct:title": _texts(self.title),
                    "dct:description": _texts(self.title),
                    "dct:publisher": _ref(publisher),
                    "dcat:landingPage": _ref(page),
                    "dct:license": self.licence and _ref(self.licence),
                },
            ),
        ]

    def nodes(self, sheet):
        """A procedure, what belongs to it, and what it shares unless told before."""
        service = f"{self.base}/procedures/{_quoted(sheet['code'])}"
        nodes, links = [], {}
        for link, parts in (
            ("m8g:hasChannel", self._channels(service, sheet)),
            ("cpsv:hasInput", self._evidence(service, sheet)),
            ("cpsv:produces", self._outputs(service, sheet)),
            ("m8g:hasCost", self._costs(service, sheet)),
            ("cpsv:follows", self._rules(service, sheet)),
            ("m8g:holdsRequirement", self._requirements(service, sheet)),
        ):
            parts = list(parts)
            nodes += parts
            links[link] = [_ref(part["@id"]) for part in parts]
        for link, tell, shared in (
            ("m8g:hasCompetentAuthority", self._agency, _authorities(sheet)),
            ("m8g:hasLegalResource", self._law, sheet["legal_bases"]),
            ("m8g:isGroupedBy", self._event, sheet["life_events"]),
            ("m8g:isGroupedBy", self._group, sheet["groups"]),
            ("m8g:thematicArea", self._field, filter(None, [sheet["field"]])),
            ("dct:audience", self._subject, sheet["subjects"]),
        ):
            told = [tell(one) for one in shared]
            nodes += [node for _iri, new in told for node in new]
            links.setdefault(link, []).extend(_ref(iri) for iri, _new in told)
        for fee in sheet["fees"]:
            code = fee["currency"]
            nodes += self._once(
                CURRENCY + code, "skos:Concept", {"skos:notation": code}
            )
        service = _node(
            service,
            "cpsv:PublicService",
            {
                "dct:identifier": sheet["code"],
                "dct:title": _texts(sheet["name"]),
                "dct:description": _texts(sheet["steps"] or sheet["name"]),
                "dct:language": [_ref(LANGUAGES[one]) for one in sheet["name"]],
                "dct:isPartOf": _ref(self._iri("catalogue")),
                "dct:spatial": _ref(VIETNAM),
                "dct:issued": _typed(sheet["valid_from"], "xsd:date"),
                **links,
            },
        )
        return [service, *nodes]

    # What belongs to one procedure

    def _channels(self, service, sheet):
        for key, row in _keyed(sheet["channels"], _key_of_channel):
            name = CHANNEL_NAMES.get(row["channel"], OTHER_CHANNEL)
            term = term_words(row)
            yield _node(
                f"{service}#channel-{_quoted(key)}",
                "m8g:Channel",
                {
                    "dct:identifier": f"{sheet['code']}/channel/{key}",
                    "dct:description": _texts(
                        {
                            language: " – ".join(
                                filter(
                                    None,
                                    (
                                        name[language],
                                        row["case"].get(language),
                                        term[language],
                                    ),
                                )
                            )
                            for language in name
                        }
                    ),
                    "m8g:processingTime": _typed(duration(row), "xsd:duration"),
                },
            )

    def _evidence(self, service, sheet):
        for key, row in _keyed(sheet["components"], _key_of_paper):
            yield _node(
                f"{service}#paper-{_quoted(key)}",
                "m8g:Evidence",
                {
                    "dct:identifier": f"{sheet['code']}/paper/{key}",
                    "dct:title": _texts(row["name"]),
                    "dct:description": _texts(row["note"]),
                },
            )

    def _outputs(self, service, sheet):
        for key, row in _keyed(sheet["results"], _key_of_result):
            yield _node(
                f"{service}#result-{key}",
                "m8g:Output",
                {
                    "dct:identifier": f"{sheet['code']}/result/{key}",
                    "dct:title": _texts(row["name"]),
                },
            )

    def _costs(self, service, sheet):
        for key, row in _keyed(sheet["fees"], _key_of_fee):
            yield _node(
                f"{service}#fee-{_quoted(key)}",
                "m8g:Cost",
                {
                    "dct:identifier": f"{sheet['code']}/fee/{key}",
                    "dct:description": _texts(_what_is_paid(row)),
                    "m8g:hasValue": row["amount"] is not None
                    and _typed(repr(float(row["amount"])), "xsd:double"),
                    "m8g:currency": _ref(CURRENCY + row["currency"]),
                },
            )

    def _rules(self, service, sheet):
        if sheet["steps"]:
            yield _node(
                f"{service}#steps",
                "cpsv:Rule",
                {
                    "dct:identifier": f"{sheet['code']}/steps",
                    "dct:title": _texts(
                        {"vi": "Trình tự thực hiện", "en": "Order of steps"}
                    ),
                    "dct:description": _texts(sheet["steps"]),
                    "cpsv:implements": [
                        _ref(self._iri(f"law-{_quoted(law['id'])}"))
                        for law in sheet["legal_bases"]
                    ],
                },
            )

    def _requirements(self, service, sheet):
        if sheet["conditions"]:
            yield _node(
                f"{service}#conditions",
                "m8g:Requirement",
                {
                    "dct:identifier": f"{sheet['code']}/conditions",
                    "dct:title": _texts(
                        {"vi": "Yêu cầu, điều kiện", "en": "Conditions"}
                    ),
                    "dct:description": _texts(sheet["conditions"]),
                },
            )

    # What procedures share: its address, and its node unless it was told before

    def _agency(self, agency):
        return self._shared(
            f"agency-{_quoted(agency['code'])}",
            ["m8g:PublicOrganisation", "org:Organization"],
            {
                "skos:prefLabel": _texts(agency["name"]),
                "dct:identifier": agency["code"],
                "dct:spatial": _ref(VIETNAM),
            },
        )

    def _law(self, law):
        return self._shared(
            f"law-{_quoted(law['id'])}",
            "eli:LegalResource",
            {
                "dct:identifier": law["number"],
                "dct:title": _texts(law["title"]),
            },
        )

    def _event(self, event):
        return self._shared(
            f"event-{_quoted(event['id'])}",
            ["m8g:LifeEvent", "m8g:Event"],
            {"dct:identifier": event["id"], "dct:title": _texts(event["name"])},
        )

    def _group(self, group):
        """Procedures that are filed as one: an event that calls for all of them."""
        return self._shared(
            f"group-{_quoted(group['id'])}",
            "m8g:Event",
            {
                "dct:identifier": group["id"],
                "dct:title": _texts(group["name"]),
            },
        )

    def _field(self, field):
        return self._concept(f"field-{_quoted(field['id'])}", field)

    def _subject(self, subject):
        return self._concept(f"subject-{_quoted(subject['id'])}", subject)

    def _concept(self, key, concept):
        return self._shared(
            key, "skos:Concept", {"skos:prefLabel": _texts(concept["name"])}
        )

    def _shared(self, key, kind, values):
        iri = self._iri(key)
        return iri, self._once(iri, kind, values)

    def _once(self, iri, kind, values=None):
        if iri in self._told:
            return []
        self._told.add(iri)
        return [_node(iri, kind, values)]

    def _iri(self, key):
        return f"{self.base}/opendata#{key}"


def duration(term):
    """How long it takes, about, as an `xsd:duration`; None where no term is laid down.

    The profile knows no working days: five of them are a week.

    :param term: a mapping with `term_value` and `term_unit`
    """
    value, unit = term["term_value"], term["term_unit"]
    if unit == "working_days":
        return f"P{math.ceil(value * WEEK / WORKING_WEEK)}D"
    if unit == "calendar_days":
        return f"P{math.ceil(value)}D"
    if unit == "months":
        return f"P{math.ceil(value)}M"
    if unit == "working_hours":
        return f"PT{math.ceil(value * MINUTES)}M"
    return None


def term_words(row):
    """A term in words, by language.

    :param row: a mapping with `term_value` and `term_unit`
    """
    unit = TERM_NAMES.get(row["term_unit"])
    if not unit:
        return NO_TERM
    if not row["term_value"]:
        return AT_ONCE
    return {one: f"{row['term_value']:g} {name}" for one, name in unit.items()}


def _authorities(sheet):
    """Who answers for a procedure: agencies that are known, else those of a text, a line
    each, which their names tell apart. Where the law names none that is competent, those
    that carry it out."""
    for part in ("competent", "implementing"):
        names = as_lines(sheet[f"{part}_text"])
        if agencies := sheet[part] or [
            {"code": _digits({"vi": name}), "name": {"vi": name}} for name in names
        ]:
            return agencies
    return []


def _what_is_paid(row):
    """What a cost is paid for, and for how much of it, by language."""
    told, unit = row["condition"] or row["name"], row["unit"]
    return {
        language: " – ".join(
            filter(
                None,
                (
                    told.get(language),
                    unit and each.format(unit.get(language) or unit["vi"]),
                ),
            )
        )
        for language, each in EACH.items()
        if language in told or language in unit
    }


def _keyed(rows, key_of):
    """(key, row) of parts, by what each is: a row that is put before another one leaves
    its address what it was. Of rows that say the same of themselves the later ones are
    numbered."""
    seen = Counter()
    for row in rows:
        key = key_of(row) or "other"
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key}-{seen[key]}"), row


def _key_of_channel(row):
    return "-".join(filter(None, (row["channel"] or "other", row["case_code"])))


def _key_of_fee(row):
    of = (row["kind"], row["channel"], row["case_code"], _digits(row["name"]))
    return "-".join(filter(None, of))


def _key_of_paper(row):
    # Its code stays from version to version.
    return row["code"] or _digits(row["name"])


def _key_of_result(row):
    return _digits(row["name"])


def _digits(name):
    """A few digits that tell one name from another; "" for no name."""
    text = name.get("vi", "")
    return text and hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _quoted(text):
    return quote(text, safe="")


def _node(iri, kind, values=None):
    """A node without its empty values."""
    told = {key: one for key, one in (values or {}).items() if one}
    return {"@id": iri, "@type": kind, **told}


def _ref(iri):
    return {"@id": iri}


def _typed(value, kind):
    return value and {"@value": value, "@type": kind}


def _texts(texts):
    return [{"@value": text, "@language": language} for language, text in texts.items()]
