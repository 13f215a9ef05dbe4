from odoo import api, models
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.plain_text import plain
from odoo.addons.onestop_procedure.legal_day import legal_today
from odoo.addons.onestop_procedure.models.onestop_procedure import PUBLIC_STATES


class OnestopProcedure(models.Model):
    _name = "onestop.procedure"
    _inherit = ["onestop.procedure", "onestop.on.pages.mixin"]

    _said_on_pages = ("code", "name")

    @api.model
    def _public_version(self, code):
        """The version in force of the procedure with this code, for anyone; or none.

        :param str code: the whole national code
        """
        return self._published_versions(code)[0]

    @api.model
    def _published_versions(self, code):
        """What is public of the procedure with this code.

        :param str code: the whole national code
        :return: (the version in force, the next one that takes effect); each one or none
        """
        # sudo: bounded to one code and to versions that were published, which are public
        # by law (Decree 61/2018, art. 15).
        versions = self.env["onestop.procedure.version"].sudo()
        found = versions.search_fetch(
            (versions._domain_in_force() | versions._domain_upcoming())
            & versions._domain_of_code(code),
            ["name", "write_date", "state", "valid_from", "valid_to"],
            order="valid_from, id",
            limit=2,
        )
        upcoming = found.filtered(lambda one: one._is_upcoming(legal_today()))
        return found - upcoming, upcoming[:1]

    @api.model
    def _ended_version(self, code):
        """The last version that was in force of a procedure that has ended; or none."""
        # sudo: as for what is in force; that it ended was published too.
        versions = self.env["onestop.procedure.version"].sudo()
        ended = versions.search(
            versions._domain_of_code(code)
            & Domain("state", "in", PUBLIC_STATES)
            & Domain("valid_to", "<", legal_today()),
            order="valid_to DESC, id DESC",
        )
        # One that was called off before it began has a last day before its first.
        return ended.filtered(lambda one: one.valid_to >= one.valid_from)[:1]

    @api.model
    def _upcoming_versions(self):
        """All published versions that take effect later, the next ones first."""
        # sudo: bounded to what is published, which is public by law.
        versions = self.env["onestop.procedure.version"].sudo()
        domain = Domain("procedure_id.active", "=", True)
        return versions.search(
            versions._domain_upcoming() & domain, order="valid_from, name, id"
        )

    @api.model
    def _public_versions(self, offset=0, limit=20, **which):
        """One page of the versions in force, by name; `which`: of `_public_domain`."""
        # sudo: bounded to versions in force, which are public by law.
        versions = self.env["onestop.procedure.version"].sudo()
        domain = self._public_domain(**which)
        return versions.search(domain, offset=offset, limit=limit, order="name, id")

    @api.model
    def _public_count(self, **which):
        """How many versions are in force; `which`: of `_public_domain`."""
        # sudo: bounded to a count of what is public by law.
        versions = self.env["onestop.procedure.version"].sudo()
        return versions.search_count(self._public_domain(**which))

    @api.model
    def _public_domain(self, field=None, department=None, event=None):
        """All versions in force, or those of a field, of what a department resolves or a
        centre receives, and of a life event; each by its id."""
        versions = self.env["onestop.procedure.version"]
        domain = versions._domain_in_force() & Domain("procedure_id.active", "=", True)
        if field:
            domain &= Domain("field_id", "=", field)
        if department:
            # sudo: bounded to the kind of a department, which stands on its door.
            one = self.env["onestop.department"].sudo().browse(department)
            domain &= versions._domain_of_department(one)
        if event:
            domain &= Domain("procedure_id.life_event_ids", "in", [event])
        return domain

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
