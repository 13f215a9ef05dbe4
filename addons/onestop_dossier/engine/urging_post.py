from markupsafe import Markup

from odoo import fields
from odoo.fields import Domain


class UrgingPost:
    """Sends a letter of urging to the department and its head, with the letter itself;
    it names codes and procedures, and no applicant."""

    def __init__(self, letter):
        """`letter`: read by the system."""
        self.env, self.letter = letter.env, letter

    def addresses(self):
        """Where it goes: the department's own address, and those of its heads."""
        department = self.letter.department_id
        heads = self.env["onestop.role.assignment"].search(
            Domain("in_force", "=", True)
            & Domain("role", "=", "department_head")
            & Domain("department_id", "=", department.id)
        )
        found = [department.email, *heads.user_id.mapped("email")]
        return list(dict.fromkeys(filter(None, found)))

    def send(self):
        letter = self.letter
        if not letter.told:
            return
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "onestop_dossier.urging", letter.ids
        )
        name = f"{letter.display_name.replace('/', '-')}.pdf"
        _ = letter.with_context(lang="vi_VN").env._
        self.env["mail.mail"].create(
            {
                "email_from": self.env.company.email_formatted,
                "reply_to": letter.centre_id.email,
                "email_to": letter.told,
                "subject": _(
                    "%(number)s: dossiers to resolve (%(count)s)",
                    number=letter.display_name,
                    count=letter.line_count,
                ),
                "body_html": Markup("<p>{text}</p>").format(
                    text=_(
                        "%(centre)s urges to resolve the dossiers in the letter. "
                        "Please answer by %(term)s.",
                        centre=letter.centre_id.name,
                        term=fields.Datetime.context_timestamp(
                            letter.with_context(tz="Asia/Ho_Chi_Minh"),
                            letter.date_term,
                        ).strftime("%H:%M %d/%m/%Y"),
                    )
                ),
                "attachment_ids": [
                    fields.Command.create(
                        {"name": name, "raw": pdf, "mimetype": "application/pdf"}
                    )
                ],
                "auto_delete": True,
            }
        )
