from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

COUNTER_ROLES = ("counter_officer", "postal_clerk")


class OnestopCounterGroup(models.Model):
    """Counters of a centre that receive the same fields, and who sits there.

    A counter officer sees the dossiers received at the groups they belong to.
    """

    _name = "onestop.counter.group"
    _description = "Counter Group"
    _order = "department_id, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        "onestop.department",
        string="Centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "in", ["centre", "commune"])],
    )
    field_ids = fields.Many2many("onestop.field", string="Fields")
    user_ids = fields.Many2many(
        "res.users",
        "onestop_counter_group_user_rel",
        "group_id",
        "user_id",
        string="Officers",
        copy=False,
        domain="[('assignment_ids.department_id', '=', department_id)]",
    )
    active = fields.Boolean(default=True)

    @api.constrains("department_id")
    def _check_department_id(self):
        for group in self:
            if group.department_id.kind not in ("centre", "commune"):
                raise ValidationError(
                    self.env._(
                        "%(department)s is no centre: only a centre has counters.",
                        department=group.department_id.name,
                    )
                )

    @api.constrains("department_id", "user_ids")
    def _check_user_ids(self):
        for group in self:
            for user in group.user_ids:
                if not any(
                    user._holds(role, group.department_id) for role in COUNTER_ROLES
                ):
                    raise ValidationError(
                        self.env._(
                            "%(user)s is no counter officer of %(department)s.",
                            user=user.name,
                            department=group.department_id.name,
                        )
                    )

    def _drop_strangers(self, department_ids):
        """Take from the groups of these centres whoever is no officer there any more:
        a role held at another centre must not keep the door open here."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM onestop_counter_group_user_rel seat
                 USING onestop_counter_group counter
                 WHERE counter.id = seat.group_id
                   AND counter.department_id = ANY(%s)
                   AND NOT EXISTS (
                       SELECT FROM onestop_role_assignment held
                        WHERE held.in_force AND held.user_id = seat.user_id
                          AND held.department_id = counter.department_id
                          AND held.role = ANY(%s))
                """,
                list(department_ids),
                list(COUNTER_ROLES),
            )
        )
        self.invalidate_model(["user_ids"])
