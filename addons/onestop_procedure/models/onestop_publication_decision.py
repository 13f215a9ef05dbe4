import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ..engine.publication import Publication
from ..legal_day import legal_today
from .onestop_frozen_mixin import MAY_CHANGE_FROZEN

MANAGER = "onestop_procedure.group_onestop_catalogue_manager"
PDF = "application/pdf"


class OnestopPublicationDecision(models.Model):
    """The signed act that publishes procedures, and ends others.

    One decision does several things, so what it does to each is said by its rows: a
    version on it is new, or amends the one before; an ending abolishes a procedure, or
    has another take its place.
    """

    _name = "onestop.publication.decision"
    _description = "Publication Decision"
    _inherit = [
        *("onestop.frozen.mixin", "onestop.publication.duty", "mail.activity.mixin"),
    ]
    _order = "effect_date desc, number desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, index="trigram")
    date = fields.Date(string="Signed on", required=True)
    effect_date = fields.Date(string="In Effect from", required=True)
    signer = fields.Char()
    signer_capacity = fields.Char(
        string="Capacity", help="As it stands above the signature: KT. CHỦ TỊCH."
    )
    issuer = fields.Char(required=True)
    attachment = fields.Binary(
        string="Signed Document", attachment=True, help="A PDF file."
    )
    attachment_name = fields.Char()
    state = fields.Selection(
        [("draft", "To Be Published"), ("published", "Published")],
        compute="_compute_state",
        store=True,
        help="Published: with all that stands on it.",
    )
    published_at = fields.Datetime(
        readonly=True, copy=False, help="When the last of it was."
    )
    version_ids = fields.One2many(
        "onestop.procedure.version", "decision_id", string="Published Versions"
    )
    ending_ids = fields.One2many(
        "onestop.procedure.ending", "decision_id", string="Ended Procedures"
    )
    ended_version_ids = fields.One2many(
        "onestop.procedure.version", "end_decision_id", string="Ended Versions"
    )
    procedure_count = fields.Integer(compute="_compute_procedure_count")
    obstacles_html = fields.Html(compute="_compute_obstacles_html", groups=MANAGER)

    _number_issuer_unique = models.UniqueIndex(
        "(number, issuer, date)", "This decision is already in the list."
    )
    _effect_not_before_signature = models.Constraint(
        "CHECK (effect_date >= date)",
        "“In Effect from” lies before “Signed on”: a decision takes effect on the day of "
        "its signature or later.",
    )

    @api.depends("number", "date")
    def _compute_display_name(self):
        for decision in self:
            day = decision.date and decision.date.strftime("%d/%m/%Y")
            decision.display_name = " – ".join(filter(None, (decision.number, day)))

    @api.depends("version_ids.state", "ending_ids.published_at")
    def _compute_state(self):
        for decision in self:
            published = [version.state != "draft" for version in decision.version_ids]
            published += map(bool, decision.ending_ids.mapped("published_at"))
            done = bool(published) and all(published)
            decision.state = "published" if done else "draft"

    @api.depends("version_ids", "ending_ids")
    def _compute_procedure_count(self):
        for decision in self:
            procedures = decision.version_ids.procedure_id
            procedures |= decision.ending_ids.procedure_id
            decision.procedure_count = len(procedures)

    @api.depends_context("lang")
    @api.depends(
        *("date", "effect_date", "signer", "attachment", "state"),
        *("version_ids.missing_count", "ending_ids.successor_id"),
    )
    def _compute_obstacles_html(self):
        for decision in self:
            waits = decision.id and decision.state == "draft"
            sentences = Publication(decision._origin).obstacles() if waits else []
            items = Markup().join(Markup("<li>%s</li>") % text for text in sentences)
            decision.obstacles_html = items and Markup("<ul>%s</ul>") % items

    @api.constrains("attachment")
    def _check_attachment(self):
        for decision in self:
            file = decision._document()
            # By what is in it: a name says nothing.
            if file and guess_mimetype(file) != PDF:
                raise ValidationError(
                    self.env._(
                        "The signed document of %(decision)s is no PDF file.",
                        decision=decision.display_name,
                    )
                )

    def _document(self):
        """The signed document, as bytes."""
        return base64.b64decode(self.with_context(bin_size=False).attachment or b"")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_entry_vals(vals) for vals in vals_list])

    def write(self, vals):
        entered = vals.keys() == {"national_entered_on"}
        done = not vals.keys().isdisjoint({"national_entered_on", "published_at"})
        vals = self._prepare_entry_vals(vals)
        if entered:
            # What was done with it is recorded after it was published, too.
            self.check_access("write")
            with MAY_CHANGE_FROZEN.held():
                result = super().write(vals)
        else:
            result = super().write(vals)
        if done:
            self._forget_what_is_done()
        return result

    def _prepare_entry_vals(self, vals):
        """Who says that it was entered is who entered it."""
        vals = {k: v for k, v in vals.items() if k != "national_entered_by"}
        if "national_entered_on" in vals:
            by = vals["national_entered_on"] and self.env.user.name
            vals["national_entered_by"] = by
        return vals

    def action_enter_today(self):
        """Note that these were entered in the national database today."""
        self.write({"national_entered_on": legal_today()})

    def message_subscribe(self, *_partners, **_kinds):
        """Nobody follows a decision: it has reminders, and no talk."""
        return True

    def _is_frozen(self):
        # Once a version stands or fell by it, the act is history.
        rows = (self.version_ids, self.ended_version_ids, self.ending_ids)
        return any(row._is_frozen() for records in rows for row in records)

    def _missing_parts(self):
        """What the decision itself lacks before it is published, as sentences."""
        self.ensure_one()
        _ = self.env._
        parts = [
            (self.signer, _("The name of the person who signed.")),
            (self.attachment, _("The signed document, as a PDF file.")),
            (self.date <= legal_today(), _("It is signed on a day that is to come.")),
            (
                self.early_reason or not self._is_too_early(),
                _("Why it takes effect before it could be published in time."),
            ),
        ]
        return [sentence for there, sentence in parts if not there]

    def action_publish(self):
        """Publish all that stands on these decisions, from their days of effect on.

        What was in force until then ends on the day before.

        :raises UserError: with the list of what is missing, and what stands against it
        """
        for decision in self:
            Publication(decision).run()
        return True
