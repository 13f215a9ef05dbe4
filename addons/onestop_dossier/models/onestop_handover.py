from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.apology import LEGAL_LANGUAGE
from ..engine.handing_over import HandingOver
from ..engine.right import ENGINE

# Dossiers that pass in one transaction: others wait for it no longer than a moment.
BATCH = 100
# Finished ones are not worked on: nobody waits for them.
FINISHED_BATCH = 5000
# What somebody worked on meanwhile passes a moment later (seconds).
AGAIN = 60
# What the administrator writes before it begins; all else follows from the moving.
DRAFTED = frozenset({"department_id", "successor_id", "date", "decision", "part_ids"})


class OnestopHandover(models.Model):
    """The unfinished dossiers that pass from a department that ended to its successors.

    Jobs move them in batches, each dossier under a lock of its own and with an entry in
    its journal. What has passed is no longer among those that are left, so a job that
    is cut off, or runs twice, moves nothing twice. Finished ones stay with whoever
    resolved them; the successors may look them up from then on.
    """

    _name = "onestop.handover"
    _description = "Hand-over of dossiers"
    _order = "date desc, id desc"
    _rec_name = "department_id"

    department_id = fields.Many2one(
        "onestop.department", "From", required=True, index=True, ondelete="restrict"
    )
    successor_id = fields.Many2one(
        "onestop.department",
        "To",
        required=True,
        ondelete="restrict",
        help="Whoever takes over what is not listed otherwise.",
    )
    date = fields.Date(
        "On", required=True, default=lambda self: legal_today(), help="Its first day."
    )
    decision = fields.Char(help="Number and date of the decision.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("moving", "Under way"),
            ("moved", "To be received"),
            ("received", "Received"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    heir_ids = fields.Many2many(
        "onestop.department",
        string="Successors on record",
        compute="_compute_heir_ids",
    )
    part_ids = fields.One2many(
        "onestop.handover.part", "handover_id", "By procedure", copy=False
    )
    line_ids = fields.One2many(
        "onestop.handover.line", "handover_id", "Dossiers", copy=False
    )
    user_id = fields.Many2one("res.users", "Begun by", readonly=True, copy=False)
    date_begun = fields.Datetime("Begun", readonly=True, copy=False)
    date_moved = fields.Datetime("All passed", readonly=True, copy=False)
    left_count = fields.Integer("Still to pass", compute="_compute_figures")
    moved_count = fields.Integer("Passed", compute="_compute_figures")
    received_count = fields.Integer("Received", compute="_compute_figures")
    finished_count = fields.Integer(
        "Finished, to look up",
        readonly=True,
        copy=False,
        help="Finished dossiers stay with the department that ended. Its successors may "
        "read them.",
    )

    open_books = fields.Char(
        "Open books of fee receipts",
        compute="_compute_open_books",
        help="A book belongs to the agency that collects the fee: it does not pass.",
    )

    _not_itself = models.Constraint(
        "CHECK (department_id != successor_id)",
        "A department hands nothing over to itself.",
    )
    _once = models.UniqueIndex(
        "(department_id)",
        "A department hands over once: this one does already, or did.",
    )

    @api.depends("department_id.succession_ids.successor_id")
    def _compute_heir_ids(self):
        for handover in self:
            handover.heir_ids = handover.department_id.succession_ids.successor_id

    @api.depends("state", "line_ids.date_received")
    def _compute_figures(self):
        # sudo: bounded to figures; who prepares a hand-over reads no dossier.
        lines = self.env["onestop.handover.line"].sudo()
        for handover in self:
            mine = [("handover_id", "=", handover._origin.id)]
            handover.moved_count = lines.search_count(mine)
            handover.received_count = lines.search_count(
                [*mine, ("date_received", "!=", False)]
            )
            ended = handover.state in ("moved", "received")
            handover.left_count = 0 if ended else len(HandingOver(handover).left())

    def _compute_open_books(self):
        for handover in self:
            # sudo: bounded to the names of the books that the department that ended
            # collects with, or holds; who prepares a hand-over reads no book.
            books = self.env["onestop.fee.book"].sudo().search(handover._held_books())
            handover.open_books = ", ".join(books.mapped("display_name"))

    def _held_books(self):
        old = self.department_id.id
        collects = Domain("department_id", "=", old)
        holds = Domain("counter_group_id.department_id", "=", old)
        return Domain("closed", "=", False) & (collects | holds)

    # ---------------------------------------------------------------------- guards

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_others(vals.keys() - DRAFTED)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not ENGINE:
            self._refuse_others(vals.keys() - DRAFTED)
            if any(handover.state != "draft" for handover in self):
                raise AccessError(
                    self.env._("What has begun to pass is written no more.")
                )
        return super().write(vals)

    def _refuse_others(self, names):
        if names and not ENGINE:
            raise AccessError(
                self.env._("These follow from the hand-over: %s", ", ".join(names))
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(handover.state != "draft" for handover in self):
            raise AccessError(self.env._("What has begun to pass is kept."))

    # --------------------------------------------------------------------- actions

    @api.model
    def _prepare_for(self, department):
        """A draft for a department: its main successor, what it has by procedure.

        :raises UserError: where nobody succeeds it, or all of it has passed
        """
        if not department.successor_id:
            raise UserError(
                self.env._(
                    "Nobody succeeds %(department)s. Name its successors first.",
                    department=department.display_name,
                )
            )
        handover = self.search([("department_id", "=", department.id)])
        if handover.state in ("moved", "received"):
            raise UserError(
                self.env._(
                    "%(department)s handed over on %(day)s already (%(decision)s): "
                    "nothing is handed over twice.",
                    department=department.display_name,
                    day=format_date(self.env, handover.date),
                    decision=handover.decision,
                )
            )
        handover = handover or self.create(
            {
                "department_id": department.id,
                "successor_id": department.successor_id.id,
                "date": max(
                    department.succession_ids.filtered(
                        lambda one: one.successor_id == department.successor_id
                    ).mapped("date")
                ),
            }
        )
        if handover.state == "draft":
            handover._list_parts()
        return handover

    def _list_parts(self):
        """Bring the figures by procedure up to date; who takes over what stays."""
        figures = self._figures()

        def figures_of(procedure):
            return {name: counts.get(procedure, 0) for name, counts in figures.items()}

        listed = self.part_ids.procedure_id.ids
        for part in self.part_ids:
            part.write(figures_of(part.procedure_id.id))
        self.part_ids = [
            fields.Command.create(
                {
                    "procedure_id": procedure,
                    "successor_id": self.successor_id.id,
                    **figures_of(procedure),
                }
            )
            for procedure in dict.fromkeys(chain(*figures.values()))
            if procedure not in listed
        ]

    def _figures(self):
        """What a part counts, as {field: {id of a procedure: how many}}."""
        passing = HandingOver(self)
        # sudo: bounded to how many dossiers there are of each procedure.
        dossiers = self.env["onestop.dossier"].sudo()
        groups = dossiers._read_group(
            [("id", "in", passing.left())], ["procedure_id"], ["__count"]
        )
        return {
            "dossiers": {procedure.id: count for procedure, count in groups},
            "finished": passing.finished(),
        }

    def action_begin(self):
        """Let the dossiers pass, in jobs.

        :raises UserError: before its day, or without a decision
        """
        self.ensure_one()
        self.check_access("write")
        wait_for(self)
        if self.state not in ("draft", "moving"):
            raise UserError(self.env._("All of it has passed already."))
        if self.state == "draft":
            self._list_parts()
            self._check_ready()
            with ENGINE.held():
                self.write(
                    {
                        "state": "moving",
                        "user_id": self.env.uid,
                        "date_begun": fields.Datetime.now(),
                    }
                )
            self.env["onestop.journal"]._append(
                self, "hand_over", "administrator", reason=self._begun_words()
            )
        self._queue_move()
        return True

    def _begun_words(self):
        """The decision, and the books that were not settled, for the journal."""
        told = self.with_context(lang=LEGAL_LANGUAGE)
        if not told.open_books:
            return self.decision
        return told.env._(
            "%(decision)s. Books of fee receipts that are not settled yet: %(books)s.",
            decision=self.decision,
            books=told.open_books,
        )

    def _check_ready(self):
        department, today = self.department_id, legal_today()
        if not (self.decision or "").strip():
            raise UserError(self.env._("Write down the decision."))
        if self.date > today:
            raise UserError(
                self.env._(
                    "It begins on %s, not before.", format_date(self.env, self.date)
                )
            )
        if department._is_in_force(today):
            raise UserError(
                self.env._(
                    "%(department)s still exists: write down its last day first.",
                    department=department.display_name,
                )
            )
        for successor in self.successor_id | self.part_ids.successor_id:
            if successor not in self.heir_ids:
                raise UserError(
                    self.env._(
                        "%(successor)s is not on record as a successor of "
                        "%(department)s. Name it among its successors first.",
                        successor=successor.display_name,
                        department=department.display_name,
                    )
                )
            if not successor._is_in_force(today):
                raise UserError(
                    self.env._(
                        "%(department)s does not exist today and can take nothing over.",
                        department=successor.display_name,
                    )
                )
        if versions := HandingOver(self).without_counter():
            version = versions[0]
            raise UserError(
                self.env._(
                    "%(department)s has no counter that receives “%(field)s” "
                    "(%(procedure)s). Give it one first.",
                    department=self._successor_for(version.procedure_id).display_name,
                    field=version.field_id.display_name or "",
                    procedure=version.procedure_id.code,
                )
            )

    def action_receive(self):
        """Confirm, as the head of a department, that it received its dossiers.

        :raises UserError: where nothing waits to be received by the user
        """
        self.ensure_one()
        self.check_access("read")
        wait_for(self)
        heads = self.env.user._held_assignments(["department_head"]).department_id
        # sudo: bounded to the lines of departments that the user is the head of.
        handover = self.sudo()
        lines = handover.line_ids.filtered(
            lambda line: line.successor_id in heads and not line.date_received
        )
        if self.state != "moved" or not lines:
            raise UserError(self.env._("Nothing waits to be received by you."))
        with ENGINE.held():
            lines.write(
                {
                    "received_by": self.env.user.name,
                    "date_received": fields.Datetime.now(),
                }
            )
            if all(handover.line_ids.mapped("date_received")):
                handover.state = "received"
        self.env["onestop.journal"]._append(
            self, "hand_over_received", "department_head", data={"count": len(lines)}
        )
        return True

    def _successor_for(self, procedure):
        part = self.part_ids.filtered(lambda one: one.procedure_id == procedure)
        return part.successor_id or self.successor_id

    # --------------------------------------------------------------------- the job

    def _queue_move(self, eta=None):
        self.with_delay(
            description="Hand dossiers over",
            identity_key=f"onestop.handover,{self.id}",
            eta=eta,
        )._move()

    def _move(self):
        """Job: let a batch pass, and queue the next."""
        # sudo: bounded to a hand-over that somebody began who may; the job runs as they.
        handover = self.sudo().exists()
        if handover.state != "moving":
            return
        passing = HandingOver(handover)
        left = passing.left()
        batch = handover.env["onestop.dossier"].browse(left[:BATCH])
        free = batch.try_lock_for_update(allow_referencing=True)
        # What another one wrote until it let go of the row is what is read now.
        free.invalidate_recordset()
        passing.move(free)
        if len(free) < len(left):
            self._queue_move(None if free else AGAIN)
            return
        if passing.move_finished(FINISHED_BATCH):
            self._queue_move()
            return
        passed, more = handover._pass_rest(BATCH)
        if more:
            self._queue_move(None if passed else AGAIN)
            return
        finished = sum(passing.finished().values())
        with ENGINE.held():
            handover.write(
                {
                    "state": "moved" if handover.line_ids else "received",
                    "date_moved": fields.Datetime.now(),
                    "finished_count": finished,
                }
            )
        self.env["onestop.journal"]._append(
            handover,
            "hand_over_done",
            "system",
            reason=" ".join(handover._done_words()),
            data={"passed": len(handover.line_ids), "finished": finished},
            actor="system",
        )

    def _pass_rest(self, limit):
        """What else than dossiers passes, in a batch after them.

        :return: whether something passed, and whether something is left
        """
        return False, False

    def _done_words(self):
        """What passed, as sentences of the journal."""
        _ = self.with_context(lang=LEGAL_LANGUAGE).env._
        return [
            _("Dossiers handed over: %s.", len(self.line_ids)),
            _("Finished dossiers to look up: %s.", self.finished_count),
        ]
