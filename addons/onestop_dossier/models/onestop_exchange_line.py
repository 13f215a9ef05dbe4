import os
import pathlib
import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.exchange_folder import ExchangeFolder
from ..engine.exchange_http import ExchangeHttp

# The folder that holds those of the lines. It is not for the database to say: who may
# configure a line could else have any file of the machine moved.
FOLDER_VARIABLE = "ONESTOP_EXCHANGE_FOLDER"
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TOKEN = "token"


class OnestopExchangeLine(models.Model):
    """A line to a system that runs dossiers: which one, and how it is reached."""

    _name = "onestop.exchange.line"
    _description = "Line to another system"
    _order = "name"

    name = fields.Char("System", required=True, translate=False)
    code = fields.Char(
        required=True, help="Name of its folder: small letters, digits and dashes."
    )
    operator = fields.Selection(
        [("national_portal", "National Portal"), ("ministry", "A Ministry's System")],
        "Kind",
        required=True,
        default="ministry",
    )
    adapter = fields.Selection(
        [("folder", "Files in a folder"), ("http", "HTTP")],
        "Carried by",
        required=True,
        default="folder",
    )
    url = fields.Char("Address")
    active = fields.Boolean(default=True)
    date_reached = fields.Datetime("Last reached", readonly=True)
    trouble = fields.Char(readonly=True)

    _code_unique = models.UniqueIndex("(code)", "There is a line with this code.")
    _name_unique = models.UniqueIndex("(name)", "There is a line to this system.")

    @api.constrains("code", "adapter", "url")
    def _check_reachable(self):
        for line in self:
            if not CODE.fullmatch(line.code or ""):
                raise ValidationError(
                    self.env._("A code has small letters, digits and dashes.")
                )
            if line.adapter == "http" and not self._is_safe(line.url or ""):
                raise ValidationError(
                    self.env._("The address of a line begins with https://.")
                )

    @staticmethod
    def _is_safe(url):
        """Whether nobody on the way reads what goes there: the token, and the filings."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        here = parts.scheme == "http" and parts.hostname == "127.0.0.1"
        return here or bool(parts.scheme == "https" and parts.hostname)

    @api.model
    def _of_version(self, version):
        """The line to the system that runs a version: by its name, else the only one of
        its kind that may speak for it; none where nobody configured one."""
        lines = self.search([("operator", "=", version.operator)])
        named = lines.filtered(lambda line: line.name == version.operator_system)
        if named or len(lines) != 1:
            return named
        return lines if lines._is_the_portal() or not version.operator_system else self

    def _is_the_portal(self):
        """There is one national portal, whatever it is called; of ministries there are
        many, and the line to one does not speak for another."""
        return self.operator == "national_portal"

    def _runs(self):
        """Domain of the dossiers of which the system of this line says how they are:
        what it runs, as `_of_version` tells."""
        self.ensure_one()
        runs = Domain("run_by", "=", self.operator)
        named = Domain("version_id.operator_system", "=", self.name)
        if self.search_count([("operator", "=", self.operator)]) == 1:
            named |= Domain("version_id.operator_system", "=", False)
            if self._is_the_portal():
                return runs
        return runs & named

    @api.model
    def _of_dossier(self, dossier):
        """The line on which is said how a dossier is here: to the system that runs it,
        else to the one on which it was filed; none where there is none in use."""
        if dossier._is_followed():
            return self._of_version(dossier.version_id)
        return dossier.filed_line_id.filtered("active")

    def _open_line(self):
        """The `engine.exchange_line.ExchangeLine` that carries it.

        :raises UserError: where this machine has no folder for lines
        """
        self.ensure_one()
        root = os.environ.get(FOLDER_VARIABLE)
        if self.adapter == "http":
            return ExchangeHttp(self.url, self._token(root))
        if not root:
            raise UserError(
                self.env._(
                    "This machine has no folder for lines: set %s.", FOLDER_VARIABLE
                )
            )
        return ExchangeFolder(pathlib.Path(root) / self.code)

    def _token(self, root):
        """What the other system knows us by; kept in a file, never in the database."""
        path = root and pathlib.Path(root) / self.code / TOKEN
        return path.read_text().strip() if path and path.is_file() else None
