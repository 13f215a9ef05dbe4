"""One dossier from filing to return, as far as it has come at the present.

A life is told forwards: each act happens at `self.at`, and the first one that would lie
after the present ends the telling. What the acts leave is what the engine would have
left (onestop_dossier/engine/transition.py); tests compare, and go on with them by it.
"""

from datetime import timedelta, timezone

from bench import days
from bench.cores import clock
from bench.draw import Draw
from bench.ground import Person
from bench.records import Act, Charge, ClockEvent, Request, Result, Run

UTC = timezone.utc
SYSTEM = Person(1, "system")
SEES_ALL = ("work", "decision", "seal", "linked")
DONE_BY = {"decision": "decide", "seal": "seal", "return": "return"}


class Over(Exception):
    """The next act lies in the future, or there is none."""


class Life:
    """What is known of a dossier at the present.

    :param world: the `bench.world.World` it belongs to
    :param number: from 0, in the order of filing by days
    :param day: the working day on which it is filed
    """

    def __init__(self, world, number, day):
        self.world, self.number, self.figures = world, number, world.figures
        self.draw = Draw(f"{world.seed}/dossier/{number}")
        self.acts, self.runs, self.requests = [], [], []
        self.clock_events, self.charges, self.results = [], [], []
        self.granted, self.missing = set(), None
        self.state, self.state_before, self.outcome = "draft", None, None
        self.payment, self.delivery_state, self.code = "none", "none", None
        self.accepted = self.forward = self.resolved = self.returned = None
        self.due = self.legal = self.promised = self.department_id = None
        self.suspended, self.verified, self.apology_at = False, False, None
        self._choose(day)

    def tell(self):
        """Live until the end or the present."""
        try:
            self._submit()
            self._intake()
            self._accept()
            self._process()
            self._resolve()
            self._return()
        except Over:
            pass
        return self

    # ------------------------------------------------------------------ what it is

    def _choose(self, day):
        draw, figures = self.draw, self.figures
        self.procedure = self.world.choose_procedure(draw)
        offered = {channel for way in self.procedure.ways for channel in way.channels}
        shares = figures["channels"]
        self.channel = draw.weighted({c: shares[c] for c in sorted(offered)})
        ways = [way for way in self.procedure.ways if self.channel in way.channels]
        self.way = draw.choice(ways)
        self.counter = self.world.catalogue.counters[self.way.counter_id]
        self.case_id = draw.choice(self.procedure.case_ids or (None,))
        self.submitted = days.moment(draw, figures, day, self.channel)
        self.rules = self.world.catalogue.rule_set(self.submitted.date())
        self.account = self._choose_account()
        stranger = self.world.stranger(self.number)
        self.owner = self.world.applicant(self.account or stranger)
        self.submitter = None
        if draw.chance(figures["filed_for_another"]):
            self.submitter = self.world.applicant(stranger + 1)
        self.officer = draw.choice(self.counter.staff)
        self.delivery = draw.weighted(figures["delivery"])
        self.term = self.procedure.terms[self.channel, self.case_id]
        self.rule = clock.StartRule(
            first_day_counted=self.procedure.same_day[self.channel, self.case_id],
            cut_off=self.rules.cut_off,
            citations=self.rules.citations,
        )
        self.asked = [
            one
            for one in self.procedure.components
            if not one.case_ids or self.case_id in one.case_ids
        ]
        self.at = self.submitted

    def _choose_account(self):
        """Number of the portal account that files it, or None: the counter does."""
        if self.channel != "online":
            return None
        if self.draw.chance(self.figures["online_keyed_by_officer"]):
            return None
        return self.world.choose_account(self.draw)

    def _department(self, step):
        if step.place == "fixed":
            return step.department
        if step.place == "received":
            return self.counter.department_id
        return self.way.department_id

    @property
    def calendar(self):
        """That of the competent department, before there is one of the counter's."""
        return self._calendar(self.department_id or self.counter.department_id)

    def _calendar(self, department_id):
        return self.world.catalogue.departments[department_id].calendar

    # --------------------------------------------------------------------- telling

    def _move(self, moment):
        """Let time pass to `moment`, and the apology that is due before it happen."""
        if self.apology_at and self.apology_at < moment:
            moment, then, self.apology_at = self.apology_at, moment, None
            self._move(moment)
            # While the term stands still there is nothing to apologise for yet.
            if not self.suspended:
                self._apologise()
            moment = then
        if moment > self.world.now:
            raise Over
        self.at = moment

    def _work(self, minutes):
        """Let so many minutes of the competent office's working time pass."""
        self._move(self._after(minutes))

    def _after(self, minutes, start=None):
        start = start or self.at
        later = self.calendar.add_working_minutes(start, max(1, round(minutes)))
        return later.replace(second=self.draw.randrange(60))

    def _act(self, code, role, actor, to=None, event=None, **rest):
        before, self.state = self.state, to or self.state
        if self.state != before:
            self.state_before = before
        self.acts.append(
            Act(self.at, code, role, actor, before, self.state, event=event, **rest)
        )

    def _reason(self, name):
        return self.figures["reasons"][name]

    def _as_filer(self):
        """(role, actor) of whoever filed it."""
        if self.account:
            name = self.world.applicant(self.account).name
            return "applicant", Person(self.world.user_id(self.account), name)
        return self._as_counter()

    def _as_counter(self):
        return (
            "postal_clerk" if self.counter.postal else "counter_officer"
        ), self.officer

    def _staff(self, run):
        people = self.world.catalogue.staff[run.step.role, run.department_id]
        seated = [one for one in people if one in self.counter.staff]
        return seated[0] if seated else self.draw.choice(people)

    # ---------------------------------------------------------------------- intake

    def _submit(self):
        self._move(self.submitted)
        self.charges = [
            Charge(fee)
            for fee in self.procedure.fees
            if fee.channel in (None, self.channel)
            and fee.case_id in (None, self.case_id)
        ]
        self.payment = "due" if self.charges else "none"
        if self.asked and self.draw.chance(self.figures["supplement_at_intake"]):
            self.missing = self.draw.choice(self.asked)
        self._act("submit", *self._as_filer(), to="submitted", event="submitted")

    def _intake(self):
        self._work(self.draw.randrange(5, 240 if self.channel == "online" else 25))
        if self.draw.chance(self.figures["rejected"]):
            self.charges, self.payment = [], "none"
            reason = self._reason("reject")
            self._act(
                "reject",
                *self._as_counter(),
                to="rejected",
                event="rejected",
                reason=reason,
            )
            raise Over
        if self.missing:
            self._request("intake", *self._as_counter())
            self._answer()
        if self.charges and self.draw.chance(self.figures["paid_at_intake"]):
            self._pay()

    def _request(self, stage, role, actor, **rest):
        days_left = clock.Term(self.procedure.supplement_term or 30, "working_days")
        received = self._calendar(self.counter.department_id)
        deadline = clock.due_instants(received, days_left, [self.at])[0]
        named = self.missing or (self.asked and self.draw.choice(self.asked))
        self.requests.append(
            Request(stage, self.at, deadline, named and named.id, **rest)
        )
        data = {"breaches": ["supplement_late"]} if rest.get("breach") else {}
        told = {"to": "supplement", "event": "supplement_requested", "data": data}
        reason = self._reason("request_supplement")
        if stage == "appraisal":
            self._act("request_supplement", role, actor, reason=reason, data=data)
            self._act("pass_on", *self._as_counter(), reason=reason, **told)
        else:
            self._act("request_supplement", role, actor, reason=reason, **told)

    def _answer(self):
        """The supplement comes, or is waited for in vain until its deadline."""
        request = self.requests[-1]
        if self.draw.chance(self.figures["supplement_never_answered"]):
            self._move(request.deadline + timedelta(minutes=1))
            self._work(60)
            self._stop("lapsed")
        self._work(self.draw.randrange(60, 5 * 480))
        request.answered, self.missing = self.at, None
        role, actor = self._as_filer()
        data = self._restart_clock()
        back = "processing" if self.accepted else "submitted"
        self._act("supplement", role, actor, to=back, event="supplemented", data=data)

    def _stop(self, reason):
        for run in self.runs:
            if run.state == "open":
                run.state, run.ended = "void", self.at
                run.reason = self._reason(reason)
        self.suspended = False
        role, actor = self._as_counter()
        self._act(
            "stop",
            "counter_officer" if role == "postal_clerk" else role,
            actor,
            to="stopped",
            event="stopped",
            reason=self._reason(reason),
        )
        raise Over

    def _pay(self):
        for charge in self.charges:
            charge.paid_at = self.at
        self.payment = "paid"
        for _charge in self.charges:
            self._act("pay", "counter_officer", self.officer)

    def _accept(self):
        self._work(self.draw.randrange(3, 20))
        self.accepted, self.department_id = self.at, self.way.department_id
        self.verified = self.channel == "in_person"
        calendar = self._calendar(self.counter.department_id)
        forward = self.rule.transfer_instant(calendar, self.at)
        self.forward = max(forward, self.at)
        # Its number of the day follows when all that came before is known.
        self.code = (
            self.counter.department_id,
            self.at.date(),
            self.rules.code_pattern,
        )
        due = clock.due_instants(self.calendar, self.term, [self.at], self.rule)[0]
        self.due = self.legal = self.promised = due
        data = self._moved(None)
        self._act(
            "accept",
            *self._as_counter(),
            to="accepted",
            event="accepted",
            data=data,
        )
        if forward > self.at:
            self._move(forward + timedelta(seconds=self.draw.randrange(300)))
            self.forward = self.at
            actor = SYSTEM
        else:
            actor = Person(self.officer.id, "system")
        self._act("forward", "system", actor, to="processing")

    # -------------------------------------------------------------------- the clock

    def _moved(self, before):
        """What the journal notes of a date that moved."""
        if self.due == before:
            return {}
        return {"due_before": text(before), "due_after": text(self.due)}

    def timeline(self):
        """The dossier's term as the clock reads it."""
        events = tuple(event.to_core() for event in self.clock_events)
        return clock.Timeline(
            self.calendar, self.term, self.accepted, self.rule, events
        )

    def _open_pause(self, ground, reason, restarts=False):
        self.suspended = True
        self.clock_events.append(
            ClockEvent(
                "pause",
                self.at,
                ground=ground,
                restarts=restarts,
                reason=reason,
                before=self.legal,
            )
        )

    def _restart_clock(self):
        """End the open pause, if there is one; give back what the journal notes."""
        if not self.suspended:
            return {}
        before, pause = self.due, self.clock_events[-1]
        pause.end, self.suspended = self.at, False
        answer = self.timeline().due_date()
        self.legal = pause.after = answer.due
        self.due = answer.after_apology
        return self._moved(before)

    def _apologise(self):
        head = self._head()
        before = self.due
        day = self.calendar.next_working_day(self.due.date(), self.draw.randrange(2, 8))
        until = self.calendar.closing(day)
        reason = self._reason("apologise")
        self.clock_events.append(
            ClockEvent(
                "apology",
                self.at,
                until=until,
                reason=reason,
                before=before,
                after=until,
            )
        )
        self.due = self.timeline().due_date().after_apology
        self._act(
            "apologise",
            "department_head",
            head,
            event="apology",
            reason=reason,
            data=self._moved(before),
        )

    def _head(self):
        staff = self.world.catalogue.staff
        return staff["department_head", self.department_id][0]

    # ------------------------------------------------------------------- the process

    def _process(self):
        plan, closed, total = self.procedure.plan, {}, self._hours()
        while steps := plan.next_steps(closed):
            runs = [self._open(step) for step in steps]
            if not closed:
                self._interrupt()
                self._set_pace(total)
            self._do_group(runs)
            closed |= {run.step.key: run.way for run in runs}

    def _hours(self):
        """Working hours of the process, where no way passes a step over."""
        longest = {}
        for step in self.procedure.plan.steps.values():
            if step.kind != "return":
                hours = longest.get(step.sequence, 0)
                longest[step.sequence] = max(hours, step.hours)
        return sum(longest.values()) or 1

    def _set_pace(self, total):
        """Choose how much of its time the dossier takes: early, just in time or late."""
        paces = {(low, high): share for share, low, high in self.figures["pace"]}
        pace = self.draw.uniform(*self.draw.weighted(paces))
        budget = total * 60
        if self.due:
            budget = self.calendar.working_minutes_between(self.at, self.due)
        self.minutes_an_hour = max(budget, 20) * pace / total
        late = self.due and pace > 1
        has_head = ("department_head", self.department_id) in self.world.catalogue.staff
        if late and has_head and self.draw.chance(self.figures["apology_of_late"]):
            day = self.calendar.apology_day(self.due, self.rules.apology_lead_days)
            # In the afternoon of the last day on which it is in time, if that is ahead.
            at = self.calendar.closing(day) - timedelta(hours=1)
            self.apology_at = at if self.at < at else None

    def _open(self, step):
        department = self._department(step)
        run = Run(step, department, self.at)
        self.runs.append(run)
        own = (self.department_id, self.counter.department_id)
        if step.kind in SEES_ALL and department not in own:
            self.granted.add(department)
        return run

    def _interrupt(self):
        """What stops the work before it has begun, in a few of the dossiers."""
        figures, draw = self.figures, self.draw
        run = self.runs[0]
        if draw.chance(figures["withdrawn"]):
            self._work(draw.randrange(30, 480))
            self._open_pause("other", self._reason("withdraw"))
            role, actor = self._as_filer()
            self._act(
                "withdraw",
                "counter_officer" if role == "postal_clerk" else role,
                actor,
                to="withdrawal",
                event="withdrawal",
                reason=self._reason("withdraw"),
            )
            self._work(draw.randrange(60, 480))
            self._stop("stop")
        if self._is_lead(run) and draw.chance(figures["supplement_on_appraisal"]):
            self._work(draw.randrange(60, 3 * 480))
            term = clock.Term(self.rules.appraisal_days, "working_days")
            last = clock.due_instants(self.calendar, term, [self.accepted])[0]
            self._open_pause(
                "supplement",
                self._reason("request_supplement"),
                self.procedure.supplement_restarts,
            )
            self._request(
                "appraisal",
                "department_officer",
                self._staff(run),
                breach=self.at > last,
            )
            self._answer()
        if (
            self._is_lead(run)
            and self.procedure.code in figures["obligation_procedures"]
            and draw.chance(figures["obligation"])
        ):
            self._suspend(run)

    def _is_lead(self, run):
        return (
            run.step.role == "department_officer"
            and run.department_id == self.department_id
        )

    def _suspend(self, run):
        self._work(self.draw.randrange(60, 2 * 480))
        self._open_pause("financial_obligation", self._reason("suspend"))
        self._act(
            "suspend",
            "department_officer",
            self._staff(run),
            to="payment",
            event="payment_due",
            reason=self._reason("suspend"),
        )
        self._work(self.draw.randrange(480, 10 * 480))
        data = self._restart_clock()
        self._act("resume", "counter_officer", self.officer, to="processing", data=data)

    def _do_group(self, runs):
        """End the parallel steps of a group, the quickest first; the last one joins."""
        spread = [self.draw.uniform(0.8, 1.2) if len(runs) > 1 else 1 for _ in runs]
        ends = [
            (self._after(run.step.hours * self.minutes_an_hour * factor), number)
            for number, (run, factor) in enumerate(zip(runs, spread, strict=True))
        ]
        for end, number in sorted(ends):
            self._move(max(end, self.at))
            self._end(runs[number])

    def _end(self, run):
        user = self._staff(run)
        code, reason = DONE_BY.get(run.step.kind, "complete_step"), None
        if run.step.kind == "decision":
            code, reason = self._decide(run)
        elif run.step.kind == "seal":
            run.outcome = "sealed"
            self._seal(run)
        elif self._drafts_result(run.step):
            self.results.append(Result(self.procedure.result_name, self.at))
        run.way = self._way(run, code)
        if run.way and run.way.outcome:
            run.outcome = run.way.outcome
        run.state, run.ended, run.user, run.reason = "done", self.at, user, reason
        data = {"step": run.step.key}
        if run.way:
            data["way"] = run.way.key
        self._act(code, run.step.role, user, reason=reason, data=data)

    def _drafts_result(self, step):
        """Whether the result is drafted on this step: no work follows it."""
        steps = self.procedure.plan.steps.values()
        works = [one.sequence for one in steps if one.kind == "work"]
        is_last = step.kind == "work" and step.sequence == max(works)
        return is_last and bool(self.procedure.result_name)

    def _ways(self, step, code):
        """The ways forward by which an action leaves a step."""
        plan = self.procedure.plan
        return [
            way
            for way in step.ways
            if way.code == code
            and not way.condition
            and not plan.leads_back(step.key, way)
        ]

    def _way(self, run, code):
        """The way that is taken: of a decision the one of its outcome."""
        ways = self._ways(run.step, code)
        if code == "decide":
            ways = [way for way in ways if way.outcome == run.outcome] or ways
        return self.draw.choice(ways) if ways else None

    def _decide(self, run):
        if self.outcome != "refused":
            self.outcome = self.draw.weighted(
                {
                    "granted": 1 - self.figures["refused"] - self.figures["partly"],
                    "partly": self.figures["partly"],
                    "refused": self.figures["refused"],
                }
            )
        offered = {way.outcome for way in self._ways(run.step, "decide")}
        if self.outcome == "partly" and offered and "partly" not in offered:
            self.outcome = "granted"
        run.outcome = self.outcome
        if self.outcome == "refused":
            return "refuse", self._reason("refuse")
        return "decide", None

    def _seal(self, run):
        department = self.world.catalogue.departments[run.department_id]
        for result in self.results:
            result.number = f"{self.number + 1}/{department.code}"
            result.issued, result.department_id = self.at, run.department_id
            heads = self.world.catalogue.staff.get(
                ("department_head", run.department_id), ()
            )
            result.signer = heads[0].name if heads else None

    # ---------------------------------------------------------------------- the end

    def _resolve(self):
        self.resolved, self.suspended = self.at, False
        # A mere notification is granted once all is done.
        self.outcome = self.outcome or "granted"
        self.delivery_state = "ready"
        actor = Person(self.acts[-1].actor.id, "system")
        self._act("resolve", "system", actor, to="resolved", event="resolved")
        for step in self.procedure.plan.next_steps({}, resolved=True):
            self._open(step)

    def _return(self):
        run = self.runs[-1]
        minutes = {
            "electronic": self.draw.uniform(5, 180),
            "post": self.draw.uniform(480, 3 * 480),
            "counter": self.draw.lognormal(2 * 480, 1),
        }[self.delivery]
        if self.delivery == "counter" and self.draw.chance(
            self.figures["collected_late"]
        ):
            minutes = self.draw.uniform(22 * 480, 60 * 480)
        self._work(minutes)
        if self.payment == "due":
            self._pay()
        user = self._staff(run)
        run.state, run.ended, run.user, run.outcome = "done", self.at, user, "returned"
        self.returned, self.delivery_state = self.at, "done"
        self._act(
            "return",
            run.step.role,
            user,
            to="returned",
            event="returned",
            data={"step": run.step.key},
        )


def text(moment):
    """A moment as the journal's data write it: UTC, to the second; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
