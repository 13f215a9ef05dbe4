from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.eform import Problem
from odoo.addons.onestop_procedure.core.eform_values import Wrong

from ..engine.contacts import clean_contact
from ..engine.eform_sentences import sentence
from ..engine.given_answers import given_answers
from ..engine.guidance_sheet import GuidanceSheet

# Of the person: how each is checked; what is not named here is a line of text.
KINDS = {
    "person_phone": "phone",
    "person_email": "email",
    "person_identity": "identity_number",
}


class OnestopGuidanceGiving(models.TransientModel):
    """The screen on which an officer guides somebody: which procedure, which case, what
    they answer; beside it the checklist grows, and is printed or sent."""

    _name = "onestop.guidance.giving"
    _description = "Guiding a person"
    _inherit = ["onestop.questions.screen"]

    version_id = fields.Many2one("onestop.procedure.version", "Procedure")
    case_id = fields.Many2one(
        "onestop.procedure.case", domain="[('version_id', '=', version_id)]"
    )
    has_cases = fields.Boolean(compute="_compute_has_cases")
    channel = fields.Selection(lambda self: self._selection("channel"), "Wants to file")
    means = fields.Selection(
        lambda self: self._selection("means"), "How", required=True, default="counter"
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self._default_lang(),
    )
    properties = fields.Properties(
        "Questions", definition="version_id.guidance_properties_definition"
    )
    person_name = fields.Char("Full name")
    person_phone = fields.Char("Telephone")
    person_email = fields.Char("E-mail")
    person_identity = fields.Char("Identity number")
    checklist_html = fields.Html("Checklist", compute="_compute_checklist_html")
    guidance_id = fields.Many2one("onestop.guidance", readonly=True)
    number = fields.Char(related="guidance_id.number", related_sudo=False)
    sending = fields.Selection(related="guidance_id.sending", related_sudo=False)

    @api.model
    def _selection(self, name):
        field = self.env["onestop.guidance"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _default_lang(self):
        installed = dict(self.env["res.lang"].get_installed())
        return "vi_VN" if "vi_VN" in installed else self.env.lang

    def _compute_display_name(self):
        for giving in self:
            giving.display_name = self.env._("Guide a person")

    @api.depends("version_id")
    def _compute_has_cases(self):
        for giving in self:
            giving.has_cases = bool(giving.version_id.case_ids)

    @api.depends_context("lang")
    @api.depends("version_id", "case_id", "channel", "properties")
    def _compute_checklist_html(self):
        for giving in self:
            version = giving.version_id
            if not version:
                giving.checklist_html = False
                continue
            sheet = GuidanceSheet(
                version, giving._own_case(), giving._answers(), giving.channel
            )
            giving.checklist_html = self.env["ir.qweb"]._render(
                "onestop_dossier.guidance_checklist", sheet.values()
            )

    def _own_case(self):
        """The case, unless it is one of the procedure that was chosen before."""
        mine = self.case_id.version_id == self.version_id
        return self.case_id if mine else self.case_id.browse()

    @api.onchange("version_id")
    def _onchange_version(self):
        self.case_id = self._own_case()

    def _answers(self):
        """What was answered soundly, by name; a form half filled in lacks much."""
        return self.version_id._check_answers(self._typed()).cleaned

    def _typed(self):
        """What was answered to the questions of this procedure."""
        asked = self.version_id.guidance_properties_definition or []
        names = {one["name"] for one in asked}
        typed = given_answers(self)
        return {name: value for name, value in typed.items() if name in names}

    def _check_answered(self):
        """:raises UserError: for an answer that is none"""
        labels = {one.name: one.label for one in self.version_id.eform_field_ids}
        typed = self._typed()
        wrong = [
            f"{labels[error.field]}: {sentence(self.env, error)}"
            for error in self.version_id._check_answers(typed).errors
            # What was not asked yet is not wrong.
            if error.field in typed
        ]
        if wrong:
            raise UserError("\n".join(wrong))

    def _person(self):
        """What the person gave of themselves. :raises UserError: for what is wrong"""
        given = {}
        for name in ("person_name", *KINDS):
            try:
                given[name] = self._clean(name)
            except Wrong as error:
                problem = Problem(name, error.code, error.params)
                label = self._fields[name]._description_string(self.env)
                wrong = sentence(self.env, problem)
                raise UserError(": ".join((label, wrong))) from None
        return given

    def _clean(self, name):
        typed = (self[name] or "").strip()
        return clean_contact(KINDS.get(name, "char"), typed) if typed else False

    def _keep(self):
        self.ensure_one()
        if self.guidance_id:
            return self.guidance_id
        if not self.version_id:
            raise UserError(self.env._("Choose the procedure."))
        self._check_answered()
        self.guidance_id = self.env["onestop.guidance"]._keep(
            {
                "version_id": self.version_id.id,
                "case_id": self._own_case().id,
                "channel": self.channel,
                "means": self.means,
                "lang": self.lang,
                "answers": self._answers(),
                **self._person(),
            }
        )
        return self.guidance_id

    def action_print(self):
        """Keep what was told, and print it for the person."""
        return self._keep().action_print()

    def action_send(self):
        """Keep what was told, and send it to the person."""
        self._keep().action_send()
        return True

    def action_keep(self):
        """Keep what was told, without a sheet."""
        self._keep()
        return True

    def action_next(self):
        """The next person: an empty screen."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_guidance_giving_action"
        )
