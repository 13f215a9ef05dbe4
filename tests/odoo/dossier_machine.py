"""A dossier on which everybody tries everything, at any time."""

from datetime import timedelta
from random import Random

from freezegun import freeze_time
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from rights_by_hand import (
    BEFORE_DECISION,
    CODES,
    KIND,
    ORDER,
    PEOPLE,
    RIGHTS,
    ROLE,
    department,
    may,
    possible,
)
from told_by_journal import ToldByJournal

from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.onestop_dossier.tests.common import MONDAY

TIMES = [timedelta(hours=hours) for hours in (1, 3, 7, 24, 48, 120, 480, 1440)]
SATURDAY = 5
# Of what a rule chooses: drawn one by one, choices would be too much alike.
SEEDS = st.integers(0, 2**32 - 1)
# How far a dossier has come when everybody begins to try.
BEGINNING = (
    ("counter_officer@centre", "accept", None),
    ("department_officer@other", "complete_step", "Ask"),
    ("officer and head", "complete_step", "Appraise"),
    ("department_officer@department", "request_supplement", None),
    ("counter_officer@centre", "pass_on", None),
    ("applicant", "supplement", None),
    ("department_head@department", "decide", "Decide"),
)
# What ends an open step on the usual way.
USUAL = {
    "work": ("complete_step",),
    "opinion": ("complete_step",),
    "decision": ("decide", "refuse"),
    "seal": ("seal",),
    "return": ("return",),
}
OPEN = ("submitted", "accepted", "processing", "supplement", "payment", "withdrawal")
ENDINGS = ("reject", "stop")
ENDED = ("rejected", "stopped", "returned")
# What the system does in one go with an act, and nobody asks for.
FOLLOWS = ("change_date",)


