from datetime import datetime, time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.onestop_dossier.models.onestop_procedure_version import CITED
from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, legal_date, naive

from ..core import complaint_phases as phases

# Terms are counted from a day, so an hour would change nothing.
UNITS = ("working_days", "calendar_days")


class ComplaintClock:
    """The terms of one grievance: which an action begins, moves and ends.

    It reads as the house and writes nothing: `changes` gives the values that filing and
    the actions write together with the state.
    """

    def __init__(self, complaint, now):
        """
        :param complaint: an empty recordset where it is being registered
        :param now: naive, in UTC
        """
        self.env = complaint.env
        self.complaint = complaint
        self.now = now
        self.today = legal_date(now)

    # ------------------------------------------------------------------- changes

    def changes(self, code, vals, recorded=None, reason=""):
        """What an action changes of the phases, and the date of what is due first.

        :param dict vals: what the action writes besides
        :param str recorded: the phase that `record` ends
        :return: dict of `phase_ids`, `date_due` and `phase`
        """
        before = self._traits({}) if self.complaint else None
        after = self._traits(vals)
        anew = before and before.kind != after.kind
        commands, dates = [], []
        for row in self._open():
            spec = row._spec()
            done = code in spec.fulfilled_by and recorded in (None, row.phase)
            if done or anew or not spec.runs(after):
                ended = self._end(row, done, anew)
                commands.append(Command.update(row.id, ended))
                continue
            moved = self._move(row, spec, code, after, vals, reason)
            if moved:
                commands.append(Command.update(row.id, moved))
            values = {**row._clock_values(), **moved}
            dates.append((row.phase, values["date_due"], values["provisional"]))
        for spec in phases.begun(code, before, after):
            values = self._begin(spec, after, vals)
            commands.append(Command.create(values))
            dates.append((spec.code, values["date_due"], values["provisional"]))
        phase, due = phases.current(dates)
        return {"phase_ids": commands, "phase": phase or False, "date_due": due}

    def _open(self):
        return self.complaint.phase_ids.filtered(lambda row: not row.date_ended)

    def _traits(self, vals):
        def value(name, default=False):
            return vals.get(name, self.complaint[name] if self.complaint else default)

        return phases.Traits(
            kind=value("kind"),
            state=value("state", "registered"),
            classification=value("classification") or None,
            second=value("second"),
            remote=value("remote"),
        )

    def _begin(self, spec, traits, vals):
        start = self.today
        if spec.since == phases.IN_FORM:
            start = vals.get("date_in_form") or self.complaint.date_in_form
        rule = self.rule(spec.rule_of(traits), start, vals)
        values = {
            "kind": traits.kind,
            "phase": spec.code,
            "since": spec.since,
            "date_start": start,
            "rule_id": rule.id,
            "department_id": self._department(vals).id,
            "provisional": spec.is_provisional(traits),
            "events": [],
        }
        return {**values, **self._dated(values)}

    def _end(self, row, done, anew):
        moot = anew or row.provisional
        return {
            "date_ended": self.now,
            "result": phases.result(done, moot, row.date_due or None, self.now),
        }

    def _move(self, row, spec, code, traits, vals, reason):
        """What an action changes of a phase that goes on; empty where nothing."""
        department = self._department(vals)
        kept = row._clock_values()
        events = self._events(row, code, reason)
        changed = {"provisional": spec.is_provisional(traits)}
        if events != kept["events"] or department.id != kept["department_id"]:
            changed |= {"department_id": department.id, "events": events}
            changed |= self._dated({**kept, **changed}, row.derivation)
        return {name: value for name, value in changed.items() if value != kept[name]}

    def _events(self, row, code, reason):
        events = list(row._clock_values()["events"])
        now = fields.Datetime.to_string(self.now)
        if code == "suspend" and row.phase in phases.PAUSED:
            key = phases.LAW_OF.get((code, row.kind))
            rule_id = self.rule(key, self.today).id if key else False
            pause = {"kind": "pause", "start": now, "end": False}
            events.append({**pause, "reason": reason, "rule_id": rule_id})
        elif code == "resume" and events and events[-1].get("end") is False:
            events[-1] = {**events[-1], "end": now}
        elif code == "extend" and (longer := row._spec().longer_of(self._traits({}))):
            rule = self.rule(longer, self.today)
            amount = rule._parsed()
            if not row._spec().adds:
                amount -= row.rule_id._parsed()
            extension = {"kind": "extension", "at": now, "amount": amount}
            events.append({**extension, "reason": reason, "rule_id": rule.id})
        return events

    def _department(self, vals):
        """The department that holds it: its calendar is the one that counts."""
        departments = self.env["onestop.department"]
        for name in ("department_id", "received_department_id"):
            held = vals.get(name, self.complaint[name].id)
            if held:
                return departments.browse(held)
        return departments

    def _dated(self, values, before=None):
        """The date of a phase and its derivation; `before` is the one it had."""
        due, derivation = due_date(self.env, values, before)
        return {"date_due": due, "derivation": derivation}

    # --------------------------------------------------------------------- rules

    def rule(self, key, day, vals=None):
        """The row of law that holds for this grievance on a day.

        That of its own rule set, or of a later one that reaches files in progress
        (Decree 155/2026, art. 22; Decree 156/2026, art. 10).

        :raises UserError: where no set says anything about it
        """
        rule = self._find_rule(key, day, vals)
        if not rule:
            raise UserError(
                self.env._(
                    "No rule set says anything about “%s”. The catalogue manager has "
                    "to add it.",
                    key,
                )
            )
        return rule

    def knows(self, key):
        """Whether the law that holds for this grievance today has such a rule."""
        return bool(self._find_rule(key, self.today))

    def _find_rule(self, key, day, vals=None):
        own = self.complaint.rule_set_id
        if vals and vals.get("rule_set_id"):
            own = own.browse(vals["rule_set_id"])
        later = (
            Domain("rule_set_id.matter", "=", own.matter)
            & Domain("rule_set_id.valid_from", ">", own.valid_from)
            & Domain("rule_set_id.valid_from", "<=", day)
            & Domain("reach", "=", "in_progress")
        )
        rules = self.env["onestop.rule"].search(
            Domain("key", "=", key) & (Domain("rule_set_id", "=", own.id) | later)
        )
        return rules.sorted(lambda rule: rule.rule_set_id.valid_from)[-1:]

    # ---------------------------------------------------------------- extensions

    def extension(self, values):
        """What `complaint_workflow.Facts` asks of an extension.

        :param dict values: `complexity` and `ground`, as they were chosen
        """
        traits = self._traits({})
        for row in self._open():
            spec = row._spec()
            if spec.longer_of(traits):
                break
        else:
            return {}
        chosen = values.get("complexity")
        made = sum(event["kind"] == "extension" for event in row.events or [])
        allowed = [
            self._times(phases.extensions_allowed(spec, complexity))
            for complexity in ([chosen] if chosen else phases.COMPLEXITIES)
        ]
        return {
            "extendable": True,
            "term_over": bool(row.date_due and row.date_due < self.now),
            "extensions_left": max(allowed) - made,
            "complexity_missing": spec.adds and not chosen,
            "ground_missing": self._ground_missing(row, values.get("ground")),
        }

    def _times(self, allowed):
        if isinstance(allowed, int):
            return allowed
        return self.rule(allowed, self.today)._parsed()

    def _ground_missing(self, row, ground):
        if row.kind != "complaint":
            return False
        rule = self._find_rule(phases.GROUNDS_RULE, self.today)
        return bool(rule) and ground not in rule._parsed()


