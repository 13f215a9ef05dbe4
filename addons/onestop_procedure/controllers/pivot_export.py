import json

from odoo import http

from odoo.addons.web.controllers.pivot import TableExporter

from ..core.cell_text import neutral_cell


class OnestopPivotExport(TableExporter):
    """A pivot table as a spreadsheet, with nothing in it to reckon.

    Odoo writes it with a writer of its own, which makes a formula of a title "=1+1" and
    lets nobody choose another one. So what would be one is marked before.
    """

    @http.route()
    def export_xlsx(self, data, **kw):
        # A file where the browser sends it, a text where a program does.
        table = json.load(data) if hasattr(data, "read") else json.loads(data)
        return super().export_xlsx(json.dumps(_marked(table)), **kw)


def _marked(tree):
    """The same with every text as it stands in a cell."""
    if isinstance(tree, dict):
        return {key: _marked(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_marked(value) for value in tree]
    return neutral_cell(tree) if isinstance(tree, str) else tree
