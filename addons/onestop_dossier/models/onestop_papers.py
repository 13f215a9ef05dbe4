from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.filing import MISSING, answers_vals, attachment_vals
from ..engine.given_answers import given_answers
from ..engine.right import ENGINE

# What decides which papers are asked for.
ASKING = frozenset({"version_id", "case_id", "answers", "properties"})

# What a row of `components` says of a paper besides its files.
COUNTED = ("originals", "copies", "goes_back")

# By what a paper of a dossier is named, one after the other: ids may be alike.
NAMES = ("component_id.id", "id", "name")


class OnestopPapers(models.AbstractModel):
    """A dossier's list of papers: what its procedure asks for in its case and with its
    answers, and what was handed in."""

    _name = "onestop.papers"
    _description = "Papers of a dossier"

    incomplete = fields.Boolean("Answers are missing", readonly=True, copy=False)
    # Whether any of the papers is looked up, or stood in for: else no column says it.
    has_databases = fields.Boolean("Some are looked up", compute="_compute_has")
    has_reused = fields.Boolean("Some are stood in for", compute="_compute_has")

    @api.depends("component_ids.database_id", "component_ids.reused_result")
    def _compute_has(self):
        for dossier in self:
            papers = dossier.component_ids
            dossier.has_databases = bool(papers.database_id)
            dossier.has_reused = any(papers.mapped("reused_result"))

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
            "only_shown": component.only_shown,
            "originals": component.originals,
            "copies": component.copies,
            "on_paper": self.channel != "online",
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

    def _take_filing(self, values):
        """List the papers that are asked for, with what was handed in of each, and keep
        what shows who files it: `values` as for `submit`, checked by `Filing`."""
        self.ensure_one()
        asked = self._papers_asked()
        taken = self._taken(values.get("components") or [], asked, ("id", "name"))
        with ENGINE.held():
            self.env["onestop.dossier.component"].create(
                [
                    {**self._prepare_component_vals(one), **taken.get(one, {})}
                    for one in asked
                ]
            )
        self._take_evidence((values.get("submitter") or {}).get("files") or [])

    def _missing_questions(self):
        """The questions of the e-form that must be answered, and are not."""
        self.ensure_one()
        fields_of_form = self.version_id.eform_field_ids
        if not self.incomplete:
            return fields_of_form.browse()
        checked = self.version_id._check_answers(self.answers or {})
        names = {error.field for error in checked.errors if error.code == MISSING}
        return fields_of_form.filtered(lambda one: one.name in names)

    def _take_answers(self, given):
        """Fill in answers that are missing; what was filed stays as it was.

        :param dict given: answers by the names of questions
        :raises UserError: naming each answer that is wrong
        """
        missing = self._missing_questions().mapped("name")
        taken = {name: given[name] for name in missing if name in given}
        if not taken:
            return
        answers = {**(self.answers or {}), **taken}
        self.write(answers_vals(self.env, self.version_id, answers, incomplete=True))
        self._fill_components()

    def _take_components(self, rows, on_paper=False):
        """Take in papers and files, as `components` of `submit` names them.

        :param list rows: dicts {component (id of the procedure's component, or name),
            originals, copies, goes_back, files: [{name, content}]}
        :param bool on_paper: they are handed over a counter
        """
        self.ensure_one()
        for paper, vals in self._taken(rows, self.component_ids, NAMES).items():
            more = paper._more_on_paper(vals) if on_paper else {}
            paper.write({**vals, **more})

    def _paper_named(self, wanted):
        """The paper of the dossier that a caller means, as of `submit`."""
        return self._named(self.component_ids, NAMES, wanted)

    def _taken(self, rows, papers, names):
        """What rows of `submit` say of papers, their files stored: {paper: values}.

        :param papers: components of the procedure, or of the dossier
        :param names: the fields by which a row may mean one, one after the other
        """
        meant = [
            (self._named(papers, names, row.get("component")), row) for row in rows
        ]
        had = {
            paper: set(self._files_of(paper).mapped("checksum"))
            for paper, _row in meant
        }
        new = [self._new_files(row, had[paper]) for paper, row in meant]
        files = self.env["ir.attachment"].create(list(chain(*new)))
        taken = {}
        for (paper, row), vals in zip(meant, new, strict=True):
            own, files = files[: len(vals)], files[len(vals) :]
            kept = taken.setdefault(paper, {"received": True, "attachment_ids": []})
            kept.update({key: row[key] for key in COUNTED if key in row})
            kept["attachment_ids"] += [Command.link(file.id) for file in own]
        return taken

    def _files_of(self, paper):
        """The files that a paper of the dossier has; one of the procedure has none."""
        has_files = "attachment_ids" in paper._fields
        return paper.attachment_ids if has_files else self.env["ir.attachment"]

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

    def _take_result(self, result):
        """Let a result of another dossier be a paper of this one: of those that the
        procedure asks for the one that it says may come from there, else one more."""
        procedure = result.dossier_id.procedure_id
        waiting = self.component_ids.filtered(
            lambda one: (
                procedure in one.component_id.reusable_from_ids and not one._is_there()
            )
        )
        with ENGINE.held():
            paper = waiting[:1] or self.component_ids.create(
                {"dossier_id": self.id, "name": result.name, "sequence": 1000}
            )
            paper._take_over(result, result.dossier_id.department_id.name)

    def _take_evidence(self, files):
        """Keep scans of what shows that the submitter may file for the owner.

        :param list files: dicts {name, content}
        """
        if vals := [attachment_vals(self.env, file, self) for file in files]:
            self.submitter_attachment_ids = self.env["ir.attachment"].create(vals)

    def _lacks_evidence(self):
        """Whether somebody files for the owner and nothing shows that they may. A postal
        clerk comes with the contract of the post."""
        self.ensure_one()
        return not (
            self.submitter_same
            or self.submitter_relation == "postal"
            or self.submitter_evidence
            or self.submitter_attachment_ids
        )

    def _named(self, papers, names, wanted):
        """The one of some papers that a caller means by id or name.

        :raises UserError: where there is none such
        """
        # One after the other: ids of the two tables may be alike.
        for name in names:
            for paper in papers:
                if paper.mapped(name) == [wanted]:
                    return paper
        raise UserError(self.env._("The dossier has no component “%s”.", wanted))
