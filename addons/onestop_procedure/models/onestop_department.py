from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..legal_day import legal_today

# Roles that work on dossiers. The others look after the house or the catalogue and
# open no dossier of their department, whatever other role they hold elsewhere.
DOSSIER_ROLES = (
    "counter_officer",
    "department_officer",
    "department_head",
    "clerk",
    "treasurer",
    "supervisor",
    "director",
    "postal_clerk",
)


class OnestopDepartment(models.Model):
    """An agency, of any level and kind, between the dates at which it exists.

    Agencies merge, split and are renamed: a department is never rewritten into
    another one, it is closed and names its successors.
    """

    _name = "onestop.department"
    _description = "Department"
    _parent_store = True
    _order = "sequence, name, id"
    _rec_names_search = ["name", "short_name", "code", "national_code"]

    name = fields.Char(required=True, translate=True)
    short_name = fields.Char(help="How people call it, for narrow columns and slips.")
    code = fields.Char(required=True, copy=False, help="Our own short code.")
    national_code = fields.Char(
        index="btree_not_null",
        copy=False,
        help="Code of the agency in the national system, for example H04.05: "
        "dossier codes begin with it.",
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("centre", "Centre"),
            ("provincial", "Provincial Department"),
            ("vertical", "Vertical Agency"),
            ("commune", "Commune Centre"),
            ("other", "Other"),
        ],
        required=True,
        default="provincial",
    )
    parent_id = fields.Many2one("onestop.department", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("onestop.department", "parent_id", string="Units")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Calendar",
        required=True,
        ondelete="restrict",
        domain=[("onestop_plan_of_id", "=", False)],
        default=lambda self: self._default_calendar(),
    )
    # Beside the calendar: a date is counted without looking at it.
    clock_revision = fields.Char(
        "Revision of the calendar", related="calendar_id.onestop_revision", store=True
    )
    valid_from = fields.Date()
    valid_to = fields.Date(help="Its last day. Its people lose their roles after it.")
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    succession_ids = fields.One2many(
        "onestop.department.succession", "predecessor_id", string="Successors"
    )
    successor_id = fields.Many2one(
        "onestop.department",
        string="Main Successor",
        compute="_compute_successor_id",
        store=True,
        index="btree_not_null",
    )
    assignment_ids = fields.One2many(
        "onestop.role.assignment", "department_id", string="Role Assignments"
    )
    member_ids = fields.Many2many(
        "res.users",
        "onestop_department_member_rel",
        "department_id",
        "user_id",
        string="Members",
        readonly=True,
        copy=False,
        help="Whoever holds a role here today.",
    )
    access_user_ids = fields.Many2many(
        "res.users",
        "onestop_department_access_rel",
        "department_id",
        "user_id",
        string="Users with Access",
        readonly=True,
        copy=False,
        help="Those who work on dossiers here or in a department above. "
        "The rules look at this one column.",
    )
    phone = fields.Char()
    email = fields.Char()
    address = fields.Char()
    commune = fields.Char()
    province = fields.Char()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another department has this code already."
    )
    _valid_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "A department cannot close before it opens.",
    )

    def _default_calendar(self):
        return (
            self.env.ref(
                "onestop_procedure.calendar_office_hours", raise_if_not_found=False
            )
            or self.env.company.resource_calendar_id
        )

    def _clock(self):
        """The core's `Calendar` by which the department works, cached.

        :raises UserError: where the rows of its calendar contradict one another
        """
        self.ensure_one()
        # Bounded to office hours and public holidays: every due date needs them.
        department = self.sudo()
        return department.calendar_id._onestop_clock_of(department.clock_revision)

    @api.depends("valid_from", "valid_to", "active")
    def _compute_in_force(self):
        today = legal_today()
        for department in self:
            department.in_force = department._is_in_force(today)

    def _is_in_force(self, day):
        """Whether the department exists on `day` (a date)."""
        self.ensure_one()
        return (
            self.active
            and (not self.valid_from or self.valid_from <= day)
            and (not self.valid_to or day <= self.valid_to)
        )

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = legal_today()
        in_force = (
            Domain("active", "=", True)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )
        return in_force if True in value else ~in_force

    @api.depends("succession_ids.successor_id", "succession_ids.is_main")
    def _compute_successor_id(self):
        for department in self:
            successions = department.succession_ids
            main = successions.filtered("is_main")
            if not main and len(successions) == 1:
                main = successions
            department.successor_id = main[:1].successor_id

    @api.constrains("calendar_id")
    def _check_calendar_id(self):
        if self.calendar_id.onestop_plan_of_id:
            raise ValidationError(
                self.env._("A planned change is no calendar to work by yet.")
            )
        self.calendar_id._check_clock()

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A department cannot be part of itself."))

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(self._without_people(vals_list))
        departments._refresh_people()
        return departments

    def write(self, vals):
        (vals,) = self._without_people([vals])
        result = super().write(vals)
        if {"valid_from", "valid_to", "active"} & vals.keys():
            self.env["onestop.role.assignment"]._apply(departments=self)
        elif "parent_id" in vals:
            self._refresh_people()
        return result

    def _holders(self, role):
        """The users who do today what `role` does here, in a lasting order.

        Where the department has no head of its own, the one above it answers for it.
        """
        self.ensure_one()
        above = [int(part) for part in self.parent_path.split("/") if part]
        places = reversed(above) if role == "department_head" else self.ids
        # Bounded to who holds the role: names of colleagues are no secret.
        assignments = self.env["onestop.role.assignment"].sudo()
        for place in places:
            held = assignments._held_today() & Domain("department_id", "=", place)
            users = assignments.search(held & Domain("role", "=", role)).user_id
            if users := users.filtered("active"):
                return users.sorted("id")
        return assignments.user_id

    def action_substitute_in_processes(self):
        """Choose who takes over the steps of processes that are done here."""
        self.ensure_one()
        return self.env["onestop.process.making"]._open_for_department(self)

    @api.model
    def _without_people(self, vals_list):
        """Who belongs to a department follows from role assignments alone."""
        people = {"member_ids", "access_user_ids"}
        return [
            {key: value for key, value in vals.items() if key not in people}
            for vals in vals_list
        ]

    def _refresh_people(self):
        """Bring members and access of these departments and all below up to date.

        Three statements, however many departments and people there are.
        """
        if not self:
            return
        self.env["onestop.role.assignment"].flush_model()
        self.env["onestop.counter.group"].flush_model()
        self.flush_model()
        below = self.with_context(active_test=False).search(
            [("id", "child_of", self.ids)]
        )
        ids = below.ids or self.ids
        self._replace_people(
            "onestop_department_member_rel",
            SQL(
                """SELECT DISTINCT department_id, user_id
                     FROM onestop_role_assignment
                    WHERE in_force AND department_id = ANY(%s)""",
                ids,
            ),
            ids,
        )
        self._replace_people(
            "onestop_department_access_rel",
            SQL(
                """SELECT DISTINCT department.id AS department_id, held.user_id
                     FROM onestop_department department
                     JOIN onestop_department above
                       ON department.parent_path LIKE above.parent_path || '%%'
                     JOIN onestop_role_assignment held
                       ON held.department_id = above.id
                    WHERE held.in_force AND held.role = ANY(%s)
                      AND department.id = ANY(%s)""",
                list(DOSSIER_ROLES),
                ids,
            ),
            ids,
        )
        self.env["onestop.counter.group"]._drop_strangers(ids)
        self.invalidate_model(["member_ids", "access_user_ids"])

    def _replace_people(self, table, wanted, ids):
        """Make `table` hold the rows of the query `wanted` for departments `ids`."""
        relation = SQL.identifier(table)
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (%(wanted)s),
                gone AS (
                    DELETE FROM %(relation)s present
                     WHERE present.department_id = ANY(%(ids)s)
                       AND (present.department_id, present.user_id)
                           NOT IN (SELECT department_id, user_id FROM wanted)
                )
                INSERT INTO %(relation)s (department_id, user_id)
                SELECT department_id, user_id FROM wanted
                ON CONFLICT DO NOTHING
                """,
                wanted=wanted,
                relation=relation,
                ids=ids,
            )
        )
