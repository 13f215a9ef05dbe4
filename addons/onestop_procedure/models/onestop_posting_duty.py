from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..legal_day import legal_today
from .onestop_procedure import PUBLIC_STATES

# A duty is known by its version and its office: no table gives it a number.
OFFICES = 1 << 20


class OnestopPostingDuty(models.Model):
    """Where a version in force has to be public, and whether it is; and what still hangs
    though it has ended.

    A version is posted at each centre that receives it: there people look for it. Which
    centres those are is told by its competent departments and by their counters, as for
    filing it.
    """

    _name = "onestop.posting.duty"
    _description = "Duty to Post a Version"
    _auto = False
    _order = "state, since, version_id, id"
    _rec_name = "version_id"
    # What is written to the database before this is read.
    _depends = {
        "onestop.posting": [
            *("version_id", "kind", "department_id", "until", "struck_on"),
        ],
        "onestop.procedure": ["active"],
        "onestop.procedure.version": [
            *("procedure_id", "field_id", "decision_id", "any_centre"),
            *("state", "valid_from", "valid_to", "competent_department_ids"),
        ],
        "onestop.department": ["kind", "active", "valid_from", "valid_to"],
        "onestop.counter.group": ["department_id", "active", "field_ids"],
    }

    version_id = fields.Many2one("onestop.procedure.version", readonly=True)
    procedure_id = fields.Many2one("onestop.procedure", readonly=True)
    field_id = fields.Many2one("onestop.field", readonly=True)
    decision_id = fields.Many2one(
        "onestop.publication.decision", string="Publication Decision", readonly=True
    )
    kind = fields.Selection(
        [("office", "Posted at the Office"), ("electronic", "Electronic")],
        readonly=True,
    )
    department_id = fields.Many2one(
        "onestop.department", string="Office", readonly=True
    )
    state = fields.Selection(
        [
            ("missing", "To Be Posted"),
            ("ended", "To Be Taken Down"),
            ("posted", "Posted"),
        ],
        readonly=True,
    )
    since = fields.Date(
        readonly=True, help="From which day on it is to be posted, or taken down."
    )
    posting_id = fields.Many2one("onestop.posting", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH law AS (
                SELECT v.id, v.procedure_id, v.field_id, v.decision_id, v.valid_from,
                       v.any_centre,
                       EXISTS (SELECT FROM onestop_version_competent_rel r
                                 JOIN onestop_department c
                                   ON c.id = r.onestop_department_id
                                WHERE r.onestop_procedure_version_id = v.id
                                  AND c.kind = 'commune') AS of_communes,
                       EXISTS (SELECT FROM onestop_version_competent_rel r
                                 JOIN onestop_department c
                                   ON c.id = r.onestop_department_id
                                WHERE r.onestop_procedure_version_id = v.id
                                  AND c.kind != 'commune') AS of_others
                  FROM onestop_procedure_version v
                  JOIN onestop_procedure p ON p.id = v.procedure_id AND p.active
                 WHERE v.state IN %(states)s AND v.valid_from <= %(today)s
                   AND (v.valid_to IS NULL OR v.valid_to >= %(today)s)
            ),
            office AS (
                SELECT law.id AS version_id, d.id AS department_id
                  FROM law
                  JOIN onestop_department d
                    ON d.kind IN ('centre', 'commune') AND d.active
                   AND (d.valid_from IS NULL OR d.valid_from <= %(today)s)
                   AND (d.valid_to IS NULL OR d.valid_to >= %(today)s)
                 WHERE EXISTS (
                           SELECT FROM onestop_counter_group g
                            WHERE g.department_id = d.id AND g.active
                              AND (NOT EXISTS (
                                       SELECT FROM onestop_counter_group_onestop_field_rel f
                                        WHERE f.onestop_counter_group_id = g.id)
                                   OR EXISTS (
                                       SELECT FROM onestop_counter_group_onestop_field_rel f
                                        WHERE f.onestop_counter_group_id = g.id
                                          AND f.onestop_field_id = law.field_id)))
                   AND (law.any_centre
                        OR (d.kind = 'centre' AND (law.of_others OR NOT law.of_communes))
                        OR (d.kind = 'commune' AND EXISTS (
                                SELECT FROM onestop_version_competent_rel r
                                 WHERE r.onestop_procedure_version_id = law.id
                                   AND r.onestop_department_id = d.id)))
            ),
            duty AS (
                SELECT version_id, department_id, 'office' AS kind FROM office
                 UNION ALL
                SELECT id, NULL, 'electronic' FROM law
            )
            SELECT duty.version_id::bigint * %(offices)s
                       + COALESCE(duty.department_id, 0) AS id,
                   duty.version_id, law.procedure_id, law.field_id, law.decision_id,
                   duty.kind, duty.department_id, law.valid_from AS since,
                   posting.id AS posting_id,
                   CASE WHEN posting.id IS NULL THEN 'missing' ELSE 'posted' END AS state
              FROM duty
              JOIN law ON law.id = duty.version_id
         LEFT JOIN onestop_posting posting
                ON posting.version_id = duty.version_id AND posting.kind = duty.kind
               AND posting.department_id IS NOT DISTINCT FROM duty.department_id
               AND posting.struck_on IS NULL
               AND (posting.until IS NULL
                    OR (posting.kind = 'electronic' AND posting.until >= %(today)s))
             UNION ALL
            SELECT v.id::bigint * %(offices)s + posting.department_id,
                   v.id, v.procedure_id, v.field_id, v.decision_id,
                   'office', posting.department_id, v.valid_to + 1, posting.id, 'ended'
              FROM onestop_posting posting
              JOIN onestop_procedure_version v ON v.id = posting.version_id
             WHERE posting.kind = 'office' AND posting.until IS NULL
               AND posting.struck_on IS NULL
               AND v.valid_to < %(today)s
            """,
            states=PUBLIC_STATES,
            today=legal_today(),
            offices=OFFICES,
        )

    def action_mark_posted(self):
        """Ask when and where these were posted, and write it down.

        :raises UserError: where none of them is to be posted at an office
        """
        missing = self.filtered(
            lambda duty: duty.state == "missing" and duty.kind == "office"
        )
        if not missing:
            raise UserError(self.env._("Nothing of this is to be posted at an office."))
        wizard = self.env["onestop.mark.posted"].create(
            {
                "line_ids": [
                    fields.Command.create(
                        {
                            "version_id": duty.version_id.id,
                            "department_id": duty.department_id.id,
                        }
                    )
                    for duty in missing
                ]
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mark as Posted"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_take_down(self):
        """Write down that these were taken down today.

        :raises UserError: where none of them hangs anywhere
        """
        hanging = self.filtered(lambda duty: duty.kind == "office").posting_id
        if not hanging:
            raise UserError(self.env._("Nothing of this hangs at an office."))
        return hanging.action_take_down()

    def action_print_notice(self):
        """The notices to post, each once."""
        return self.version_id.action_print_notice()
