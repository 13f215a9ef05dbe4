from odoo import api, fields, models
from odoo.exceptions import UserError


class OnestopComplaintRegistration(models.TransientModel):
    """The form in which the staff registers what a person brings.

    It is deleted as soon as it is sent: what is typed about the person stays in the
    file alone.
    """

    _name = "onestop.complaint.registration"
    _description = "Registration of a reflection, complaint or denunciation"

    kind = fields.Selection(
        [
            ("reflection", "Reflection"),
            ("petition", "Petition"),
            ("complaint", "Complaint"),
            ("denunciation", "Denunciation"),
        ],
        required=True,
        default="reflection",
    )
    channel = fields.Selection(
        [
            ("counter", "At the counter"),
            ("telephone", "Telephone"),
            ("letter", "Letter"),
            ("email", "E-mail"),
        ],
        required=True,
        default="counter",
    )
    signed = fields.Boolean(
        help="A signed or finger-printed letter, or a statement taken in person, read "
        "back and signed."
    )
    envelope = fields.Char(
        "Number of the sealed envelope",
        help="The letter with the name lies in it. Without one it is anonymous.",
    )
    subject = fields.Char()
    content = fields.Text(required=True)
    stage = fields.Selection(
        [
            ("guiding", "Guiding"),
            ("receiving", "Receiving"),
            ("resolving", "Resolving"),
            ("transferring", "Transferring"),
            ("returning", "Returning"),
        ]
    )
    dossier = fields.Char("Dossier code")
    department_id = fields.Many2one("onestop.department", "About the department")
    officer_id = fields.Many2one(
        "res.users", "About the officer", domain=[("share", "=", False)]
    )
    person_name = fields.Char("Name")
    person_phone = fields.Char("Telephone")
    person_email = fields.Char("E-mail")
    person_address = fields.Char("Address")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            person = any(vals.get(name) for name in vals if name.startswith("person_"))
            # Not even for an hour, in a form that is not sent.
            if vals.get("kind") == "denunciation" and person:
                raise UserError(
                    self.env._(
                        "Who denounces is not entered here: leave name and contact "
                        "empty, and seal the letter in an envelope."
                    )
                )
        return super().create(vals_list)

    def action_register(self):
        """Register it and show both codes, this once."""
        self.ensure_one()
        answer = self.env["onestop.complaint"].file(self._prepare_values())
        # sudo: the caller's own form, which holds what is now in the file.
        self.sudo().unlink()
        message = self.env._(
            "Code: %(code)s. Receipt code, shown this once, for the person alone: "
            "%(receipt)s. %(note)s",
            code=answer["code"],
            receipt=answer["receipt_code"],
            note=answer["note"],
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Registered"),
                "message": message,
                "type": "success",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_values(self):
        person = {
            key: self[f"person_{key}"]
            for key in ("name", "phone", "email", "address")
            if self[f"person_{key}"]
        }
        return {
            "kind": self.kind,
            "channel": self.channel,
            "signed": self.signed,
            "envelope": self.envelope,
            "subject": self.subject,
            "content": self.content,
            "stage": self.stage,
            "dossier": self.dossier,
            "department": self.department_id.id,
            "officer": self.officer_id.id,
            "person": {} if self.kind == "denunciation" else person,
        }