def due_date(env, values, before=None, was=None, reason=""):
    """When a phase is due, and why.

    :param dict values: of `onestop.complaint.phase`: `rule_id`, `department_id`,
        `date_start` and `events`
    :param list before: the derivation that it had; changes of the calendar that it tells
        are told again
    :param was: the date that it had, where nothing but the calendar moves it, for
        `reason`; the derivation tells so
    :return: (naive datetime in UTC, or False where the term stands still; derivation as
        a list)
    """
    department = env["onestop.department"].browse(values["department_id"])
    timeline = clock.Timeline(
        department._clock(),
        _term(env, values["rule_id"]),
        datetime.combine(values["date_start"], time(), clock.ZONE),
        _start_rule(env, values["date_start"]),
        tuple(_to_core(env, event) for event in values["events"]),
    )
    answer = timeline.due_date()
    due = naive(answer.due) or False
    changes = clock.Derivation.from_list(before or []).calendar_changes()
    if was and due and due != was:
        changes.append(
            clock.Fact.of(
                clock.FactCode.CALENDAR_CHANGED,
                None,
                reason=reason,
                before=aware(was),
                after=answer.due,
            )
        )
    return due, answer.derivation.with_calendar_changes(changes).to_list()


def _term(env, rule_id, amount=None):
    rule = env["onestop.rule"].browse(rule_id)
    if rule.unit not in UNITS:
        raise UserError(
            env._(
                "Rule “%(key)s” of %(set)s has to be in days or working days.",
                key=rule.key,
                set=rule.rule_set_id.code,
            )
        )
    return clock.Term(amount or rule._parsed(), rule.unit, rule._to_citation())


def _start_rule(env, day):
    """How days are counted is the same for all matters."""
    rules = env["onestop.rule.set"]._for_date(day)
    citations = {
        fact: rules._citation(key)
        for fact, key in CITED.items()
        if rules and rules._citation(key)
    }
    return clock.StartRule(citations=tuple(citations.items()))


def _to_core(env, event):
    """An event of a phase as the clock reads it."""
    rule = env["onestop.rule"].browse(event["rule_id"] or ())
    citation = rule._to_citation() if rule else None
    if event["kind"] == "pause":
        start, end = map(fields.Datetime.to_datetime, (event["start"], event["end"]))
        return clock.Pause(
            "other",
            aware(start),
            aware(end),
            reason=event["reason"],
            citation=citation,
        )
    at = aware(fields.Datetime.to_datetime(event["at"]))
    term = _term(env, rule.id, event["amount"])
    return clock.Extension(term, at, event["reason"], citation)
