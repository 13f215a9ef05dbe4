from odoo import api, models


class OnestopNationalImporter(models.AbstractModel):
    _name = "onestop.national.importer"
    _description = "Import of the National Database's Files"

    @api.model
    def _import(self, files):
        return {}
