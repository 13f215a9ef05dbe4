from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.result_standing import standing
from ..engine.drafting import Drafting
from .onestop_reusing import DECIDED_ON_IN

# By a decision; of what has expired its last day was known when it was taken over.
ENDED = ("revoked", "replaced")


class OnestopDossierResult(models.Model):
    """A document that a dossier ends in: drafted, numbered and sealed, issued; later
    expired, revoked, or replaced by another.

    Written by the engine alone: nobody has a right to.
    """

    _name = "onestop.dossier.result"
    _description = "Result of a dossier"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    # Of the version, where it is one of those that the catalogue names.
    kind_id = fields.Many2one(
        "onestop.procedure.result",
        "Kind of result",
        ondelete="restrict",
        index="btree_not_null",
    )
    number = fields.Char(help="From the results book of who issues it.")
    date = fields.Date("Date of issue")
    department_id = fields.Many2one("onestop.department", "Issued by")
    # With the capacity in which it was signed before the name.
    signer = fields.Char("Signed by")
    attachment_id = fields.Many2one("ir.attachment", "Document", ondelete="restrict")
    on_paper = fields.Boolean(
        "On paper only", help="The signed paper is all there is: no file of it."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("revoked", "Revoked"),
            ("replaced", "Replaced"),
        ],
        default="draft",
        required=True,
    )
    valid_from = fields.Date()
    valid_to = fields.Date(
        "Valid until", help="The last day on which it holds; empty: without end."
    )
    # By a decision, or by the result that took its place.
    ended_on = fields.Date("Not in force since")
    replaces_id = fields.Many2one(
        "onestop.dossier.result",
        "Takes the place of",
        index="btree_not_null",
        ondelete="restrict",
    )
    replaced_by_ids = fields.One2many("onestop.dossier.result", "replaces_id")
    # Whether it holds depends on the day, so it is never stored.
    standing = fields.Selection(
        [
            ("draft", "Draft"),
            ("in_force", "In force"),
            ("to_come", "Not in force yet"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
            ("replaced", "Replaced"),
        ],
        "Validity",
        compute="_compute_standing",
        search="_search_standing",
    )
    revocation_ids = fields.One2many(
        "onestop.result.revocation",
        "result_id",
        groups="onestop_procedure.group_onestop_staff",
    )

    # Its text, which is printed when it is sealed; empty where a file was handed in.
    # Cleaned by `core.draft_text`, whose list is shorter than Odoo's.
    body = fields.Html(
        "Text", sanitize=False, groups="onestop_procedure.group_onestop_staff"
    )
    version_ids = fields.One2many(
        "onestop.result.version",
        "result_id",
        "Versions",
        groups="onestop_procedure.group_onestop_staff",
    )
    # One at most; the seal of what our report printed.
    sealed_paper_ids = fields.One2many(
        "onestop.sealed.paper",
        "result_id",
        "Sealed",
        groups="onestop_procedure.group_onestop_staff",
    )
    may_redraft = fields.Boolean(
        compute="_compute_may_redraft", groups="onestop_procedure.group_onestop_staff"
    )

    _replaces_once = models.UniqueIndex(
        "(replaces_id) WHERE replaces_id IS NOT NULL",
        "Another result has taken its place already.",
    )
    _valid_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "A result holds from its first day to its last.",
    )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_standing(self):
        today = legal_today()
        for result in self:
            result.standing = standing(
                result.state, today, result.valid_from, result.valid_to
            )

    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._standing_domain(one) for one in value)

    @api.model
    def _standing_domain(self, wanted):
        """Those that stand so today."""
        today = legal_today()
        begun = Domain("valid_from", "=", False) | Domain("valid_from", "<=", today)
        lasts = Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)
        issued = Domain("state", "=", "issued")
        return {
            "in_force": issued & begun & lasts,
            "to_come": issued & ~begun,
            "expired": issued & begun & ~lasts,
        }.get(wanted, Domain("state", "=", wanted or ""))

    def _ended_words(self):
        """Why it does not hold, in a sentence; empty where it does."""
        self.ensure_one()
        _ = self.env._
        since = format_date(self.env, self.ended_on) if self.ended_on else ""
        if self.standing == "expired":
            return _("It expired on %s.", format_date(self.env, self.valid_to))
        if self.standing == "to_come":
            return _("It holds from %s on.", format_date(self.env, self.valid_from))
        if self.standing == "revoked":
            return _("It was revoked on %s.", since)
        if self.standing == "replaced":
            return _(
                "It was replaced on %(day)s by No. %(number)s.",
                day=since,
                number=self.replaced_by_ids[:1].number or "",
            )
        return ""

    def _facts(self):
        """What whoever holds the paper is told: dict of `kind` (as the catalogue names
        it), `number`, `date`, `issuer`, `standing` (code), `standing_label`, `valid_from`,
        `valid_to`, `ended_on`, and of the one that took its place `replaced_by` (number)
        and `replaced_date`. No name of anybody, and nothing that anybody typed.
        """
        self.ensure_one()
        later = self.replaced_by_ids.filtered(lambda one: one.state != "draft")[:1]
        labels = dict(self._fields["standing"]._description_selection(self.env))
        return {
            "kind": self.kind_id.name or self.env._("Result"),
            "number": self.number,
            "date": self.date,
            "issuer": self.department_id.name,
            "standing": self.standing,
            "standing_label": labels[self.standing],
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "ended_on": self.ended_on,
            "replaced_by": later.number,
            "replaced_date": later.date,
        }

    def _end(self, state):
        """It holds no more from today on; who works on what stands on it is told."""
        self.write({"state": state, "ended_on": legal_today()})
        self.flush_recordset()
        for result in self:
            # sudo: bounded to dossiers that took this result over and are not decided.
            papers = self.env["onestop.dossier.component"].sudo()
            papers = papers.search(
                [
                    ("result_id", "=", result.id),
                    ("dossier_id.state", "in", DECIDED_ON_IN),
                ]
            )
            papers.dossier_id._learn_of_ended(result)

    def action_revoke(self):
        """Open the form that proposes its revocation."""
        self.ensure_one()
        return self.env["onestop.result.revocation"]._open(self)

    def action_correct(self):
        """Open the form that asks for its correction."""
        self.ensure_one()
        return self.env["onestop.correction"]._open(self.dossier_id, self)

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    @api.depends_context("uid")
    @api.depends("state", "dossier_id.state", "dossier_id.step_ids.state")
    def _compute_may_redraft(self):
        for result in self:
            drafted = result.state == "draft" and bool(result.body)
            result.may_redraft = drafted and Drafting(result.dossier_id).may()

    def action_open_draft(self):
        """The editor of the draft."""
        self.ensure_one()
        self.check_access("read")
        return self.env["onestop.result.draft"]._open(self)

    def action_print_draft(self):
        """The draft as it will be printed."""
        self.check_access("read")
        report = self.env.ref("onestop_dossier.report_result_draft")
        return report.report_action(self)

    def _wants_sheet(self):
        """Whether a sheet goes with it: our report did not print its code on it."""
        self.ensure_one()
        # sudo: bounded to whether a result that is read was printed from a text.
        return self.state != "draft" and not self.sudo().body

    def action_print_sheet(self):
        """The sheet with the code that says whether the result holds."""
        self.check_access("read")
        report = self.env.ref("onestop_dossier.report_result_sheet")
        return report.report_action(self)

    def action_open_versions(self):
        """Who wrote which version of the draft, and what changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions of “%s”", self.name),
            "res_model": "onestop.result.version",
            "view_mode": "list,form",
            "domain": [("result_id", "=", self.id)],
        }

    def _print(self):
        """Keep these drafts as documents: from now on they are what they say."""
        for result in self.filtered(lambda one: one.body and not one.attachment_id):
            pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                "onestop_dossier.result_draft", result.ids
            )
            result.attachment_id = self.env["ir.attachment"].create(
                {
                    "name": f"{result.name[:100]}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": result._name,
                    "res_id": result.id,
                }
            )
