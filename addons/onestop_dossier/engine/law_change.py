import json
from collections import namedtuple
from dataclasses import replace

from odoo import fields
from odoo.tools import SQL, split_every

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware

from ..core.law_change import Terms, effects, verdict
from ..core.workflow import OPEN_STATES
from .guidance_sheet import GuidanceSheet

#: Whose dossiers are asked after: those that departments lead, those that centres
#: received.
Places = namedtuple("Places", "led received")
#: Open dossiers that a newer version touches alike: one row of the database. `answers`:
#: JSON text of those on which papers depend.
Kind = namedtuple(
    "Kind",
    "version channel case rules department accepted owes_as_laid_down answers count",
)
#: Whether a dossier owes what its version lays down, and nothing of it is paid, granted or
#: stated: only then are its fees made anew by a newer version.
OWES_AS_LAID_DOWN = SQL(
    """(d.payment_state = 'due' AND NOT EXISTS (
        SELECT FROM onestop_dossier_fee f
        LEFT JOIN onestop_procedure_fee p ON p.id = f.procedure_fee_id
        WHERE f.dossier_id = d.id AND f.kind != 'obligation' AND (
            f.state NOT IN ('due', 'open')
            OR f.ground_id IS NOT NULL
            OR f.quantity != 1
            OR f.state = 'due' AND p.amount_kind = 'described'
        )
    ))"""
)
#: PostgreSQL takes a hundred arguments in a call: so many names, each with its answer.
_AT_ONCE = 50
#: Those of a kind for whom it comes to the same; `ids` None: all of them.
Touched = namedtuple("Touched", "kind effects verdict count ids")


class LawChange:
    """Which open dossiers of earlier versions a newer one touches, and how.

    Counted by kinds, which the database groups: a dossier is looked at by itself only
    where two terms cannot be compared without its own beginning.

    :param version: the newer version
    :param places: `Places` whose dossiers are counted; None for all
    """

    def __init__(self, version, places=None):
        # sudo: bounded to figures, and to numbers of dossiers of these places.
        self.version = version.sudo()
        self.env = self.version.env
        self.places = places
        self.now = fields.Datetime.now()
        self._terms = {}
        self._deciding = sorted(self._questions())

    def touched(self):
        """List of `Touched`, of all kinds."""
        return [one for kind in self._kinds() for one in self._of_kind(kind)]

    def ids(self, *wanted):
        """Numbers of the dossiers of these verdicts, in order."""
        found = []
        for one in self.touched():
            if one.verdict in wanted:
                found += self._ids(one.kind) if one.ids is None else one.ids
        return sorted(found)

    # ------------------------------------------------------------------- the kinds

    def _earlier(self):
        """Ids of the published versions before this one."""
        return [
            one.id
            for one in self.version.procedure_id.version_ids
            if one.state != "draft" and one.number < self.version.number
        ]

    def _questions(self):
        """Names of the questions on which papers depend, in any of the versions."""
        versions = self.version | self.version.browse(self._earlier())
        return {
            name
            for version in versions
            for name in GuidanceSheet(version, version.case_ids[:0], {}).deciding()
        }

    def _where(self):
        where = SQL(
            "d.version_id IN %s AND d.state IN %s AND d.run_by = 'here'",
            tuple(self._earlier()) or (0,),
            OPEN_STATES,
        )
        if self.places is None:
            return where
        return SQL(
            "%s AND (d.department_id IN %s OR d.received_department_id IN %s)",
            where,
            tuple(self.places.led.ids) or (0,),
            tuple(self.places.received.ids) or (0,),
        )

    def _kinds(self):
        self.env["onestop.dossier"].flush_model()
        self.env["onestop.dossier.fee"].flush_model()
        return [
            Kind(*row)
            for row in self.env.execute_query(
                SQL(
                    "SELECT %s, count(*) FROM onestop_dossier d WHERE %s "
                    "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
                    self._columns(),
                    self._where(),
                )
            )
        ]

    def _columns(self):
        pairs = [
            SQL("%s::text, d.answers -> %s", name, name) for name in self._deciding
        ]
        objects = [
            SQL("jsonb_build_object(%s)", SQL(", ").join(some))
            for some in split_every(_AT_ONCE, pairs)
        ]
        answers = SQL(" || ").join([SQL("'{}'::jsonb"), *objects])
        return SQL(
            "d.version_id, d.channel, d.case_id, d.rule_set_id, "
            "COALESCE(d.department_id, d.received_department_id), "
            "d.date_accepted IS NOT NULL, %s, jsonb_strip_nulls(%s)::text",
            OWES_AS_LAID_DOWN,
            answers,
        )

    def _rows(self, kind, columns):
        """Rows of the dossiers of a kind, in the order of their numbers."""
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM onestop_dossier d WHERE %s AND (%s) "
                "IS NOT DISTINCT FROM (%s, %s, %s, %s, %s, %s, %s, %s) ORDER BY d.id",
                columns,
                self._where(),
                self._columns(),
                *kind[:-1],
            )
        )

    def _ids(self, kind):
        return [number for (number,) in self._rows(kind, SQL("d.id"))]

    # ------------------------------------------------------------------ the verdict

    def _of_kind(self, kind):
        before, after = self._said(kind)
        if not after.has_case or self._alike(kind):
            yield self._touched(kind, effects(before, after), kind.count, None)
            return
        by_effects = {}
        for number, due, new in self._dates(kind):
            found = effects(replace(before, due=due), replace(after, due=new))
            by_effects.setdefault(found, []).append(number)
        for found, ids in by_effects.items():
            yield self._touched(kind, found, len(ids), ids)

    @staticmethod
    def _touched(kind, found, count, ids):
        return Touched(kind, found, verdict(found), count, ids)

    def _said(self, kind):
        """(`Terms` of the version of a kind, those of the newer), without dates."""
        old = self.env["onestop.procedure.version"].browse(kind.version)
        case = self.env["onestop.procedure.case"].browse(kind.case or ())
        answers = json.loads(kind.answers)
        return terms_of(old, self.version, kind.channel, case, kind, answers)

    def _term_of(self, version, kind):
        """(term, start rule) by which a version counts the dossiers of a kind."""
        key = (version.id, *kind[1:4])
        if key not in self._terms:
            case = self.env["onestop.procedure.case"].browse(kind.case or ())
            case = version._case_like(case)
            rules = self.env["onestop.rule.set"].browse(kind.rules or ())
            self._terms[key] = (
                version._term(kind.channel, case),
                version._start_rule(kind.channel, case, rules),
            )
        return self._terms[key]

    def _alike(self, kind):
        """Whether both versions count the same days, so that no date differs."""
        old = self.env["onestop.procedure.version"].browse(kind.version)
        said = [self._term_of(one, kind) for one in (old, self.version)]
        (term, rule), (new, new_rule) = said
        return (term.value, term.unit, rule.first_day_counted) == (
            new.value,
            new.unit,
            new_rule.first_day_counted,
        )

    def _dates(self, kind):
        """(number, due by the version of the kind, due by the newer) of each dossier,
        from its own beginning; of one that is not received, as if it were now."""
        rows = self._rows(kind, SQL("d.id, d.date_accepted"))
        starts = [aware(start or self.now) for _number, start in rows]
        department = self.env["onestop.department"].browse(kind.department)
        calendar = department._clock()
        old = self.env["onestop.procedure.version"].browse(kind.version)
        dues = [
            clock.due_instants(calendar, term, starts, rule)
            for term, rule in (self._term_of(one, kind) for one in (old, self.version))
        ]
        return [
            (number, due, new)
            for (number, _start), due, new in zip(rows, *dues, strict=True)
        ]


