from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.private_right import PrivateRight

#: Held by the methods that publish, end or approve; never by a caller.
MAY_CHANGE_FROZEN = PrivateRight("onestop.frozen")


class OnestopFrozenMixin(models.AbstractModel):
    """What a dossier depends on stays as it was, for everybody and the superuser.

    A root (a version, a process) is frozen once its ``state`` is not draft any more;
    a child is frozen with the root at the end of ``_frozen_path``. All ways in
    (``load``, ``web_save``, commands from a parent, defaults) end in the methods
    overridden here, which never look at the context.
    """

    _name = "onestop.frozen.mixin"
    _description = "Frozen Once in Force"

    #: Path from a record to what decides whether it is frozen; "" is the record.
    _frozen_path = ""

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_not_frozen()
        return records

    def write(self, vals):
        # Who may not write at all is not told what is frozen.
        self.check_access("write")
        # Before, for what is frozen; after, for what would come under a frozen root.
        self._check_not_frozen()
        result = super().write(vals)
        self._check_not_frozen()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._check_not_frozen()
        return super().unlink()

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        self.check_access("write")
        self._check_not_frozen()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def _check_not_frozen(self):
        if MAY_CHANGE_FROZEN or not self:
            return
        # sudo: only the state of the root is read, which the caller may not see.
        roots = self.sudo().mapped(self._frozen_path)
        if roots._name != self._name:
            roots._share_lock()
        for root in roots:
            if root._is_frozen():
                raise UserError(
                    self.env._(
                        "%(record)s is in force or was: neither it nor anything that "
                        "belongs to it can be changed. Make a new version instead.",
                        record=root.display_name,
                    )
                )

    def _share_lock(self):
        """Wait for whoever is publishing these roots, and keep others from it.

        Without it a paper could be changed in the moment in which its version
        is published, as neither transaction writes the other's row.
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) FOR SHARE",
                SQL.identifier(self._table),
                list(self.ids),
            )
        )

    def _is_frozen(self):
        """Whether a root is frozen; overridden where no state says so."""
        return self.state != "draft"
