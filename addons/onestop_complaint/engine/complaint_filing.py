import hashlib

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_dossier.core.tracking_number import tracking_number
from odoo.addons.onestop_dossier.engine.filing import attachment_vals
from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.core.named import names

from ..core.complaint_kind import (
    ASKED_KINDS,
    CHANNELS,
    DENUNCIATION,
    INFORMATION,
    STAGES,
    is_sealed,
    legal_kind,
)
from ..core.sealed_identity import SealError
from .complaint_clock import ComplaintClock
from .house import of_house
from .right import ENGINE
from .traces import day_of, forget_moment, neutral_name

# The same for every kind: a code tells neither the kind nor how many there are.
CODE_PREFIX = "PAKN-"
CODE_BITS = 50
# The only key of whoever gives no name.
RECEIPT_BITS = 100
# Who takes in what people bring; the others hear of it afterwards.
FILING_ROLES = ("counter_officer", "clerk", "supervisor", "custodian")
PERSON_KEYS = ("name", "phone", "email", "address")
CITIZEN_KEYS = frozenset(
    {
        *("kind", "subject", "content", "stage", "dossier", "procedure"),
        *("dossier_told", "department", "officer_told", "person", "files"),
    }
)
STAFF_KEYS = CITIZEN_KEYS | {"channel", "signed", "officer", "envelope"}
HEADS = ("department_head", "director")
LONGEST_SUBJECT, LONGEST_CONTENT = 200, 20_000
LONGEST_NAME, LONGEST_CODE = 200, 64
MOST_FILES = 20


def receipt_digest(code):
    """What is kept of a receipt code: it is random and long, so a hash is enough."""
    return hashlib.sha256(code.encode()).hexdigest()


def department_about(department, officer):
    """The department that it is about: the one named, or that of the officer."""
    if department or not officer:
        return department
    return officer._onestop_departments()[:1]


def closed_department(sealed, department, officer):
    """The department whose people must not know of it; mostly none.

    For a denunciation that of whom it is about; for others only where that is its head.
    """
    home = department_about(department, officer)
    is_head = officer and home and any(officer._holds(role, home) for role in HEADS)
    return home if sealed or is_head else home.browse()


def is_part_of(department, closed):
    """Whether a department is the one that must not know of it, or belongs to it."""
    return bool(
        department
        and closed
        and str(closed.id) in (department.parent_path or "").split("/")
    )