class DossierMachine(RuleBasedStateMachine):
    """One dossier, in a savepoint that is rolled back.

    :param world: the test case, with `people`, `procedures` and `done`
    :param beginning: rows of BEGINNING, which go before
    """

    def __init__(self, world, beginning=()):
        super().__init__()
        self.beginning = beginning
        self.world, self.env = world, world.env
        self.frozen = freeze_time(MONDAY)
        self.clock = self.frozen.start()
        self.savepoint = self.env.cr.savepoint()
        self.worked = set()

    def teardown(self):
        self.savepoint.close(rollback=True)
        self.frozen.stop()

    # ------------------------------------------------------------------- what happens

    @initialize(kind=st.sampled_from(("counted again", "goes on")))
    def file(self, kind):
        self.restarts = kind == "counted again"
        self.world.version = self.world.procedures[kind]
        self.dossier = self.world.file()
        for person, code, step in self.beginning:
            run = self.open_runs().filtered(lambda one, name=step: one.name == name)
            self.attempt(person, code, "Because.", {"step_id": run.id})

    @rule(time=st.sampled_from(TIMES))
    def let_time_pass(self, time):
        self.clock.tick(time)
        self._watch("nobody", self._run_jobs)

    def _run_jobs(self):
        self.world.run_cron("_cron_forward")
        self.world.run_cron("_cron_silence", "onestop.dossier.step")
        self.world.run_cron("_cron_unanswered", "onestop.dossier.supplement")
        self.world.run_cron("_cron_look", "onestop.reminder")

    @precondition(lambda self: self.open_runs())
    @rule(seed=SEEDS)
    def do_the_next_step(self, seed):
        dice = Random(seed)
        run = dice.choice(self.open_runs())
        held = f"{ROLE[run.name]}@{department(run.name, self.lead())}"
        people = [one for one, roles in PEOPLE.items() if held in roles.split()]
        values = {**self._throw_form(dice), "step_id": run.id}
        person, code = dice.choice(people), dice.choice(USUAL[run.kind])
        self.attempt(person, code, "Because.", values)

    @precondition(lambda self: possible(self.dossier.state))
    @rule(seed=SEEDS)
    def use_a_right(self, seed):
        dice = Random(seed)
        codes = possible(self.dossier.state)
        # What ends it comes seldom.
        code = dice.choices(codes, [1 if one in ENDINGS else 4 for one in codes])[0]
        able = [person for person in PEOPLE if self._may(person, code)]
        values = {**self._throw_values(dice), "step_id": False}
        self.attempt(dice.choice(able or ["applicant"]), code, "Because.", values)

    @rule(seed=SEEDS)
    def try_anything(self, seed):
        dice = Random(seed)
        person, code = dice.choice(sorted(PEOPLE)), dice.choice(CODES)
        values = self._throw_values(dice)
        values = {key: one for key, one in values.items() if dice.random() < 0.8}
        self.attempt(person, code, dice.choice((None, "Because.")), values)

    @rule(person=st.sampled_from(sorted(PEOPLE)))
    def look_what_is_offered(self, person):
        """Nobody is offered what they have no right to."""
        dossier = self.dossier.with_user(self.world.people[person])
        if not dossier.has_access("read"):
            return
        for offer in dossier.available_transitions():
            assert self._may(person, offer["code"]), f"{person} is offered {offer}"

    def _may(self, person, code):
        """Whether somebody has the right to do this now, on any open step or on none."""
        state, lead, listed = self.dossier.state, self.lead(), not self.restarts
        names = [None, *(run.name for run in self.open_runs())]
        return any(
            may(person, code, state, lead, name, back, listed)
            for name in names
            for back in (False, True)
        )

    def _throw_values(self, dice):
        """All that an action may want."""
        until = max(self.dossier.date_due or self.now(), self.now())
        until += timedelta(days=dice.randint(1, 5))
        while until.weekday() >= SATURDAY:
            until += timedelta(days=1)
        runs = self.dossier.step_ids
        done = runs.filtered(lambda one: one.state == "done").step_id.ids
        away = "other" if self.lead() == "department" else "department"
        return {
            "until": f"{until:%Y-%m-%d} 10:00:00",
            "department_id": self.world.departments[away].id,
            "step_id": dice.choice([False, *runs.ids]),
            "send_back_to": dice.choice([False, *done]),
            "component_ids": dice.choice([[], self.dossier.component_ids[:1].ids]),
            "ground": dice.choice(["financial_obligation", "other"]),
            **self._throw_form(dice),
        }

    def _throw_form(self, dice):
        """What its form asks of an action; now and then a line is missing, or wrong."""
        file = self.world.pdf("licence.pdf")
        form = {
            "results": [{"name": "Licence", "file": file}],
            "collection": self.world.collected(),
            "apology": True,
            "legal_basis": "Law on Land, art. 1",
            "amount": 1000,
            "components": [{"component": "Plan", "files": [file]}],
        }
        empty = {"name": "empty.pdf", "content": ""}
        wrong = {
            "results": [{"name": "Licence", "file": file}, {"file": empty}],
            "components": [
                {"component": "Application", "copies": 2},
                {"component": "Plan", "files": [empty]},
            ],
            "amount": "much",
            "number": "12/GP",
            "valid_to": "never",
            "until": "2026-03-01 10:00:00",
            "department_id": self.dossier.department_id.id,
            "collection": {"collector": "nobody"},
            "outcome": "nonsense",
        }
        if dice.random() < 0.8:
            return form
        if dice.random() < 0.5:
            key = dice.choice(sorted(wrong))
            return {**form, key: wrong[key]}
        left_out = dice.choice(sorted(form))
        return {key: one for key, one in form.items() if key != left_out}

    # ------------------------------------------------------------- what came of it

    def attempt(self, person, code, reason=None, values=None):
        """Somebody tries; what is refused leaves nothing behind."""
        values = values or {}
        user = self.world.people[person]
        run = self.env["onestop.dossier.step"].browse(values.get("step_id") or ())

        def act():
            if code == "complete_step" and run:
                # From the worklist, as whoever is only asked has to.
                run.with_user(user).action_complete(reason, values)
            else:
                self.dossier.with_user(user).action_transition(code, reason, values)

        note(f"{self.now()} {person}: {code} {values}")
        before = self.traces()
        try:
            self._watch(person, act)
        except UserError:
            assert self.traces() == before, f"{code}: refused, and half of it done"

    def _watch(self, person, act):
        """Let something happen, and look at whether it was allowed."""
        before = (self.lead(), self.open_runs(), self.is_decided())
        seen = len(self.rows())
        act()
        for row in self.rows()[seen:]:
            if row["code"] in FOLLOWS:
                assert row["actor"] == "system", row
            elif row["actor"] == "system":
                rights = RIGHTS[row["code"], row["state_from"]]
                assert "system" in rights.split(), row
            else:
                self._judge(person, row, *before)
            self.world.done[row["code"]] += 1

    def _judge(self, person, row, lead, runs, decided):
        code, state = row["code"], row["state_from"]
        assert row["actor_id"] == self.world.people[person].id, (person, row)
        run = runs.filtered(lambda one: one.step_id.id == row["step"])
        step, sends_back = run.name, run.state == "void"
        allowed = may(person, code, state, lead, step, sends_back, not self.restarts)
        assert allowed, f"{person} has no right to: {row}"
        if code in ("decide", "refuse"):
            assert person not in self.worked, f"{person} worked on it: {row}"
        if {code, (code, state)} & BEFORE_DECISION:
            assert not decided, f"there was a decision before: {row}"
        if step and KIND[step] == "work":
            self.worked.add(person)

    # --------------------------------------------------------------- what always holds

    @invariant()
    def there_is_one_state_and_one_set_of_open_steps(self):
        state, told = self.dossier.state, self.told()
        assert state == told.state
        runs = self.dossier.step_ids.filtered(lambda one: one.state != "void")
        names = runs.mapped(lambda one: one.step_id.name)
        assert len(names) == len(set(names)), f"twice: {sorted(names)}"
        now = [run.name for run in self.open_runs()]
        assert len({ORDER[name] for name in now}) <= 1, f"open together: {now}"
        done = set(names) - set(now)
        for name in now:
            earlier = {one for one, order in ORDER.items() if order < ORDER[name]}
            assert earlier <= done, f"{name} is open, before it {sorted(done)} is done"
        if state in ("submitted", "accepted", *ENDED) or not told.received:
            assert not now, f"{state}, and open: {now}"
        if state == "resolved":
            assert now == ["Return"]

    @invariant()
    def the_chain_of_the_journal_is_whole(self):
        found = list(self.env["onestop.journal"]._verify())
        assert not found, found

    @invariant()
    def the_due_date_is_what_the_journal_says(self):
        told, dossier = self.told(), self.dossier
        legal, last, still = told.dates(self._calendar(told))
        assert dossier.date_due_legal == legal, (dossier.date_due_legal, legal)
        assert dossier.date_due == last, (dossier.date_due, last)
        assert str(dossier.date_due or None) == str(told.due)
        assert dossier.suspended == still, f"suspended: {dossier.suspended}"

    @invariant()
    def no_date_passes_in_silence(self):
        told = self.told()
        _legal, last, still = told.dates(self._calendar(told))
        past = told.state in OPEN and not still and last and last < self.now()
        for who in ("supervisor@centre", "director@centre"):
            listed = self.dossier.with_user(self.world.people[who]).search(
                [*self.world.list_without_apology, ("id", "=", self.dossier.id)]
            )
            assert bool(listed) == bool(past), f"{last} is past: {past}, {who}"
        # Nobody urges in these lives: what is past is in the list of what waits for it.
        unspoken = [("unspoken", "=", True), ("id", "=", self.dossier.id)]
        assert bool(self.dossier.search(unspoken)) == bool(past)

    @invariant()
    def no_citizen_sees_another_s(self):
        for model in self.world.models_of_citizens:
            records = self.env[model].with_user(self.world.people["stranger"])
            found = records.search([(self._key(model), "=", self.dossier.id)])
            assert not found, f"a stranger sees {found}"

    # ------------------------------------------------------------------ what there is

    def now(self):
        return self.clock().replace(microsecond=0)

    def lead(self):
        """The key of the department that has the lead, or None."""
        return self.world.keys.get(self.dossier.department_id.id)

    def open_runs(self):
        return self.dossier.step_ids.filtered(lambda one: one.state == "open")

    def is_decided(self):
        return any(
            run.kind == "decision" and run.state == "done"
            for run in self.dossier.step_ids
        )

    def rows(self):
        """The rows of the journal, as it was written."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT moment, actor, actor_id, code, state_from, state_to, data,
                   (data::json ->> 'step')::int AS step
              FROM onestop_journal
             WHERE res_model = 'onestop.dossier' AND res_id = %s ORDER BY id
            """,
            [self.dossier.id],
        )
        return self.env.cr.dictfetchall()

    def traces(self):
        """All that the database has of the dossier, in a form that can be compared."""
        self.env.flush_all()
        parts = [
            SQL(
                "SELECT %s, count(*), md5(string_agg(one::text, ' ' ORDER BY id)) "
                "FROM %s AS one WHERE %s = %s",
                model,
                SQL.identifier(self.env[model]._table),
                SQL.identifier(self._key(model)),
                self.dossier.id,
            )
            for model in self.world.models_of_dossiers
        ]
        parts += [
            SQL("SELECT %s, count(*), NULL FROM %s", table, SQL.identifier(table))
            for table in ("onestop_journal", "ir_attachment", "mail_message")
        ]
        self.env.cr.execute(SQL(" UNION ALL ").join(parts))
        return sorted(self.env.cr.fetchall())

    @staticmethod
    def _key(model):
        return "id" if model == "onestop.dossier" else "dossier_id"

    def told(self):
        return ToldByJournal(self.rows(), self.restarts)

    def _calendar(self, told):
        key = self.world.keys.get(told.department, "department")
        return self.world.departments[key].calendar_id._onestop_clock()
