from odoo import api, models
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import form_words
from odoo.addons.onestop_procedure.core.lateness import Standing

from .form_control_slip import RESULTS
from .onestop_form import LEGAL_LANGUAGE, to_legal

RETURNED = {"counter": "Trực tiếp", "post": "Bưu chính", "electronic": "Trực tuyến"}
# What is read of a dossier for its line.
READ = [
    *("code", "version_id", "owner_name", "owner_address", "owner_commune"),
    *("owner_phone", "submitter_phone", "department_id", "date_accepted"),
    *("date_due", "date_outside_due", "date_due_legal", "date_forward"),
    *("date_resolved", "date_returned", "delivery", "state", "run_by"),
]


def day(moment):
    """'24/11/2026' of a datetime of the database; "" for none."""
    return form_words.short_day(to_legal(moment))


class FormRegister(models.AbstractModel):
    """Form of the register: its lines, a part of them at a time.

    What happened after the moment of which the register speaks is left out, however
    long the job takes.
    """

    _name = "report.onestop_dossier.form_register"
    _description = "Register of dossiers"

    @api.model
    def _get_report_values(self, docids, data=None):
        # Bounded to the job: nobody has a right to parts and their lines.
        part = self.env["onestop.register.part"].browse(docids)
        part.check_access("read")
        register = part.register_id.with_context(lang=LEGAL_LANGUAGE)
        lines = self.env["onestop.register.line"].browse(part.lines)
        return {
            "sheet": self._sheet(register),
            "first_page": (data or {}).get("first_page", 1),
            "before": not lines[:1].number,
            "rows": self._rows(register, lines.with_context(lang=LEGAL_LANGUAGE)),
        }

    @api.model
    def _sheet(self, register):
        """What every page of a register says."""
        forms = self.env["onestop.form"]
        form = register.rule_set_id._form("register")
        return {
            "register": register,
            "form": form,
            "form_number": forms._form_number(form),
            "department": register.department_id,
        }

    @api.model
    def _rows(self, register, lines):
        dossiers = lines.dossier_id
        dossiers.fetch(READ)
        collected = self._collected(dossiers)
        told = self._told_before(register, lines)
        sets = self._sets_before(register, lines)
        rows = []
        for line in lines:
            row = self._row(register, line, collected.get(line.dossier_id))
            sets += row["sets"] if line.number else 0
            rows.append({**row, "upto": sets, "label": told.get(line) or line.number})
        return rows

    @api.model
    def _row(self, register, line, collection):
        dossier, as_of = line.dossier_id, register.as_of
        resolved, returned = (
            moment if moment and moment <= as_of else False
            for moment in (dossier.date_resolved, dossier.date_returned)
        )
        forward = dossier.date_forward or dossier.date_accepted
        return {
            "code": dossier.code,
            "procedure": dossier.version_id.name,
            "sets": dossier.version_id.sets,
            "owner": dossier.owner_name,
            "address": form_words.whole_address(
                dossier.owner_address, dossier.owner_commune
            ),
            "phone": dossier.owner_phone or dossier.submitter_phone or "",
            "department": dossier._outside_system()
            if dossier._is_followed()
            else dossier.department_id.name or "",
            "received": day(dossier.date_accepted),
            "due": day(dossier.date_due or dossier.date_outside_due),
            "forward": day(forward if forward <= as_of else False),
            "resolved": day(resolved),
            "returned": day(returned),
            "how": RETURNED[dossier.delivery] if returned else "",
            "signed": self._signed(collection) if returned else "",
            "note": self._note(register, line, resolved),
        }

    @api.model
    def _signed(self, collection):
        """Who signed for the result; the signature itself lies with the dossier."""
        if not collection:
            return ""
        return collection.name if collection.signature else f"{collection.name} (*)"

    @api.model
    def _note(self, register, line, resolved):
        dossier = line.dossier_id
        year = to_legal(dossier.date_accepted).year
        late = year != register.year and line.number
        return "; ".join(
            filter(
                None,
                [
                    late and f"Tiếp nhận năm {year}, ghi sau khi sổ năm đó đã khóa",
                    self._standing(dossier, resolved),
                    dossier.state == "stopped" and "Dừng giải quyết",
                    line.carried and f"Chuyển sổ năm {register.year + 1}",
                ],
            )
        )

    @api.model
    def _standing(self, dossier, resolved):
        """How the legal date was kept: as `core.lateness` has it, without a calendar."""
        if not (resolved and dossier.date_due_legal):
            return ""
        ended, due = to_legal(resolved), to_legal(dossier.date_due_legal)
        if ended.replace(second=0) > due.replace(second=0):
            return RESULTS[Standing.LATE]
        early = ended.date() < due.date()
        return RESULTS[Standing.EARLY if early else Standing.ON_TIME]

    @api.model
    def _collected(self, dossiers):
        """{dossier: who collected its result}."""
        collections = self.env["onestop.dossier.collection"].search(
            [
                ("dossier_id", "in", dossiers.ids),
                ("correction_id", "=", False),
                ("only_originals", "!=", True),
            ]
        )
        # Whether there is a signature, not the picture of it.
        collections = collections.with_context(bin_size=True)
        return {one.dossier_id: one for one in collections}

    @api.model
    def _told_before(self, register, lines):
        """{line: '15/2025'} of those that stand in an earlier register with a number."""
        taken_over = lines.filtered(lambda one: not one.number)
        first = self.env["onestop.register.line"].search(
            [
                ("dossier_id", "in", taken_over.dossier_id.ids),
                ("number", "!=", False),
            ]
        )
        labels = {
            one.dossier_id: f"{one.number}/{one.register_id.year}" for one in first
        }
        return {one: labels.get(one.dossier_id, "") for one in taken_over}

    @api.model
    def _sets_before(self, register, lines):
        """How many sets the numbers before these had."""
        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(sum(v.sets), 0) FROM onestop_register_line l
                  JOIN onestop_dossier d ON d.id = l.dossier_id
                  JOIN onestop_procedure_version v ON v.id = d.version_id
                 WHERE l.register_id = %s AND l.number < %s
                """,
                register.id,
                lines[:1].number or 0,
            )
        )
        return self.env.cr.fetchone()[0]
