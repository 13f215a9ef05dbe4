import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core import exchange_message
from ..core.exchange_error import ExchangeError
from ..core.outside_status import BEGINNING
from ..core.workflow import NATIONAL_STATUS
from ..engine.exchange_round import ExchangeRound
from ..engine.right import ENGINE


def _written(moment):
    """A moment of the database as a message has it."""
    return f"{moment.isoformat()}+00:00"


class OnestopExchangeMessage(models.Model):
    """What came in from another system, and what goes out to it: each once, kept.

    What came in is kept before anything is made of it; the same message twice is one
    row. One that cannot be understood, or not done, stays and says why; it can be done
    again once what stood against it is mended.
    """

    _name = "onestop.exchange.message"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Message of another system"
    _written_with = ENGINE
    _order = "id desc"
    _rec_name = "external_id"

    line_id = fields.Many2one(
        "onestop.exchange.line", "System", required=True, readonly=True, index=True
    )
    direction = fields.Selection(
        [("in", "Came in"), ("out", "Goes out")], required=True, readonly=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("status", "Status"),
            ("filed", "Filed there"),
            ("list", "List to reconcile"),
            ("unknown", "Not understood"),
        ],
        required=True,
        readonly=True,
    )
    # Of what was filed it holds what people wrote, until the dossier is made.
    content = fields.Text(readonly=True, groups="base.group_system")
    moment = fields.Datetime("Said for", readonly=True)
    dossier_id = fields.Many2one(
        "onestop.dossier", readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Not done")],
        required=True,
        readonly=True,
        default="waiting",
    )
    effect = fields.Selection(
        [
            ("taken", "Status taken"),
            ("confirmed", "Confirmed"),
            ("older", "Older than what is known"),
            ("differs", "Differs: to be decided"),
            ("made", "Dossier made"),
            ("compared", "Compared"),
        ],
        readonly=True,
    )
    why = fields.Char("Why not", readonly=True)
    tries = fields.Integer(readonly=True)
    done_at = fields.Datetime("Done on", readonly=True)

    _once = models.UniqueIndex("(line_id, direction, external_id)")
    _waiting_index = models.Index("(line_id, moment, id) WHERE state = 'waiting'")

    def unlink(self):
        raise AccessError(self.env._("What was exchanged is kept."))

    def _refusal(self):
        return self.env._("Messages are written by the exchange only.")

    def action_again(self):
        """Let what was not done be done by the next round."""
        self.check_access("read")
        # What was not understood is not understood the next time.
        failed = self.filtered(
            lambda one: one.state == "failed" and one.kind != "unknown"
        )
        with ENGINE.held():
            # sudo: bounded to messages that the user reads, and to one value.
            failed.sudo().write({"state": "waiting"})
        return True

    @api.model
    def _cron_exchange(self):
        for line in self.env["onestop.exchange.line"].search([("active", "=", True)]):
            ExchangeRound(line).run()

    @api.model
    def _keep(self, line, content):
        """Keep what arrived on a line, once.

        :param bytes content: as it came
        """
        try:
            data = exchange_message.read_object(content)
            vals = {"external_id": exchange_message.read_id(data)}
            message = exchange_message.read(content)
            vals |= {"kind": message.kind, "moment": message.moment}
        except ExchangeError as error:
            digest = hashlib.sha256(content).hexdigest()
            # A number that was used already must not hide what is wrong with this one.
            vals = {
                "external_id": f"sha256:{digest}",
                "kind": "unknown",
                "moment": fields.Datetime.now(),
                "state": "failed",
                "why": error.render(self.env.lang or "vi_VN"),
            }
        known = self.search_count(
            [
                ("line_id", "=", line.id),
                ("direction", "=", "in"),
                ("external_id", "=", vals["external_id"]),
            ]
        )
        if known:
            return
        text = content[: exchange_message.LARGEST].decode("utf-8", "replace")
        with ENGINE.held():
            self.create(
                {
                    **vals,
                    "line_id": line.id,
                    "direction": "in",
                    # PostgreSQL keeps no zero characters.
                    "content": text.replace("\0", "\ufffd"),
                }
            )

    @api.model
    def _said_last(self, dossier):
        """Since when they have from us how a dossier is; the first of moments where they
        were told nothing."""
        last = self.search(
            [("dossier_id", "=", dossier.id), ("direction", "=", "out")],
            order="moment desc",
            limit=1,
        )
        return last.moment or BEGINNING

    @api.model
    def _queue_moved(self, ids, journal_row):
        """Say the same of those dossiers, of the ones named, that were filed elsewhere:
        a change of a calendar moved their dates.

        :param list ids: numbers of dossiers
        :param int journal_row: the row of all of them
        """
        filed = [("id", "in", ids), ("filed_line_id", "!=", False)]
        for dossier in self.env["onestop.dossier"].search(filed):
            self._queue_out(dossier, f"{journal_row}-{dossier.id}")

    @api.model
    def _queue_out(self, dossier, told_by):
        """Say to the system that runs a dossier, or at which it was filed, how it is
        here now. Nothing of a person: the papers go with the dossier.

        :param told_by: the row of the journal that this is said of: said once
        """
        line = self.env["onestop.exchange.line"]._of_dossier(dossier)
        if not line:
            return
        due = dossier.date_due and dossier._date_promised()
        moment = fields.Datetime.now().replace(microsecond=0)
        number = f"onestop-{told_by}"
        values = {
            "id": number,
            "kind": "status",
            "moment": _written(moment),
            "code": dossier.outside_code or None,
            "our_code": dossier.code or dossier.tracking_number,
            "procedure": dossier.procedure_id.code,
            "status": NATIONAL_STATUS[dossier.state],
            # Ours to promise where it is decided here.
            "due": _written(due) if due else None,
        }
        with ENGINE.held():
            self.create(
                {
                    "line_id": line.id,
                    "direction": "out",
                    "external_id": number,
                    "kind": "status",
                    "moment": moment,
                    "dossier_id": dossier.id,
                    "content": exchange_message.write(values).decode(),
                }
            )
