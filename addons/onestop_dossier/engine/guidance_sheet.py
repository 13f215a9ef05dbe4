from odoo.addons.onestop_procedure.core.checklist import (
    Asked,
    askable,
    checklist,
    questions,
)
from odoo.addons.onestop_procedure.core.eform import condition_values
from odoo.addons.onestop_procedure.engine.filing_facts import FilingFacts


class GuidanceSheet:
    """What a person is told of a procedure, for their case and their answers.

    `version` is published and thereby public (Decree 61/2018, art. 15). The words are
    in the language of its environment.
    """

    def __init__(self, version, case, answers, channel=None):
        """:param dict answers: clean answers to some of the questions, by name
        :param str channel: by which they want to file; None: all are told
        """
        self.env = version.env
        self.version, self.case, self.answers = version, case, answers
        self.channel = channel
        self.form = [field._to_core() for field in version.eform_field_ids]
        self.papers = {paper.id: paper for paper in version.component_ids}
        self.asked = [
            Asked(paper.id, frozenset(paper.case_ids.ids), paper.asked_if or None)
            for paper in version.component_ids
        ]

    def deciding(self):
        """Names of the questions on which papers depend, in the e-form's order."""
        return questions(self.asked, self.form)

    def questions(self):
        """The fields of the e-form that are asked at the counter, in its order."""
        names = askable(self.deciding(), self.form)
        return self.version.eform_field_ids.filtered(lambda one: one.name in names)

    def values(self):
        """What the templates of the checklist show."""
        lines, facts = self._lines(), FilingFacts(self.version)
        return {
            "version": self.version,
            "case": self.case,
            "answers": self._answered(),
            "papers": [self._paper(line) for line in lines if not line.open],
            "perhaps": [self._paper(line) for line in lines if line.open],
            "channels": self._channels(),
            "where": facts.where(),
            "mandate": facts.mandate(),
        }

    def _lines(self):
        values = condition_values(self.form, self.answers)
        # A box that nobody ticks says no; everything else waits for an answer.
        unanswered = {
            field.name
            for field in self.form
            if field.type != "boolean" and values[field.name] is None
        }
        case = self.case.id if self.case or not self.version.case_ids else None
        return checklist(self.asked, case, values, unanswered)

    def _paper(self, line):
        paper = self.papers[line.key]
        return {
            "paper": paper,
            "count": self._count(paper),
            "form": ", ".join((paper.form_name or "").splitlines()),
            "reusable": ", ".join(paper._reusable_from_public().mapped("name")),
            "depends": paper._condition_in_words() if line.open else "",
        }

    def _count(self, paper):
        _ = self.env._
        if paper.database_id:
            database = paper.database_id._in_words()
            return _("not to be brought: looked up in %s", database)
        if paper.only_shown:
            return _("only to be shown, you get it back")
        counts = []
        if paper.originals:
            counts.append(_("originals: %s", paper.originals))
        if paper.copies:
            counts.append(_("copies: %s", paper.copies))
        return ", ".join(counts)

    def _answered(self):
        """What was answered, a line a question."""
        return [
            self._line(field.label, field._in_words(self.answers[field.name]))
            for field in self.questions()
            if field.name in self.answers
        ]

    @staticmethod
    def _line(name, value):
        """What is asked or owed, and what is said of it."""
        mark = "" if name.endswith("?") else ":"
        return f"{name}{mark} {value}" if value else name

    def _channels(self):
        """By channel: name, term, fees and what is left of them for whom."""
        offered = self.version.channel_ids.mapped("channel")
        wanted = [self.channel] if self.channel else list(dict.fromkeys(offered))
        names = dict(
            self.version.channel_ids._fields["channel"]._description_selection(self.env)
        )
        rows = []
        for channel in filter(None, wanted):
            row = self.version._channel_row(channel, self.case)
            fees = self.version._fees(channel, self.case)
            rows.append(
                {
                    "name": names[channel],
                    "term": row._term_in_words(),
                    "online": channel == "online",
                    "fees": [self._fee(fee) for fee in fees],
                }
            )
        return rows

    def _fee(self, fee):
        kinds = dict(fee._fields["kind"]._description_selection(self.env))
        return {
            "line": self._line(fee.name or kinds[fee.kind], fee._amount_in_words()),
            "condition": fee.condition or "",
            "exemptions": fee.exemption_ids.mapped("display_name"),
            "exemption": fee.exemption or "",
        }
