import base64
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

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
        "evidence",
    ),
    "matter": ("case",),
    "place": ("received_department_id",),
    "return": ("delivery", "delivery_address", "notice_first", "notice_second"),
}
# Of a group of procedures these are filled in once, and kept with its first part.
COMMON = frozenset({"owner", "submitter", "place", "return"})
LONGEST_TEXT = 300


class OnestopFilingDraft(models.Model):
    """What a citizen has typed and attached so far, until it is submitted.

    Not a dossier yet: it is nobody's business but theirs, and goes away by itself.
    Each person has one open draft of a procedure at a time, so that the same address
    leads back to it from any device; one more where the procedure is part of a group
    that they fill in, a draft a part. Everything is kept as it was typed, also what is
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

    bundle_part_id = fields.Many2one(
        "onestop.bundle.part",
        "Part of the group",
        index="btree_not_null",
        ondelete="cascade",
    )
    head_id = fields.Many2one(
        "onestop.filing.draft",
        "First part",
        index="btree_not_null",
        ondelete="cascade",
        help="Of the other parts of a group: the draft with what they have in common.",
    )

    _one_open = models.UniqueIndex(
        "(user_id, procedure_id, COALESCE(bundle_part_id, 0)) WHERE dossier_id IS NULL",
        "You are filling in this procedure already.",
    )

    @api.model
    def _mine(self, version):
        """The user's open draft of a procedure; or none."""
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("procedure_id", "=", version.procedure_id.id),
                ("bundle_part_id", "=", False),
                ("dossier_id", "=", False),
            ]
        )

    @api.model
    def _mine_of(self, bundle):
        """The user's open drafts of the parts of a group, in their order; or none."""
        drafts = self.search(
            [
                ("user_id", "=", self.env.uid),
                ("bundle_part_id", "in", bundle.part_ids.ids),
                ("dossier_id", "=", False),
            ]
        )
        order = bundle.part_ids.ids
        return drafts.sorted(lambda one: order.index(one._own().bundle_part_id.id))

    @api.model
    def _bundle_begun(self, number):
        """The group with this id, if the user has begun to fill it in; in sudo."""
        begun = self._mine_open()._own().bundle_part_id.bundle_id
        return begun.filtered(lambda one: one.id == number)

    @api.model
    def _mine_open(self):
        """All that the user has begun, a group as its first part; members of the staff
        have nothing."""
        if not self.env.user._is_portal():
            return self.browse()
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("dossier_id", "=", False),
                ("head_id", "=", False),
            ]
        )

    @api.model
    def _start(self, version):
        """The user's open draft, made where there is none, brought to `version`."""
        draft = self._mine(version)
        if not draft:
            return self._begin({"version_id": version.id})
        if draft._own().version_id != version:
            draft._move_to(version)
        return draft

    @api.model
    def _start_group(self, bundle):
        """The user's open drafts of the parts of a group that is filed here, in their
        order: made where there are none, and brought to the versions in force."""
        drafts = self._mine_of(bundle)
        for part, version in bundle._versions().items():
            draft = drafts.filtered(
                lambda one, part=part: one._own().bundle_part_id == part
            )
            if not draft:
                values = {"version_id": version.id, "bundle_part_id": part.id}
                drafts += self._begin({**values, "head_id": drafts[:1].id})
            elif draft._own().version_id != version:
                draft._move_to(version)
        return drafts

    def _begin(self, values):
        """An empty draft of the user's own.

        :raises ConcurrencyError: where another click makes it at this moment; the request
            is made anew then, and finds it
        """
        known = {} if values.get("head_id") else {"owner": self._known_owner()}
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                # sudo: bounded to an empty draft of the user's own.
                draft = self.sudo().create(
                    {"user_id": self.env.uid, "typed": known, **values}
                )
        except UniqueViolation as error:
            raise ConcurrencyError("Another click begins it.") from error
        return draft.with_env(self.env)

    def _known_owner(self):
        """What the account itself says; nothing that was filed elsewhere."""
        partner = self.env.user.partner_id
        known = {"name": partner.name, "email": partner.email, "phone": partner.phone}
        return {key: value for key, value in known.items() if value}

    def _own(self):
        """The drafts as the system writes them, once seen to be the user's own."""
        self.check_access("read")
        # sudo: bounded to these drafts, of which the rule says that they are the user's;
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

    def _keeper(self, name):
        """The draft that keeps a part of what is typed: of what all parts of a group have
        in common, the first."""
        own = self._own()
        return (name in COMMON and own.head_id) or own

    def _part(self, name):
        """What was typed in one part: a dict of texts."""
        return dict((self._keeper(name).typed or {}).get(name) or {})

    def _keep(self, name, typed):
        """Keep what was typed in one part, by its allow-list.

        :param str name: a key of `PARTS`, or `answers` for questions of the e-form
        :param typed: mapping of names to texts; for `answers` they are added to those
            that are there. `reuse`: "1" by the id of a paper for which a result that the
            person was given stands in
        """
        own = self._keeper(name)
        if name == "answers":
            known = set(own.version_id.eform_field_ids.mapped("name"))
            part = self._part(name)
            part.update({key: value for key, value in typed.items() if key in known})
        elif name == "reuse":
            known = {str(one) for one in own.version_id.component_ids.ids}
            part = {key: value for key, value in typed.items() if key in known}
        else:
            part = {
                key: str(typed.get(key) or "").strip()[:LONGEST_TEXT]
                for key in PARTS[name]
            }
        own.typed = {**(own.typed or {}), name: part}

    def _attach(
        self, name, content, component=None, field_name=None, is_evidence=False
    ):
        """Keep a file that was sent.

        :param bytes content: its type is told by what it holds, never by its name
        :param bool is_evidence: it shows that the person may file for the owner
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
                "is_evidence": is_evidence,
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

    def _evidence_files(self):
        """The files that show that the person may file for the owner."""
        return self._keeper("submitter").file_ids.filtered("is_evidence")

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
        filed = self.env["onestop.dossier"].submit(values)
        dossier = self.env["onestop.dossier"].browse(filed["id"])
        self._became(dossier)
        return dossier

    def _submit_group(self, filings):
        """Make the dossiers of the parts of a group, of which `_lock` found none.

        :param list filings: of each part in order, as `onestop.dossier.submit` takes it
        :return: the dossiers, the first of them the group's head
        :raises UserError: with what is still missing or wrong; none is filed then
        """
        bundle = self._own().bundle_part_id.bundle_id
        dossiers = self.env["onestop.dossier"]._file_group(bundle, filings)
        for draft, dossier in zip(self, dossiers, strict=True):
            draft._became(dossier)
        return dossiers

    def _became(self, dossier):
        """It was filed as a dossier: what was typed and attached is there now.

        :raises UserError: where what was to stand in for a paper does not hold any more
        """
        own = self._own()
        taken_over = [int(key) for key, on in self._part("reuse").items() if on == "1"]
        dossier.component_ids.filtered(
            lambda one: one.component_id.id in taken_over and not one.attachment_ids
        ).record_own_reuse()
        # Answers that are files stay where the dossier's own files are.
        own.file_ids.filtered("field_name").attachment_id.write(
            {"res_model": dossier._name, "res_id": dossier.id}
        )
        own.file_ids.filtered(lambda one: not one.field_name).unlink()
        own.write({"dossier_id": dossier.id, "typed": False})

    def _discard(self):
        """Delete drafts that were not filed; of a group all parts are named."""
        unsent = self._own().filtered(lambda one: not one.dossier_id)
        unsent.file_ids.unlink()
        unsent.unlink()

    @api.autovacuum
    def _gc_old(self):
        now = fields.Datetime.now()
        touched = now - timedelta(days=DAYS_OPEN)
        firsts = self.search(
            [
                ("dossier_id", "=", False),
                ("head_id", "=", False),
                ("write_date", "<", touched),
            ],
            limit=1000,
        )
        others = self.search([("head_id", "in", firsts.ids)])
        # A group is as old as the part of it that was touched last.
        firsts -= others.filtered(lambda one: one.write_date >= touched).head_id
        old = firsts | others.filtered(lambda one: one.head_id in firsts)
        old.file_ids.unlink()
        done = self.search(
            [
                ("dossier_id", "!=", False),
                ("write_date", "<", now - timedelta(days=DAYS_SUBMITTED)),
            ],
            limit=1000,
        )
        (old | done).unlink()
