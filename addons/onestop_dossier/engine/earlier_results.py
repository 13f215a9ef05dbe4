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
    checked here.
    """

    def __init__(self, env, owner):
        # sudo: bounded to the issued results of one owner, whose dossiers they were by a
        # card that an officer has seen, and to what a component names.
        self.results = env["onestop.dossier.result"].sudo()
        self.owner = owner

    def newest(self, component):
        """The result that stands in for a component of a version; may be empty."""
        # sudo: bounded to what the catalogue names for this paper, which is public.
        procedures = component.sudo().reusable_from_ids
        if not (procedures and self.owner):
            return self.results
        return self.results.search(
            [
                ("state", "=", "issued"),
                ("dossier_id", "any", self._theirs(procedures)),
            ],
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
        # Nobody has a card of an organisation: its register says who it is.
        if self.owner.kind == "person":
            theirs.append(("identity_verified", "=", True))
        return theirs


def words_of(result):
    """A result as people know it: what it is, its number, its date, who issued it."""
    date = result.date and format_date(result.env, fields.Date.to_date(result.date))
    parts = (result.name, result.number, date, result.department_id.name)
    return ", ".join(part for part in parts if part)
