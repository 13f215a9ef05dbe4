from odoo.exceptions import UserError

from .filing import Filing
from .right import ENGINE
from .transition import Transition


class ExchangeFiling(Filing):
    """A dossier that people filed on another system: as any that is filed online here,
    by the same allow-list.

    Whose it is, is told by the exact numbers that the other system vouches for, as they
    were filed: nobody is merged with anybody, and no account is tied to it.
    """

    def __init__(self, env, values, line):
        super().__init__(env, values)
        self.line = line

    def file(self, code):
        """:param str code: of the dossier there
        :return: the submitted dossier :raises UserError: naming what is wrong"""
        vals = {**self.prepare_vals(), "filed_line_id": self.line.id}
        self._check_number(vals)
        with ENGINE.held():
            dossier = (
                self.env["onestop.dossier"]
                .with_context(tracking_disable=True)
                .create(vals)
            )
            dossier._take_filing(self.values)
        # Named first: what is said of it there bears its code.
        dossier._take_outside_code(code)
        place = self.values.get("received_department_id")
        Transition.by_system(dossier, "submit", received_department_id=place).run()
        return dossier

    def _check_number(self, vals):
        """Another system vouches for a number, so it names one."""
        if not (vals.get("owner_identity_number") or vals.get("owner_tax_code")):
            raise UserError(
                self.env._("The owner has no identity number and no tax code.")
            )

    def _check_operator(self, version):
        """A line files what its own system runs, and the portal what is decided here."""
        portal = self.line.operator == "national_portal"
        runs = self.env["onestop.exchange.line"]._of_version(version)
        if self.line != runs and not (portal and version.operator == "here"):
            raise UserError(self.env._("“%s” is not filed by this line.", version.name))

    def _helper(self, channel):
        """Nobody here: they filed it there."""
        return False

    def _channel(self, version):
        if self.values.get("channel", "online") != "online":
            raise UserError(
                self.env._("What was filed on another system was filed online.")
            )
        return "online"

    def _place(self):
        # The counter for its field, as for what people file online here.
        return {}
