from odoo.addons.onestop_dossier.core.linked import alike

from .filing_form import FilingForm
from .filing_pages import FilingPages


class GroupForm(FilingPages):
    """The pages on which a group of procedures is filled in, as `FilingForm` those of
    one: who files, where, how to return once; `2-form-1` is page `form-1` of the second
    part; a paper that several parts ask for is asked for once.
    """

    def __init__(self, bundle, drafts):
        self.env = drafts.env
        self.bundle = bundle
        self.draft = drafts[:1]
        self.forms = [FilingForm(draft) for draft in drafts]
        # What is common is filled in, and checked, with the first.
        self.head = self.forms[0]
        self.head.places = bundle._receiving_departments()

    @property
    def address(self):
        return f"/groups/{self.bundle.id}/file"

    # ------------------------------------------------------------------- pages

    def pages(self):
        pages = ["people"]
        if len(self.head.places) > 1:
            pages.append("place")
        for part in self.parts():
            pages += [part["before"] + one for one in part["form"].own_pages()]
        if self.papers() or self.shows_right():
            pages.append("papers")
        return [*pages, "return", "check"]

    def titles(self):
        titles = self.head.titles()
        for part in self.parts():
            for page, title in part["form"].titles().items():
                titles[part["before"] + page] = f"{part['name']}: {title}"
        return titles

    def of(self, page):
        number, _, own = page.partition("-")
        if number.isdecimal():
            return self.forms[int(number) - 1], own
        return self.head, page

    def parts(self):
        return [
            {"form": form, "before": f"{number}-", "name": form.version.name}
            for number, form in enumerate(self.forms, 1)
        ]

    # ------------------------------------------------------------------- parts

    def place(self):
        return self.head.place()

    def people(self):
        return self.head.people()

    def shows_right(self):
        return self.head.shows_right()

    def evidence_files(self):
        return self.head.evidence_files()

    def wanted_words(self):
        return self.head.wanted_words()

    def papers(self):
        """The papers that are asked for, each once, as the first part does that asks."""
        once = {}
        for form in self.forms:
            for paper in form.papers():
                once.setdefault(alike(paper.name), paper)
        return list(once.values())

    def must_bring(self, paper):
        """Whether some part wants it as a file, and has it from none before."""
        return any(self._wanting(paper))

    def _wanting(self, paper):
        """(form, its paper) of each part that wants it as a file, and has it from none
        before."""
        return [
            (form, one)
            for form, one in self._asking(paper)
            if form.must_bring(one) and not self._comes_from(form, one)
        ]

    def _asking(self, paper):
        """(form, its paper) of each part that asks for it."""
        return [
            (form, one)
            for form in self.forms
            for one in form.papers()
            if alike(one.name) == alike(paper.name)
        ]

    def own_result(self, paper):
        """Words of the result of the person that would stand in for a paper with every
        part that wants it; empty where a file has to be brought all the same."""
        wanting = self._wanting(paper) or self._asking(paper)
        found = [form.own_result(one) for form, one in wanting]
        return found[0] if all(found) else ""

    def reuses(self, paper):
        """Whether the person said that it stands in."""
        chosen = any(form.reuses(one) for form, one in self._asking(paper))
        return chosen and bool(self.own_result(paper))

    def keep_reuse(self, chosen):
        """As of `FilingForm`, with each part that asks for the paper."""
        names = {
            alike(paper.name): chosen[str(paper.id)]
            for paper in self.papers()
            if str(paper.id) in chosen
        }
        for form in self.forms:
            papers = [one for one in form.papers() if alike(one.name) in names]
            form.keep_reuse({str(one.id): names[alike(one.name)] for one in papers})

    def hint_of_paper(self, paper):
        form = next(one for one in self.forms if paper in one.version.component_ids)
        if earlier := self._comes_from(form, paper)[:1]:
            return self.env._(
                "You need not attach it: it is the result of “%s”.", earlier.name
            )
        return form.hint_of_paper(paper)

    @staticmethod
    def _comes_from(form, paper):
        """The procedures of parts before of which a paper is the result."""
        part = form.draft._own().bundle_part_id
        return paper.reusable_from_ids & part._before().procedure_id

    def files_of(self, component):
        """The files of a paper, with whichever part they were sent."""
        drafts = [form.draft._own() for form in self.forms]
        files = drafts[0].file_ids.concat(*(one.file_ids for one in drafts[1:]))
        return files.filtered(
            lambda one: (
                one.component_id
                and alike(one.component_id.name) == alike(component.name)
            )
        )

    def attach(self, name, content, component=None, **place):
        """Keep a file with the part whose paper it is; what shows the right to file with
        the first."""
        asked = (form for form in self.forms if component in form.version.component_ids)
        form = next(asked) if component else self.head
        form.attach(name, content, component=component, **place)

    def detach(self, file_id):
        for form in self.forms:
            form.detach(file_id)

    # ------------------------------------------------------------------ checks

    def wrong(self, page):
        """As of `FilingForm`."""
        form, own = self.of(page)
        return self.wrong_papers() if page == "papers" else form.wrong(own)

    # ------------------------------------------------------------------ filing

    def values(self):
        """What `_file_group` takes: of each part what `onestop.dossier.submit` does. A
        paper that a part before asks for too is handed in with that one."""
        asked, filings = set(), []
        for form in self.forms:
            papers = [one for one in form.papers() if alike(one.name) not in asked]
            asked |= {alike(one.name) for one in papers}
            filings.append({**form.values(), "components": self.sent_papers(papers)})
        return filings
