from odoo import api, models
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.plain_text import plain


class OnestopProcedure(models.Model):
    _name = "onestop.procedure"
    _inherit = ["onestop.procedure", "onestop.on.pages.mixin"]

    _said_on_pages = ("code", "name")

    @api.model
    def _public_version(self, code):
        """The version in force of the procedure with this code, for anyone; or none.

        :param str code: the whole national code
        """
        # sudo: bounded to one code and to a version in force, which is public by law
        # (Decree 61/2018, art. 15).
        versions = self.env["onestop.procedure.version"].sudo()
        procedure = Domain("code", "=", code) & Domain("active", "=", True)
        return versions.search_fetch(
            versions._domain_in_force() & Domain("procedure_id", "any", procedure),
            ["name", "write_date"],
            limit=1,
        )

    @api.model
    def _public_versions(
        self, field=None, offset=0, limit=20, department=None, event=None
    ):
        """One page of all versions in force, and how many there are in all.

        :param int field: of one field only
        :param department: what one resolves, or what is filed at a centre
        :param event: of one life event only
        :return: (versions, total)
        """
        # sudo: bounded to versions in force, which are public by law.
        versions = self.env["onestop.procedure.version"].sudo()
        domain = versions._domain_in_force() & Domain("procedure_id.active", "=", True)
        if field:
            domain &= Domain("field_id", "=", field)
        if department:
            domain &= versions._domain_of_department(department)
        if event:
            domain &= Domain("procedure_id.life_event_ids", "in", event.ids)
        total = versions.search_count(domain)
        return versions.search(
            domain, offset=offset, limit=limit, order="name, id"
        ), total

    @api.model
    def _public_fields(self):
        """Fields that have procedures in force: list of (field, number), by name."""
        # sudo: bounded to counts of what is public by law.
        versions = self.env["onestop.procedure.version"].sudo()
        domain = versions._domain_in_force() & Domain("procedure_id.active", "=", True)
        counts = versions._read_group(
            domain & Domain("field_id", "!=", False), ["field_id"], ["__count"]
        )
        return sorted(counts, key=lambda row: plain(row[0].name))

    @api.model
    def _public_events(self):
        """Life events that have procedures in force, in the centre's order."""
        # sudo: bounded to names of life events, for which procedures are public by law.
        events = self.env["onestop.life.event"].sudo()
        in_force = self.env["onestop.procedure.version"]._domain_in_force()
        return events.search(
            Domain(
                "procedure_ids",
                "any",
                Domain("active", "=", True) & Domain("version_ids", "any", in_force),
            )
        )
