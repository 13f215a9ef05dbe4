from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..legal_day import legal_today
from .onestop_frozen_mixin import MAY_CHANGE_FROZEN

# Who did what is who says so; they write down no other, and no other day.
OURS = frozenset({"ended_by_id", "struck_by_id", "struck_on"})


class OnestopPosting(models.Model):
    """That a version was made public: at an office, or on the pages of this system.

    Who posted it at an office, and from when to when it hung there, is written down by
    a person, once: what was left open is added, what is wrong is struck out with a
    reason and stays. What stands on the pages writes itself down.
    """

    _name = "onestop.posting"
    _inherit = ["onestop.frozen.mixin"]
    _description = "Posting of a Version"
    _order = "since desc, id desc"
    _rec_name = "version_id"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("office", "Posted at the Office"), ("electronic", "Electronic")],
        required=True,
        readonly=True,
        default="office",
    )
    department_id = fields.Many2one(
        "onestop.department", string="Office", index=True, ondelete="restrict"
    )
    place = fields.Char(help="Where at the office: a board, a counter, a shelf.")
    since = fields.Date(
        string="Posted on", required=True, default=lambda self: legal_today()
    )
    until = fields.Date(string="Taken Down on")
    ended_by_id = fields.Many2one(
        "res.users", string="Taken Down by", readonly=True, copy=False
    )
    proof = fields.Binary(
        string="Photo or Minutes",
        attachment=True,
        help="What shows that it hangs there.",
    )
    proof_name = fields.Char()
    note = fields.Char()
    struck_reason = fields.Char(
        string="Why It Was Struck Out",
        copy=False,
        help="What is wrong about it. It stays to be seen, and counts no more.",
    )
    struck_by_id = fields.Many2one(
        "res.users", string="Struck Out by", readonly=True, copy=False
    )
    struck_on = fields.Datetime(readonly=True, copy=False)

    _not_before_it_began = models.Constraint(
        "CHECK (until >= since)", "It is taken down on the day it was posted, or later."
    )
    _office_is_named = models.Constraint(
        "CHECK ((kind = 'office') = (department_id IS NOT NULL))",
        "Say at which office it is posted.",
    )
    _once_an_office = models.UniqueIndex(
        "(version_id, department_id) "
        "WHERE kind = 'office' AND until IS NULL AND struck_on IS NULL",
        "This version is posted at this office already.",
    )
    _once_on_the_pages = models.UniqueIndex(
        "(version_id) WHERE kind = 'electronic'",
        "This version stands on the pages already.",
    )

    @api.constrains("version_id", "since", "until")
    def _check_days(self):
        today = legal_today()
        for posting in self.filtered(lambda one: one.kind == "office"):
            if posting.version_id.state == "draft":
                raise ValidationError(
                    self.env._(
                        "%(version)s is a draft: nobody posts it.",
                        version=posting.version_id.display_name,
                    )
                )
            if posting.since > today or (posting.until and posting.until > today):
                raise ValidationError(
                    self.env._("What is written down has happened: no day to come.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        with MAY_CHANGE_FROZEN.held():
            return super().create([self._prepare_vals(vals) for vals in vals_list])

    def _prepare_vals(self, vals):
        """Who says that it was taken down, or is wrong, is who did it."""
        vals = {name: value for name, value in vals.items() if name not in OURS}
        if "until" in vals and not self.env.su:
            vals["ended_by_id"] = vals["until"] and self.env.uid
        if "struck_reason" in vals:
            reason = (vals["struck_reason"] or "").strip()
            vals["struck_reason"] = reason or False
            vals["struck_by_id"] = reason and self.env.uid
            vals["struck_on"] = reason and fields.Datetime.now()
        return vals

    def write(self, vals):
        self.check_access("write")
        vals = self._prepare_vals(vals)
        self.filtered(
            lambda posting: posting.struck_on or any(posting[name] for name in vals)
        )._check_not_frozen()
        with MAY_CHANGE_FROZEN.held():
            return super().write(vals)

    def _check_not_frozen(self):
        """What hangs at an office is on record, its photo as well."""
        if MAY_CHANGE_FROZEN:
            return
        for posting in self.filtered(lambda one: one.kind == "office")[:1]:
            raise UserError(
                self.env._(
                    "What was written down of %(version)s at %(office)s stays. Where it "
                    "is wrong, strike it out with a reason, and write down what is "
                    "right.",
                    version=posting.version_id.display_name,
                    office=posting.department_id.display_name,
                )
            )

    def action_take_down(self):
        """Write down that they were taken down today, by whoever says so."""
        self.filtered(
            lambda posting: not posting.until and not posting.struck_on
        ).write({"until": legal_today()})
        return True

    def action_strike_out(self):
        """Ask why it is wrong; it is struck out by that."""
        self.ensure_one()
        view = self.env.ref("onestop_procedure.onestop_posting_view_form_strike_out")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Strike Out"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    @api.model
    def _stand_on_pages(self, versions):
        """Write down from when to when published versions stand on the public pages.

        That is from their first day in force, or from the day on which they were
        published where that is later, to their last.
        """
        # sudo: nobody writes these by hand; bounded to the dates of these versions.
        versions, postings = versions.sudo(), self.sudo()
        known = postings.search(
            [("kind", "=", "electronic"), ("version_id", "in", versions.ids)]
        ).grouped("version_id")
        for version in versions.filtered(lambda one: one.state != "draft"):
            since = max(filter(None, (version.valid_from, version._published_on())))
            posting = known.get(version, postings)
            if version.valid_to and version.valid_to < since:
                # It ended before anybody could see it.
                posting.unlink()
                continue
            vals = {"since": since, "until": version.valid_to}
            if posting:
                posting.write(vals)
            else:
                postings.create(
                    {"version_id": version.id, "kind": "electronic", **vals}
                )
