from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..engine.procedure_page import ProcedurePage

# What decides from when to when a version stands on the pages.
PERIOD = {"state", "valid_from", "valid_to"}


class OnestopProcedureVersion(models.Model):
    """What is published stands on these pages and in the open data, by itself."""

    _inherit = "onestop.procedure.version"

    def write(self, vals):
        result = super().write(vals)
        if PERIOD & vals.keys():
            self.env["onestop.posting"]._stand_on_pages(self)
            self.env["onestop.open.data"]._wake()
            # Pages of other procedures call this one by the name of its newest version.
            self.env.registry.clear_cache()
        return result

    @ormcache(
        *("self.id", "self.write_date", "case.id", "self.env.lang", "upcoming"),
        # A process that was approved ahead begins on its day, and with it the filing.
        "bool(self._process_on())",
        cache="templates.cached_values",
    )
    def _public_text(self, case, upcoming=False):
        """What the page of this version says, as HTML: the same for whoever asks.

        :param case: one of its cases; none for what it says of all
        :param bool upcoming: it takes effect later, so nobody can file it yet
        """
        # What the page of somebody who edits the site has in it is not for everybody.
        context = {"lang": self.env.lang}
        page = ProcedurePage(
            self.with_context(context), case.with_context(context), upcoming
        )
        return (
            self.env["ir.qweb"]
            .with_context(context)
            ._render("onestop_portal.procedure_text", page.values())
        )

    @api.model
    def _domain_of_code(self, code):
        """Versions of the procedure with this whole national code."""
        procedure = Domain("code", "=", code) & Domain("active", "=", True)
        return Domain("procedure_id", "any", procedure)

    def _can_be_filed_here(self):
        """Whether a dossier of it is filed on this portal: a switch per procedure."""
        return (
            self.operator == "here"
            and self.online_filing
            and "online" in self.channel_ids.mapped("channel")
            and not self._why_not_received()
        )

    def _public_case(self, wanted):
        """The case that an address names by its code or number (str), or none."""
        return self.case_ids.filtered(lambda one: wanted in (one.code, str(one.id)))[:1]
