"""Procedures in force as plain data, for whoever takes the catalogue elsewhere."""

import hashlib
from urllib.parse import quote

from odoo.fields import Domain

from ..core.agencies import AGENCIES
from .catalogue_plain import CataloguePlain, as_text

#: What texts are translated to, for those who read no Vietnamese.
TRANSLATION = "en_US"
#: So many versions are in memory at a time.
BATCH = 100
#: Digits that tell one record without a code from all others.
DIGITS = 16
#: Yes or no, as a version says it.
FLAGS = (
    "interlinked",
    "any_centre",
    "authorised_filing",
    "immediate",
    "same_day",
    "delegated",
    "no_result_paper",
)
#: How far a service goes online, the farthest last.
ONLINE_LEVELS = ("none", "partial", "full")


def ids_in_force(env):
    """Versions of which the public is told today: list of ids, by procedure's code."""
    versions = env["onestop.procedure.version"]
    domain = versions._domain_in_force() & Domain("procedure_id.active", "=", True)
    return versions.search(domain, order="procedure_id").ids


def groups_in_force(env):
    """Groups of procedures of which the public is told today."""
    return env["onestop.bundle"].search([("phase", "=", "in_force")])


def published_procedures(env, base):
    """Yield a dict a procedure in force, by code: what the law has the centre publish
    of it (Decree 63/2010, art. 8), and nothing of how it is worked on or by whom.

    Texts are dicts by language: `vi`, and `en` where there is a translation.

    :param env: of the system; what it has read is dropped on the way
    :param str base: address of the portal, without a last slash
    """
    versions = env["onestop.procedure.version"]
    ids, plain = ids_in_force(env), CataloguePlain(env)
    groups = _groups_by_code(env, base, plain)
    for start in range(0, len(ids), BATCH):
        batch = versions.browse(ids[start : start + BATCH])
        pairs = zip(
            batch._in_catalogue_language(),
            batch.with_context(lang=TRANSLATION),
            strict=True,
        )
        for version, translated in pairs:
            sheet = _Sheet(version, translated, plain).values(base)
            yield {**sheet, "groups": groups.get(version.code, [])}
        env.invalidate_all()


def _groups_by_code(env, base, plain):
    """What is told of groups, by the code of each procedure that is a part of one."""
    found = {}
    for group in groups_in_force(env):
        told = _group(group, base, plain)
        for part in told["parts"]:
            found.setdefault(part["code"], []).append(told)
    return found


def _group(group, base, plain):
    vietnamese = group.env["onestop.procedure.version"]._in_catalogue_language()
    own = group.with_env(vietnamese.env)
    return {
        "id": _id(plain, own),
        "url": f"{base}/groups/{group.id}",
        "name": _texts(own, group.with_context(lang=TRANSLATION), "name"),
        "decision": {
            "number": group.decision_number,
            "date": _day(group.decision_date),
        },
        "valid_from": _day(group.valid_from),
        "valid_to": _day(group.valid_to),
        "returns": group.returns,
        "parts": [
            {"order": part.sequence, "code": part.procedure_id.code}
            for part in group.part_ids
        ],
    }


