from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.seen_state import SeenState
from ..engine.stale_error import StaleError
from .onestop_dossier_component import CHECKED_IN

# What is filled in on the form of a draft, in its order.
FILLED_IN = (
    *("version_id", "case_id", "channel", "content", "delivery", "delivery_address"),
    *("owner_kind", "owner_name", "owner_identity_kind", "owner_identity_number"),
    *("owner_identity_reason", "owner_tax_code", "owner_birthdate", "owner_phone"),
    *("owner_email", "owner_address", "owner_commune", "submitter_same"),
    *("submitter_name", "submitter_relation", "submitter_identity_number"),
    *("submitter_evidence", "submitter_phone", "submitter_email"),
)
# How the codes begin of what changes nothing that somebody decides on: what was looked
# at, said to people, or carried from house to house.
BESIDE = (
    *("look_up", "reused", "guide", "urge", "supplement_reminded"),
    *("notice_", "paper_"),
)
# So many of the last changes are told.
MOST = 12


class OnestopSeen(models.AbstractModel):
    """A dossier that is changed by those who have seen its present state.

    A form sends along with each change what it saw; where somebody else wrote meanwhile,
    the second is refused and told what changed (docs/decisions/0029).
    """

    _name = "onestop.seen"
    _description = "Dossier as somebody saw it"

    seen = fields.Char(
        "State that was seen",
        compute="_compute_seen",
        exportable=False,
        groups="onestop_procedure.group_onestop_staff",
    )

    @api.depends_context("uid", "lang")
    def _compute_seen(self):
        for dossier in self:
            dossier.seen = dossier._seen_token() if dossier.id else False

    def _seen_token(self):
        """What the user sees of the dossier now, to be sent back with a change."""
        last = self._acts_after(0, limit=1)
        texts = {key: text for key, (_label, text, _row) in self._texts().items()}
        return SeenState(last.id or 0, texts).encode()

    def _acts_after(self, number, limit):
        """What was done to it behind this row of its journal, the latest first."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded by the check to the journal of a dossier that the user reads.
        journal = self.env["onestop.journal"].sudo()
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        for begin in BESIDE:
            domain &= Domain("code", "not =like", f"{begin}%")
        return journal.search(
            domain & Domain("id", ">", number), order="id desc", limit=limit
        )

    # ----------------------------------------------------------------- what it says

    def _texts(self):
        """What can be changed on the form in this state: {key: (label, what it says, the
        row that says it)}."""
        texts = {}
        if self.state == "draft":
            texts = {
                name: (
                    self._fields[name]._description_string(self.env),
                    self._text_of(name),
                    self,
                )
                for name in FILLED_IN
            } | self._answer_texts()
        if self.state in CHECKED_IN:
            texts |= {
                f"paper {paper.id}": (paper.name, paper._checked_text(), paper)
                for paper in self.component_ids
            }
        return texts

    def _answer_texts(self):
        """What the questions of the e-form are answered with, as `_texts`."""
        given = dict(self.properties or {})
        return {
            f"answer {one['name']}": (
                one["string"],
                self._text_of_answer(one, given.get(one["name"])),
                self,
            )
            for one in self.version_id.dossier_properties_definition or []
        }

    def _text_of_answer(self, question, value):
        if question["type"] == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is None or value is False:
            return ""
        if question["type"] == "selection":
            return dict(question["selection"]).get(value, value)
        if question["type"] == "date":
            return f"{fields.Date.to_date(value):%d/%m/%Y}"
        return str(value)

    def _text_of(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "date":
            return value and f"{value:%d/%m/%Y}" or ""
        return value or ""

    # ------------------------------------------------------------------ what changed

    def _changes_since(self, token):
        """Who changed what when since the user saw the dossier: a list of sentences.

        :param str token: what `seen` said then
        :raises UserError: for what is no such token
        """
        try:
            seen = SeenState.decode(token)
        except ValueError:
            raise UserError(
                self.env._(
                    "It cannot be told what this form saw of the dossier. Load it again."
                )
            )
        acts = self._acts_after(seen.row, limit=MOST)
        texts = self._texts()
        present = {key: text for key, (_label, text, _row) in texts.items()}
        edits = seen.changed(present)[:MOST]
        return [self._act_sentence(row) for row in reversed(acts)] + [
            self._edit_sentence(*texts[key], before) for key, before, _now in edits
        ]

    def _act_sentence(self, row):
        # sudo: bounded to the name of a step of a dossier that the user reads.
        steps = self.env["onestop.process.step"].sudo()
        what = row.code_label
        if step := steps.browse(row._told().get("step") or []).exists():
            what = f"{what} “{step.name}”"
        if row.reason:
            what = f"{what} – {row.reason}"
        return self._told_by(row.moment, row.actor_label, what)

    def _edit_sentence(self, label, now, row, before):
        what = self.env._(
            "%(field)s: “%(before)s” became “%(now)s”",
            field=label,
            before=before,
            now=now,
        )
        # sudo: bounded to the name of a colleague.
        return self._told_by(row.write_date, row.sudo().write_uid.name, what)

    @staticmethod
    def _told_by(moment, who, what):
        when = aware(moment).astimezone(clock.ZONE)
        return f"{when:%H:%M %d/%m/%Y}, {who}: {what}"

    def _refuse_unseen(self, token):
        """:raises StaleError: where others changed it since the token was given"""
        changes = self._changes_since(token)
        if changes:
            intro = self.env._(
                "The dossier is not as you saw it any more: nothing was written, and "
                "what you typed is kept."
            )
            raise StaleError("\n".join([intro, *(f"• {one}" for one in changes)]))

    def _take_seen(self, vals):
        """The values without what their sender saw; that is checked.

        :raises StaleError: where others changed the dossier since
        """
        if "seen" not in vals:
            return vals
        vals = dict(vals)
        if token := vals.pop("seen"):
            self.check_access("write")
            # sudo: bounded to a lock on dossiers that the user may write.
            wait_for(self.sudo())
            for dossier in self:
                dossier._refuse_unseen(token)
        return vals
