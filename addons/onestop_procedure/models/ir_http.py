from odoo import models
from odoo.tools import config

from ..engine.serving import configuration, serves_the_world

DEMONSTRATION = "onestop.demonstration"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _register_hook(self):
        """Serve no demonstration to the world: its passwords are printed.

        :raises SystemExit: where the server would; nothing less stops Odoo's start
        """
        super()._register_hook()
        # sudo: bounded to the mark that the demonstration sets.
        parameters = self.env["ir.config_parameter"].sudo()
        if config["http_enable"] and parameters.get_param(DEMONSTRATION):
            self._refuse_the_world()

    def session_info(self):
        """Let people begin where their work is, unless they chose a place themselves."""
        info = super().session_info()
        if not info.get("home_action_id") and self.env.user._is_internal():
            info["home_action_id"] = self.env.user._onestop_home().id
        return info

    def _refuse_the_world(self):
        if serves_the_world():
            raise SystemExit(
                f"The database {self.env.cr.dbname} holds the demonstration, whose "
                f"passwords are printed, and {configuration()} is a configuration of production. "
                "Make a database without the demonstration (docs/operations/"
                "production.md), or listen on 127.0.0.1 only."
            )
