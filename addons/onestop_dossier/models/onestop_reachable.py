from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.eform import Problem
from odoo.addons.onestop_procedure.core.eform_values import Wrong
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.notice_contacts import OPENS
from ..engine.actor import Actor
from ..engine.contacts import clean_contact, contacts_of
from ..engine.eform_sentences import sentence
from ..engine.right import ENGINE

# Who telephones, posts letters, and tells people at the counter.
TELLERS = ("counter_officer", "postal_clerk", "clerk", "supervisor")


class OnestopReachable(models.AbstractModel):
    """A file whose person can be reached: as they filed, and as they said later.

    What was filed stays as it was. Who may read the file reads the contacts; the
    journal knows only that some were given, and of which kind.
    """

    _name = "onestop.reachable"
    _description = "Whose person can be reached"

    notice_email = fields.Char("E-mail given later", readonly=True, copy=False)
    notice_phone = fields.Char("Telephone given later", readonly=True, copy=False)
    notice_address = fields.Char("Address given later", readonly=True, copy=False)

    def give_contacts(self, contacts):
        """Keep what the person gave later to be told by.

        :param dict contacts: any of `email`, `phone`, `address`
        :return: True
        :raises AccessError: but for the applicant and who tells them
        :raises UserError: for what is no contact, or is known already
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to the contacts of this one file, which people have no right to
        # write but here; read and role are checked.
        file = self.sudo()
        file._keep_contacts(contacts, file._giver_role())
        return True

    def _keep_contacts(self, contacts, role):
        """Keep contacts in the name of whoever has `role`; the channels they open."""
        given = self._clean_contacts(contacts)
        wait_for(self)
        self.invalidate_recordset(list(given))
        news = {name: value for name, value in given.items() if self[name] != value}
        if not news:
            raise UserError(self.env._("This contact is known already."))
        with ENGINE.held():
            self.write(news)
        kinds = sorted(name.removeprefix("notice_") for name in news)
        self.env["onestop.journal"]._append(
            self, "contact", role, self.state, self.state, data={"kinds": kinds}
        )
        return [channel for kind in kinds for channel in OPENS[kind]]

    def _clean_contacts(self, contacts):
        """{field: clean value}. :raises UserError: for what is no contact"""
        if not isinstance(contacts, dict) or contacts.keys() - OPENS.keys():
            raise UserError(
                self.env._("Contacts are: %s.", ", ".join(f"“{one}”" for one in OPENS))
            )
        given = {kind: value for kind, value in contacts.items() if value}
        if not given:
            raise UserError(
                self.env._("Write an e-mail address, a telephone number or an address.")
            )
        return {
            f"notice_{kind}": self._clean_contact(kind, value)
            for kind, value in given.items()
        }

    def _clean_contact(self, kind, value):
        try:
            return clean_contact(kind, value)
        except Wrong as error:
            problem = Problem(kind, error.code, error.params)
            raise UserError(sentence(self.env, problem)) from None

    def _giver_role(self):
        """In which role the user says how the person is reached."""
        return self._role_among(("applicant", *TELLERS))

    def _teller_role(self):
        """In which role the user tells the person, at a department of the file."""
        return self._role_among(TELLERS)

    def _role_among(self, roles):
        """:raises AccessError: where it is not theirs to do"""
        places = self.received_department_id | self.department_id
        held = Actor(self.env).roles_on(self, places)
        role = next((one for one in roles if one in held), None)
        if not role:
            raise AccessError(
                self.env._(
                    "The counter, the clerk and the supervisor tell the person, and "
                    "record how."
                )
            )
        return role

    def _notice_contacts(self):
        """How to reach the person; for the system, which may read it."""
        self.ensure_one()
        return contacts_of(self.__getitem__, self.partner_id)
