import logging
from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from odoo.addons.onestop_procedure.core.clock import Citation, StartRule, Term, Unit

from ..engine.filing import MOST_PAPERS
from ..engine.guidance_sheet import GuidanceSheet
from ..engine.law_move import LawMove

_logger = logging.getLogger(__name__)

# Which rule of the rule set stands behind which fact of the derivation.
CITED = {
    "first_day_not_counted": "first_day",
    "after_cut_off": "cut_off_time",
    "roll_over": "roll_over",
    "apology": "apology_lead_days",
}


class OnestopProcedureVersion(models.Model):
    """What a dossier asks of its version."""

    _inherit = "onestop.procedure.version"

    postal_listed = fields.Boolean(
        "Received by the post",
        help="On the list of procedures that the public post receives and returns.",
    )

    guidance_properties_definition = fields.PropertiesDefinition(
        readonly=True, copy=False
    )

    def _prepare_definitions(self):
        # The questions of the counter: those on which papers depend.
        version = self._in_catalogue_language()
        asked = GuidanceSheet(version, version.case_ids[:0], {}).questions()
        return {
            **super()._prepare_definitions(),
            "guidance_properties_definition": asked._properties_definition(),
        }

    def _missing_parts(self):
        parts = super()._missing_parts()
        if len(self.component_ids) > MOST_PAPERS:
            parts.append(
                self.env._(
                    "At most %(most)s papers: a dossier of %(papers)s could never be "
                    "filed whole.",
                    most=MOST_PAPERS,
                    papers=len(self.component_ids),
                )
            )
        return parts

    def _channel_row(self, channel, case):
        """The row of a channel: that of the case, else the one for all cases."""
        self.ensure_one()
        rows = self.channel_ids.filtered(lambda row: row.channel == channel)
        found = rows & self._channel_rows(case)
        return (found.filtered(lambda row: not row.case_id) or found or rows)[:1]

    def _case_like(self, case):
        """The case of this version that has the code of one of another; or none."""
        return self.case_ids.filtered(lambda one: one.code == case.code and case)[:1]

    def _papers_required(self, case, answers):
        """Codes of the papers that a case cannot do without, as a frozenset.

        :param dict answers: clean answers to the e-form, by the names of its questions
        """
        required = self._components_asked(case, answers).filtered("required")
        return frozenset(filter(None, required.mapped("code")))

    def _answers_kept(self, answers):
        """Of answers to the e-form of another version, those that this one takes.

        :param dict answers: clean answers, by the names of questions
        """
        defined = {one["name"]: one for one in self.dossier_properties_definition or []}
        return {
            name: answer
            for name, answer in answers.items()
            if name in defined and _fits(answer, defined[name])
        }

    def _is_same_day(self, channel, case):
        """Whether the day of reception counts: resolved at once, or the same day."""
        row = self._channel_row(channel, case)
        return self.immediate or self.same_day or (bool(row) and row._is_at_once())

    def _term(self, channel, case):
        """The term of a channel and case, as the clock takes it."""
        row = self._channel_row(channel, case)
        if not row:
            return Term.none()
        # A term of 0 is the day of reception itself, which then counts as day 1.
        term = Term(1, Unit.WORKING_DAYS) if row._is_at_once() else row._term()
        return replace(term, citation=self._published_by())

    def _start_rule(self, channel, case, rules):
        """How a term of a channel and case begins, by a rule set."""
        return StartRule(
            first_day_counted=self._is_same_day(channel, case),
            cut_off=rules._value("cut_off_time"),
            citations=tuple(
                (fact, citation)
                for fact, key in CITED.items()
                if (citation := rules._citation(key))
            ),
        )

    def _outside_system(self):
        """The name of the system that runs it; False where it is decided here."""
        if self.operator in (False, "here"):
            return False
        labels = dict(self._fields["operator"]._description_selection(self.env))
        return self.operator_system or labels[self.operator]

    @ormcache("self.id", "self.state")
    def _published_by(self):
        """The decision that lays its term down, as a `Citation`; None for a draft. What
        is published never changes."""
        # sudo: bounded to the number of a decision that is public.
        number = self.state != "draft" and self.sudo().decision_id.number
        return Citation(f"Decision {number}", "") if number else None

    def _fees(self, channel, case):
        """The fee lines that a channel and case owe."""
        self.ensure_one()
        return self.fee_ids.filtered(
            lambda fee: (
                fee.channel in (False, channel)
                and (not fee.case_id or fee.case_id == case)
            )
        )

    def _competent_department(self, received, wanted=None):
        """Which of the competent departments resolves what `received` receives; empty
        where the version names none.

        :param wanted: id of the one that was chosen
        """
        self.ensure_one()
        departments = self.competent_department_ids
        return (
            departments.filtered(lambda one: one.id == wanted)
            # A commune that received it resolves it itself where it is competent.
            or departments & received
            or departments[:1]
        )

    def _why_not_received(self, date=None):
        """A sentence where no dossier of it can be received on a legal date, so that
        nobody files what would lie; None where one can."""
        self.ensure_one()
        if self.operator != "here":
            return None
        if not self.competent_department_ids:
            return self.env._(
                "“%s” cannot be filed yet: it names no competent department. The "
                "catalogue manager has to choose one.",
                self.name,
            )
        if not self._process_on(date):
            return self.env._(
                "“%s” cannot be filed yet: it has no approved internal process. The "
                "catalogue manager has to approve one.",
                self.name,
            )
        return None

    def _receiving_departments(self):
        """The centres at which a person may file it online: one, or several to choose
        from.

        What a commune is competent for is filed at its own centre, which then resolves
        it. A procedure of any centre is filed at every centre that has a counter for
        it. All else goes to the provincial centre.
        """
        self.ensure_one()
        counters = self.env["onestop.counter.group"]
        if self.any_centre:
            return counters._centres_for_field(self.field_id)
        competent = self.competent_department_ids
        communes = competent.filtered(lambda one: one.kind == "commune")
        places = self.env["onestop.department"]
        if not communes or communes < competent:
            places = counters._for_field(self.field_id).department_id
        if communes:
            places |= counters._centres_for_field(self.field_id) & communes
        return places

    # A newer version, and the dossiers of those before

    def action_open_law_change(self):
        """Open the desk that tells whom this version touches."""
        self.ensure_one()
        return self.env["onestop.law.change"]._open(self)

    def _move_dossiers(self, ids):
        """Job: move dossiers to this version; one that cannot be holds up no other.

        :param list ids: numbers of dossiers
        """
        for dossier in self.env["onestop.dossier"].browse(ids).exists():
            try:
                with self.env.cr.savepoint():
                    LawMove(dossier, self).run()
            except UserError as error:
                _logger.info("dossier %s stays as it is: %s", dossier.id, error)

    def _tell_kept(self, ids):
        """Job: tell whose dossiers stay with the version that they were received under;
        one that cannot be told holds up no other.

        :param list ids: numbers of dossiers
        """
        for dossier in self.env["onestop.dossier"].browse(ids).exists():
            try:
                with self.env.cr.savepoint():
                    LawMove(dossier, self).tell_kept()
            except UserError as error:
                _logger.info("dossier %s is not told: %s", dossier.id, error)

    def _asked_of_last(self, limit):
        """In how many of the last dossiers of the version each paper was asked for.

        :return: {id of the component: number}, and of how many dossiers
        """
        lines = self.env["onestop.dossier.supplement.line"]
        lines.flush_model(["dossier_id", "component_id"])
        self.env["onestop.dossier.supplement"].flush_model(["passed_on_at"])
        self.env["onestop.dossier"].flush_model(["version_id", "state"])
        # Past the rules: bounded to numbers of one version, which tell of nobody.
        rows = self.env.execute_query(
            SQL(
                """
                WITH newest AS (
                    SELECT id FROM onestop_dossier
                     WHERE version_id = %s AND state != 'draft'
                     ORDER BY id DESC LIMIT %s
                )
                SELECT paper.component_id, count(DISTINCT line.dossier_id),
                       (SELECT count(*) FROM newest)
                  FROM newest
                  JOIN onestop_dossier_supplement_line line
                    ON line.dossier_id = newest.id
                  JOIN onestop_dossier_supplement request
                    ON request.id = line.supplement_id
                   AND request.passed_on_at IS NOT NULL
                  JOIN onestop_dossier_component paper ON paper.id = line.component_id
                 GROUP BY paper.component_id
                """,
                self._origin.id or 0,
                limit,
            )
        )
        return {paper: number for paper, number, _all in rows}, rows and rows[0][2]


def _fits(answer, definition):
    """Whether an answer is one that a Property takes."""
    options = dict(definition.get("selection") or ())
    return not options or answer in options
