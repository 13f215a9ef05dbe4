from odoo import api, models

# Longer ones no table has.
LONGEST_NUMBER = 10


class OnestopDepartment(models.Model):
    _name = "onestop.department"
    _inherit = ["onestop.department", "onestop.on.pages.mixin"]

    @api.model
    def _public_choices(self):
        """Those that one may bring something about: list of (code, name)."""
        # sudo: bounded to codes and names of those in force, which stand on their doors.
        departments = self.sudo().search(
            [("in_force", "=", True)], order="parent_path, sequence, id"
        )
        return [(one.code, one.name) for one in departments]

    @api.model
    def _public_one(self, number):
        """The department with this id (str) that exists, or none."""
        # sudo: bounded to the name of one in force, which stands on its door.
        departments = self.sudo()
        if not (number.isdecimal() and len(number) < LONGEST_NUMBER):
            return departments
        return departments.search([("id", "=", int(number)), ("in_force", "=", True)])

    @api.model
    def _public_centre(self):
        """The centre that the portal speaks for: dict `code`, `name`, `phone`, `address`.

        Without one, the name is that of the company.
        """
        # sudo: bounded to what a centre writes on its door.
        centre = self.sudo().search(
            [("kind", "=", "centre"), ("in_force", "=", True)],
            order="parent_path, sequence, id",
            limit=1,
        )
        return {
            "code": centre.national_code or centre.code or "centre",
            "name": centre.name or self.env.company.name,
            "phone": centre.phone,
            "address": centre.address,
        }
