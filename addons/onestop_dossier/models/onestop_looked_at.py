from odoo import models
from odoo.exceptions import AccessError


class OnestopLookedAt(models.AbstractModel):
    """A dossier that several members of the staff may have open at one time."""

    _name = "onestop.looked.at"
    _description = "Dossier that people look at"

    def look_in(self, editing=False):
        """Say that the user has the dossier open, and learn who else has.

        :param bool editing: whether the user is writing
        :return: list of dicts `name`, `unit`, `since` (HH:MM, legal time), `editing` of
            the others, since longest first
        :raises AccessError: for whoever may not read it, or is not of the staff
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only the staff learns who is at a dossier."))
        # sudo: bounded to this dossier, which its user reads, to the user's own row, and
        # to names and departments of colleagues.
        viewers = self.env["onestop.dossier.viewer"].sudo()
        return viewers._note(self, bool(editing))

    def look_away(self):
        """Say that the user has left the dossier, whether they may still read it or not.

        :return: True
        """
        self.ensure_one()
        # sudo: bounded to the user's own row.
        self.env["onestop.dossier.viewer"].sudo()._forget(self)
        return True
