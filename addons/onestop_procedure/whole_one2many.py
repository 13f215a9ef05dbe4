from collections import defaultdict

from odoo import fields
from odoo.fields import Domain


class WholeOne2many(fields.One2many):
    """Lines that are read together with the list of them: one query instead of two.

    For the few small rows of one file that are always looked at as a whole. Odoo's own
    field reads which lines there are, and what they say when the first is asked.
    """

    def read(self, records):
        comodel = records.env[self.comodel_name].with_context(
            **{"active_test": False, **self.context}
        )
        domain = self.get_comodel_domain(records)
        lines = comodel.search_fetch(
            domain & Domain(self.inverse_name, "in", records.ids)
        )
        ids = defaultdict(list)
        for line in lines:
            ids[line[self.inverse_name].id].append(line.id)
        self._insert_cache(records, [tuple(ids[one]) for one in records.ids])
