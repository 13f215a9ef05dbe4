from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..legal_day import legal_today
from .onestop_absence import DEPUTISING

ROLES = [
    ("counter_officer", "Counter Officer"),
    ("department_officer", "Department Officer"),
    ("department_head", "Department Head"),
    ("clerk", "Clerk"),
    ("treasurer", "Treasurer"),
    ("supervisor", "Guidance-and-Urging Officer"),
    ("director", "Director"),
    ("catalogue_manager", "Catalogue Manager"),
    ("postal_clerk", "Postal Clerk"),
    ("custodian", "Custodian"),
    ("it_technician", "IT Technician"),
    ("administrator", "Administrator"),
]

# Who sets the house up reads no dossier through another role, and whoever reads all
# dossiers never learns who a denouncer is (Law on Denunciations 25/2018, art. 8).
APART = (
    {"administrator", "director"},
    {"administrator", "custodian"},
    {"director", "custodian"},
)

# What a started assignment says stays said: who held what, where, from when.
FROZEN = {"user_id", "department_id", "role", "date_from"}
# Set by the code of this class alone.
OURS = {"in_force", "ended_at", "absence_id"}


class OnestopRoleAssignment(models.Model):
    """A role that a person holds in one department between two dates.

    It is the only source of our groups and of the people of departments: `_apply`
    derives both. A started assignment is history: it can be ended, at once or from
    a coming day, but neither rewritten nor deleted.
    """

    _name = "onestop.role.assignment"
    _description = "Role Assignment"
    _order = "in_force desc, department_id, role, date_from desc, id"

    name = fields.Char(compute="_compute_name")
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    department_id = fields.Many2one(
        "onestop.department", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(ROLES, required=True, index=True)
    capacity = fields.Char(
        help="In whose name the person signs, for example KT. GIÁM ĐỐC."
    )
    date_from = fields.Date(required=True, default=lambda self: legal_today())
    date_to = fields.Date(help="The last day. Empty: until further notice.")
    ended_at = fields.Datetime(
        readonly=True, copy=False, help="When it was ended before its last day."
    )
    absence_id = fields.Many2one(
        "onestop.absence",
        "As deputy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="In whose stead it is held: it ends with their absence.",
    )
    in_force = fields.Boolean(readonly=True, copy=False, index=True)

    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "An assignment cannot end before it begins.",
    )

    @api.depends(
        "role", "user_id.name", "department_id.name", "absence_id.user_id.name"
    )
    def _compute_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for assignment in self:
            # sudo: bounded to the name of whom the holder stands in for.
            absent = assignment.absence_id.sudo().user_id.name
            assignment.name = " – ".join(
                part
                for part in (
                    assignment.user_id.name,
                    labels.get(assignment.role),
                    assignment.department_id.name,
                    absent and self.env._("for %s", absent),
                )
                if part
            )

    @api.constrains("user_id")
    def _check_user_id(self):
        for assignment in self:
            if not assignment.user_id._is_internal():
                raise ValidationError(
                    self.env._(
                        "%(user)s is no member of the staff.",
                        user=assignment.user_id.name,
                    )
                )

    @api.constrains("user_id", "department_id", "role", "date_from", "date_to")
    def _check_periods(self):
        """No role twice at one time, and no two that must be in different hands."""
        labels = dict(self._fields["role"]._description_selection(self.env))
        for assignment in self.filtered(lambda one: not one.ended_at):
            others = self.search(assignment._overlapping()) - assignment
            for other in others:
                # A deputy may hold a role for two, and come to hold it themselves.
                deputy = other.absence_id or assignment.absence_id
                if not deputy and (
                    other.role == assignment.role
                    and other.department_id == assignment.department_id
                ):
                    raise ValidationError(
                        self.env._(
                            "%(assignment)s: this role is assigned already in a part "
                            "of this period.",
                            assignment=assignment.name,
                        )
                    )
                if {assignment.role, other.role} in APART:
                    raise ValidationError(
                        self.env._(
                            "%(user)s cannot be %(one)s and %(other)s at one time: "
                            "these roles are in different hands.",
                            user=assignment.user_id.name,
                            one=labels[assignment.role],
                            other=labels[other.role],
                        )
                    )

    def _overlapping(self):
        """Domain of the same person's assignments that share a day with this one."""
        self.ensure_one()
        domain = (
            Domain("user_id", "=", self.user_id.id)
            & Domain("ended_at", "=", False)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.date_from))
        )
        if self.date_to:
            domain &= Domain("date_from", "<=", self.date_to)
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_ours(vals_list)
        assignments = super().create(vals_list)
        assignments._check_not_own()
        assignments._log("assigned")
        self._apply(assignments.user_id, assignments.department_id)
        return assignments

    def write(self, vals):
        self._refuse_ours([vals])
        self._check_not_own()
        self._check_no_deputy()
        self._check_history(vals)
        users, departments = self.user_id, self.department_id
        result = super().write(vals)
        self._check_not_own()
        self._log("changed")
        self._apply(users | self.user_id, departments | self.department_id)
        return result

    def unlink(self):
        self._check_not_own()
        self._check_no_deputy()
        if self.filtered(lambda one: one._has_started()):
            raise UserError(
                self.env._(
                    "An assignment that has begun is kept as history. End it instead."
                )
            )
        self._log("withdrawn")
        users, departments = self.user_id, self.department_id
        result = super().unlink()
        self._apply(users, departments)
        return result

    def _refuse_ours(self, vals_list):
        if not DEPUTISING and any(OURS & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("Dates decide whether an assignment is in force.")
            )

    def _check_not_own(self):
        """Nobody gives or takes roles of their own."""
        if not self.env.su and self.env.user in self.user_id:
            raise AccessError(
                self.env._(
                    "Nobody assigns roles to themselves. Ask another administrator."
                )
            )

    def _check_no_deputy(self):
        if not DEPUTISING and (held := self.filtered("absence_id")):
            raise UserError(
                self.env._(
                    "%(assignment)s follows from an absence, and ends with it: end "
                    "the absence.",
                    assignment=held[0].name,
                )
            )

    def _has_started(self):
        self.ensure_one()
        return bool(self.ended_at) or self.date_from <= legal_today()

    def _check_history(self, vals):
        """What has begun is only ended, and not in the past."""
        date_to = fields.Date.to_date(vals.get("date_to"))
        for assignment in self.filtered(lambda one: one._has_started()):
            if assignment.ended_at or assignment._rewritten_by(vals):
                raise UserError(
                    self.env._(
                        "%(assignment)s has begun: what it says is history. End it "
                        "and make a new one.",
                        assignment=assignment.name,
                    )
                )
            if date_to and date_to < legal_today():
                raise UserError(
                    self.env._(
                        "An assignment does not end in the past: whoever acted under "
                        "it did so rightly. End it today."
                    )
                )

    def _rewritten_by(self, vals):
        self.ensure_one()
        said = {
            "user_id": self.user_id.id,
            "department_id": self.department_id.id,
            "role": self.role,
            "date_from": self.date_from,
        }
        told = {**said, **{name: vals[name] for name in FROZEN & vals.keys()}}
        return said != {**told, "date_from": fields.Date.to_date(told["date_from"])}

    def action_end(self):
        """End the assignments now: groups and access go with them."""
        self.check_access("write")
        self._check_not_own()
        self._check_no_deputy()
        running = self.filtered(lambda one: not one.ended_at)
        # Past the guards of write, which keep this column from everyone else.
        super().write({"ended_at": fields.Datetime.now()})
        running._log("ended")
        self._apply(running.user_id, running.department_id)

    @api.model
    def _held_today(self):
        """Domain of what holds today.

        The dates are looked at again: an assignment that ended at midnight is over
        before the daily job has said so.
        """
        return Domain("in_force", "=", True) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", legal_today())
        )

    @api.model
    def _known_held(self):
        """{(user id, day): ids of what is held} as far as this transaction asked. The
        cursor forgets it when it ends or goes back to a savepoint; `_apply` when an
        assignment changes."""
        return self.env.cr.cache.setdefault("onestop.held_assignments", {})

    @api.model
    def _cron_apply_dates(self):
        """Just after midnight: what begins begins, what has ended ends."""
        self._apply()

    @api.model
    def _apply(self, users=None, departments=None):
        """Derive `in_force`, groups and departments' people from the assignments.

        :param users: res.users whose assignments changed
        :param departments: onestop.department whose assignments or dates changed
        Without either: everybody, groups given by other hands taken back too.
        """
        everything = users is None and departments is None
        turned = self._apply_dates(
            None if everything else users, None if everything else departments
        )
        users = (users or self.env["res.users"]) | turned.user_id
        departments = (departments or self.env["onestop.department"]).exists()
        departments |= turned.department_id
        if everything:
            groups = self._groups_of_roles()
            users = users.with_context(active_test=False).search(
                Domain("group_ids", "in", groups.ids)
                | Domain("assignment_ids", "!=", False)
            )
            # Everything was asked for, closed departments too; there are some hundreds.
            departments = departments.with_context(active_test=False).search(
                Domain("id", "!=", False)
            )
        self._apply_groups(users)
        departments._refresh_people()
        self.env["onestop.absence"]._derive_of(None if everything else users)

    def _apply_dates(self, users, departments):
        """Set `in_force` by date, in one statement; give back those that turned."""
        self.flush_model()
        self._known_held().clear()
        self.env["onestop.department"].flush_model()
        scope = SQL("TRUE")
        if users is not None or departments is not None:
            scope = SQL(
                "held.user_id = ANY(%s) OR held.department_id = ANY(%s)",
                users.ids if users else [],
                departments.ids if departments else [],
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_role_assignment held
                   SET in_force = NOT COALESCE(held.in_force, FALSE)
                  FROM onestop_department department
                 WHERE department.id = held.department_id
                   AND (%(scope)s)
                   AND COALESCE(held.in_force, FALSE) != (
                       held.ended_at IS NULL
                       AND department.active
                       AND daterange(held.date_from, held.date_to, '[]')
                           @> %(today)s::date
                       AND daterange(department.valid_from, department.valid_to, '[]')
                           @> %(today)s::date)
                RETURNING held.id
                """,
                scope=scope,
                today=legal_today(),
            )
        )
        turned = self.browse(row[0] for row in self.env.cr.fetchall())
        self.invalidate_model(["in_force"])
        return turned

    @api.model
    def _groups_of_roles(self):
        """{role: group}'s groups and the group that each of them implies."""
        groups = self.env.ref("onestop_procedure.group_onestop_staff")
        for role, _label in ROLES:
            groups |= self._group_of(role)
        return groups

    @api.model
    def _group_of(self, role):
        return self.env.ref(f"onestop_procedure.group_onestop_{role}")

    def _apply_groups(self, users):
        """Give users the groups of the roles they hold today, and no other of ours."""
        # Bounded to the roles of these users: a head who may see fewer rows, or a
        # department that closes, must not take rights away from anybody.
        held = dict(
            self.sudo()._read_group(
                [("user_id", "in", users.ids), ("in_force", "=", True)],
                ["user_id"],
                ["role:array_agg_distinct"],
            )
        )
        # Bounded to the groups of our privilege: an administrator of ours can hand
        # out these and no other, and only through assignments.
        users = users.sudo()
        for changes, ids in self._group_changes(users, held).items():
            users.browse(ids).write({"group_ids": list(changes)})

    def _group_changes(self, users, held):
        """{commands on `group_ids`: ids of the users that they bring up to date}

        Who lacks the same is written in one go: each write of groups clears caches of
        the whole server.

        :param dict held: roles by user, see `_apply_groups`
        """
        ours = self._groups_of_roles()
        group_of = {role: self._group_of(role) for role, _label in ROLES}
        changes = defaultdict(list)
        for user in users:
            wanted = ours.browse().union(*(group_of[r] for r in held.get(user, ())))
            present = user.group_ids & ours
            commands = (
                *(fields.Command.unlink(group.id) for group in present - wanted),
                *(fields.Command.link(group.id) for group in wanted - present),
            )
            if commands:
                changes[commands].append(user.id)
        return changes

    def _log(self, event):
        for assignment in self:
            self.env["onestop.staff.log"]._record(
                event,
                assignment.user_id,
                role=assignment.role,
                department_id=assignment.department_id.id,
                date_from=assignment.date_from,
                date_to=assignment.date_to,
            )
