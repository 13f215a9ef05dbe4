from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..core.outside_status import (
    CONFIRMED,
    TAKEN,
    OutsideStatus,
    is_thinkable,
    normalise_outside,
)
from ..core.workflow import OPEN_STATES
from ..engine.actor import Actor
from ..engine.following import HAS_RESULT, Following
from ..engine.right import ENGINE

# What only the engine writes.
FOLLOWED_FIELDS = (
    *("run_by", "filed_line_id", "outside_code", "outside_typed"),
    *("date_outside", "date_outside_due"),
)
# How far the return of the result is, by state.
RETURN = {"resolved": "open", "returned": "done"}
# Signs of what is no code that are told again.
CODE_TOLD = 50
# Who may type what another system shows while the line is down.
TYPISTS = ("counter_officer", "department_head", "supervisor", "director")


class OnestopFollowed(models.AbstractModel):
    """A file that another system may run: then its code there stands beside ours, and
    its status and dates are those that were said there, with where they come from.

    No clock of ours runs on it: nothing of it is late here, nobody is reminded.
    """

    _name = "onestop.followed"
    _description = "What another system may run"

    filed_line_id = fields.Many2one(
        "onestop.exchange.line",
        "Filed on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The system on which it was filed; there is said how it is here.",
    )
    outside_code = fields.Char("Code of the other system", readonly=True, copy=False)
    outside_typed = fields.Boolean(
        "Typed by hand",
        readonly=True,
        copy=False,
        help="The last status was typed here; the other system has not confirmed it.",
    )
    date_outside = fields.Datetime("Status since", readonly=True, copy=False)
    date_outside_due = fields.Datetime(
        "Due, as told from outside", readonly=True, copy=False
    )
    outside_overdue = fields.Boolean(
        "Past the date told from outside",
        compute="_compute_outside_overdue",
        search="_search_outside_overdue",
    )
    outside_system = fields.Char(
        "System that decides", compute="_compute_outside_system"
    )
    outside_source = fields.Char(
        "Where the date comes from", compute="_compute_outside_source"
    )

    @api.depends("state", "date_outside_due")
    def _compute_outside_overdue(self):
        now = fields.Datetime.now()
        for file in self:
            due = file.date_outside_due
            file.outside_overdue = bool(due and file.state in OPEN_STATES and due < now)

    def _search_outside_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        past = Domain("date_outside_due", "<", fields.Datetime.now())
        return Domain("state", "in", OPEN_STATES) & past

    @api.depends_context("lang")
    @api.depends("run_by")
    def _compute_outside_system(self):
        for file in self:
            file.outside_system = file._outside_system()

    @api.depends_context("lang")
    @api.depends("run_by", "date_outside_due", "outside_typed")
    def _compute_outside_source(self):
        for file in self:
            file.outside_source = file._outside_source()

    def follow(self, values):
        """Enter by hand what the system that runs a dossier says of it.

        :param dict values: `status` (a state of a submitted dossier), `moment` (since
            when; ISO text, UTC; now, unless said), `due` (the date given there, or
            nothing), `outside_code` (its code there), `reason` (how it is known; names
            nobody)
        :return: True
        :raises AccessError: but for who follows it
        :raises UserError: for what is decided here, and where more is known already
        """
        self.ensure_one()
        self.check_access("read")
        if not isinstance(values, dict):
            raise UserError(self.env._("Say “status” and “reason” by their names."))
        role = self._typist()
        reason = str(values.get("reason") or "").strip()
        if not reason:
            raise UserError(
                self.env._("Say how you know it: seen where, told by whom.")
            )
        check_reason(self.env, reason)
        if values.get("outside_code"):
            self._take_outside_code(values["outside_code"])
        said = self._read_typed(values)
        if Following(self).take(said, role, reason) not in (TAKEN, CONFIRMED):
            raise UserError(
                self.env._(
                    "A status since a later moment is known already: “%(state)s”. What "
                    "does not agree with it is settled among the differences.",
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        return True

    def _typist(self):
        # sudo: bounded to where this one file was received, and who is competent.
        file = self.sudo()
        held = Actor(self.env).roles_at(
            file.received_department_id | file.department_id
        )
        role = next((one for one in TYPISTS if one in held), None)
        if not role:
            raise AccessError(
                self.env._(
                    "Only the centre that received a dossier enters by hand what is "
                    "said of it outside."
                )
            )
        return role

    def _read_typed(self, values):
        state = values.get("status")
        # Art. 20: the register of what is handed out here has a signature.
        if state == "returned" and self.delivery == "counter":
            raise UserError(
                self.env._("The result is handed out here: that makes it returned.")
            )
        try:
            moment = fields.Datetime.to_datetime(values.get("moment") or None)
            due = fields.Datetime.to_datetime(values.get("due") or None)
        except (ValueError, TypeError):
            raise UserError(self.env._("This is no date.")) from None
        if not all(map(is_thinkable, filter(None, (moment, due)))):
            raise UserError(self.env._("This is no date."))
        now = fields.Datetime.now().replace(microsecond=0)
        return OutsideStatus(state, moment or now, due, typed=True)

    def action_type_status(self):
        return self.env["onestop.outside.status"]._open(self)

    def _take_outside_code(self, code):
        """Give it its code in the other system.

        :raises UserError: for what is no code, or another one than it has, or that
            some other file has
        """
        # sudo: bounded to the one code; whoever calls has checked who gives it.
        file, named = self.sudo(), normalise_outside(code)
        if not named:
            raise UserError(
                self.env._("“%s” is no code of another system.", str(code)[:CODE_TOLD])
            )
        if file.outside_code == named:
            return
        if file.outside_code:
            raise UserError(
                self.env._(
                    "The dossier has the code “%(ours)s” there, not “%(theirs)s”.",
                    ours=file.outside_code,
                    theirs=named,
                )
            )
        if file.search(file._typed_domain(named), limit=1) - file:
            raise UserError(self.env._("Another dossier has the code “%s”.", named))
        with ENGINE.held():
            file.outside_code = named

    def _is_followed(self):
        """Whether another system runs it, so that nothing is decided here."""
        return self.run_by not in (False, "here")

    def _outside_system(self):
        """The name of the system that runs it, or on which it was filed."""
        if not self._is_followed():
            # sudo: bounded to the name of a system, which is public.
            return self.sudo().filed_line_id.name
        # sudo: bounded to who runs a published procedure, which is public.
        return self.sudo().version_id._outside_system()

    def _outside_source(self):
        """Who says what is known of it, in a sentence; empty where we do."""
        self.ensure_one()
        if not self._is_followed():
            return ""
        system = self._outside_system()
        if self.outside_typed:
            return self.env._(
                "%s decides this dossier. An officer entered its status by hand, as it "
                "was seen there.",
                system,
            )
        if self.date_outside_due:
            return self.env._("%s decides this dossier and set the date.", system)
        return self.env._("%s decides this dossier. It has set no date so far.", system)

    def _progress_outside(self):
        """The steps that follow intake, as `_progress` gives them: theirs, and the return
        of the result, which is ours."""
        done = self.state in HAS_RESULT
        theirs = self.date_accepted and self.state in OPEN_STATES
        return [
            {
                "name": self.env._("Resolved elsewhere"),
                "department": self._outside_system(),
                "state": "done" if done else "open" if theirs else "to_come",
            },
            {
                "name": self.env._("Return the result"),
                "department": self.received_department_id.name,
                "state": RETURN.get(self.state, "to_come"),
            },
        ]

    def _outside(self):
        """Where else it stands: dict `system`, `code` (or False); None where nowhere."""
        if not (self._is_followed() or self.outside_code):
            return None
        return {"system": self._outside_system(), "code": self.outside_code}
