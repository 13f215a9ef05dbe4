class FilingPages:
    """What the pages have in common on which a procedure, or a group of them, is filled
    in: the way through them, the papers, what is wrong.

    Who is one of these says `pages()`, `of(page)`, `papers()`, `must_bring(paper)`,
    `own_result(paper)`, `reuses(paper)`, `keep_reuse(chosen)`, `files_of(component)`,
    `shows_right()`, `evidence_files()` and `wrong(page)`.
    """

    def beside(self, page, by):
        """The page that lies `by` places after `page`, within the form."""
        pages = self.pages()
        place = pages.index(page) + by
        return pages[max(0, min(place, len(pages) - 1))]

    def wrong_papers(self):
        """The papers that are missing: sentences by the name of the field."""
        attach = self.env._("Attach this paper.")
        lacks = self.shows_right() and not self.evidence_files()
        wrong = {"evidence": attach} if lacks else {}
        return wrong | {
            f"paper_{paper.id}": attach
            for paper in self.papers()
            if self.must_bring(paper)
            and not (self.files_of(component=paper) or self.reuses(paper))
        }

    def unfinished(self):
        """The pages on which something is wrong, with the sentences."""
        found = ((page, self.wrong(page)) for page in self.pages())
        return {page: wrong for page, wrong in found if wrong}

    def named(self, page, wrong):
        """What is wrong, with the names of the fields: list of (name, sentence)."""
        labels = self.of(page)[0].labels()
        labels |= {f"paper_{paper.id}": paper.name for paper in self.papers()}
        return [
            (name, f"{labels[name]}: {text}" if name in labels else text)
            for name, text in wrong.items()
        ]

    def sent_papers(self, asked):
        """The files of the papers that are asked for, as `onestop.dossier.submit` takes
        them; of others, which an answer brought up and another took away, none."""
        sent = ((paper, self.files_of(component=paper)) for paper in asked)
        return [
            {"component": paper.id, "files": files._sent()}
            for paper, files in sent
            if files
        ]