def terms_of(old, new, channel, case, at, answers, received=frozenset()):
    """(`Terms` of the version that a dossier has, of a newer one), without dates.

    :param at: what says `accepted` and `owes_as_laid_down` of it
    :param dict answers: to the e-form; those on which no paper depends may lack
    :param received: codes of the papers that are there
    """
    new_case = new._case_like(case)
    fees = [
        version._fees(channel, its) for version, its in ((old, case), (new, new_case))
    ]
    amounts = [sum(lines.mapped("amount")) for lines in fees]
    stated = [_stated(lines) for lines in fees]
    if not at.owes_as_laid_down:
        # What is paid, granted or stated stays: only what is still owed becomes less.
        amounts[1], stated[1] = max(amounts), stated[0]
    papers = [
        version._papers_required(its, given) - received
        for version, its, given in (
            (old, case, answers),
            (new, new_case, new._answers_kept(answers)),
        )
    ]
    # Once a dossier was received as complete, nobody waits for a paper any more.
    papers[1] = papers[0] | papers[1] if at.accepted else papers[1]
    has_case = not case or bool(new_case)
    return (
        Terms(amount=amounts[0], papers=papers[0], stated=stated[0]),
        Terms(amount=amounts[1], papers=papers[1], has_case=has_case, stated=stated[1]),
    )


def _stated(fees):
    """What tells fees from each other that the counter states."""
    return frozenset(
        (fee.kind, fee.amount_kind, fee.unit or "", fee.condition or "")
        if fee.amount_kind == "described"
        else (fee.kind, fee.amount_kind, fee.unit)
        for fee in fees
        if fee._is_stated()
    )
