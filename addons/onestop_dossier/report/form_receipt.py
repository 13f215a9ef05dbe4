from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import clock_sentences
from odoo.addons.onestop_procedure.core.derivation import Derivation, FactCode

from ..core.linked import alike
from .onestop_form import to_legal

# What makes a date surprising; the whole derivation is on the dossier's page.
TOLD = frozenset(
    {
        FactCode.FIRST_DAY_NOT_COUNTED,
        FactCode.FIRST_DAY_COUNTED,
        FactCode.AFTER_CUT_OFF,
        FactCode.INTAKE_ONLY,
        FactCode.OUTSIDE_HOURS,
        FactCode.HOLIDAY,
        FactCode.EXTRA_DAY,
        FactCode.PAUSE,
        FactCode.RESTART,
        FactCode.EXTENSION,
        FactCode.APOLOGY,
    }
)
AMOUNT = {"vi": "{amount:amount}", "en": "{amount:amount}"}


class FormReceipt(models.AbstractModel):
    """Form of receipt and appointment: what was received, and when the result is due."""

    _name = "report.onestop_dossier.form_receipt"
    _inherit = "onestop.form"
    _description = "Intake receipt"
    _form = "receipt"
    _with_survey = True
    _action = "accept"

    @api.model
    def _fits(self, dossier):
        return bool(dossier.code and dossier.date_accepted)

    @api.model
    def _stands_on(self, dossier, row):
        parts = dossier._parts()
        if parts and (parts[0] != dossier or parts[:1]._parts_left()):
            return False
        return super()._stands_on(dossier, row) and self._still_says(dossier, row)

    @api.model
    def _still_says(self, dossier, row):
        """Whether the papers that were received and the promised date are still those."""
        # sudo: bounded to what happened to this dossier since it was received.
        rows = self.env["onestop.journal"].sudo()
        rows = rows.search(
            [
                ("res_model", "=", dossier._name),
                ("res_id", "=", dossier.id),
                ("id", ">=", row),
                ("code", "in", ("accept", "forward", "supplement")),
            ]
        )
        if "supplement" in rows.mapped("code"):
            return False
        dates = [one._told().get("due_after") for one in rows]
        promised = next(filter(None, reversed(dates)), None)
        now = fields.Datetime.to_string(dossier.date_due) or None
        return promised is None or promised == now

    @api.model
    def _sheet(self, dossier):
        # Of a group there is one receipt: that of its head, or where that one was not
        # received, of the first part that was.
        parts = dossier._parts()
        sheet = super()._sheet(parts.filtered(self._fits)[:1] or dossier)
        if parts:
            return {**self._sheet_of(sheet), **self._sheet_of_parts(parts)}
        return self._sheet_of(sheet)

    @api.model
    def _sheet_of_parts(self, parts):
        """What the receipt of a group says besides.

        :raises UserError: while a part is not filed yet
        """
        left = parts[:1]._parts_left()
        if left:
            raise UserError(
                self.env._(
                    "Parts of this group are not filed yet: %s.",
                    "; ".join(left.mapped("display_name")),
                )
            )
        together = parts.bundle_id.returns == "together"
        dues = [one.date_due or one.date_outside_due for one in parts]
        papers = parts.component_ids.filtered(
            lambda one: one.received or one.attachment_ids
        )
        once = {}
        for paper in papers:
            once.setdefault(alike(paper.name), paper)
        return {
            **self._owed(parts.fee_ids),
            "bundle": parts.bundle_id.name,
            "together": together,
            "parts": [
                {
                    "code": one.display_name,
                    "procedure": one.version_id.name,
                    "department": one.department_id.name,
                    "due": to_legal(due),
                }
                for one, due in zip(parts, dues, strict=True)
            ],
            "components": papers.browse(paper.id for paper in once.values()),
            # The last part says when they come back together.
            "due": to_legal(max(dues)) if together and all(dues) else False,
            "why": "",
        }

    @api.model
    def _sheet_of(self, sheet):
        dossier = sheet["dossier"]
        facts = Derivation.from_list(dossier.due_derivation or [])
        reused = dossier.component_ids.filtered(
            lambda one: one.reused_result and not one.received
        )
        components = (
            dossier.component_ids.filtered(
                lambda one: one.received or one.attachment_ids
            )
            - reused
        )
        return {
            **sheet,
            # Who stood at the counter; somebody else approved the hour later.
            "officer": dossier.outage_receipt_id.proposed_by or sheet["officer"],
            # The sequence of the day is the receipt's number.
            "number": dossier.code.rpartition("-")[2],
            "components": components,
            "reissued": self._reissued(dossier),
            "looked_up": dossier.component_ids.filtered(
                lambda one: one.look_up == "found"
            )
            - components,
            "reused": reused,
            "has_files": bool(components.attachment_ids),
            "term": self._term(facts),
            "return_place": self._return_place(sheet),
            "received": to_legal(dossier.date_accepted),
            "due": to_legal(dossier.date_due or dossier.date_outside_due),
            # Who else set the date says so itself; else what made it surprising.
            "why": dossier.outside_source
            or " ".join(
                clock_sentences.render(
                    clock_sentences.FACTS[fact.code.value], "vi", dict(fact.values)
                )
                for fact in facts
                if fact.code in TOLD
            ),
        }

    @api.model
    def _reissued(self, dossier):
        """How often it was lost, and when last; of the last another was printed."""
        losses = dossier.loss_ids
        return losses and (len(losses), to_legal(losses[-1].reported_at))

    @api.model
    def _return_place(self, sheet):
        """Where the result is collected, as the person chose."""
        dossier, department = sheet["dossier"], sheet["department"]
        if dossier.delivery == "post":
            address = dossier.delivery_address or sheet["address"]
            return f"qua dịch vụ bưu chính công ích, đến {address}"
        if dossier.delivery == "electronic":
            return "bản điện tử, tại trang hồ sơ trên Cổng dịch vụ công"
        return ", ".join(filter(None, [sheet["contact"], department.address]))

    @api.model
    def _term(self, facts):
        """The term in words; empty where none is laid down."""
        for fact in facts:
            if fact.code is FactCode.TERM:
                return clock_sentences.render(AMOUNT, "vi", dict(fact.values))
        return ""
