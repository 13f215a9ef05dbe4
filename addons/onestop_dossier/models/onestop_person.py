import re

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..core.identity_card import NUMBER

# Passports of the world: letters and digits, as their machine-readable line has them.
PASSPORT = re.compile(r"[A-Z0-9]{6,9}")
LOOKS_UP = ("counter_officer", "postal_clerk")
# What an officer need not ask again of somebody whose card they hold.
KNOWN = ("name", "birthdate", "address", "commune", "phone", "email")


class OnestopPerson(models.AbstractModel):
    """People, found one by one: by the exact number on a card that lies on the counter.

    There is no list of people. What is known of one is what they filed last, once an
    officer had seen their card: a number that somebody typed is a claim, and gives
    nothing. Each look-up stands in the journal of the counter, and what it found in that
    of the dossier it was found in.
    """

    _name = "onestop.person"
    _description = "Person"

    @api.model
    def find(self, number):
        """What is known of whoever has this identity number.

        :param str number: 12 digits, or the number of a passport: all of it
        :return: dict `found`, and where found `name`, `birthdate` (ISO text or False),
            `address`, `commune`, `phone`, `email`
        :raises AccessError: but for who receives dossiers, at a counter of theirs
        :raises UserError: for what is no whole number
        """
        group, role = self._seat()
        number = "".join(str(number or "").split()).upper()
        if not NUMBER.fullmatch(number) and not PASSPORT.fullmatch(number):
            raise UserError(
                self.env._("People are found by the whole number on their card.")
            )
        # sudo: bounded to one exact number, to what was filed with the card seen, and to
        # the few values that are given back; each look-up is journalled.
        dossier = (
            self.env["onestop.dossier"]
            .sudo()
            .search(
                [
                    ("owner_identity_number", "=", number),
                    ("identity_verified", "=", True),
                ],
                order="date_accepted desc, id desc",
                limit=1,
            )
        )
        self._note(group, role, dossier)
        if not dossier:
            return {"found": False}
        known = {name: dossier[f"owner_{name}"] for name in KNOWN}
        known["birthdate"] = known["birthdate"] and known["birthdate"].isoformat()
        return {"found": True, **known}

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

    def _note(self, group, role, dossier):
        journal = self.env["onestop.journal"]
        journal._append(group, "look_up", role, data={"found": bool(dossier)})
        if dossier:
            journal._append(dossier, "look_up", role, dossier.state, dossier.state)
