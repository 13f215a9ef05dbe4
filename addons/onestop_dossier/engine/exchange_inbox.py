from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import exchange_message
from ..core.outside_status import (
    CONFIRMED,
    DIFFERS,
    OLDER,
    TAKEN,
    OutsideStatus,
    normalise_outside,
)
from ..core.reconciliation import (
    MISSING_HERE,
    STATUS,
    Difference,
    Known,
    differences,
)
from ..core.workflow import OPEN_STATES
from .exchange_filing import ExchangeFiling
from .following import Following

# So often a message is tried by itself: a status may come before the dossier that it is
# about.
TRIES = 5


class ExchangeInbox:
    """Does what one message says, in the name of the system.

    What bounds it: the line is one that the administrator configured; a message of it
    speaks of dossiers of the versions that its system runs, or that were filed there,
    and of the latter says nothing that we have not said.
    """

    def __init__(self, message):
        self.message = message
        self.env = message.env
        self.line = message.line_id
        self.said = exchange_message.read(message.content.encode())

    def do(self):
        """:return: values of the message: what came of it
        :raises UserError: where it cannot be done, in a sentence
        """
        return getattr(self, f"_do_{self.said.kind}")()

    # --------------------------------------------------------------------- a status

    def _do_status(self):
        dossier = self._find(self.said.entry)
        if not dossier:
            if self.message.tries + 1 < TRIES:
                raise UserError(self.env._("No dossier here has this code."))
            self._note(MISSING_HERE, self.said.entry, dossier)
            return {"effect": DIFFERS}
        heed = self._follow if dossier._is_followed() else self._compare
        return {"dossier_id": dossier.id, "effect": heed(dossier)}

    def _compare(self, dossier):
        """What is decided here they have from us: there they can only differ."""
        if self.said.entry.state == dossier.state:
            self._settled(dossier)
            return CONFIRMED
        if self.said.moment < self.message._said_last(dossier):
            return OLDER
        self._note(STATUS, self.said.entry, dossier, dossier.state)
        return DIFFERS

    def _follow(self, dossier):
        entry = self.said.entry
        if entry.code:
            dossier._take_outside_code(entry.code)
        status = OutsideStatus(entry.state, self.said.moment, self.said.due)
        before = dossier.state
        follows = Following(dossier).take(status)
        if follows == DIFFERS:
            self._note(STATUS, entry, dossier, before)
        elif follows in (TAKEN, CONFIRMED):
            self._settled(dossier)
        return follows

    def _settled(self, dossier):
        """What was open about its status is settled by what both say now."""
        codes = list(self._names(dossier))
        named = Domain("line_id", "=", self.line.id) & Domain("code", "in", codes)
        about = Domain("dossier_id", "=", dossier.id) | named
        self.env["onestop.exchange.difference"].search(
            about & Domain("state", "=", "open")
        )._settle("gone")

    def _find(self, entry):
        """The dossier that an entry names: among those that this line may speak of.

        :raises UserError: where its two codes are of two dossiers
        """
        codes = [code for code in (entry.code, entry.our_code) if code]
        named = Domain.OR(
            Domain(name, "in", codes)
            for name in ("code", "tracking_number", "outside_code")
        )
        found = self.env["onestop.dossier"].search(
            Domain("state", "!=", "draft") & named & self._domain(), limit=2
        )
        if len(found) > 1:
            raise UserError(self.env._("The two codes are of two dossiers."))
        return found

    def _domain(self):
        """Dossiers of what the system of this line runs, and those filed there; no other
        line's."""
        return self.line._runs() | Domain("filed_line_id", "=", self.line.id)

    def _note(self, kind, entry, dossier, ours=None):
        code = entry.code or entry.our_code
        found = Difference(kind, code, dossier.id, entry.state, ours)
        self.env["onestop.exchange.difference"]._note(
            self.line, found, self.said.moment
        )

    # ------------------------------------------------------------- what was filed there

    def _do_filed(self):
        entry = self.said.entry
        dossiers = self.env["onestop.dossier"]
        mine = Domain("outside_code", "=", entry.code) & self._domain()
        known = dossiers.search(mine, limit=1)
        if not known:
            filing = ExchangeFiling(self.env, self.said.dossier, self.line)
            known = filing.file(entry.code)
        if known._is_followed():
            self._follow(known)
        # The dossier has now what people wrote; it is not kept twice.
        return {"dossier_id": known.id, "effect": "made", "content": False}

    # --------------------------------------------------------------------- a whole list

    def _do_list(self):
        """Name what one side has and the other lacks, or has differently."""
        listed = self._domain() & Domain("state", "!=", "draft")
        dossiers = self.env["onestop.dossier"]
        codes = [
            code
            for entry in self.said.entries
            for code in (entry.code, entry.our_code)
            if code
        ]
        named = Domain.OR(
            Domain(name, "in", codes)
            for name in ("code", "tracking_number", "outside_code")
        )
        here = dossiers.search(listed & (Domain("state", "in", OPEN_STATES) | named))
        ours = [
            Known(one.id, self._names(one), one.state, one.display_name) for one in here
        ]
        found = differences(self.said.entries, ours, lambda state: state in OPEN_STATES)
        differs = self.env["onestop.exchange.difference"]
        for one in found:
            differs._note(self.line, one, self.said.moment)
        still = {(one.kind, one.code) for one in found}
        differs.search(
            [("line_id", "=", self.line.id), ("state", "=", "open")]
        ).filtered(lambda one: (one.kind, one.code) not in still)._settle("gone")
        return {"effect": "compared"}

    @staticmethod
    def _names(dossier):
        names = (dossier.code, dossier.tracking_number, dossier.outside_code)
        return frozenset(normalise_outside(name) or name for name in names if name)
