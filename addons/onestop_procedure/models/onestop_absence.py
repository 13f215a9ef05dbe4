from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.private_right import PrivateRight
from ..legal_day import legal_today
from .onestop_department import DOSSIER_ROLES

#: Held while what follows from an absence is written.
DEPUTISING = PrivateRight("onestop.deputising")

# What somebody else can do in one's stead. A custodian was chosen for their person, and
# a director reads everything everywhere: that takes a decision, not a holiday.
DEPUTISED = tuple(role for role in DOSSIER_ROLES if role != "director")
# Set by the code of this class alone.
OURS = {"in_force", "ended_at", "assignment_ids"}


class OnestopAbsence(models.Model):
    """Somebody is away from a department between two days, and who stands in.

    A deputy gets the absent one's roles as role assignments of their own, dated and
    marked: rules and rights stay as they are, and end with the last day. Why somebody
    is away is nobody's business and is not asked.
    """

    _name = "onestop.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        "Absent",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    department_id = fields.Many2one(
        "onestop.department",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user._onestop_departments(DEPUTISED)[:1],
    )
    deputy_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'in', colleague_ids)]",
        help="Of the same department. Does meanwhile what the absent one's roles allow "
        "there. Without one, new work only passes the absent one by.",
    )
    colleague_ids = fields.Many2many("res.users", compute="_compute_colleague_ids")
    date_from = fields.Date(
        "First day", required=True, default=lambda self: legal_today()
    )
    date_to = fields.Date("Last day", required=True)
    ended_at = fields.Datetime(
        "Back since", readonly=True, copy=False, help="Where they came back earlier."
    )
    in_force = fields.Boolean("Away today", readonly=True, copy=False, index=True)
    assignment_ids = fields.One2many(
        "onestop.role.assignment", "absence_id", "Roles of the deputy", readonly=True
    )

    _dates_order = models.Constraint(
        "CHECK (date_from <= date_to)", "An absence cannot end before it begins."
    )
    _once_a_day = models.Constraint(
        "EXCLUDE USING gist (user_id WITH =, department_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (ended_at IS NULL)",
        "An absence is recorded already in a part of these days. Change that one, or "
        "choose other days.",
    )

    @api.depends("user_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = self.env._(
                "%(user)s, away %(first)s – %(last)s",
                user=absence.user_id.name or "",
                first=format_date(self.env, absence.date_from),
                last=format_date(self.env, absence.date_to),
            )

    @api.depends("department_id", "user_id")
    def _compute_colleague_ids(self):
        for absence in self:
            # sudo: bounded to names of colleagues of one department.
            members = absence.department_id.sudo().member_ids
            absence.colleague_ids = members - absence.user_id

    # ------------------------------------------------------------------ constraints

    @api.constrains("user_id", "department_id", "deputy_id", "date_from", "date_to")
    def _check_absence(self):
        for absence in self.filtered(lambda one: not one.ended_at):
            if absence.date_to < legal_today():
                raise ValidationError(self.env._("These days are over."))
            if not absence._roles_of(absence.user_id, DEPUTISED):
                raise ValidationError(
                    self.env._(
                        "%(user)s has no role at %(department)s on these days in which "
                        "another could stand in.",
                        user=absence.user_id.name,
                        department=absence.department_id.name,
                    )
                )
            if absence.deputy_id:
                absence._check_deputy()

    def _check_deputy(self):
        deputy = self.deputy_id
        if deputy == self.user_id:
            raise ValidationError(self.env._("Nobody stands in for themselves."))
        if not deputy.active or not self._last_day_of(deputy):
            raise ValidationError(
                self.env._(
                    "%(user)s does not work at %(department)s on all of these days.",
                    user=deputy.name,
                    department=self.department_id.name,
                )
            )
        if other := self._others(deputy):
            raise ValidationError(
                self.env._(
                    "%s: choose another deputy, or other days.", other.display_name
                )
            )

    def _others(self, user):
        """Another absence of a user that shares a day with this one."""
        domain = (
            Domain("id", "!=", self.id)
            & Domain("user_id", "=", user.id)
            & Domain("ended_at", "=", False)
            & Domain("date_from", "<=", self.date_to)
            & Domain("date_to", ">=", self.date_from)
        )
        # sudo: bounded to whether a colleague is away, which their department knows.
        return self.sudo().search(domain, limit=1)

    def _roles_of(self, user, roles):
        """The user's own assignments at the department that share a day with this, and
        none that is itself a deputy's: there are no chains."""
        # sudo: bounded to one department and the two whom the absence is about.
        assignments = self.env["onestop.role.assignment"].sudo()
        return assignments.search(
            Domain("user_id", "=", user.id)
            & Domain("department_id", "=", self.department_id.id)
            & Domain("role", "in", list(roles))
            & Domain("absence_id", "=", False)
            & Domain("ended_at", "=", False)
            & Domain("date_from", "<=", self.date_to)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.date_from))
        )

    def _last_day_of(self, deputy):
        """The last of these days on which the deputy works here; False where it is not
        from the first one on to the last."""
        begins = max(self.date_from, min(self.date_to, legal_today()))
        for own in self._roles_of(deputy, DOSSIER_ROLES):
            if own.date_from <= begins and (
                not own.date_to or own.date_to >= self.date_to
            ):
                return self.date_to
        return False

    # ---------------------------------------------------------------------- guards

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_ours(vals_list)
        absences = super().create(vals_list)
        absences._check_recorder()
        absences._derive()
        return absences

    def write(self, vals):
        self._refuse_ours([vals])
        self.check_access("write")
        self._check_recorder()
        self._check_not_begun()
        result = super().write(vals)
        self._check_recorder()
        self._derive()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._check_recorder()
        self._check_not_begun()
        with DEPUTISING.held():
            # sudo: bounded to the roles that follow from what the user may delete.
            self._end_assignments(self.sudo().assignment_ids)
        return super().unlink()

    def _refuse_ours(self, vals_list):
        if any(OURS & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("What follows from an absence is not written by hand.")
            )

    def _check_recorder(self):
        """The absent one records it, or the head of their department.

        :raises AccessError: for everybody else
        """
        user = self.env.user
        for absence in self if not self.env.su else ():
            if absence.user_id != user and not user._holds(
                "department_head", absence.department_id
            ):
                raise AccessError(
                    self.env._(
                        "An absence is recorded by whoever will be away, or by the head "
                        "of %s.",
                        absence.department_id.name,
                    )
                )

    def _check_not_begun(self):
        for absence in self:
            if absence.ended_at or absence.date_from <= legal_today():
                raise UserError(
                    self.env._(
                        "%s has begun: what was done meanwhile was done rightly. End it, "
                        "and record another if need be.",
                        absence.display_name,
                    )
                )

    def action_end(self):
        """They are back: the deputy's roles end at once."""
        self.check_access("write")
        self._check_recorder()
        running = self.filtered(lambda one: not one.ended_at)
        # Past the guards of write, which keep this column from everyone else.
        super().write({"ended_at": fields.Datetime.now()})
        running._derive()
        return True

    # --------------------------------------------------------------- what follows

    @api.model
    def _derive_of(self, users=None):
        """Bring up to date what follows from the absences of these users, or from those
        in which they stand in; without users, of all."""
        # sudo: bounded to absences, from which nothing follows but dated roles.
        absences = self.sudo()
        domain = Domain("date_to", ">=", legal_today()) & Domain("ended_at", "=", False)
        domain |= Domain("in_force", "=", True)
        if DEPUTISING:
            return
        if users is not None:
            concerned = Domain("user_id", "in", users.ids)
            domain &= concerned | Domain("deputy_id", "in", users.ids)
        absences.search(domain)._derive()

    def _derive(self):
        """Let each deputy hold what the absence says, from day to day, and no more."""
        today = legal_today()
        # What is written here asks for nothing more to follow.
        with DEPUTISING.held():
            # sudo: bounded to the dated roles that these absences are known to give.
            for absence in self.sudo():
                runs = absence.date_from <= today <= absence.date_to
                in_force = runs and not absence.ended_at
                if absence.in_force != in_force:
                    super(OnestopAbsence, absence).write({"in_force": in_force})
                absence._derive_roles(today)

    def _derive_roles(self, today):
        wanted = self._wanted_roles(today)
        present = self.assignment_ids.filtered(
            lambda one: not one.ended_at and one.date_to >= today
        )
        kept = present.filtered(
            lambda one: (
                one.user_id == self.deputy_id
                and wanted.get(one.role) == (max(one.date_from, today), one.date_to)
            )
        )
        self._end_assignments(present - kept)
        self.env["onestop.role.assignment"].create(
            [
                {
                    "user_id": self.deputy_id.id,
                    "department_id": self.department_id.id,
                    "role": role,
                    "date_from": wanted[role][0],
                    "date_to": wanted[role][1],
                    "absence_id": self.id,
                }
                for role in sorted(wanted.keys() - set(kept.mapped("role")))
            ]
        )

    def _wanted_roles(self, today):
        """{role: (first day, last day)} that the deputy is to hold from today on."""
        deputy = self.deputy_id
        if self.ended_at or not deputy.active or self.date_to < today:
            return {}
        if not self._last_day_of(deputy):
            return {}
        own = set(self._roles_of(deputy, DEPUTISED).mapped("role"))
        wanted = {}
        for one in self._roles_of(self.user_id, DEPUTISED):
            if one.role not in own:
                first = max(self.date_from, one.date_from, today)
                last = min(filter(None, (self.date_to, one.date_to)))
                if first <= last:
                    wanted[one.role] = first, last
        return wanted

    @staticmethod
    def _end_assignments(assignments):
        """What has begun ends and stays as history; what has not goes."""
        begun = assignments.filtered(lambda one: one._has_started())
        begun.action_end()
        (assignments - begun).unlink()
