from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, UserError

from . import words

# Days that a key may be chosen to last; the person's groups say which is the longest.
DAYS = (7, 30, 90)
# A program needs one; who has more has forgotten some.
MOST_KEYS = 10
LONGEST_NAME = 60


class OwnKeys:
    """The keys that a person gives to programs of their own: Odoo's API keys.

    A key acts as the person: it sees and may do what they may, and nothing else.
    """

    def __init__(self, env):
        self.env = env
        self.keys = env["res.users.apikeys"]

    def days(self):
        """For how many days a key may be made; none where the centre gives out none."""
        try:
            self.env["res.users.apikeys.description"].check_access_make_key()
        except AccessError:
            return []
        longest = max(self.env.user.all_group_ids.mapped("api_key_duration"))
        return [one for one in DAYS if one <= longest]

    def rows(self):
        """The keys that work: dicts of `id`, `name`, `made`, `ends`."""
        return [
            {
                "id": key.id,
                "name": key.name,
                "made": words.moment(key, key.create_date),
                "ends": words.moment(key, key.expiration_date),
            }
            for key in self._working()
        ]

    def _working(self):
        now = fields.Datetime.now()
        mine = self.keys.search([("user_id", "=", self.env.uid)], order="id desc")
        return mine.filtered(
            lambda key: not key.expiration_date or key.expiration_date > now
        )

    def make(self, name, days, password):
        """A new key, which nobody can be told again.

        :param str password: the person's, so that a telephone left lying makes none
        :raises AccessDenied: where the password is another
        :raises UserError: where no such key may be made, in a sentence
        """
        offered = self.days()
        if not offered:
            raise UserError(
                self.env._("The centre gives out no new keys at the moment.")
            )
        name = " ".join((name or "").split())[:LONGEST_NAME]
        if not name:
            raise UserError(self.env._("Give the key a name."))
        if days not in offered:
            raise UserError(self.env._("Choose for how long the key works."))
        if len(self._working()) >= MOST_KEYS:
            raise UserError(self.env._("Revoke a key that you no longer need first."))
        self._check_password(password)
        # Without a scope, as Odoo's own: such a key calls methods, and logs nobody in.
        ends = fields.Datetime.now() + timedelta(days=days)
        return self.keys._generate(None, name, ends)

    def _check_password(self, password):
        if not password:
            raise AccessDenied
        credential = {
            "type": "password",
            "login": self.env.user.login,
            "password": password,
        }
        self.env["res.users"]._check_credentials(credential, {"interactive": True})

    def revoke(self, key_id):
        """End one of the person's own keys at once; another's is left alone.

        :return: its name, or None where they have no such key
        """
        key = self._working().filtered(lambda one: one.id == key_id)
        if not key:
            return None
        name = key.name
        key._remove()
        return name
