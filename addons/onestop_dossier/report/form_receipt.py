from odoo import api, models

from odoo.addons.onestop_procedure.core import clock_sentences
from odoo.addons.onestop_procedure.core.derivation import Derivation, FactCode

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
    _action = "accept"

    @api.model
    def _fits(self, dossier):
        return bool(dossier.code and dossier.date_accepted)

    @api.model
    def _sheet(self, dossier):
        sheet = super()._sheet(dossier)
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
            # The sequence of the day is the receipt's number.
            "number": dossier.code.rpartition("-")[2],
            "components": components,
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
