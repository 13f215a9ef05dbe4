from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.database_time import legal_date

from .onestop_urging import URGES

STAFF = "onestop_procedure.group_onestop_staff"
SENT = ("sent", "answered")


class OnestopUrged(models.AbstractModel):
    """That the centre urged to resolve a dossier: how often, by which letters."""

    _name = "onestop.urged"
    _description = "Urged by letters"

    urging_line_ids = fields.One2many(
        "onestop.urging.line",
        "dossier_id",
        "Letters of urging",
        groups=STAFF,
        # Whether there was a letter is no secret to whom the dossier is shown.
        bypass_search_access=True,
    )
    urged_count = fields.Integer(
        "Times urged", compute="_compute_urged_count", groups=STAFF
    )
    unspoken = fields.Boolean(
        "Overdue without a word",
        compute="_compute_unspoken",
        search="_search_unspoken",
        groups=STAFF,
        help="Past the date told last, neither apologised for nor urged.",
    )

    @api.depends("urging_line_ids.state")
    def _compute_urged_count(self):
        # sudo: bounded to how many letters there were about dossiers that the user reads.
        lines = self.env["onestop.urging.line"].sudo()
        counted = dict(
            lines._read_group(
                [("dossier_id", "in", self.ids), ("state", "in", SENT)],
                ["dossier_id"],
                ["__count"],
            )
        )
        counted = {dossier.id: count for dossier, count in counted.items()}
        for dossier in self:
            dossier.urged_count = counted.get(dossier.id, 0)

    @api.depends("date_due", "state", "suspended", "urging_line_ids.state")
    def _compute_unspoken(self):
        # sudo: bounded to whether there was a letter about dossiers that the user reads.
        found = self.sudo().filtered_domain(self._unspoken_domain()).with_env(self.env)
        found.unspoken = True
        (self - found).unspoken = False

    def _search_unspoken(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._unspoken_domain()

    @api.model
    def _unspoken_domain(self):
        # `date_due` moves with an apology: past it, none holds any more.
        past = Domain("date_due", "<", fields.Datetime.now())
        return (
            Domain("is_open", "=", True)
            & Domain("suspended", "=", False)
            & past
            & Domain("urging_line_ids", "not any", [("state", "in", SENT)])
        )

    def _urged_within(self):
        """The letter about this dossier whose term runs, or nothing."""
        self.ensure_one()
        today = legal_date(fields.Datetime.now())
        letters = self.urging_line_ids.filtered(lambda one: one.state in SENT).urging_id
        return letters.filtered(
            lambda one: one._holds_until() and one._holds_until() >= today
        )[:1]

    def action_urge(self):
        """Draft letters about these dossiers, one to each department.

        :return: the action that shows them
        :raises UserError: for what is neither late nor nearly due
        """
        self.check_access("read")
        # sudo: bounded to where dossiers that the user reads were received.
        dossiers = self.sudo()
        user = self.env.user
        for centre in dossiers.received_department_id:
            if not user._onestop_roles_at(centre) & set(URGES):
                raise AccessError(
                    self.env._("Only who urges for the centre writes its letters.")
                )
        for dossier in dossiers:
            self._check_to_urge(dossier)
        letters = self.env["onestop.urging"]._draft(dossiers)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_urging_action"
        )
        if len(letters) == 1:
            return {**action, "res_id": letters.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", letters.ids)]}

    def _check_to_urge(self, dossier):
        late = dossier.overdue or dossier.standing == "undue" and dossier.days_left <= 1
        if not (dossier.is_open and dossier.department_id and late):
            raise UserError(
                self.env._(
                    "%s is neither overdue nor due today or tomorrow: nobody is urged "
                    "for it.",
                    dossier.display_name,
                )
            )

    def _urging_line_vals(self):
        """The dossier as the letter has it."""
        letter = self._urged_within()
        runs = self.step_ids.filtered(lambda one: one.state == "open")
        until = letter and letter._holds_until()
        told = self.with_context(lang="vi_VN")
        return {
            "dossier_id": self.id,
            "code": self.code,
            "procedure_id": self.procedure_id.id,
            "date_due": self.date_due_legal,
            "lateness": told.lateness,
            "steps": "; ".join(
                f"{run.name} ({run.department_id.short_name or run.department_id.name})"
                for run in runs.with_context(lang="vi_VN")
            ),
            "times": self.urged_count + 1,
            "running": f"{letter.display_name}, {until:%d/%m/%Y}" if letter else False,
        }
