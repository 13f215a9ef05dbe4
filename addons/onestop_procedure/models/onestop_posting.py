from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..legal_day import legal_today


class OnestopPosting(models.Model):
    """That a version was made public: at an office, or on the pages of this system.

    Who posted it at an office, and from when to when it hung there, is written down by
    a person; what stands on the pages writes itself down.
    """

    _name = "onestop.posting"
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

    _not_before_it_began = models.Constraint(
        "CHECK (until >= since)", "It is taken down on the day it was posted, or later."
    )
    _office_is_named = models.Constraint(
        "CHECK ((kind = 'office') = (department_id IS NOT NULL))",
        "Say at which office it is posted.",
    )
    _once_an_office = models.UniqueIndex(
        "(version_id, department_id) WHERE kind = 'office' AND until IS NULL",
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
        return super().create([self._prepare_vals(vals) for vals in vals_list])

    def _prepare_vals(self, vals):
        """Who says that it was taken down is who took it down."""
        vals = {name: value for name, value in vals.items() if name != "ended_by_id"}
        if "until" in vals and not self.env.su:
            vals["ended_by_id"] = vals["until"] and self.env.uid
        return vals

    def write(self, vals):
        vals = self._prepare_vals(vals)
        if {"version_id", "department_id", "kind"} & vals.keys():
            raise UserError(
                self.env._("What was posted where stays so: write down another.")
            )
        return super().write(vals)

    def action_take_down(self):
        """Write down that they were taken down today, by whoever says so."""
        self.filtered(lambda posting: not posting.until).write({"until": legal_today()})
        return True

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
