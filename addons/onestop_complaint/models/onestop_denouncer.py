import base64
import os

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.named import names

from ..core.sealed_identity import SealError, read_key, seal, unseal
from ..engine.house import of_house
from ..engine.right import ENGINE

KEY_VARIABLE = "ONESTOP_DENOUNCER_KEY"
SETTING = "onestop.denouncer_in_system"
# A reason is a sentence, not a word.
SHORTEST_REASON = 10


class OnestopDenouncer(models.Model):
    """Who denounced, encrypted under a key that lies outside the database.

    Only where the centre decided that identities may lie in the system; by default
    they lie in sealed envelopes. Nobody reads the model: a custodian reads one
    identity, with a reason, by `onestop.complaint.read_identity`.
    """

    _name = "onestop.denouncer"
    _description = "Sealed identity of a denouncer"

    complaint_id = fields.Many2one(
        "onestop.complaint",
        "Matter",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    # Text, not a file: the file store is another thing to guard.
    seal = fields.Char(required=True, readonly=True)

    _complaint_unique = models.UniqueIndex("(complaint_id)")

    def _is_permitted(self):
        """Whether the centre decided that identities may lie in the system."""
        # sudo: one setting, of no secret.
        value = self.env["ir.config_parameter"].sudo().get_param(SETTING)
        return value == "True"

    def _key(self):
        return read_key(os.environ.get(KEY_VARIABLE) or "")

    def _seal(self, complaint, identity):
        """Keep `identity` (dict of texts) of a sealed complaint.

        :raises SealError: where the key is missing or badly kept
        """
        file = f"{complaint._name},{complaint.id}"
        sealed = base64.b64encode(seal(self._key(), file, identity)).decode()
        return self.create({"complaint_id": complaint.id, "seal": sealed})

    def _open(self, complaint, reason):
        """See `onestop.complaint.read_identity`. Nothing and something look alike."""
        if not self.env.user._held_assignments(["custodian"]):
            raise AccessError(self.env._("Only custodians read an identity."))
        reason = (reason or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(
                self.env._("Say in a sentence why you have to know who it is.")
            )
        house = of_house(self.env)
        found = complaint.with_env(house)._denouncer()
        identity = self._unsealed(complaint, found)
        if names(reason, *identity.values()):
            raise UserError(
                self.env._(
                    "The reason names a person; it stays in the journal for good."
                )
            )
        self.env["onestop.journal"]._append(
            complaint,
            "read_identity",
            "custodian",
            complaint.state,
            complaint.state,
            reason=reason,
        )
        return identity

    def _unsealed(self, complaint, found):
        file = f"{complaint._name},{complaint.id}"
        try:
            return (
                found and unseal(self._key(), file, base64.b64decode(found.seal)) or {}
            )
        except SealError as error:
            raise UserError(self.env._("The identity could not be read: %s", error))

    @api.model_create_multi
    def create(self, vals_list):
        if not ENGINE:
            raise AccessError(self.env._("Identities are sealed by actions only."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("A seal is never changed."))

    def unlink(self):
        raise AccessError(self.env._("A seal is never removed."))
