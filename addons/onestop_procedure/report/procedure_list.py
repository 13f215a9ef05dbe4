from odoo import api, models
from odoo.fields import Domain

from ..core.form_words import short_day
from ..engine.printed_groups import printed_groups
from ..engine.printed_list import PrintedList
from ..engine.printed_procedure import qr
from ..legal_day import legal_today


class ProcedureList(models.AbstractModel):
    """The list of procedures in force that is posted: of a field, or of a department."""

    _name = "onestop.procedure.list"
    _inherit = "onestop.print"
    _description = "Posted List of Procedures"

    #: Whose list it is.
    _model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        owners = self._to_print(self._model, docids)
        return {"sheets": [self._sheet(owner) for owner in owners]}

    @api.model
    def _sheet(self, owner):
        """:raises UserError: where no procedure is in force"""
        versions = owner.env["onestop.procedure.version"]
        found = versions.search(
            versions._domain_in_force()
            & Domain("procedure_id.active", "=", True)
            & self._domain(owner),
            order="field_id, name, id",
        )
        if not found:
            raise self._nothing_to_print(owner)
        url = f"{owner.get_base_url()}/procedures?{self._query(owner)}"
        return {
            "title": self._title(owner),
            "owner": owner,
            "centre": self._centre().with_env(owner.env),
            "issuer": found.decision_id[:1].issuer,
            "groups": PrintedList(found).groups(),
            "bundles": printed_groups(found),
            "total": len(found),
            "day": short_day(legal_today()),
            "url": url,
            "qr": qr(url),
        }

    @api.model
    def _domain(self, owner):
        """Which versions stand on the list."""
        raise NotImplementedError

    @api.model
    def _query(self, owner):
        """By which the public list shows the same."""
        raise NotImplementedError

    @api.model
    def _title(self, owner):
        raise NotImplementedError
