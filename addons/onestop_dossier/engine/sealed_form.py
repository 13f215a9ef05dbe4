class SealedForm:
    """A form of a dossier, as what is sealed; its siblings are `SealedResult` and
    `SealedRegister`.

    :param paper: onestop.sealed.paper, as the system
    """

    def __init__(self, paper):
        self.env = paper.env
        self.paper = paper
        #: In whose journal the seal is told, and what must not change meanwhile.
        self.record = paper.dossier_id

    @property
    def _report(self):
        return self.env[f"report.onestop_dossier.form_{self.paper.form}"]

    @property
    def at_head(self):
        """Whether its seal is seen at the head of the first page, as the rule set has it
        (Decree 30/2020, annex I)."""
        rules = self.record.rule_set_id
        return bool(rules) and rules._value("seal_place") == "first_page"

    def moved_on(self):
        """The word for why what the record says now is not what was issued, or None."""
        if not self._report._stands_on(self.record, self.paper.row):
            return "moved_on"
        return None

    def seals(self):
        """The seals that may go on it, the first of choice first; may be empty.

        :raises SealError: where one may, but not on this
        """
        return self.env["onestop.seal"]._of(self._report._issuer(self.record), "forms")

    def pdf(self):
        """The PDF of our own report, from the record."""
        return self._printed(f"form_{self.paper.form}", self.record)

    def _printed(self, report, record):
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            f"onestop_dossier.{report}", record.ids
        )
        return pdf