class ComplaintFiling:
    """Registers what a person brings, by an allow-list.

    `values` are those of `onestop.complaint.file`; nothing else of a caller's dict is
    looked at.
    """

    def __init__(self, env, values, receipt=None):
        """
        :param str receipt: the receipt code, where it is not to be a new one
        """
        self.env = env
        self.receipt = receipt or tracking_number(RECEIPT_BITS)
        # The house writes, after everything below was checked as the caller.
        self.house = of_house(env)
        self.values = values if isinstance(values, dict) else {}
        self.is_staff = env.user._is_internal()
        unknown = set(self.values) - (STAFF_KEYS if self.is_staff else CITIZEN_KEYS)
        if unknown:
            raise UserError(
                env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
        self.now = fields.Datetime.now().replace(microsecond=0)
        self.rules = self.house["onestop.rule.set"]._for_date(
            legal_date(self.now), "complaints"
        )

    def register(self):
        """Register it. See `onestop.complaint.file`."""
        vals = self._prepare_vals()
        files = self._prepare_files(vals["sealed"])
        vals["receipt_digest"] = receipt_digest(self.receipt)
        clock = ComplaintClock(self.house["onestop.complaint"], self.now)
        vals.update(clock.changes("file", vals))
        with ENGINE.held():
            complaint = self.house["onestop.complaint"].create(vals)
            self._attach(complaint, files)
            self._keep_identity(complaint)
            # Here, or whoever flushes it later stands in the row as its writer.
            self.house.flush_all()
        if complaint.sealed:
            forget_moment(complaint)
        self._note(complaint)
        return self._answer(complaint)

    def _note(self, complaint):
        """The journal names a member of the staff who registers, never the person.

        Of what is sealed it names nobody: an officer may denounce as well.
        """
        named = self.is_staff and not complaint.sealed
        journal = (self.env if named else self.house)["onestop.journal"]
        journal._append(
            complaint,
            "file",
            self._role() if named else "applicant",
            None,
            complaint.state,
            actor=None if named else "system",
        )

    def _role(self):
        roles = [one.role for one in self.env.user._held_assignments(FILING_ROLES)]
        return min(roles)

    def _answer(self, complaint):
        readable = complaint.with_env(self.env).has_access("read")
        return {
            # Who may not read it gets no number to ask for.
            "id": complaint.id if readable else False,
            "code": complaint.code,
            "receipt_code": self.receipt,
            "kind": complaint.kind,
            "state": complaint.state,
            "note": self._law_note(complaint.kind),
        }

    def _law_note(self, kind):
        if kind != INFORMATION:
            return ""
        return self.env._(
            "This is registered as information. It becomes a complaint or a "
            "denunciation when its signed letter arrives, or when a statement is taken "
            "in person, read back and signed; the term begins then."
        )

    # --------------------------------------------------------------------- values

    def _prepare_vals(self):
        asked = self._choice("kind", ASKED_KINDS, required=True)
        channel = self._channel()
        person = self._person()
        department, officer = self._target()
        received, account, dossier = self._place()
        signed = self.is_staff and bool(self.values.get("signed"))
        named = bool(person.get("name"))
        if asked == DENUNCIATION:
            self._check_identity(person)
            named = bool(self.values.get("envelope")) or named
        kind = legal_kind(asked, channel, signed, named, self._kinds_in_form())
        sealed = is_sealed(kind, asked)
        if sealed and not officer:
            officer = self._custodian_told()
        closed = closed_department(sealed, department, officer)
        vals = {
            "code": f"{CODE_PREFIX}{tracking_number(CODE_BITS)}",
            "kind": kind,
            "asked_kind": asked,
            "channel": channel,
            "signed": signed,
            "subject": self._text("subject", LONGEST_SUBJECT),
            "content": self._text("content", LONGEST_CONTENT),
            "stage": self._choice("stage", STAGES),
            "procedure_id": self._procedure().id,
            "target_department_id": department_about(department, officer).id,
            "target_officer_id": officer.id,
            "officer_told": self._text("officer_told", LONGEST_NAME),
            "closed_to_department_id": closed.id,
            "received_department_id": received.id,
            "date_received": day_of(self.now) if sealed else self.now,
            "date_in_form": kind != INFORMATION and legal_date(self.now),
            "rule_set_id": self.rules.id,
            "sealed": sealed,
            "custodian_only": sealed or bool(closed and closed == received),
        }
        if not sealed:
            vals.update({f"person_{key}": text for key, text in person.items()})
            vals.update(partner_id=account.id, dossier_id=dossier.id)
            vals["dossier_told"] = not dossier and self._told_dossier()
        return self._complete(vals)

    def _complete(self, vals):
        if not vals["content"]:
            raise UserError(self.env._("Say what it is about: the content is empty."))
        if not vals["subject"]:
            first = vals["content"].split("\n", 1)[0]
            vals["subject"] = first if len(first) <= 80 else f"{first[:79]}…"
        return vals

    def _kinds_in_form(self):
        return tuple(
            kind
            for kind in ("complaint", "denunciation")
            if self.rules._value(f"{kind}_signed_form")
        )

    def _channel(self):
        if not self.is_staff:
            return "portal"
        return self._choice("channel", CHANNELS[1:]) or "counter"

    def _person(self):
        part = self.values.get("person") or {}
        if not isinstance(part, dict) or set(part) - set(PERSON_KEYS):
            raise UserError(
                self.env._("“person” takes: %(keys)s.", keys=", ".join(PERSON_KEYS))
            )
        return {
            key: str(text).strip()[:300]
            for key, text in part.items()
            if str(text or "")
        }

    def _check_identity(self, person):
        electronic = self.house["onestop.denouncer"]._is_permitted()
        if person and not electronic:
            raise UserError(
                self.env._(
                    "Who denounces is not entered here. Leave name and contact empty: "
                    "they are sealed on paper, in a numbered envelope, and the signed "
                    "letter is handed in or sent by post."
                )
            )

    def _target(self):
        departments = self.house["onestop.department"]
        wanted = self.values.get("department")
        department = departments
        if wanted:
            field = "id" if isinstance(wanted, int) else "code"
            department = departments.search([(field, "=", wanted)], limit=1)
            if not department:
                raise UserError(self.env._("There is no department “%s”.", wanted))
        officer = self.house["res.users"]
        if wanted := self.values.get("officer"):
            # As the caller: whom they may not see they cannot name.
            officer = self.env["res.users"].search([("id", "=", wanted)])
            if not officer or not officer._is_internal():
                raise UserError(self.env._("There is no such officer."))
            officer = officer.with_env(self.house)
        return department, officer

    def _custodian_told(self):
        """The custodian whom the person names: nobody keeps what is about themselves.

        Other names are kept as told: a citizen does not know, and does not learn, who
        works here.
        """
        told = self._text("officer_told", LONGEST_NAME)
        assignments = self.house["onestop.role.assignment"].search(
            [("role", "=", "custodian"), ("in_force", "=", True)]
        )
        return assignments.user_id.filtered(lambda user: names(told, user.name))[:1]

    def _procedure(self):
        procedures = self.house["onestop.procedure"]
        code = self.values.get("procedure")
        if not code:
            return procedures
        found = procedures.search([("code", "=", code), ("published", "=", True)])
        if not found:
            raise UserError(
                self.env._("There is no published procedure with code “%s”.", code)
            )
        return found[:1]

    def _place(self):
        """(department that receives it, account of the person, dossier)."""
        dossier = self._dossier()
        if self.is_staff:
            return self._staff_place(), self.house["res.partner"], dossier
        received = dossier.received_department_id or self.house[
            "onestop.department"
        ].search(
            [("kind", "=", "centre"), ("in_force", "=", True)], order="id", limit=1
        )
        if not received:
            raise UserError(self.env._("No centre receives this at the moment."))
        user = self.env.user
        account = user.partner_id if user._is_portal() else user.partner_id.browse()
        return received, account.with_env(self.house), dossier

    def _staff_place(self):
        user = self.env.user
        held = user._onestop_departments(FILING_ROLES)
        if not held:
            raise AccessError(
                self.env._(
                    "Counters, clerks, supervisors and custodians register this."
                )
            )
        place = user._onestop_counter_group().department_id
        place = place if place in held else held[:1]
        return place.with_env(self.house)

    def _dossier(self):
        """The dossier that is named, as far as the caller may know of it.

        What is only told is a claim, never refused: the answer is the same whether or
        not there is such a dossier of somebody else's.
        """
        typed = self.values.get("dossier")
        found = self._find_dossier(typed or self._told_dossier())
        if typed and not found:
            raise UserError(self.env._("There is no dossier “%s” of yours.", typed))
        return found.with_env(self.house)

    def _told_dossier(self):
        return self._text("dossier_told", LONGEST_CODE)

    def _find_dossier(self, typed):
        dossiers = self.env["onestop.dossier"]
        if not typed or not dossiers.has_access("read"):
            return dossiers
        return dossiers.search(dossiers._typed_domain(typed), limit=1)

    def _text(self, name, limit):
        value = self.values.get(name)
        return value.strip()[:limit] if isinstance(value, str) else False

    def _choice(self, name, allowed, required=False):
        value = self.values.get(name)
        if (value or required) and value not in allowed:
            raise UserError(
                self.env._(
                    "“%(name)s” is one of: %(allowed)s.",
                    name=name,
                    allowed=", ".join(allowed),
                )
            )
        return value or False

    # ------------------------------------------------------------- what comes with it

    def _prepare_files(self, sealed):
        none = self.house["onestop.complaint"]
        sent = self.values.get("files") or []
        if len(sent) > MOST_FILES:
            raise UserError(self.env._("At most %s files go with it.", MOST_FILES))
        files = [attachment_vals(self.env, file, none) for file in sent]
        if sealed:
            for number, file in enumerate(files, 1):
                file["name"] = neutral_name(number, file["mimetype"])
        return files

    def _attach(self, complaint, files):
        if files:
            complaint.attachment_ids = self.house["ir.attachment"].create(
                [{**file, "res_id": complaint.id} for file in files]
            )

    def _keep_identity(self, complaint):
        if not complaint.sealed:
            return
        if number := self.values.get("envelope"):
            self.house["onestop.denouncer.envelope"]._seal(complaint, number)
        if person := self._person():
            try:
                self.house["onestop.denouncer"]._seal(complaint, person)
            except SealError as error:
                raise UserError(
                    self.env._("The identity could not be sealed: %s", error)
                )
