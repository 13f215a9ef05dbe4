import base64
import binascii
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.onestop_procedure.core.eform_values import (
    Circumstances,
    Wrong,
    clean_date,
    clean_identity_number,
    clean_tax_code,
)
from odoo.addons.onestop_procedure.legal_day import legal_today

from .eform_sentences import sentence

MEGABYTE = 1024 * 1024
# What one call brings: more than any procedure asks for or a counter scans of one, and
# few enough that a program gone wild is stopped before anything is decoded.
MOST_PAPERS = 200
MOST_FILES = 200
# A line of text that somebody types: longer ones are cut.
LONGEST_LINE = 300
# What may be filed: by content, never by name.
TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/tiff": "TIFF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
}
# What the check of answers says of one that must be given, and is not.
MISSING = "required"
OWNER_KEYS = (
    "kind",
    "name",
    "identity_kind",
    "identity_number",
    "identity_reason",
    "tax_code",
    "birthdate",
    "address",
    "commune",
    "phone",
    "email",
)
# Who stands for the owner by law, or is its own officer; the others hold a mandate.
BY_LAW = frozenset({"introduction", "parent", "heir", "postal"})
SUBMITTER_KEYS = (
    *("name", "identity_number", "phone", "email", "relation"),
    # What shows that they may: which paper, with its number and date, and scans of it.
    *("evidence", "files"),
)


