from odoo import api, fields, models
from odoo.fields import Domain


class OnestopListed(models.AbstractModel):
    """What stands on a list, and is promised to it until the list has an answer."""

    _name = "onestop.listed"
    _description = "Stands on a List"

    #: The states in which it is promised to its list, and to no other.
    _open_states = ()

    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    @api.depends("state")
    def _compute_is_open(self):
        for item in self:
            item.is_open = item.state in self._open_states

    def _search_is_open(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", self._open_states)