class _Sheet:
    """One version, in the catalogue's language and translated."""

    def __init__(self, version, translated, plain):
        self.version = version
        self.translated = translated
        self.plain = plain

    def values(self, base):
        version = self.version
        return {
            "code": version.code,
            "url": f"{base}/procedures/{quote(version.code, safe='')}",
            "name": self._texts("name"),
            "field": next(iter(self._named("field_id")), None),
            "levels": self._named("level_ids"),
            "version": version.number,
            "valid_from": _day(version.valid_from),
            "valid_to": _day(version.valid_to),
            "decision": self._decision(version.decision_id),
            "life_events": self._named("procedure_id.life_event_ids"),
            "subjects": self._named("subject_ids"),
            **self._agencies(),
            "steps": self._texts("steps_text"),
            "ways": self._texts("ways_text"),
            "conditions": self._texts("conditions"),
            "receiving_address": self._texts("receiving_address"),
            "sets": version.sets,
            "operator": version.operator,
            "operator_system": version.operator_system or None,
            "online": max(
                (row.online_level for row in version.channel_ids),
                key=ONLINE_LEVELS.index,
                default="none",
            ),
            **{flag: version[flag] for flag in FLAGS},
            "cases": self._rows("case_ids", self._case),
            "channels": self._rows("channel_ids", self._channel),
            "components": self._rows("component_ids", self._component),
            "fees": self._rows("fee_ids", self._fee),
            "results": self._rows("result_ids", self._result),
            "legal_bases": [self._law(law) for law in version.legal_basis_ids],
        }

    def _decision(self, decision):
        return {
            "number": decision.number,
            "date": _day(decision.date),
            "issuer": decision.issuer,
            "effect_date": _day(decision.effect_date),
        }

    def _agencies(self):
        """By part in it: departments as records, or else as the file named them."""
        agencies = {}
        for part in AGENCIES:
            agencies[part] = [
                {"code": row.code, "name": _texts(row, translated, "name")}
                for row, translated in self._pairs(f"{part}_department_ids")
            ]
            agencies[f"{part}_text"] = self.version[f"{part}_text"] or None
        return agencies

    def _law(self, law):
        return {
            "id": _id(self.plain, law),
            "number": law.number or None,
            "title": {"vi": law.title} if law.title else {},
            "date": _day(law.date),
            "issuer": law.issuer or None,
        }

    # Parts

    def _case(self, row, translated):
        return {"code": row.code or None, "name": _texts(row, translated, "name")}

    def _channel(self, row, translated):
        return {
            "channel": row.channel or None,
            "case": _texts(row.case_id, translated.case_id, "name"),
            "case_code": row.case_id.code or None,
            "term_value": row.term_value,
            "term_unit": row.term_unit or None,
            "term_words": _texts(row, translated, "term_words"),
            "online_level": row.online_level,
            "partial_reason": _texts(row, translated, "partial_reason"),
            "note": _texts(row, translated, "note"),
        }

    def _component(self, row, translated):
        asked_if = row._condition_in_words()
        return {
            "code": row.code or None,
            "name": _texts(row, translated, "name"),
            "cases": row.case_ids.mapped("code"),
            "originals": row.originals,
            "copies": row.copies,
            "only_shown": row.only_shown,
            "required": row.required,
            "asked_if": {"vi": asked_if} if asked_if else {},
            "looked_up_in": _texts(row.database_id, translated.database_id, "name"),
            "reusable_from": row._reusable_from_public().mapped("code"),
            "form": row.form_name or None,
            "note": _texts(row, translated, "note"),
        }

    def _fee(self, row, translated):
        return {
            "kind": row.kind,
            "name": _texts(row, translated, "name"),
            "amount": row.amount if row.amount_kind == "fixed" else None,
            "currency": row.currency_id.name,
            "unit": _texts(row, translated, "unit"),
            "channel": row.channel or None,
            "case": _texts(row.case_id, translated.case_id, "name"),
            "case_code": row.case_id.code or None,
            "condition": _texts(row, translated, "condition"),
            "exempt": [
                {
                    "ground": _texts(one.ground_id, other.ground_id, "name"),
                    "kind": one.kind,
                    "percent": one.percent if one.kind == "percent" else None,
                    "amount": one.reduced_amount if one.kind == "amount" else None,
                    "legal_basis": one.legal_basis or None,
                }
                for one, other in zip(
                    row.exemption_ids, translated.exemption_ids, strict=True
                )
            ],
            "exemption": _texts(row, translated, "exemption"),
        }

    def _result(self, row, translated):
        return {"name": _texts(row, translated, "name"), "kind": row.kind}

    # Both languages

    def _pairs(self, path):
        return zip(self.version.mapped(path), self.translated.mapped(path), strict=True)

    def _rows(self, path, told):
        return [told(row, translated) for row, translated in self._pairs(path)]

    def _named(self, path):
        return [
            {"id": _id(self.plain, row), "name": _texts(row, translated, "name")}
            for row, translated in self._pairs(path)
        ]

    def _texts(self, name):
        return _texts(self.version, self.translated, name)


def _id(plain, record):
    """What tells a record in any database: its code, or digits made of its names.

    Addresses rest on it, and a catalogue that moves takes it along.
    """
    key = plain.key(record)
    if isinstance(key, str):
        # Of what every database has, its name there.
        return key
    digits = hashlib.sha256(as_text(key).encode()).hexdigest()[:DIGITS]
    return key.get("code") or digits


def _texts(row, translated, name):
    """A text by language; the translation only where it is one."""
    text, other = row[name] or "", translated[name] or ""
    texts = {"vi": text, "en": other if other != text else ""}
    return {language: one for language, one in texts.items() if one.strip()}


def _day(date):
    return date.isoformat() if date else None
