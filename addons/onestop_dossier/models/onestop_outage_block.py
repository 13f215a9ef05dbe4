from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.onestop_procedure.legal_day import legal_today
from odoo.addons.onestop_procedure.models.onestop_counter_group import COUNTER_ROLES

from ..engine.right import ENGINE
from .onestop_numbered_sheet import label_of

# Who leads the counters of a centre: of the province, of a commune.
LEADS = ("director", "department_head")
# What may have become of a number, and what is still to be said of it.
STATES = ("blank", "proposed", "sent_back", "used", "void", "unused")
GAPS = ("blank", "proposed", "sent_back")
# As many as one counter hands out in days without the system.
MOST = 500
# A block is what was printed.
PRINTED = frozenset({"series", "counter_group_id", "first_number", "last_number"})
OURS = frozenset(
    {"state", "handed_at", "handed_by", "closed_at", "closed_by", "receipt_ids"}
)


class OnestopOutageBlock(models.Model):
    """A block of numbered receipts, printed beforehand, on which a counter receives by
    hand while the system stands still.

    Every number of it is accounted for before the block is closed: used for a dossier,
    void for a reason, or given back unused.
    """

    _name = "onestop.outage.block"
    _description = "Block of Receipts for Outages"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    series = fields.Char("Symbol", required=True, help="As it is printed: DP/26.")
    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        related="counter_group_id.department_id", store=True, string="Centre"
    )
    first_number = fields.Integer(required=True, default=1)
    last_number = fields.Integer(required=True, default=50)
    state = fields.Selection(
        [("made", "Made"), ("handed_out", "Handed out"), ("closed", "Closed")],
        default="made",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    holder_id = fields.Many2one(
        "res.users",
        "Handed to",
        ondelete="restrict",
        tracking=True,
        domain="[('id', 'in', seated_ids)]",
    )
    seated_ids = fields.Many2many(related="counter_group_id.user_ids")
    handed_at = fields.Datetime("Handed out on", readonly=True, copy=False)
    handed_by = fields.Char("Handed out by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by = fields.Char(readonly=True, copy=False)
    receipt_ids = fields.One2many(
        "onestop.outage.receipt", "block_id", "Receipts", readonly=True
    )
    used = fields.Integer(compute="_compute_counts")
    void = fields.Integer("Made void", compute="_compute_counts")
    unused = fields.Integer("Given back", compute="_compute_counts")
    waiting = fields.Integer("To be approved", compute="_compute_counts")
    open_count = fields.Integer("Not accounted for", compute="_compute_counts")

    _numbers_in_order = models.Constraint(
        "CHECK (first_number > 0 AND last_number >= first_number)",
        "Numbers begin at 1, and the last comes after the first.",
    )

    @api.depends("series", "first_number", "last_number")
    def _compute_display_name(self):
        for block in self:
            block.display_name = (
                f"{block.series} {block.first_number}–{block.last_number}"
                if block.series
                else self.env._("New block of receipts")
            )

    @api.depends("receipt_ids.state")
    def _compute_counts(self):
        counts = {
            (block.id, state): count
            for block, state, count in self.env["onestop.outage.receipt"]._read_group(
                [("block_id", "in", self.ids)], ["block_id", "state"], ["__count"]
            )
        }
        for block in self:
            count = {state: counts.get((block.id, state), 0) for state in STATES}
            block.used, block.void = count["used"], count["void"]
            block.unused = count["unused"]
            block.waiting = count["proposed"] + count["sent_back"]
            # What waits to be approved was said already: it is counted there.
            block.open_count = count["blank"]

    @api.constrains("series", "counter_group_id", "first_number", "last_number")
    def _check_numbers(self):
        for block in self:
            if block.last_number - block.first_number >= MOST:
                raise ValidationError(
                    self.env._("A block has at most %s receipts.", MOST)
                )
            # sudo: bounded to whether there is one; other counters of the centre have
            # blocks too.
            if self.sudo().search_count(
                [
                    ("id", "!=", block.id),
                    ("department_id", "=", block.department_id.id),
                    ("series", "=", block.series),
                    ("first_number", "<=", block.last_number),
                    ("last_number", ">=", block.first_number),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._(
                        "Another block of this centre has some of these numbers."
                    )
                )

    @api.constrains("holder_id", "counter_group_id")
    def _check_holder(self):
        for block in self:
            if block.holder_id and block.holder_id not in block.seated_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not sit at %(counter)s.",
                        user=block.holder_id.name,
                        counter=block.counter_group_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse(vals.keys() & OURS)
            vals["series"] = " ".join((vals.get("series") or "").split())
        names = {f"default_{name}" for name in OURS}
        clean = {k: v for k, v in self.env.context.items() if k not in names}
        blocks = super(OnestopOutageBlock, self.with_context(clean)).create(vals_list)
        blocks._check_leads()
        with ENGINE.held():
            # sudo: bounded to the numbers of the blocks that were just made.
            self.env["onestop.outage.receipt"].sudo().create(
                [
                    {"block_id": block.id, "number": number}
                    for block in blocks
                    for number in range(block.first_number, block.last_number + 1)
                ]
            )
        return blocks

    def write(self, vals):
        if not ENGINE and vals.keys() & (PRINTED | OURS | {"holder_id"}):
            self._refuse(vals.keys() & (PRINTED | OURS))
            if any(block.state != "made" for block in self):
                self._refuse(vals.keys())
            self._check_leads()
        return super().write(vals)

    def unlink(self):
        if any(block.state != "made" for block in self):
            raise UserError(
                self.env._("A block that was handed out is kept, and closed.")
            )
        self._check_leads()
        with ENGINE.held():
            # sudo: bounded to the blank receipts of blocks that nobody holds.
            self.sudo().receipt_ids.unlink()
        return super().unlink()

    def _refuse(self, names):
        if names and not ENGINE:
            raise AccessError(
                self.env._(
                    "A block stays as it was printed. Where it is wrong, delete it "
                    "before it is handed out and make another."
                )
            )

    def _roles(self):
        """What the user is at the centre of the block."""
        self.ensure_one()
        return self.env.user._onestop_roles_at(self.department_id)

    def _check_leads(self):
        """:raises AccessError: but for whoever leads the counters"""
        for block in self:
            block.check_access("read")
            if not self.env.su and not block._roles() & set(LEADS):
                raise AccessError(
                    self.env._(
                        "Only whoever leads the counters of %s does this.",
                        block.department_id.name,
                    )
                )

    def _check_uses(self):
        """:raises AccessError: but for whoever sits at the counter, and who leads it

        :return: the role in which they do it
        """
        self.ensure_one()
        self.check_access("read")
        roles = self._roles()
        seated = self.env.user in self.counter_group_id.user_ids
        found = roles & set(LEADS) or (roles & set(COUNTER_ROLES) if seated else set())
        if not found:
            raise AccessError(
                self.env._("Only the counter that holds the block uses its receipts.")
            )
        return min(found)

    # ---------------------------------------------------------------------- its life

    def action_hand_out(self):
        """The holder has the printed receipts, from now on."""
        self._check_leads()
        for block in self:
            if block.state != "made":
                raise UserError(
                    self.env._("%s is handed out already.", block.display_name)
                )
            if not block.holder_id:
                raise UserError(self.env._("Say who takes the receipts."))
            block._write_ours(
                state="handed_out",
                handed_at=fields.Datetime.now(),
                handed_by=self.env.user.name,
            )
        return True

    def action_close(self):
        """:raises UserError: naming each number that is not accounted for"""
        self._check_leads()
        for block in self:
            if block.state != "handed_out":
                raise UserError(self.env._("Only what was handed out is closed."))
            if gaps := block._gaps():
                raise UserError(
                    self.env._(
                        "Not every number is accounted for:\n%s", "\n".join(gaps)
                    )
                )
            block._write_ours(
                state="closed",
                closed_at=fields.Datetime.now(),
                closed_by=self.env.user.name,
            )
        return True

    def _write_ours(self, **vals):
        with ENGINE.held():
            # sudo: bounded to what this class says of a block that the user leads.
            self.sudo().write(vals)

    def _gaps(self):
        """A line a number that is not accounted for, with who has to say of it."""
        labels = dict(
            self.receipt_ids._fields["state"]._description_selection(self.env)
        )
        return [
            f"{one.label}: {labels[one.state]}"
            f" ({one.proposed_by or self.holder_id.name})"
            for one in self.receipt_ids
            if one.state in GAPS
        ]

    def action_print(self):
        return self.env.ref("onestop_dossier.report_outage_receipts").report_action(
            self
        )

    def action_void(self):
        return self._settle("void")

    def action_give_back(self):
        return self._settle("unused")

    def _settle(self, kind):
        self.ensure_one()
        blank = self.receipt_ids.filtered(lambda one: one.state == "blank")
        return self.env["onestop.outage.settle"]._open(
            kind=kind,
            block_id=self.id,
            first_number=blank[:1].number,
            last_number=blank[-1:].number if kind == "unused" else blank[:1].number,
        )

    def label(self, number):
        return label_of(self.series, number)

    # ------------------------------------------------------------------- who is told

    def _call_leaders(self):
        """Whoever leads the counter has hours to approve, today: an activity each, and
        one only while it is there."""
        # sudo: bounded to activities of a block whose user proposed an hour.
        block = self.sudo().with_context(mail_activity_quick_update=True)
        called = block._calls().user_id
        for leader in block._leaders() - called:
            block.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=legal_today(),
                summary=self.env._("Hours of reception to approve"),
                user_id=leader.id,
            )

    def _calls(self):
        """The activities of ours; people make others for themselves."""
        return self.activity_ids.filtered("automated")

    def _leaders(self):
        # sudo: bounded to who leads the counters of this centre.
        held = self.env["onestop.role.assignment"].sudo()
        at = self.department_id.id
        return held.search(
            [
                ("in_force", "=", True),
                ("role", "in", LEADS),
                ("department_id", "=", at),
            ]
        ).user_id

    def _release_leaders(self):
        """Nothing waits for approval any more."""
        if not self.receipt_ids.filtered(lambda one: one.state == "proposed"):
            # sudo: bounded to the activities of this block.
            self.sudo()._calls().unlink()
