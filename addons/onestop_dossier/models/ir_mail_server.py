import logging
import re

from odoo import models

_ADDRESS = re.compile(r"[^\s<>'\"(){},:;]+@[^\s<>'\"(){},:;]+")


def hide_addresses(record):
    """Filter of a logger: take e-mail addresses out of what it says."""
    record.msg, record.args = _ADDRESS.sub("(address)", record.getMessage()), ()
    return True


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _register_hook(self):
        # Odoo logs what a mail server answered, with the address that it refused.
        super()._register_hook()
        logging.getLogger("odoo.addons.base.models.ir_mail_server").addFilter(
            hide_addresses
        )
