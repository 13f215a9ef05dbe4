from odoo import models
from odoo.http import request

OURS = "odoo.addons.onestop_"
#: More rows than this no table has whose rows an address names.
LARGEST_ID = 2**31 - 1
NUL = "\0"


class IrHttp(models.AbstractModel):
    """What an address names that there cannot be leads nowhere: no database holds it,
    and none is asked."""

    _inherit = "ir.http"

    @classmethod
    def _serve_fallback(cls):
        if NUL in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _dispatch(cls, endpoint):
        ours = endpoint.__module__.startswith(OURS)
        # What a program sends has numbers of its own, larger ones too.
        if ours and endpoint.routing["type"] == "http":
            cls._check_params(request.params)
        return super()._dispatch(endpoint)

    @staticmethod
    def _check_params(params):
        """:raises NotFound: where something that a request brings, by name, cannot be"""
        for name, value in params.items():
            too_large = isinstance(value, int) and value > LARGEST_ID
            # No method of ours could tell it from itself.
            if name == "self" or too_large or NUL in str(value):
                raise request.not_found()
