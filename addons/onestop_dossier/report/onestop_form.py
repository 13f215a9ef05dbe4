from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words
from odoo.addons.onestop_procedure.core.clock_sentences import render_instrument
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.form_pdf import qr_svg
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..engine.right import SPECIMEN

# Forms of the law are Vietnamese, whatever language the person or the officer reads.
LEGAL_LANGUAGE = "vi_VN"


def to_legal(moment):
    """A datetime of the database in legal time; what is empty stays so."""
    return moment and aware(moment).astimezone(ZONE)


class OnestopForm(models.AbstractModel):
    """What every printed form of a dossier shows.

    One class a form says which it is and adds what only it has. Number, title and
    paper of a form are rows of the dossier's rule set.
    """

    _name = "onestop.form"
    _description = "Printed form of a dossier"

    # Key of onestop.rule.form, and the action whose journal row the form stands on.
    _form = None
    _action = None
    # Whether a satisfaction survey goes with it (Circular 03/2025/TT-VPCP, art. 27.3).
    _with_survey = False
    # Where the dossier says whose paper it is.
    _issuer_field = "received_department_id"

    @api.model
    def _get_report_values(self, docids, data=None):
        dossiers = self.env["onestop.dossier"].browse(docids)
        dossiers.check_access("read")
        # sudo: bounded to these dossiers, which the user may read, and to what their
        # form shows: names of departments, the actor in the journal, the rule set.
        dossiers = dossiers.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(dossier) for dossier in dossiers],
            "at_moment": form_words.at_moment,
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _fits(self, dossier):
        """Whether the dossier has come to where this form is handed out."""
        raise NotImplementedError

    @api.model
    def _stands_on(self, dossier, row):
        """Whether the form, printed now, says what it said when a row of the journal was
        written: then it can be sealed.

        :param int row: number of the row on which the form was issued
        """
        form = dossier.rule_set_id and dossier.rule_set_id._form(self._form)
        if not form or not self._fits(dossier):
            return False
        return self._journal_row(dossier).id == row

    @api.model
    def _sheet(self, dossier):
        """Everything one form shows, as a dict for its template.

        :raises UserError: where the form does not fit, or the rule set lacks it
        """
        form = dossier.rule_set_id and dossier.rule_set_id._form(self._form)
        if not form or not self._fits(dossier):
            raise UserError(
                self.env._(
                    "The dossier %s has no such form to print.", dossier.display_name
                )
            )
        row = self._journal_row(dossier)
        moment = to_legal(row.moment or dossier.write_date)
        version, department = dossier.version_id, self._issuer(dossier)
        url = self._check_url(dossier, row)
        # Printed again, a form looks as it did when it was issued.
        layout = self.env["onestop.form.layout"]._at(
            self._form, department, row.moment or fields.Datetime.now()
        )
        relations = dict(
            dossier._fields["submitter_relation"]._description_selection(dossier.env)
        )
        sheet = {
            "dossier": dossier,
            "form": form,
            "form_number": self._form_number(form),
            "department": department,
            "place_and_day": self._place_and_day(department, moment),
            "moment": moment,
            # What the system did by itself nobody signs yet.
            "officer": row.actor if row.actor != "system" else "",
            "reason": row.reason or "",
            "submitted": to_legal(dossier.date_submitted),
            "submitter": dossier.submitter_name or dossier.owner_name,
            "relation": relations.get(dossier.submitter_relation),
            "address": self._address(dossier),
            "phone": dossier.submitter_phone or dossier.owner_phone,
            "email": dossier.submitter_email or dossier.owner_email,
            "procedure": f"{version.name} ({version.procedure_id.code})",
            "content": self._content(dossier),
            "contact": self._contact(department),
            "outside": dossier._outside(),
            **self._owed(dossier.fee_ids),
            "qr": self._qr(url),
            "check_url": url,
            "mark": row._mark(),
            "survey": self._survey(dossier),
        }
        return {**sheet, "own": layout._own(sheet)}

    @api.model
    def _survey(self, dossier):
        """The QR code of the questionnaire, as markup; empty where none goes with it."""
        url = self._with_survey and self._survey_url(dossier)
        return self._qr(url) if url else ""

    @api.model
    def _survey_url(self, dossier):
        """Where whoever gets the form says how satisfied they are, without a name; None
        where nothing asks that."""
        return None

    @api.model
    def _owed(self, fees):
        owed = fees.filtered(lambda one: one.state != "exempt")
        return {"fees": fees, "total": sum(owed.mapped("amount"))}

    @api.model
    def _place_and_day(self, department, moment):
        place = department.commune or department.province
        return ", ".join(filter(None, [place, form_words.on_day(moment)]))

    @api.model
    def _contact(self, department):
        """Whom to ask."""
        return ", số điện thoại ".join(
            filter(None, [department.name, department.phone])
        )

    @api.model
    def _qr(self, url):
        # qr_svg draws a matrix; no text of anybody is in it.
        return Markup(qr_svg(url))

    @api.model
    def _issuer(self, dossier):
        """The department whose paper it is."""
        return dossier[self._issuer_field]

    @api.model
    def _form_number(self, form):
        """'Mẫu số 01 – Thông tư …': the circular only where its text was read."""
        circular = form.status == "read" and form.instrument
        return " – ".join(
            filter(
                None,
                [
                    f"Mẫu số {form.number}",
                    circular and render_instrument(circular, LEGAL_LANGUAGE),
                ],
            )
        )

    @api.model
    def _address(self, dossier):
        return form_words.whole_address(dossier.owner_address, dossier.owner_commune)

    @api.model
    def _content(self, dossier):
        """What is asked for, with the procedure's code where it is its very name."""
        version = dossier.version_id
        if dossier.content in (False, version.name):
            return f"{version.name} ({version.procedure_id.code})"
        return dossier.content

    @api.model
    def _journal_row(self, dossier, action=None):
        """The last row of the journal for an action; empty where it never happened."""
        # sudo: bounded to the dossier that is printed, which the caller may read.
        return (
            self.env["onestop.journal"]
            .sudo()
            .search(
                [
                    ("res_model", "=", dossier._name),
                    ("res_id", "=", dossier.id),
                    ("code", "=", action or self._action),
                ],
                order="id desc",
                limit=1,
            )
        )

    @api.model
    def _check_url(self, dossier, row):
        """Where the QR code leads; its token is made for this print alone.

        :param row: of the journal, on which the form stands; may be empty
        """
        if SPECIMEN:
            return f"{dossier.get_base_url()}/check/xem-thu"
        token = self.env["onestop.check.token"]._issue(dossier, self._form, row)
        return f"{dossier.get_base_url()}/check/{token}"
