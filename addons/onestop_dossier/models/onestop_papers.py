from itertools import chain

from odoo import models
from odoo.exceptions import UserError

from ..engine.filing import attachment_vals
from ..engine.given_answers import given_answers
from ..engine.right import ENGINE

# What decides which papers are asked for.
ASKING = frozenset({"version_id", "case_id", "answers", "properties"})


class OnestopPapers(models.AbstractModel):
    """A dossier's list of papers: what its procedure asks for in its case and with its
    answers, and what was handed in."""

    _name = "onestop.papers"
    _description = "Papers of a dossier"

    def _papers_asked(self):
        """The components that the version asks of this dossier."""
        self.ensure_one()
        answers = self.answers or given_answers(self)
        return self.version_id._components_asked(self.case_id, answers)

    def _fill_components(self):
        """Give each dossier the papers that are asked for, and that it does not list."""
        for dossier in self:
            listed = dossier.component_ids.component_id
            asked = dossier._papers_asked() - listed
            with ENGINE.held():
                self.env["onestop.dossier.component"].create(
                    [dossier._prepare_component_vals(one) for one in asked]
                )

    def _prepare_component_vals(self, component):
        """A paper of the dossier, as the procedure asks for it."""
        return {
            "dossier_id": self.id,
            "component_id": component.id,
            "sequence": component.sequence,
            "name": component.name,
            "required": component.required,
            "originals": component.originals,
            "copies": component.copies,
            "database_id": component.database_id.id,
        }

    def _refit_components(self):
        """Of drafts, whose case or answers changed: list what is asked for now."""
        for dossier in self:
            asked = dossier._papers_asked()
            dossier.component_ids.filtered(
                lambda one, asked=asked: one.component_id - asked
            ).unlink()
        self._fill_components()

    def _take_handed_in(self, values):
        """Take in all files of a filing: `values` as for `submit`, checked by `Filing`."""
        self._take_components(values.get("components") or [])
        self._take_evidence((values.get("submitter") or {}).get("files") or [])

    def _take_components(self, rows):
        """Take in papers and files, as `components` of `submit` names them.

        :param list rows: dicts {component (id of the procedure's component, or name),
            originals, copies, files: [{name, content}]}
        """
        self.ensure_one()
        taken = [(self._component_named(row.get("component")), row) for row in rows]
        had = {
            paper: set(paper.attachment_ids.mapped("checksum")) for paper, _row in taken
        }
        new = [self._new_files(row, had[paper]) for paper, row in taken]
        files = self.env["ir.attachment"].create(list(chain(*new)))
        for (component, row), vals in zip(taken, new, strict=True):
            own, files = files[: len(vals)], files[len(vals) :]
            component.write(
                {
                    "received": True,
                    "originals": row.get("originals", component.originals),
                    "copies": row.get("copies", component.copies),
                    "attachment_ids": [(4, file.id) for file in own],
                }
            )

    def _new_files(self, row, had):
        """Values of the files of a row; one that the paper has already is kept once.

        :param set had: checksums of the files of the paper, to which these are added
        """
        new = []
        for file in row.get("files") or []:
            vals = attachment_vals(self.env, file, self)
            checksum = self.env["ir.attachment"]._compute_checksum(vals["raw"])
            if checksum not in had:
                had.add(checksum)
                new.append(vals)
        return new

    def _take_evidence(self, files):
        """Keep scans of what shows that the submitter may file for the owner.

        :param list files: dicts {name, content}
        """
        vals = [attachment_vals(self.env, file, self) for file in files]
        self.submitter_attachment_ids = self.env["ir.attachment"].create(vals)

    def _component_named(self, wanted):
        """The component that a caller means by id or name.

        :raises UserError: where the dossier has none such
        """
        # One after the other: ids of the two tables may be alike.
        for name in ("component_id.id", "id", "name"):
            for component in self.component_ids:
                if component.mapped(name) == [wanted]:
                    return component
        raise UserError(self.env._("The dossier has no component “%s”.", wanted))
