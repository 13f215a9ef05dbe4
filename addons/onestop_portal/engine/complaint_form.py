from odoo.addons.onestop_complaint.engine.complaint_filing import (
    LONGEST_CODE,
    LONGEST_CONTENT,
    LONGEST_NAME,
    PERSON_KEYS,
)

from .dossier_page import DossierPage

# What a citizen may bring; a petition is told from a reflection by who reads it.
KINDS = ("reflection", "complaint", "denunciation")
LENGTHS = {
    "content": LONGEST_CONTENT,
    "dossier_told": LONGEST_CODE,
    "officer_told": LONGEST_NAME,
}
NAMES = (
    *("kind", "dossier", "dossier_told", "department", "officer_told", "content"),
    *PERSON_KEYS,
)
MOST_DOSSIERS = 50


class ComplaintForm:
    """The form in which a citizen brings a grievance, and what was typed into it.

    `typed`: mapping of names to texts; other names than `NAMES` are not looked at.
    """

    lengths = LENGTHS

    def __init__(self, env, typed):
        self.env = env
        self.typed = {
            name: str(typed.get(name) or "").strip()[: LENGTHS.get(name, LONGEST_NAME)]
            for name in NAMES
        }
        self.own = self._own_dossiers()

    @classmethod
    def blank(cls, env, dossier=None):
        """A new form, with what the account itself says of the person."""
        known = {"dossier": dossier, "kind": "reflection"} if dossier else {}
        if env.user._is_portal():
            partner = env.user.partner_id
            known |= {key: partner[key] for key in ("name", "phone", "email")}
        return cls(env, known)

    def departments(self):
        """Whom it may be about: list of (code, name)."""
        return self.env["onestop.department"]._public_choices()

    def dossiers(self):
        """The person's own dossiers: list of (id as text, name and number)."""
        # sudo: bounded to what the person's own search found; the names of procedures
        # are not theirs to read.
        pages = map(DossierPage, self.own.sudo())
        return [
            (str(page.dossier.id), f"{page.name()} ({page.number()})") for page in pages
        ]

    def wrong(self):
        """What cannot be taken as it is: {name: sentence}."""
        _ = self.env._
        wrong = {}
        if self.typed["kind"] not in KINDS:
            wrong["kind"] = _("Choose what you want to send.")
        if not self.typed["content"]:
            wrong["content"] = _("Write what happened, or what you wish.")
        codes = {code for code, _name in self.departments()}
        if self.typed["department"] and self.typed["department"] not in codes:
            wrong["department"] = _("Choose an agency from the list.")
        return wrong

    def values(self, files):
        """What `onestop.complaint.file` takes.

        Who brings a denunciation, and which dossier is theirs, is left out: it would be
        refused, since nobody may find it in here.
        """
        typed = self.typed
        keys = ("kind", "content", "department", "officer_told")
        values = {key: typed[key] for key in keys if typed[key]}
        values["files"] = files
        if typed["kind"] == "denunciation":
            return values
        person = {key: typed[key] for key in PERSON_KEYS if typed[key]}
        chosen = self.own.filtered(lambda one: str(one.id) == typed["dossier"])
        # sudo: bounded to the number of a dossier of the person's own.
        told = DossierPage(chosen.sudo()).number() if chosen else typed["dossier_told"]
        return {**values, "person": person, "dossier_told": told}

    def _own_dossiers(self):
        dossiers = self.env["onestop.dossier"]
        if not self.env.user._is_portal():
            return dossiers
        return dossiers.search(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("state", "!=", "draft"),
            ],
            order="date_submitted desc, id desc",
            limit=MOST_DOSSIERS,
        )
