import base64
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.onestop_procedure.core.form_pdf import to_pdf
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core import form_layout
from ..core.form_layout import MARGINS
from ..engine.right import ENGINE, SPECIMEN
from .onestop_register import KEEPERS

TEXTS = ("above", "below", "opening", "closing", "signer")
SIDES = ("margin_left", "margin_right", "margin_bottom")
OURS = frozenset({"state", "applied_at", "applied_by"})


class OnestopFormLayout(models.Model):
    """How a place adjusts a form of the law: some texts, margins, the order of what
    stands at the end.

    Texts are text, with names in double braces from a fixed list: no markup, no
    expression, no QWeb. A layout is put into force and changes no more; another one
    follows it. A form that is printed again is laid out by what was in force when it
    was issued.
    """

    _name = "onestop.form.layout"
    _description = "Layout of a Form"
    _order = "department_id, form, applied_at desc, id desc"

    form = fields.Selection(
        [
            ("receipt", "Intake receipt"),
            ("supplement", "Request to supplement"),
            ("rejection", "Refusal of intake"),
            ("apology", "Apology and request to extend"),
            ("stop", "Notice of stop"),
            ("control_slip", "Control slip"),
        ],
        required=True,
        default="receipt",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Used by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_department(),
    )
    state = fields.Selection(
        [("draft", "Draft"), ("applied", "Put into force")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    applied_at = fields.Datetime("In force since", readonly=True, copy=False)
    applied_by = fields.Char("Put into force by", readonly=True, copy=False)
    above = fields.Char(
        "Above the name of the agency", help="Empty: the agency above it."
    )
    below = fields.Text(
        "Below the name of the agency", help="An address or a telephone, for example."
    )
    opening = fields.Text("Note before the papers")
    closing = fields.Text("Note above the signatures")
    signer = fields.Char("Title of who signs", help="Empty: as on the model.")
    margin_left = fields.Integer("Left margin (mm)", default=10, aggregator=None)
    margin_right = fields.Integer("Right margin (mm)", default=10, aggregator=None)
    margin_bottom = fields.Integer("Bottom margin (mm)", default=11, aggregator=None)
    block_ids = fields.One2many(
        "onestop.form.block", "layout_id", "Order at the end", copy=True
    )
    preview = fields.Binary(compute="_compute_preview")

    _applied_index = models.Index(
        "(department_id, form, applied_at) WHERE state = 'applied'"
    )

    def _default_department(self):
        return self.env.user._onestop_departments(KEEPERS)[:1]

    @api.depends("form", "department_id")
    def _compute_display_name(self):
        labels = dict(self._fields["form"]._description_selection(self.env))
        for layout in self:
            layout.display_name = (
                f"{labels.get(layout.form)} – {layout.department_id.name}"
            )

    @api.onchange("form")
    def _onchange_form(self):
        blocks = self.env["onestop.form.block"]._of_form(self.form)
        self.block_ids = [Command.clear(), *blocks]

    # ------------------------------------------------------------------------- guards

    @api.constrains(*TEXTS)
    def _check_texts(self):
        for layout in self:
            for name in TEXTS:
                label = self._fields[name]._description_string(self.env)
                if wrong := form_layout.unknown(layout[name]):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” has what no form knows: %(wrong)s. Known are "
                            "%(known)s, each between double braces.",
                            field=label,
                            wrong=", ".join(wrong),
                            known=", ".join(form_layout.NAMES),
                        )
                    )
                if form_layout.is_too_long(layout[name]):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is too long for the form: at most %(signs)s "
                            "signs on %(lines)s lines.",
                            field=label,
                            signs=form_layout.LONGEST,
                            lines=form_layout.MOST_LINES,
                        )
                    )

    @api.constrains(*SIDES)
    def _check_margins(self):
        least, most = MARGINS
        for layout in self:
            if not all(least <= layout[side] <= most for side in SIDES):
                raise ValidationError(
                    self.env._(
                        "A margin is between %(least)s and %(most)s millimetres.",
                        least=least,
                        most=most,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse(vals.keys() & OURS)
            vals.setdefault(
                "block_ids", self.env["onestop.form.block"]._of_form(vals.get("form"))
            )
        # No default that a caller brings along puts a layout into force.
        brought = self.env.context.items()
        names = {f"default_{name}" for name in OURS}
        clean = self.with_context({k: v for k, v in brought if k not in names})
        layouts = super(OnestopFormLayout, clean).create(vals_list)
        layouts._check_keeper()
        return layouts

    def write(self, vals):
        if not ENGINE:
            self._refuse(vals.keys() & OURS)
            self._check_keeper()
            self._check_draft()
        result = super().write(vals)
        if "department_id" in vals:
            self._check_keeper()
        return result

    def unlink(self):
        self._check_keeper()
        self._check_draft()
        return super().unlink()

    def _refuse(self, names):
        if names and not ENGINE:
            raise AccessError(self.env._("A layout is put into force by its button."))

    def _check_draft(self):
        if not ENGINE and any(layout.state != "draft" for layout in self):
            raise UserError(
                self.env._(
                    "What was put into force stays, so that forms can be printed again "
                    "as they were. Adjust a copy of it."
                )
            )

    def _check_keeper(self):
        """:raises AccessError: but for whoever keeps the papers of the place"""
        for layout in self:
            layout.check_access("read")
            held = self.env.user._onestop_roles_at(layout.department_id)
            if not self.env.su and not held & set(KEEPERS):
                raise AccessError(
                    self.env._(
                        "Only the clerk and whoever leads %s adjust its forms.",
                        layout.department_id.name,
                    )
                )

    # ------------------------------------------------------------------------ actions

    def action_apply(self):
        """Print by it from now on."""
        self._check_keeper()
        for layout in self:
            wait_for(layout)
            layout.invalidate_recordset(["state"])
            layout._check_draft()
            with ENGINE.held():
                layout.write(
                    {
                        "state": "applied",
                        "applied_at": fields.Datetime.now(),
                        "applied_by": self.env.user.name,
                    }
                )
        return True

    def action_adjust(self):
        """Open a draft that says the same."""
        self.ensure_one()
        return self._open(self.copy())

    def action_default(self):
        """Print by the model again, from now on."""
        self.ensure_one()
        plain = self.create({"form": self.form, "department_id": self.department_id.id})
        plain.action_apply()
        return self._open(plain)

    def _open(self, layout):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": layout.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------------ preview

    def action_preview(self):
        """Show the form of the latest dossier by it, to whoever may read that.

        :raises UserError: where there is none yet
        """
        self.ensure_one()
        self._check_keeper()
        self._specimen()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/preview/preview.pdf",
            "target": "new",
        }

    @api.depends_context("uid")
    @api.depends(*TEXTS, *SIDES, "block_ids.sequence")
    def _compute_preview(self):
        for layout in self:
            try:
                layout.preview = layout._preview()
            except UserError:
                layout.preview = False

    def _preview(self):
        """The PDF, in base64; made for whoever looks, and kept nowhere.

        :raises UserError: where there is nothing to show
        """
        self._check_keeper()
        report = self.env[f"report.onestop_dossier.form_{self.form}"]
        with SPECIMEN.held():
            values = report._get_report_values(self._specimen().ids)
        (sheet,) = values["sheets"]
        sheet["own"] = self._own(sheet)
        sheet["form_number"] = f"Bản xem thử – {sheet['form_number']}"
        html = self.env["ir.qweb"]._render(f"onestop_dossier.form_{self.form}", values)
        return base64.b64encode(to_pdf(str(html)))

    def _specimen(self):
        report = self.env[f"report.onestop_dossier.form_{self.form}"]
        # sudo: bounded to which dossiers the form is for.
        domain = self.env.ref(f"onestop_dossier.report_form_{self.form}").sudo().domain
        dossiers = self.env["onestop.dossier"].search(
            Domain(literal_eval(domain))
            & Domain(report._issuer_field, "=", self.department_id.id),
            order="id desc",
            limit=20,
        )
        for dossier in dossiers:
            if report._fits(dossier.sudo()):  # sudo: bounded to one that is read
                return dossier
        raise UserError(
            self.env._("No dossier of this place has come to this form yet.")
        )

    # ----------------------------------------------------------------------- printing

    @api.model
    def _at(self, form, department, moment):
        """The layout that a department had for a form at a moment of the database, in
        sudo; empty for the model."""
        # sudo: bounded to how one form of one department looks.
        return self.sudo().search(
            [
                ("department_id", "=", department.id),
                ("form", "=", form),
                ("state", "=", "applied"),
                ("applied_at", "<=", moment),
            ],
            order="applied_at desc, id desc",
            limit=1,
        )

    def _own(self, sheet):
        """What a template shows of it, as a dict; that of the model for none."""
        department, dossier = sheet["department"], sheet["dossier"]
        known = {
            "department": department.name,
            "address": department.address,
            "telephone": department.phone,
            "email": department.email,
            "code": dossier.display_name,
            "procedure": sheet["procedure"],
        }
        form = sheet["form"].form
        return {
            **{name: form_layout.fill(self[name], known) for name in TEXTS},
            **{side: self[side] for side in SIDES if self},
            "order": form_layout.order(
                form, self.block_ids.sorted("sequence").mapped("block")
            ),
        }
