from odoo import models

from ..core.complaint_workflow import OPEN_STATES


class OnestopDossier(models.Model):
    _inherit = "onestop.dossier"

    def _archive_holds(self):
        """What is complained of is kept as it is until that ends; of which kind the
        matter is nobody is told."""
        open_matter = [("state", "in", OPEN_STATES)]
        return [*super()._archive_holds(), ("matter", "onestop.complaint", open_matter)]
