from odoo import api, models
from odoo.exceptions import AccessError, UserError


class OnestopPrint(models.AbstractModel):
    """What is printed of the catalogue.

    Citizens are given what was printed once; printing on demand is for the staff, since
    each page costs a moment of the machine.
    """

    _name = "onestop.print"
    _description = "Print of the catalogue"

    @api.model
    def _to_print(self, model, ids):
        """Records that the user may read, read by the system and in Vietnamese.

        :raises AccessError: for whoever is no member of the staff
        """
        staff = self.env.user.has_group("onestop_procedure.group_onestop_staff")
        if not (self.env.su or staff):
            raise AccessError(self.env._("Only the staff print from the catalogue."))
        records = self.env[model].browse(ids)
        records.check_access("read")
        language = self.env["onestop.procedure.version"]._in_catalogue_language()
        # sudo: bounded to these records, which the user may read, and to what stands on
        # their public pages, names of departments among it.
        return records.sudo().with_context(lang=language.env.context["lang"])

    @api.model
    def _centre(self):
        """The centre that posts it: the first of the province that exists."""
        # sudo: bounded to what a centre writes on its door.
        return (
            self.env["onestop.department"]
            .sudo()
            .search(
                [("kind", "=", "centre"), ("in_force", "=", True)],
                order="parent_path, sequence, id",
                limit=1,
            )
        )

    @api.model
    def _nothing_to_print(self, record):
        return UserError(
            self.env._("%s: there is nothing to print.", record.display_name)
        )
