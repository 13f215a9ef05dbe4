import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.onestop_dossier.engine.filing import attachment_vals

# What is kept of a person who never submits, and of a filing that was submitted (as
# long as a second click or a page gone back to may still come).
DAYS_OPEN = 90
DAYS_SUBMITTED = 2
MOST_FILES = 100
# The parts of a filing, and what each may hold; nothing else of a form is looked at.
PARTS = {
    "owner": (
        "kind",
        "name",
        "identity_number",
        "tax_code",
        "birthdate",
        "address",
        "commune",
        "phone",
        "email",
    ),
    "submitter": (
        "for_another",
        "name",
        "identity_number",
        "phone",
        "email",
        "relation",
    ),
    "matter": ("case",),
    "place": ("received_department_id",),
    "return": ("delivery", "delivery_address", "notice_first", "notice_second"),
}
LONGEST_TEXT = 300


class OnestopFilingDraft(models.Model):
    """What a citizen has typed and attached so far, until it is submitted.

    Not a dossier yet: it is nobody's business but theirs, and goes away by itself.
    Each person has one open draft of a procedure at a time, so that the same address
    leads back to it from any device. Everything is kept as it was typed, also what is
    still wrong; `onestop.dossier.submit` checks all of it.
    """

    _name = "onestop.filing.draft"
    _description = "Unfinished Filing"
    _order = "write_date desc, id desc"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(
        related="version_id.procedure_id", store=True, index=True
    )
    typed = fields.Json(help="Parts of the filing, each a dict of texts.")
    file_ids = fields.One2many("onestop.filing.file", "draft_id", string="Files")
    dossier_id = fields.Many2one("onestop.dossier", readonly=True, ondelete="cascade")

    _one_open = models.UniqueIndex(
        "(user_id, procedure_id) WHERE dossier_id IS NULL",
        "You are filling in this procedure already.",
    )

    @api.model
    def _mine(self, version):
        """The user's open draft of a procedure; or none."""
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("procedure_id", "=", version.procedure_id.id),
                ("dossier_id", "=", False),
            ]
        )

    @api.model
    def _mine_open(self):
        """All of the user's open drafts; members of the staff have none."""
        if not self.env.user._is_portal():
            return self.browse()
        return self.search([("user_id", "=", self.env.uid), ("dossier_id", "=", False)])

    @api.model
    def _start(self, version):
        """The user's open draft, made where there is none, brought to `version`."""
        draft = self._mine(version)
        if not draft:
            # sudo: bounded to an empty draft of the user's own.
            draft = self.sudo().create(
                {
                    "user_id": self.env.uid,
                    "version_id": version.id,
                    "typed": {"owner": self._known_owner()},
                }
            )
        elif draft._own().version_id != version:
            draft._move_to(version)
        return draft.with_env(self.env)

    def _known_owner(self):
        """What the account itself says; nothing that was filed elsewhere."""
        partner = self.env.user.partner_id
        known = {"name": partner.name, "email": partner.email, "phone": partner.phone}
        return {key: value for key, value in known.items() if value}

    def _own(self):
        """The draft as the system writes it, once it is seen to be the user's own."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to this draft, of which the rule says that it is the user's;
        # people have no right to write drafts but through these methods.
        return self.sudo()

    def _move_to(self, version):
        """Go on under a newer version: answers stay, files follow their papers."""
        own = self._own()
        fitting = {
            (paper.code or paper.name): paper.id for paper in version.component_ids
        }
        for file in own.file_ids.filtered("component_id"):
            paper = file.component_id
            wanted = fitting.get(paper.code or paper.name)
            if wanted:
                file.component_id = wanted
            else:
                file.unlink()
        own.version_id = version

    def _part(self, name):
        """What was typed in one part: a dict of texts."""
        return dict((self._own().typed or {}).get(name) or {})

    def _keep(self, name, typed):
        """Keep what was typed in one part, by its allow-list.

        :param str name: a key of `PARTS`, or `answers` for questions of the e-form
        :param typed: mapping of names to texts; for `answers` they are added to those
            that are there
        """
        own = self._own()
        if name == "answers":
            known = set(own.version_id.eform_field_ids.mapped("name"))
            part = self._part(name)
            part.update({key: value for key, value in typed.items() if key in known})
        else:
            part = {
                key: str(typed.get(key) or "").strip()[:LONGEST_TEXT]
                for key in PARTS[name]
            }
        own.typed = {**(own.typed or {}), name: part}

    def _attach(self, name, content, component=None, field_name=None):
        """Keep a file that was sent.

        :param bytes content: its type is told by what it holds, never by its name
        :raises UserError: with a sentence, for a file that is not accepted
        """
        own = self._own()
        if len(own.file_ids) >= MOST_FILES:
            raise UserError(
                self.env._("At most %s files go with a dossier.", MOST_FILES)
            )
        file = {"name": name, "content": base64.b64encode(content)}
        own.env["onestop.filing.file"].create(
            {
                "draft_id": own.id,
                "component_id": component and component.id,
                "field_name": field_name,
                "attachment_id": own.env["ir.attachment"]
                .create(attachment_vals(self.env, file, own))
                .id,
            }
        )

    def _detach(self, file_id):
        """Remove one of the draft's own files; another's id does nothing."""
        self._own().file_ids.filtered(lambda file: file.id == file_id).unlink()

    def _answers(self):
        """The answers of the e-form as its checks take them: texts and files."""
        own = self._own()
        answers = self._part("answers")
        for file in own.file_ids.filtered("field_name"):
            attachment = file.attachment_id
            answers.setdefault(file.field_name, [])
            answers[file.field_name].append(
                {
                    "id": attachment.id,
                    "name": attachment.name,
                    "size": attachment.file_size,
                    "mimetype": attachment.mimetype,
                }
            )
        return answers

    def _papers(self, asked):
        """The files of the papers that are asked for, as `onestop.dossier.submit` takes
        them; of others, which an answer brought up and another took away, none."""
        files = self._own().file_ids.filtered(lambda one: one.component_id in asked)
        papers = files.grouped("component_id")
        return [
            {
                "component": component.id,
                "files": [
                    {"name": file.name, "content": base64.b64encode(file.raw)}
                    for file in files.attachment_id
                ],
            }
            for component, files in papers.items()
        ]

    def _lock(self):
        """Wait for whoever sends the draft just now; give back the dossier it became."""
        own = self._own()
        # Two clicks at once: the second waits here, and then finds the dossier.
        self.env.cr.execute(
            SQL("SELECT id FROM onestop_filing_draft WHERE id = %s FOR UPDATE", own.id)
        )
        own.invalidate_recordset(["dossier_id"])
        return own.dossier_id.with_env(self.env)

    def _submit(self, values):
        """Make the dossier of a draft that `_lock` found to have none.

        :param dict values: as `onestop.dossier.submit` takes them
        :return: the dossier
        :raises UserError: with what is still missing or wrong
        """
        own = self._own()
        filed = self.env["onestop.dossier"].submit(values)
        dossier = self.env["onestop.dossier"].browse(filed["id"])
        # Answers that are files stay where the dossier's own files are.
        own.file_ids.filtered("field_name").attachment_id.write(
            {"res_model": dossier._name, "res_id": dossier.id}
        )
        own.file_ids.filtered("component_id").unlink()
        own.write({"dossier_id": dossier.id, "typed": False})
        return dossier

    def _discard(self):
        own = self._own()
        if not own.dossier_id:
            own.file_ids.unlink()
            own.unlink()

    @api.autovacuum
    def _gc_old(self):
        now = fields.Datetime.now()
        old = self.search(
            [
                ("dossier_id", "=", False),
                ("write_date", "<", now - timedelta(days=DAYS_OPEN)),
            ],
            limit=1000,
        )
        old.file_ids.unlink()
        done = self.search(
            [
                ("dossier_id", "!=", False),
                ("write_date", "<", now - timedelta(days=DAYS_SUBMITTED)),
            ],
            limit=1000,
        )
        (old | done).unlink()
