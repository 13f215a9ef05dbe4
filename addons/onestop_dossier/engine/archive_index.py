import hashlib

from odoo import fields
from odoo.fields import Domain

from ..core.archive_index import digest_of
from ..core.file_pages import pages_of

# What is written on paper that the law gives out is in Vietnamese.
LANGUAGE = "vi_VN"
# Of which rows files hang, besides those of the dossier itself; the way to its dossier.
FAMILY = {
    "onestop.dossier.component": "dossier_id",
    "onestop.dossier.result": "dossier_id",
    "onestop.sealed.paper": "dossier_id",
    "onestop.opinion": "dossier_id",
    "onestop.site.visit": "dossier_id",
    "onestop.correction": "dossier_id",
    "onestop.result.revocation": "dossier_id",
    "onestop.receipt.loss": "dossier_id",
    "onestop.dossier.collection": "dossier_id",
}
# Any file: what a field holds, and what hangs on the record.
_ALL = Domain("res_field", "=", False) | Domain("res_field", "!=", False)


class ArchiveIndex:
    """The documents of one dossier, in the order in which they came about.

    :param dossier: read by the system; whoever calls has looked at the right to it
    """

    def __init__(self, dossier):
        self.dossier = dossier.with_context(lang=LANGUAGE)
        self.env = self.dossier.env
        self.seen = set()

    def files(self):
        """All files that hang on the dossier and on what belongs to it."""
        found = self.env["ir.attachment"]
        for model, ids in self._holders():
            here = Domain("res_model", "=", model) & Domain("res_id", "in", ids)
            found |= found.search(here & _ALL, order="id")
        return found | self._named()

    def _holders(self):
        yield self.dossier._name, self.dossier.ids
        for model, way in FAMILY.items():
            ids = self.env[model].search([(way, "=", self.dossier.id)]).ids
            if ids:
                yield model, ids

    def _named(self):
        """Files that a row of it names, wherever they hang."""
        dossier = self.dossier
        return (
            dossier.submitter_attachment_ids
            | dossier.component_ids.attachment_ids
            | dossier.result_ids.attachment_id
            | dossier.sealed_paper_ids.attachment_id
        )

    def rows(self):
        """Values of `onestop.archive.document`, numbered from 1."""
        rows = [*self._papers(), *self._results(), *self._sealed(), *self._rest()]
        for number, row in enumerate(rows, 1):
            row["number"] = number
        return rows

    @staticmethod
    def digest(rows):
        """One number for all of it: what the journal keeps."""
        return digest_of((r["number"], r["title"], r["checksum"] or "") for r in rows)

    # ------------------------------------------------------------------------- parts

    def _papers(self):
        filed = self.dossier.date_submitted
        author = self.env._("The applicant")
        for paper in self.dossier.component_ids:
            on_paper = paper.received and self.dossier.channel != "online"
            about = {"title": paper.name, "author": author, "date": filed}
            files = paper._scans()
            for file in files:
                yield self._row(file, **about, on_paper=on_paper)
            if on_paper and not files:
                yield self._row(None, **about, on_paper=True)

    def _results(self):
        for result in self.dossier.result_ids:
            about = {
                "title": result.name or self.env._("Result"),
                "document_number": result.number,
                "author": result.department_id.name,
                "date": result.date,
                "on_paper": result.on_paper,
            }
            sealed = result.sealed_paper_ids.attachment_id
            files = sealed | result.attachment_id
            for file in files:
                yield self._row(file, **about)
            if result.on_paper and not files:
                yield self._row(None, **about)

    def _sealed(self):
        for paper in self.dossier.sealed_paper_ids:
            if paper.attachment_id and paper.attachment_id.id not in self.seen:
                yield self._row(
                    paper.attachment_id,
                    title=paper.name or paper.form,
                    author=paper.subject,
                    date=paper.sealed_at,
                )

    def _rest(self):
        labels = {
            "onestop.opinion": self.env._("Opinion of another agency"),
            "onestop.site.visit": self.env._("Minutes of a site visit"),
            "onestop.correction": self.env._("Correction of a result"),
            "onestop.result.revocation": self.env._("Decision on a result"),
            "onestop.receipt.loss": self.env._("Statement about a lost receipt"),
            "onestop.dossier.collection": self.env._("Signature of who collected it"),
        }
        for file in self.files():
            if file.id not in self.seen:
                title = labels.get(file.res_model, self.env._("Other document"))
                yield self._row(file, title=title, date=file.create_date)

    def _row(self, file, title, on_paper=False, date=None, **about):
        row = {
            "title": title,
            "author": about.get("author") or "",
            "document_number": about.get("document_number") or "",
            "date": fields.Date.to_date(date) if date else False,
            "on_paper": on_paper,
            "attachment_id": False,
            "pages": 0,
            "size": 0,
            "checksum": False,
        }
        if file:
            self.seen.add(file.id)
            content = file.raw or b""
            row |= {
                "attachment_id": file.id,
                "pages": pages_of(content, file.mimetype or "") or 0,
                "size": len(content),
                "checksum": hashlib.sha256(content).hexdigest(),
            }
            # One file in memory at a time.
            file.invalidate_recordset(["raw", "datas"])
        return row