class Filing:
    """Turns what a person hands in into a draft dossier, by an allow-list.

    `values` are those of `onestop.dossier.submit`. Nothing else of a caller's dict is
    looked at, so no field is set that is not named here.
    """

    def __init__(self, env, values, version=None, day=None):
        """:param day: the legal date by whose law it is filed; default: today"""
        self.env = env
        self.day = day or legal_today()
        self.user = env.user
        self.version = version
        self.values = values if isinstance(values, dict) else {}
        unknown = set(self.values) - {
            "procedure",
            "channel",
            "case",
            "owner",
            "submitter",
            "content",
            "answers",
            "delivery",
            "delivery_address",
            "notice_channels",
            "components",
            "received_department_id",
            "incomplete",
        }
        if unknown:
            raise UserError(
                env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )

        submitter = self.values.get("submitter")
        evidence = [submitter] if isinstance(submitter, dict) else []
        check_papers(env, self.values, evidence)

    def prepare_vals(self):
        """Values of the dossier. :raises UserError: naming what is wrong"""
        version = self._version()
        channel = self._channel(version)
        case = self._case(version)
        vals = {
            "version_id": version.id,
            "case_id": case.id,
            "channel": channel,
            "helped_by": self._helper(channel),
            "content": self._text("content", 500) or version.name,
            "delivery": self._choice("delivery", ("counter", "post", "electronic"))
            or "counter",
            "delivery_address": self._text("delivery_address", 300),
            "notice_channels": self.env["onestop.dossier"]._prepare_notice_channels(
                self.values.get("notice_channels")
            ),
            "lang": self.env.lang or "vi_VN",
            **self._people(version),
            **self._place(),
        }
        return {**vals, **self._answers(version)}

    def _answers(self, version):
        """The e-form's answers. A counter may file what is not complete, to ask for what
        is missing; who files online is told so before."""
        incomplete = bool(self.values.get("incomplete")) and not self.user._is_portal()
        return answers_vals(
            self.env, version, self.values.get("answers") or {}, incomplete
        )

    def _version(self):
        version = self.version or self._version_named()
        version = version.filtered(lambda one: one._is_in_force(self.day))
        if not version:
            code = self.version.code if self.version else self.values.get("procedure")
            raise UserError(
                self.env._("There is no published procedure with code “%s”.", code)
            )
        self._check_operator(version)
        if refused := version._why_not_received(self.day):
            raise UserError(refused)
        return version

    def _version_named(self):
        code = self.values.get("procedure")
        # sudo: bounded to the version of one code that is published today, which is
        # public by law (Decree 61/2018, art. 15).
        procedures = self.env["onestop.procedure"].sudo()
        named = [("code", "=", code)] if isinstance(code, str) else [(0, "=", 1)]
        procedure = procedures.search(named, limit=1)
        if not procedure:
            return self.env["onestop.procedure.version"]
        return procedure._current_version(self.day)

    def _check_operator(self, version):
        """A counter receives what another system runs; people file it online there."""
        if version.operator != "here" and self.user._is_portal():
            raise UserError(
                self.env._(
                    "Dossiers of “%s” are filed on the national portal.", version.name
                )
            )

    def _channel(self, version):
        portal = self.user._is_portal()
        channel = self._choice("channel", ("in_person", "online", "post")) or (
            "online" if portal else "in_person"
        )
        if portal and channel != "online":
            raise UserError(self.env._("On the portal a dossier is filed online."))
        offered = version.channel_ids.filtered(lambda one: one.channel == channel)
        if not offered or (portal and not version.online_filing):
            raise UserError(self.env._("“%s” cannot be filed this way.", version.name))
        return channel

    def _case(self, version):
        wanted = self.values.get("case")
        if not wanted:
            return self.env["onestop.procedure.case"]
        case = version.case_ids.filtered(lambda one: wanted in (one.code, one.name))
        if not case:
            raise UserError(self.env._("The procedure has no case “%s”.", wanted))
        return case[:1]

    def _people(self, version):
        owner = self._part("owner", OWNER_KEYS)
        for name in ("kind", "identity_kind"):
            self._check_choice(f"owner_{name}", owner.get(name))
        if owner.get("identity_kind") == "none" and not owner.get("identity_reason"):
            raise UserError(
                self.env._("Say why the owner has no identity number to show.")
            )
        if not owner.get("name"):
            raise UserError(self.env._("The name of the owner is missing."))
        self._clean_person(owner)
        vals = {f"owner_{key}": value for key, value in owner.items()}
        submitter = self._part("submitter", SUBMITTER_KEYS)
        self._check_choice("submitter_relation", submitter.get("relation"))
        if submitter and (
            refused := refuses_mandate(version, submitter.get("relation"))
        ):
            raise UserError(refused)
        self._clean_person(submitter)
        vals.update({f"submitter_{key}": value for key, value in submitter.items()})
        vals["submitter_same"] = not submitter
        return vals

    def _clean_person(self, person):
        """Have numbers and birth of a person as cards and registers write them.

        :raises UserError: for what no card and no register has
        """
        kind = person.get("identity_kind") or "card"
        if kind == "none":
            # The reason stands in its place: what was typed beside it was shown by none.
            person.pop("identity_number", None)
        if number := person.get("identity_number"):
            person["identity_number"] = (
                card_number(self.env, number) if kind == "card" else number.upper()
            )
        if code := person.get("tax_code"):
            person["tax_code"] = self._tax_code(code)
        if birthdate := person.get("birthdate"):
            person["birthdate"] = self._date(birthdate)

    def _tax_code(self, typed):
        try:
            return clean_tax_code(None, typed, Circumstances(legal_today()))
        except Wrong:
            raise UserError(
                self.env._("“%s” is no tax code: a digit is wrong or missing.", typed)
            ) from None

    def _date(self, typed):
        try:
            return clean_date(None, typed, Circumstances(legal_today()))
        except Wrong:
            raise UserError(
                self.env._("“%s” is no date (dd/mm/yyyy).", typed)
            ) from None

    def _check_choice(self, name, value):
        """:raises UserError: where a field of the dossier does not offer this value"""
        field = self.env["onestop.dossier"]._fields[name]
        labels = dict(field._description_selection(self.env))
        self._check_among(name, value, labels)

    def _check_among(self, name, value, allowed):
        if value and value not in allowed:
            raise UserError(
                self.env._(
                    "“%(name)s” is one of: %(allowed)s.",
                    name=name,
                    allowed=", ".join(allowed),
                )
            )

    def _part(self, name, keys):
        part = self.values.get(name) or {}
        if not isinstance(part, dict) or set(part) - set(keys):
            raise UserError(
                self.env._(
                    "“%(part)s” takes: %(keys)s.", part=name, keys=", ".join(keys)
                )
            )
        texts = {key: value for key, value in part.items() if value and key != "files"}
        if not all(isinstance(value, str | date) for value in texts.values()):
            raise UserError(self.env._("“%s” takes texts only.", name))
        return {
            key: value.strip()[:LONGEST_LINE] if isinstance(value, str) else value
            for key, value in texts.items()
        }

    def _place(self):
        """Where it is received: the counter of the officer who files it.

        What a citizen drafts lies at no counter until it is submitted; which one they
        chose is checked then.
        """
        if self.user._is_portal():
            return {"partner_id": self.user.partner_id.id}
        group = self.user._onestop_counter_group()
        if not group:
            raise AccessError(
                self.env._("Only counters receive dossiers; you are at none.")
            )
        return {
            "counter_group_id": group.id,
            "received_department_id": group.department_id.id,
            "helped_department_id": group.department_id.id,
        }

    def _helper(self, channel):
        """Who files online for somebody who cannot use a computer."""
        return channel == "online" and not self.user._is_portal() and self.user.name

    def _text(self, name, limit):
        value = self.values.get(name)
        return value.strip()[:limit] if isinstance(value, str) else False

    def _choice(self, name, allowed):
        value = self.values.get(name)
        self._check_among(name, value, allowed)
        return value


