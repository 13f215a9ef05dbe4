import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.identity_card import NUMBER
from ..core.masked import masked_number
from ..engine.earlier_results import NUMBERS, EarlierResults, Owner, words_of

# Passports of the world: letters and digits, as their machine-readable line has them.
PASSPORT = re.compile(r"[A-Z0-9]{6,9}")
# Of an organisation, or of a branch of one.
TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?")
# Without a card: so many people are shown, so many dossiers of a fact are looked at, so
# many digits make a telephone number.
MOST_MATCHES, MOST_LOOKED_AT, SHORTEST_PHONE = 5, 200, 8
LOOKS_UP = ("counter_officer", "postal_clerk")
# What an officer need not ask again of somebody whose card they hold.
KNOWN = ("name", "birthdate", "address", "commune", "phone", "email")


class OnestopPerson(models.AbstractModel):
    """People, found one by one: by the exact number on a card that lies on the counter,
    or by their whole name and one more fact.

    There is no list of people. What is known of one is what they filed last, once an
    officer had seen their card: a number that somebody typed is a claim, and gives
    nothing. Each look-up stands in the journal of the counter, and what it found in that
    of the dossier it was found in.
    """

    _name = "onestop.person"
    _description = "Person"

    @api.model
    def find(self, number, kind="person"):
        """What is known of the person or organisation with this number.

        :param str number: 12 digits, or the number of a passport; of an organisation
            its tax code: all of it
        :param str kind: person or organisation
        :return: dict `found`, and where found `name`, `birthdate` (ISO text or False),
            `address`, `commune`, `phone`, `email`
        :raises AccessError: but for who receives dossiers, at a counter of theirs
        :raises UserError: for what is no whole number
        """
        group, role = self._seat()
        owner = self._owner(kind, number)
        # sudo: bounded to one exact number, to what was filed with the card seen, and to
        # the few values that are given back; each look-up is journalled.
        dossier = (
            self.env["onestop.dossier"]
            .sudo()
            .search(
                [
                    (NUMBERS[owner.kind], "=", owner.number),
                    ("owner_kind", "=", owner.kind),
                    ("identity_verified", "=", True),
                    # What the archive keeps is for nothing but what it was filed for.
                    ("restricted", "=", False),
                ],
                order="date_accepted desc, id desc",
                limit=1,
            )
        )
        self._note(group, role, dossier)
        return self._known(dossier) if dossier else {"found": False}

    def _known(self, dossier):
        known = {name: dossier[f"owner_{name}"] for name in KNOWN}
        known["birthdate"] = known["birthdate"] and known["birthdate"].isoformat()
        return {"found": True, **known}

    @api.model
    def find_by_fact(self, name, birthdate=None, phone=None):
        """People of a name and one more fact: for whoever has no card with them.

        :param str name: the whole name
        :param str birthdate: ISO text
        :param str phone: the whole number
        :return: dict `found`: how many there are, and `people`: of at most 5, dicts
            `known_by` (see `recall`), `name`, `year` of birth, `number` (masked),
            `commune`; the one who filed last first. Of more nobody is shown.
        :raises AccessError: but for who receives dossiers, at a counter of theirs
        :raises UserError: without a name and a fact
        """
        group, role = self._seat()
        found = self._named(name, birthdate, phone)
        shown = found if len(found) <= MOST_MATCHES else found.browse()
        # What came of it is given back and never raised: the journal keeps each look-up.
        self._note(group, role, shown)
        people = [
            {
                "known_by": dossier.id,
                "name": dossier.owner_name,
                "year": dossier.owner_birthdate and str(dossier.owner_birthdate.year),
                "number": masked_number(dossier.owner_identity_number),
                "commune": dossier.owner_commune,
            }
            for dossier in shown
        ]
        return {"found": len(found), "people": people}

    @api.model
    def recall(self, known_by, name, birthdate=None, phone=None):
        """What is known of one of those whom `find_by_fact` gives for the same facts.

        :return: as `find`, and where found `identity_number`
        """
        group, role = self._seat()
        found = self._named(name, birthdate, phone)
        dossier = found.filtered(lambda one: one.id == known_by)
        self._note(group, role, dossier)
        if not dossier:
            return {"found": False}
        number = dossier.owner_identity_number
        return {**self._known(dossier), "identity_number": number}

    def _named(self, name, birthdate, phone):
        """The last dossier of each person of a name who has one of the facts."""
        name = " ".join(str(name or "").split())
        phone = str(phone or "").strip()
        digits = re.sub(r"\D", "", phone)
        try:
            birthdate = fields.Date.to_date(birthdate)
        except (TypeError, ValueError):
            birthdate = None
        if not name or not (birthdate or len(digits) >= SHORTEST_PHONE):
            raise UserError(
                self.env._(
                    "Without a card people are found by their whole name and their date "
                    "of birth or telephone."
                )
            )
        facts = [("owner_birthdate", "=", birthdate)] if birthdate else []
        if len(digits) >= SHORTEST_PHONE:
            facts.append(("owner_phone", "in", [digits, phone]))
        # sudo: bounded to a whole name with a fact of whoever has it, filed with the
        # card seen, and to the few values that are given back; it is journalled.
        found = (
            self.env["onestop.dossier"]
            .sudo()
            .search(
                [
                    *facts,
                    ("owner_identity_number", "!=", False),
                    ("identity_verified", "=", True),
                    ("restricted", "=", False),
                ],
                order="date_accepted desc, id desc",
                limit=MOST_LOOKED_AT,
            )
            .filtered(lambda one: one.owner_name.casefold() == name.casefold())
        )
        last = found.grouped("owner_identity_number").values()
        return found.browse(one[:1].id for one in last)

    @api.model
    def earlier_results(self, kind, number, component_ids):
        """Which papers earlier results of an owner stand in for.

        :param str kind: person or organisation
        :param str number: the identity number or tax code, all of it
        :param list component_ids: ids of components of a version
        :return: dict {id of the component: words of the result}
        :raises AccessError: but for who receives dossiers, at a counter of theirs
        :raises UserError: for what is no whole number
        """
        offered = self._offered(kind, number, component_ids)
        return {one: words for one, (words, holds) in offered.items() if holds}

    @api.model
    def _offered(self, kind, number, component_ids):
        """As `earlier_results`, and of what does not hold any more the reason: dict {id
        of the component: (words, whether it can be taken over)}."""
        group, role = self._seat()
        owner = self._owner(kind, number)
        found = self._newest_results(owner, component_ids)
        self._note(group, role, [result.dossier_id for result in found.values()])
        return {
            number: (
                ". ".join(filter(None, (words_of(result), result._ended_words()))),
                result.standing == "in_force",
            )
            for number, result in found.items()
        }

    def _newest_results(self, owner, component_ids):
        """{id of the component: the newest result in force, else the newest of all}"""
        ids = [one for one in component_ids if isinstance(one, int)]
        components = self.env["onestop.procedure.component"].browse(ids).exists()
        earlier = EarlierResults(self.env, owner)
        found = {one.id: earlier.newest(one) or earlier.lost(one) for one in components}
        return {number: result for number, result in found.items() if result}

    def _owner(self, kind, number):
        """:raises UserError: for what is no whole number of a card or register"""
        if kind not in NUMBERS:
            raise UserError(self.env._("An owner is a person or an organisation."))
        number = "".join(str(number or "").split()).upper()
        if not any(one.fullmatch(number) for one in (NUMBER, PASSPORT, TAX_CODE)):
            raise UserError(
                self.env._(
                    "People are found by the whole number on their card, organisations "
                    "by their whole tax code."
                )
            )
        return Owner(kind, number)

    def _seat(self):
        """The counter at which the user sits, and in which role."""
        group = self.env.user._onestop_counter_group()
        held = self.env.user._onestop_roles_at(group.department_id) if group else ()
        role = next((one for one in LOOKS_UP if one in held), None)
        if not role:
            raise AccessError(
                self.env._("People are looked up where dossiers are received only.")
            )
        return group, role

    def _note(self, group, role, dossiers):
        journal = self.env["onestop.journal"]
        journal._append(group, "look_up", role, data={"found": bool(dossiers)})
        for dossier in dossiers:
            journal._append(dossier, "look_up", role, dossier.state, dossier.state)
