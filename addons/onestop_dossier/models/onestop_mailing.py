from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.mailing_scan import MailingScan
from ..engine.transition import Transition
from .onestop_mailing_item import OPEN

# Who gives results to the post, and hears from it.
SENDERS = ("counter_officer", "postal_clerk")
# Of what waits, so many go on one manifest.
MOST = 200


class OnestopMailing(models.Model):
    """The manifest with which a counter gives results to the post, and on which it
    follows what becomes of each.

    Nobody writes it but its actions. A result is returned when the post has delivered
    it, and not when it left the house; one that comes back lies ready at the counter.
    """

    _name = "onestop.mailing"
    _inherit = ["onestop.scanned.list"]
    _description = "Postal manifest"
    _order = "id desc"
    _numbered_by = "onestop_dossier.sequence_mailing"

    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        related="counter_group_id.department_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("open", "Being filled"),
            ("sent", "With the post"),
            ("done", "All answered"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    sent_user_id = fields.Many2one("res.users", "Given to the post by", readonly=True)
    date_sent = fields.Datetime("Given to the post on", readonly=True)
    date_answer_due = fields.Date(
        "Word due by", readonly=True, help="Later than this the post is asked."
    )
    item_ids = fields.One2many("onestop.mailing.item", "mailing_id", "Results")
    item_count = fields.Integer("Number of results", compute="_compute_counts")
    left_count = fields.Integer("Without an answer", compute="_compute_counts")
    is_silent = fields.Boolean(
        "The post is to be asked", compute="_compute_silent", search="_search_silent"
    )
    may_send = fields.Boolean(compute="_compute_may_send")

    _number_unique = models.UniqueIndex("(number)")
    # Whoever fills it meets the others at it.
    _one_open = models.UniqueIndex(
        "(counter_group_id) WHERE state = 'open'",
        "Somebody has just begun this manifest. Open it once more.",
    )

    # --------------------------------------------------------------------- computes

    @api.depends("item_ids.state")
    def _compute_counts(self):
        for mailing in self:
            states = mailing.item_ids.mapped("state")
            mailing.item_count = len(states)
            mailing.left_count = states.count("sent")

    @api.depends("state", "date_answer_due")
    def _compute_silent(self):
        today = legal_today()
        for mailing in self:
            due = mailing.date_answer_due
            mailing.is_silent = mailing.state == "sent" and bool(due and due < today)

    def _search_silent(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "=", "sent") & Domain(
            "date_answer_due", "<", legal_today()
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_may_send(self):
        for mailing in self:
            mailing.may_send = mailing.state == "open" and mailing._may()

    # ----------------------------------------------------------------- who may act

    def _may(self):
        """Whether the user sits at its counter, and sends or hears of the post there."""
        # sudo: bounded to who sits at the counter of a manifest that the user reads.
        counter = self.sudo().counter_group_id
        held = self.env.user._onestop_roles_at(counter.department_id)
        return self.env.user in counter.user_ids and bool(held & set(SENDERS))

    def _role(self):
        # sudo: bounded to the centre of a manifest on which the user acts.
        held = self.env.user._onestop_roles_at(self.sudo().department_id)
        return min(held & set(SENDERS))

    def _locked(self, *states):
        """The manifest as the system writes it, locked, for whoever may act on it.

        :raises AccessError: to anybody else
        :raises UserError: where it is in none of `states` any more
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may():
            raise AccessError(
                self.env._("Only who sits at its counter gives results to the post.")
            )
        return self._lock(states)

    # --------------------------------------------------------------------- actions

    @api.model
    def begin(self):
        """Open the manifest of the user's counter, with all that waits for the post.

        :return: the action that shows it
        :raises AccessError: for whoever sits at no counter
        """
        counter = self.env.user._onestop_counter_group()
        if not counter:
            raise AccessError(
                self.env._("Only who sits at a counter gives results to the post.")
            )
        # sudo: bounded to the open manifest of the counter at which the user sits.
        mailings = self.sudo()
        mailing = mailings.search(
            [("counter_group_id", "=", counter.id), ("state", "=", "open")]
        )
        mailing = mailing or mailings.create(
            {"number": self._next_number(), "counter_group_id": counter.id}
        )
        mailing = mailing.with_env(self.env)
        mailing.action_fill()
        return mailing.action_open()

    def action_fill(self):
        """Put all on the manifest that waits at the counter for the post."""
        mailing = self._locked("open")
        waiting = mailing.env["onestop.dossier"].search(
            mailing._waiting_domain(), order="date_resolved, id", limit=MOST
        )
        mailing._add(waiting.filtered(lambda one: not self._why_not(one)))
        return True

    def action_scan(self, text):
        """What follows from a scan: a dossier is put on the manifest or chosen on it,
        and the number of its label goes with it.

        :param str text: a dossier's code, the address in its QR code, or the number on
            the label of a postal item
        :return: dict `message`, `type` (success, warning)
        :raises UserError: in a sentence, where it does not belong there
        """
        self._locked("open")
        return MailingScan(self).read(text)

    def action_send(self):
        """Give what is on the manifest to the post."""
        mailing = self._locked("open")
        if not mailing.item_ids:
            raise UserError(self.env._("Nothing is on this manifest yet."))
        if bare := mailing.item_ids.filtered(lambda one: not one.postal_number):
            raise UserError(
                self.env._(
                    "Scan the labels of these first: %s.",
                    ", ".join(bare.mapped("code")),
                )
            )
        now = fields.Datetime.now()
        days = timedelta(days=mailing.counter_group_id.mail_days)
        mailing.write(
            {
                "state": "sent",
                "sent_user_id": self.env.uid,
                "date_sent": now,
                "date_answer_due": legal_today() + days,
            }
        )
        for item in mailing.item_ids:
            item._send()
        return True

    def action_dissolve(self):
        """Throw away a manifest that has not left; its results wait again."""
        self._locked("open").unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_mailing_action"
        )

    def action_print(self):
        report = self.env.ref("onestop_dossier.report_mailing_list")
        return report.report_action(self)

    # --------------------------------------------------------------------- helpers

    def _waiting_domain(self):
        return (
            Domain("state", "=", "resolved")
            & Domain("delivery", "=", "post")
            & Domain("delivery_state", "=", "ready")
            & Domain("counter_group_id", "=", self.counter_group_id.id)
            & Domain("mailing_item_ids", "not any", [("state", "in", OPEN)])
        )

    def _why_not(self, dossier):
        """Why the user cannot return this now, by post or otherwise: a sentence, or ""."""
        try:
            Transition(dossier.with_env(self.env), "return").check()
        except UserError as error:
            return str(error)
        return "" if dossier.delivery_address else self.env._("It has no address.")

    def _add(self, dossiers):
        return self.env["onestop.mailing.item"].create(
            [
                {
                    "mailing_id": self.id,
                    "dossier_id": dossier.id,
                    "code": dossier.code,
                    "recipient": dossier.owner_name,
                    "address": dossier.delivery_address,
                }
                for dossier in dossiers
            ]
        )

    def _look_done(self):
        """All of it is answered when nothing is with the post any more."""
        if not any(item.state == "sent" for item in self.item_ids):
            self.state = "done"
