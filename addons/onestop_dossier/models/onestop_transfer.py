from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..engine.sentences import role_label
from ..engine.transfer_board import TransferBoard
from ..engine.transfer_scan import TransferScan
from ..engine.transfer_silence import TransferSilence
from .onestop_transfer_item import FOUND

# Who hands over and takes over at a place, and who carries in between.
HANDS = ("counter_officer", "clerk", "department_officer", "department_head")
CARRIES = ("postal_clerk",)
ROLES = {"give": HANDS, "take": HANDS, "carry": CARRIES}
# What is closed goes from whoever keeps the archive here to whoever keeps it there.
ARCHIVE_ROLES = {"give": ("clerk",), "take": ("clerk", "department_head")}
# Ways on a route.
DIRECTIONS = ("out", "back", "archive")
UNDER_WAY = ("handed", "carried")
# Of what waits, so many go on one list.
MOST = 200


class OnestopTransfer(models.Model):
    """Paper dossiers that leave a centre for an agency, or come back, on one list.

    It has no say in what becomes of a dossier: it says where the paper is, who gave it,
    who took it, and in which state. Nobody writes it but its actions; each finding is
    kept at once, so whoever is interrupted goes on where they were.
    """

    _name = "onestop.transfer"
    _inherit = ["onestop.scanned.list"]
    _description = "Transfer of paper dossiers"
    _order = "id desc"
    _numbered_by = "onestop_dossier.sequence_transfer"

    route_id = fields.Many2one(
        "onestop.transfer.route", required=True, readonly=True, ondelete="restrict"
    )
    direction = fields.Selection(
        [
            ("out", "To the agency"),
            ("back", "Back to the centre"),
            ("archive", "To the agency's archive"),
        ],
        required=True,
        readonly=True,
    )
    from_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    to_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    carrier_id = fields.Many2one(
        "onestop.department", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("open", "Being filled"),
            ("handed", "Sent off"),
            ("carried", "With the carrier"),
            ("received", "All taken"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    date_planned = fields.Datetime("Leaves at", readonly=True)
    handed_user_id = fields.Many2one("res.users", "Handed over by", readonly=True)
    date_handed = fields.Datetime("Sent off on", readonly=True)
    carried_user_id = fields.Many2one("res.users", "Carried by", readonly=True)
    date_carried = fields.Datetime("Carried since", readonly=True)
    received_user_id = fields.Many2one("res.users", "Taken over by", readonly=True)
    date_received = fields.Datetime("All taken on", readonly=True)
    date_answer_due = fields.Datetime(
        "To be taken over by", readonly=True, help="Later than this is silence."
    )
    date_reminded = fields.Datetime("Reminded", readonly=True)
    item_ids = fields.One2many("onestop.transfer.item", "transfer_id", "Dossiers")
    item_count = fields.Integer("Number of dossiers", compute="_compute_counts")
    left_count = fields.Integer("Still to find", compute="_compute_counts")
    remark_count = fields.Integer("Not as listed", compute="_compute_counts")
    date_due = fields.Datetime(
        "To leave by", compute="_compute_due", help="Of the first dossier on it."
    )
    late = fields.Boolean(
        compute="_compute_due", help="A dossier on it leaves later than the law says."
    )
    silent = fields.Boolean(
        "Not taken over in time", compute="_compute_silent", search="_search_silent"
    )
    may_give = fields.Boolean(compute="_compute_may")
    may_carry = fields.Boolean(compute="_compute_may")
    may_take = fields.Boolean(compute="_compute_may")

    _number_unique = models.UniqueIndex("(number)")
    # Whoever fills it meets the others at it.
    _one_open = models.UniqueIndex(
        "(route_id, direction) WHERE state = 'open'",
        "Somebody has just begun this list. Open it once more.",
    )
    _under_way_index = models.Index(
        "(date_answer_due) WHERE state IN ('handed', 'carried')"
    )

    # --------------------------------------------------------------------- computes

    @api.depends("item_ids.state")
    def _compute_counts(self):
        for transfer in self:
            states = transfer.item_ids.mapped("state")
            transfer.item_count = len(states) - states.count("extra")
            transfer.left_count = states.count("under_way")
            transfer.remark_count = sum(
                states.count(one) for one in ("missing", "wrong", "damaged", "extra")
            )

    @api.depends("item_ids.date_due", "item_ids.breach", "state")
    def _compute_due(self):
        now = fields.Datetime.now()
        for transfer in self:
            dues = [one for one in transfer.item_ids.mapped("date_due") if one]
            transfer.date_due = min(dues, default=False)
            waits = transfer.state == "open" and transfer.date_due
            transfer.late = any(transfer.item_ids.mapped("breach")) or bool(
                waits and transfer.date_due < now
            )

    @api.depends("state", "date_answer_due")
    def _compute_silent(self):
        now = fields.Datetime.now()
        for transfer in self:
            due = transfer.date_answer_due
            transfer.silent = transfer.state in UNDER_WAY and bool(due and due < now)

    def _search_silent(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", UNDER_WAY) & Domain(
            "date_answer_due", "<", fields.Datetime.now()
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_may(self):
        for transfer in self:
            transfer.may_give = transfer.state == "open" and transfer._may("give")
            transfer.may_carry = (
                transfer.state == "handed"
                and bool(transfer.carrier_id)
                and transfer._may("carry")
            )
            transfer.may_take = (
                transfer.state in UNDER_WAY
                and transfer.handed_user_id != self.env.user
                and transfer._may("take")
            )

    # ----------------------------------------------------------------- who may act

    def _places(self, act):
        """Where one has to serve who gives, carries or takes."""
        if act == "carry":
            # The post has people of its own, or its clerk at the centre.
            return self.carrier_id | self.route_id.centre_id
        return self.from_id if act == "give" else self.to_id

    def _may(self, act):
        return bool(self._roles(act))

    def _roles(self, act):
        # sudo: bounded to the two sides of a transfer that the user reads.
        transfer = self.sudo()
        places = transfer._places(act)
        return self.env.user._onestop_roles_at(places) & set(transfer._acting(act))

    def _acting(self, act):
        """The roles that give, carry or take this list."""
        archive = ARCHIVE_ROLES if self.direction == "archive" else {}
        return archive.get(act, ROLES[act])

    def _locked(self, act, states):
        """The transfer as the system writes it, locked, for whoever may do `act`.

        :raises AccessError: to anybody else
        :raises UserError: where it is not in one of `states` any more
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may(act):
            # sudo: bounded to which way a list goes that the user reads.
            acting = self.sudo()._acting(act)
            labels = [role_label(self.env, role) for role in acting]
            # sudo: bounded to the names of its two sides and the carrier.
            places = self.sudo()._places(act)
            raise AccessError(
                self.env._(
                    "This is done at %(place)s, by: %(roles)s.",
                    place=", ".join(places.mapped("name")),
                    roles=", ".join(labels),
                )
            )
        transfer = self._lock(states)
        if act == "take" and transfer.handed_user_id == self.env.user:
            raise UserError(
                self.env._("Whoever handed a list over does not take it over as well.")
            )
        return transfer

    # --------------------------------------------------------------------- actions

    @api.model
    def begin(self, route, direction="out"):
        """Open the list of a route, with all that waits on it.

        :param int route: id of the route
        :param str direction: out, back to the centre, or to the archive of the agency
        :return: the action that shows it
        :raises AccessError: for whoever hands nothing over there
        """
        routes = self.env["onestop.transfer.route"]
        route = routes.search([("id", "=", route)]) if type(route) is int else routes
        if not route or direction not in DIRECTIONS:
            raise UserError(
                self.env._("Choose a route that is there, and which way on it.")
            )
        place = route._from(direction)
        hands = ARCHIVE_ROLES["give"] if direction == "archive" else HANDS
        if not self.env.user._onestop_roles_at(place) & set(hands):
            raise AccessError(
                self.env._("Only who works at %s hands its paper over.", place.name)
            )
        # sudo: bounded to the open list of a place where the user hands paper over.
        transfers = self.sudo()
        same = [("route_id", "=", route.id), ("direction", "=", direction)]
        transfer = transfers.search([*same, ("state", "=", "open")])
        transfer = transfer or transfers.create(
            {
                "number": self._next_number(),
                "route_id": route.id,
                "direction": direction,
                "from_id": place.id,
                "to_id": route._to(direction).id,
                "carrier_id": route.carrier_id.id,
                "date_planned": route._next_round(direction),
            }
        )
        transfer = transfer.with_env(self.env)
        transfer.action_fill()
        return transfer.action_open()

    def action_fill(self):
        """Put all on the list that waits to go that way."""
        transfer = self._locked("give", ("open",))
        waiting = transfer.env["onestop.dossier"].search(
            transfer.route_id._waiting_domain(transfer.direction),
            order="date_accepted, id",
            limit=MOST,
        )
        transfer._add(waiting)
        return True

    def action_scan(self, text):
        """What follows from a scan: a dossier is put on the list, or found on it.

        :param str text: a dossier's code, the address in its QR code, or the number of
            a list
        :return: dict `message`, `type` (success, warning) and perhaps `action`
        :raises UserError: in a sentence, where the dossier does not belong there
        """
        return TransferScan(self).read(text)

    def action_hand_over(self):
        """Hand the list over: to the carrier, or to the other side."""
        transfer = self._locked("give", ("open",))
        if not transfer.item_ids:
            raise UserError(self.env._("Nothing is on this list yet."))
        now = fields.Datetime.now()
        for item in transfer.item_ids:
            late = bool(item.date_due and item.date_due < now)
            item.write({"state": "under_way", "breach": late})
        transfer.write(
            {
                "state": "handed",
                "handed_user_id": self.env.uid,
                "date_handed": now,
                "date_answer_due": transfer._answer_due(now),
            }
        )
        for item in transfer.item_ids:
            self._journal(item, "paper_handed", "give")
        return True

    def action_carry(self):
        """Take the list over to carry it."""
        transfer = self._locked("carry", ("handed",))
        if not transfer.carrier_id:
            raise UserError(self.env._("Nobody carries this list: the two sides meet."))
        transfer.write(
            {
                "state": "carried",
                "carried_user_id": self.env.uid,
                "date_carried": fields.Datetime.now(),
            }
        )
        for item in transfer.item_ids:
            self._journal(item, "paper_carried", "carry")
        return True

    def action_finish(self):
        """End taking over; what was not found is recorded as missing first.

        :return: the form that asks about what is missing, or True
        """
        transfer = self._locked("take", UNDER_WAY)
        left = transfer.item_ids.filtered(lambda one: one.state == "under_way")
        if left:
            return self.env["onestop.transfer.remark"]._open(left.with_env(self.env))
        transfer.write(
            {
                "state": "received",
                "received_user_id": self.env.uid,
                "date_received": fields.Datetime.now(),
            }
        )
        return True

    def action_dissolve(self):
        """Throw away a list that has not left; its dossiers wait again."""
        transfer = self._locked("give", ("open",))
        transfer.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_transfer_action"
        )

    def action_print(self):
        report = self.env.ref("onestop_dossier.report_transfer_list")
        return report.report_action(self)

    @api.model
    @api.readonly
    def board(self):
        """What the user's place has to hand over and to take; see
        `engine.transfer_board`."""
        self.check_access("read")
        return TransferBoard(self.env).read()

    @api.model
    def _cron_silence(self):
        """Remind of lists that nobody took over in time, in working hours, once."""
        TransferSilence(self.env).remind()

    # --------------------------------------------------------------------- helpers

    def _answer_due(self, now):
        calendar = self.to_id._clock()
        minutes = round(self.route_id.answer_hours * 60)
        return naive(calendar.add_working_minutes(aware(now), minutes))

    def _add(self, dossiers, **vals):
        """Put dossiers on the list; whoever calls has looked whether they belong."""
        going_back = self.direction == "back"
        # Whoever waits meanwhile to send the list off begins anew, and sees what came.
        self.env.cr.execute(
            SQL("UPDATE onestop_transfer SET number = number WHERE id = %s", self.id)
        )
        return self.env["onestop.transfer.item"].create(
            [
                {
                    "transfer_id": self.id,
                    "dossier_id": dossier.id,
                    "code": dossier.code,
                    "procedure_id": dossier.procedure_id.id,
                    "what": "result"
                    if going_back and dossier.state == "resolved"
                    else "papers",
                    "date_due": self._due_of(dossier),
                    **vals,
                }
                for dossier in dossiers
            ]
        )

    def _due_of(self, dossier):
        """By when its paper leaves for the first time; False for any other way."""
        before = dossier.paper_item_ids.filtered(lambda one: one.state in FOUND)
        if self.direction != "out" or before:
            return False
        return self.route_id._due_of(dossier)

    def _journal(self, item, code, act, note=""):
        """Say in the dossier's journal who had its paper in hand."""
        # sudo: bounded to a row of the journal of a dossier on the user's own list.
        item = item.sudo()
        transfer = item.transfer_id
        way = f"{transfer.number}: {transfer.from_id.name} → {transfer.to_id.name}"
        data = {
            "transfer": transfer.number,
            "from": transfer.from_id.id,
            "to": transfer.to_id.id,
        }
        if item.breach and code == "paper_handed":
            data["breaches"] = ["transfer_late"]
        self.env["onestop.journal"]._append(
            item.dossier_id,
            code,
            min(self._roles(act)),
            item.dossier_id.state,
            item.dossier_id.state,
            reason=". ".join(filter(None, [way, note])),
            data=data,
        )
