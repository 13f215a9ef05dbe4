from collections import defaultdict
from datetime import timedelta

from odoo import fields

from ..core.workflow import OPEN_STATES

# How a dossier ends. One that was refused is returned like any other.
ENDED = ("returned", "rejected", "stopped")
# Of what hangs on a dossier: code, model, and which of its rows hold it.
ROWS = (
    ("fee", "onestop.dossier.fee", [("state", "in", ("open", "due"))]),
    (
        *("refund", "onestop.refund"),
        [("state", "in", ("proposed", "decided", "sent"))],
    ),
    (
        *("receipt", "onestop.electronic.receipt"),
        [("state", "in", ("queued", "cancelling"))],
    ),
    ("order", "onestop.fee.order", [("state", "=", "waiting")]),
    ("online", "onestop.online.payment", [("state", "in", ("begun", "confirming"))]),
    (
        *("correction", "onestop.correction"),
        [("state", "in", ("asked", "taken", "approved"))],
    ),
    ("revocation", "onestop.result.revocation", [("state", "=", "proposed")]),
    ("post", "onestop.mailing.item", [("is_open", "=", True)]),
    ("paper_list", "onestop.transfer.item", [("is_open", "=", True)]),
    ("seal", "onestop.sealed.paper", [("state", "=", "waiting")]),
    ("notice", "onestop.notice", [("state", "in", ("queued", "by_hand"))]),
    ("opinion", "onestop.opinion", [("state", "=", "asked")]),
    ("visit", "onestop.site.visit", [("state", "=", "planned")]),
)


class Holding:
    """What keeps dossiers from being closed, asked of many at once.

    :param dossiers: read by the system; whoever asks has looked at the right to it
    """

    def __init__(self, dossiers):
        self.dossiers = dossiers
        self.env = dossiers.env

    def codes(self):
        """{id of a dossier: list of codes of `archive_sentences`}, empty where nothing
        holds it."""
        found = defaultdict(list)
        for dossier in self.dossiers:
            found[dossier.id] = [code for code in self._own(dossier) if code]
        for code, model, domain in self.dossiers._archive_holds():
            held = self.env[model]._read_group(
                [("dossier_id", "in", self.dossiers.ids), *domain], ["dossier_id"]
            )
            for (dossier,) in held:
                found[dossier.id].append(code)
        linked = self.env["onestop.dossier"]._read_group(
            [("parent_id", "in", self.dossiers.ids), ("state", "in", OPEN_STATES)],
            ["parent_id"],
        )
        for (dossier,) in linked:
            found[dossier.id].append("linked")
        return {number: list(dict.fromkeys(codes)) for number, codes in found.items()}

    def _own(self, dossier):
        """What the dossier itself says."""
        if dossier.state not in ENDED:
            yield self._uncollected(dossier)
        away = dossier.paper_at_id - dossier.received_department_id
        if dossier.state in ENDED and dossier._originals_due():
            yield "originals"
        # With a result its papers came back (Decree 61/2018, art. 20).
        if dossier.state in ("rejected", "stopped") and away:
            yield "paper_away"

    def _uncollected(self, dossier):
        if (dossier.state, dossier.delivery_state) != ("resolved", "archived"):
            return "running"
        return "" if self._lies_for_long(dossier) else "shelf"

    def _lies_for_long(self, dossier):
        days = self.env["onestop.archive.file"]._setting("archive_uncollected_days")
        since = dossier.uncollected_at or dossier.date_resolved
        return since + timedelta(days=days) <= fields.Datetime.now()
