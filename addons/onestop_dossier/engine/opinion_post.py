from markupsafe import Markup

from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.form_words import at_moment
from odoo.addons.onestop_procedure.core.legal_time import ZONE


class OpinionPost:
    """Tells the head of the centre that an agency has not answered in time; it names
    codes and agencies, and no applicant, nor what was asked."""

    def __init__(self, opinion):
        """`opinion`: read by the system."""
        self.env, self.opinion = opinion.env, opinion

    def heads(self):
        """Whoever leads the centre that received the dossier: of the province, or of a
        commune."""
        centre = self.opinion.dossier_id.received_department_id
        return centre._holders("director") or centre._holders("department_head")

    def send(self):
        addresses = [one.email for one in self.heads() if one.email]
        if not addresses:
            return
        opinion = self.opinion
        _ = opinion.with_context(lang="vi_VN").env._
        due = aware(opinion.date_late).astimezone(ZONE)
        self.env["mail.mail"].create(
            {
                "email_from": self.env.company.email_formatted,
                "reply_to": opinion.lead_id.email,
                "email_to": ", ".join(addresses),
                "subject": _(
                    "%(code)s: %(asked)s has not answered in time",
                    code=opinion.code,
                    asked=opinion.department_id.name,
                ),
                "body_html": Markup("<p>{text}</p>").format(
                    text=_(
                        "%(lead)s asked %(asked)s for its opinion on dossier "
                        "%(code)s by %(due)s, and has no answer.",
                        lead=opinion.lead_id.name,
                        asked=opinion.department_id.name,
                        code=opinion.code,
                        due=at_moment(due),
                    )
                ),
                "auto_delete": True,
            }
        )
