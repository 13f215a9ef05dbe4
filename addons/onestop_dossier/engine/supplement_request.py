from functools import cached_property

from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.apology import supplement_words
from ..core.supplement_items import is_outside, new_items
from .filing import check_rows

# More than any counter finds wrong with one dossier.
MOST_LINES = 200


class SupplementRequest:
    """What somebody asks the applicant for, read from the `values` of the action.

    `lines`: list of dicts `component` (id or name) or `subject`, `cause` (code), `text`
    and `ground` (why it is asked for where the list does not name it). `component_ids` alone names papers, and the checklist says why; with neither,
    the reason is all that is asked for.

    :param dossier: in sudo; the caller bounds who may ask
    """

    def __init__(self, dossier, values, reason):
        self.dossier = dossier
        self.env = dossier.env
        self.given = check_rows(self.env, "lines", values)
        if len(self.given) > MOST_LINES:
            raise UserError(
                self.env._("At most %s things are asked for at one time.", MOST_LINES)
            )
        self.note = reason
        self.apology = values.get("apology")
        self.rows = self._rows(values)
        lines = self.env["onestop.dossier.supplement.line"]
        self.lines = lines.concat(*(lines.new(row) for row in self.rows))

    def _rows(self, values):
        if self.given:
            return [self._read(row) for row in self.given]
        wanted = set(values.get("component_ids") or ())
        papers = self.dossier.component_ids.filtered(lambda one: one.id in wanted)
        if papers:
            return [self.of_paper(one) for one in papers]
        return [
            {"cause_id": self._cause(absent=False, last=True).id, "text": self.note}
        ]

    @cached_property
    def _published(self):
        return published_names(self.dossier)

    def _is_outside(self, row):
        """Whether a row asks for what the list of the procedure does not name."""
        if row.get("component_id"):
            return False
        words = row.get("subject")
        return not words or is_outside(words, self._published)

    def groundless(self):
        """What it asks for beside the list of the procedure, and does not say why; where
        the reason is all there is, that says why, too."""
        if not self.given:
            return ()
        return tuple(
            row["subject"] or row["text"]
            for row in self.rows
            if not row.get("ground") and self._is_outside(row)
        )

    def of_paper(self, paper):
        """Values of a line for a paper, as far as the checklist says what is wrong."""
        absent = not paper._is_there() and not paper.defect
        return {
            "component_id": paper.id,
            "cause_id": self._cause(absent).id,
            "text": paper.defect or False,
        }

    def _read(self, row):
        text = str(row.get("text") or "").strip()[:2000]
        subject = str(row.get("subject") or "").strip()[:200]
        ground = str(row.get("ground") or "").strip()[:300]
        vals = {
            "subject": subject or False,
            "text": text or False,
            "ground": ground or False,
        }
        if wanted := row.get("component"):
            vals.update(self.of_paper(self.dossier._paper_named(wanted)))
            vals["text"] = text or vals["text"]
        elif not (text or subject):
            raise UserError(self.env._("Say of each line what it asks for."))
        if code := row.get("cause"):
            vals["cause_id"] = self._cause_named(code).id
        vals.setdefault("cause_id", self._cause(absent=False, last=True).id)
        return vals

    def _cause(self, absent, last=False):
        """The first cause of what is not there, or of what is; or the last one."""
        causes = self.env["onestop.supplement.cause"].search([])
        fitting = causes.filtered(lambda one: one.absent == absent) or causes
        return fitting[-1:] if last else fitting[:1]

    def _cause_named(self, code):
        cause = self.env["onestop.supplement.cause"].search([("code", "=", code)])
        if not cause:
            raise UserError(self.env._("There is no cause of supplements “%s”.", code))
        return cause

    def is_new(self, before):
        """Whether it asks for something that none of the requests before named."""
        asked = [line._item() for line in self.lines]
        return bool(new_items(asked, [line._item() for line in before.line_ids]))

    def reason(self):
        """All that is asked for, in words: for the journal, and where lines are none."""
        if not self.given:
            return self.note
        return "\n".join(filter(None, [self.lines._in_words(), self.note]))

    def prepare_vals(self):
        """Values of the request besides when and until when it asks."""
        return {
            "reason": self.reason(),
            # Where the reason is all there is, its one line says it.
            "note": self.note if self.given or self.lines.component_id else False,
            "apology": self._words_of_apology(),
            "line_ids": [
                Command.create(
                    {"sequence": order, "outside": self._is_outside(row), **row}
                )
                for order, row in enumerate(self.rows)
            ],
        }

    def _words_of_apology(self):
        """As they were written; a program that only says yes gets the usual ones."""
        if not self.apology:
            return False
        if isinstance(self.apology, str):
            return self.apology.strip()[:2000]
        return usual_apology(self.dossier)

    def data(self):
        """What the journal keeps of it."""
        items = [
            {
                "cause": line.cause_id.code,
                "component": line.component_id.component_id.code or None,
                **({"outside": True} if self._is_outside(row) else {}),
            }
            for row, line in zip(self.rows, self.lines, strict=True)
        ]
        return {"items": items, **({"apology": True} if self.apology else {})}


def published_names(dossier):
    """What a request may name besides papers: the questions of the e-form, and what is
    to be paid, in the language of whoever asks and in that of the catalogue.

    :param dossier: in sudo; the caller bounds who may ask
    """
    names = set()
    for language in {dossier.env.lang or "vi_VN", "vi_VN"}:
        told = dossier.with_context(lang=language)
        names.update(told.version_id.eform_field_ids.mapped("label"))
        kinds = dict(told.fee_ids._fields["kind"]._description_selection(told.env))
        names.update(kinds[fee.kind] for fee in told.fee_ids)
        names.update(told.fee_ids.mapped("name"))
    return names


def usual_apology(dossier):
    """The apology for asking a second time, as it is proposed: Vietnamese, as the forms
    of the law are."""
    return supplement_words(
        dossier.received_department_id.name, dossier.owner_kind == "organisation"
    )
