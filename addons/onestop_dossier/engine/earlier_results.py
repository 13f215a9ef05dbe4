from collections import namedtuple

from odoo import fields
from odoo.tools import format_date

#: Whose results are asked for: kind (person, organisation), and the number by which the
#: kind is told, an identity number or a tax code.
Owner = namedtuple("Owner", "kind number")

#: The field of a dossier that holds the number.
NUMBERS = {"person": "owner_identity_number", "organisation": "owner_tax_code"}


def owner_of(dossier):
    """The `Owner` of a dossier; None where nothing tells who it is."""
    name = NUMBERS.get(dossier.owner_kind)
    number = name and dossier[name]
    return Owner(dossier.owner_kind, number) if number else None


class EarlierResults:
    """Results of earlier dossiers of an owner, which stand in for papers that the
    procedure says may come from there.

    Whoever asks has compared the card of the owner, or of who files for them: nothing is
    checked here. On the portal nobody has: there it is what this very `account` (a
    partner) was given, on dossiers of which an officer had seen the card.
    """

    def __init__(self, env, owner, account=None):
        # sudo: bounded to the issued results of one owner, whose dossiers they were by a
        # card that an officer has seen, and to what a component names.
        self.results = env["onestop.dossier.result"].sudo()
        self.owner = owner
        self.account = account

    def newest(self, component):
        """The result in force that stands in for a component of a version; may be
        empty."""
        return self._newest(component, [("standing", "=", "in_force")])

    def lost(self, component):
        """The newest that would have stood in and does not hold any more; may be
        empty."""
        ended = ("expired", "to_come", "revoked", "replaced")
        return self._newest(component, [("standing", "in", ended)])

    def _newest(self, component, domain):
        # sudo: bounded to what the catalogue names for this paper, which is public.
        procedures = component.sudo().reusable_from_ids
        if not (procedures and self.owner):
            return self.results
        return self.results.search(
            [*domain, ("dossier_id", "any", self._theirs(procedures))],
            order="date desc, id desc",
            limit=1,
        )

    def _theirs(self, procedures):
        theirs = [
            (NUMBERS[self.owner.kind], "=", self.owner.number),
            ("owner_kind", "=", self.owner.kind),
            ("version_id.procedure_id", "in", procedures.ids),
            # What a fee holds back is nobody's yet.
            ("payment_state", "!=", "due"),
        ]
        if self.account is not None:
            theirs.append(("partner_id", "=", self.account.id))
        # Nobody has a card of an organisation: its register says who it is.
        if self.owner.kind == "person" or self.account is not None:
            theirs.append(("identity_verified", "=", True))
        return theirs


def words_of(result):
    """A result as people know it: what it is, its number, its date, who issued it."""
    date = result.date and format_date(result.env, fields.Date.to_date(result.date))
    parts = (result.name, result.number, date, result.department_id.name)
    return ", ".join(part for part in parts if part)