def answers_vals(env, version, given, incomplete=False):
    """Values of a dossier for answers to the e-form: whole as JSON, the plain ones as
    properties too, and whether required ones are missing.

    :param bool incomplete: required answers may be missing
    :raises UserError: naming each answer that is wrong
    """
    checked = version._check_answers(given)
    missing = [error for error in checked.errors if error.code == MISSING]
    if wrong := [e for e in checked.errors if not (incomplete and e in missing)]:
        labels = {one.name: one.label for one in version.eform_field_ids}
        raise UserError(
            "\n".join(
                f"{labels.get(error.field, error.field)}: {sentence(env, error)}"
                for error in wrong
            )
        )
    defined = {one["name"] for one in version.dossier_properties_definition or []}
    answers = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in checked.cleaned.items()
    }
    return {
        "answers": answers,
        "properties": {k: v for k, v in answers.items() if k in defined},
        "incomplete": bool(missing),
    }


def card_number(env, typed):
    """A number as a card bears it.

    :raises UserError: for what no card has
    """
    try:
        return clean_identity_number(None, typed, Circumstances(legal_today()))
    except Wrong:
        raise UserError(
            env._(
                "“%s” is no personal identity number: it has 12 digits, and here one is "
                "wrong or missing.",
                typed,
            )
        ) from None


def check_rows(env, name, values):
    """:raises UserError: where what is named is there, and no list of objects"""
    rows = values.get(name) or []
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise UserError(env._("“%s” takes a list of objects.", name))
    return rows


def refuses_mandate(version, relation):
    """Why nobody may file in this capacity, as a sentence; None where they may.

    :param relation: a key of `submitter_relation`, or none
    """
    if version.authorised_filing or relation in BY_LAW:
        return None
    return version.env._(
        "“%s” is not filed by mandate: the owner files it, or who stands for the owner "
        "by law.",
        version.name,
    )


def check_papers(env, values, more=()):
    """Look at the papers that a call brings before any of their files is decoded.

    :param dict values: of the call; `components` as of `onestop.dossier.submit`
    :param more: other dicts with `files`
    :return: the components
    :raises UserError: where they are no lists, or more than one call may bring
    """
    papers = check_rows(env, "components", values)
    if len(papers) > MOST_PAPERS:
        raise UserError(
            env._("At most %s papers are handed in at one time.", MOST_PAPERS)
        )
    files = sum(len(check_rows(env, "files", row)) for row in (*papers, *more))
    if files > MOST_FILES:
        raise UserError(
            env._("At most %s files are handed in at one time.", MOST_FILES)
        )
    return papers


def attachment_vals(env, file, dossier):
    """Values of an attachment for a file that came with a dossier.

    :param dict file: `name`, and `content` in base64
    :raises UserError: for an empty, too large, or disallowed file; its type is told
        by its content
    """
    file = file if isinstance(file, dict) else {}
    name = str(file.get("name") or "").replace("\\", "/").rpartition("/")[2][:120]
    limit = int(
        # sudo: one setting, of no secret.
        env["ir.config_parameter"].sudo().get_param("onestop.file_limit_mb", 50)
    )
    encoded = file.get("content") or b""
    # Four characters for three bytes: what is too large is not even decoded.
    longest = (limit * MEGABYTE + 2) // 3 * 4
    if isinstance(encoded, str | bytes) and len(encoded) > longest:
        raise UserError(
            env._(
                "The file “%(name)s” is larger than %(limit)s MB.",
                name=name,
                limit=limit,
            )
        )
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise UserError(env._("The file “%s” arrived damaged. Send it again.", name))
    if not content:
        raise UserError(env._("The file “%s” is empty.", name))
    mimetype = guess_mimetype(content)
    if mimetype not in TYPES:
        raise UserError(
            env._(
                "The file “%(name)s” is not of a kind that is accepted: %(kinds)s.",
                name=name,
                kinds=", ".join(sorted(set(TYPES.values()))),
            )
        )
    return {
        "name": name or "file",
        "raw": content,
        "mimetype": mimetype,
        "res_model": dossier._name,
        "res_id": dossier.id,
    }
