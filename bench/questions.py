"""What an officer waits for: lists, counts and look-ups on many dossiers."""

import random
import statistics
import time

from lxml import etree

from bench import place
from bench.figure import tell

# How often each is asked.
TIMES = 100
# Milliseconds in which 95 of 100 are answered.
MOST = 300
# A page of a list in the client.
PAGE = 80
# So many of the first steps of the worklist somebody may have opened.
OPENED = 500
NAMED = {"fields": {"display_name": {}}}
DOSSIER_LIST = {
    "display_name": {},
    "owner_name": {},
    "procedure_id": NAMED,
    "channel": {},
    "department_id": NAMED,
    "date_accepted": {},
    "date_due": {},
    "overdue": {},
    "suspended": {},
    "state": {},
}
# The parts of the form that are made when it opens.
FORM = {
    "display_name": {},
    "state": {},
    "available_codes": {},
    "due_explanation": {},
    "journal_html": {},
    "progress_html": {},
    "component_ids": {"fields": {"name": {}, "received": {}}},
    "fee_ids": {"fields": {"name": {}, "amount": {}, "state": {}}},
}


class Questions:
    """Asked by the officer of the department that has most, rules on.

    Each is asked by a new environment, as by a request; the first time does not count.
    """

    def __init__(self, registry):
        self.registry = registry
        with place.environment(registry) as env:
            self.user, self.department = self._busiest(env)
            self.samples = self._samples(env)
        with place.environment(registry, self.user) as env:
            # The client asks for a view once.
            self.columns, self.order = _list(env["onestop.dossier.step"])

    def _busiest(self, env):
        """(user, department) ids of the officer who has most dossiers, in one role."""
        held = env["onestop.role.assignment"].search([("in_force", "=", True)])
        officers = held.filtered(lambda one: one.role == "department_officer")
        alone = officers.filtered(
            lambda one: len(held & one.user_id.assignment_ids) == 1
        )
        counts = env["onestop.dossier"]._read_group(
            [("department_id", "in", alone.department_id.ids)],
            ["department_id"],
            ["__count"],
        )
        department = max(counts, key=lambda row: row[1])[0]
        officer = alone.filtered(lambda one: one.department_id == department)[0]
        return officer.user_id.id, department.id

    def _samples(self, env):
        """(code, name, identity number, tracking number) of dossiers of the department,
        here and there among all."""
        # Copies have a tracking number that nobody was given.
        env.cr.execute(
            "SELECT code, owner_name, owner_identity_number, tracking_number "
            "FROM onestop_dossier WHERE department_id = %s AND code IS NOT NULL "
            "AND owner_identity_number IS NOT NULL AND tracking_number NOT LIKE '%%/%%' "
            "ORDER BY code",
            [self.department],
        )
        return random.Random("samples").choices(env.cr.fetchall(), k=TIMES + 1)

    def tell(self):
        """Print median and 95th percentile of each; see docs/measurements.md."""
        late = [("overdue", "=", True)]
        self._ask("list of open dossiers, first page", self._page, 150)
        self._ask("list by due date, first page", self._by_date, None)
        self._ask("worklist of steps, first page", self._worklist, 100)
        self._ask("count of the overdue", lambda d: d.search_count(late), 55)
        self._ask("look-up by code", self._by_code, 28)
        self._ask("search box, a code", lambda d: self._search(d, self.code), None)
        self._ask("search box, a name", lambda d: self._search(d, self.name), None)
        self._ask("search box, a number", lambda d: self._search(d, self.number), None)
        self._ask("tracking", self._track, None)
        self._ask("a dossier opens", self._open, None)

    def _ask(self, name, question, bound):
        milliseconds = []
        for sample in self.samples:
            self.code, self.name, self.number, self.tracking = sample
            with place.environment(self.registry, self.user) as env:
                started = time.perf_counter()
                question(env["onestop.dossier"])
                milliseconds.append(1000 * (time.perf_counter() - started))
        tell(f"{name}, median", statistics.median(milliseconds[1:]), "ms", bound)
        slowest = statistics.quantiles(milliseconds[1:], n=20)[-1]
        tell(f"{name}, 95th percentile", slowest, "ms", MOST)

    @staticmethod
    def _page(dossiers):
        dossiers.web_search_read(
            [("is_open", "=", True)], DOSSIER_LIST, limit=PAGE, count_limit=10001
        )

    @staticmethod
    def _by_date(dossiers):
        dossiers.web_search_read(
            [("is_open", "=", True)],
            DOSSIER_LIST,
            limit=PAGE,
            order="date_due desc",
            count_limit=10001,
        )

    def tell_worklist(self, bound):
        """Print how long the first page of what is to be done takes at the server: where
        nothing was opened yet, where the first were, and where every second was."""
        for words, every, most in (
            ("nothing opened", 1, 0),
            (f"the first {OPENED} opened", 1, OPENED),
            ("every second opened", 2, None),
        ):
            self._have_opened(every, most)
            self._ask(f"worklist, {words}, first page", self._worklist, bound)

    def _have_opened(self, every, most):
        """Let the officer have opened every so many of their open steps, the first due
        first, at `most` so many, and no others."""
        with place.environment(self.registry) as env:
            env.cr.execute("DELETE FROM onestop_dossier_step_reader")
            env.cr.execute(
                "INSERT INTO onestop_dossier_step_reader (step_id, user_id) "
                "SELECT id, %s FROM onestop_dossier_step "
                "WHERE state = 'open' AND department_id = %s AND mod(id, %s) = 0 "
                "ORDER BY date_due, id LIMIT %s",
                [self.user, self.department, every, most],
            )
            env.cr.execute("ANALYZE onestop_dossier_step_reader")

    def _worklist(self, dossiers):
        """As its menu opens it: what the user may do, columns and order of its list."""
        dossiers.env["onestop.dossier.step"].web_search_read(
            [("for_me", "=", True)],
            self.columns,
            limit=PAGE,
            order=self.order,
            count_limit=10001,
        )

    def _by_code(self, dossiers):
        found = dossiers.search([("code", "=", self.code)], limit=1)
        if found.display_name != self.code:
            raise LookupError(f"{self.code} was not found")

    @staticmethod
    def _domain(dossiers, typed):
        """What the list's search box asks, with what is typed into it."""
        from odoo.tools.safe_eval import safe_eval

        view = dossiers.env.ref("onestop_dossier.onestop_dossier_view_search").sudo()
        box = etree.fromstring(view.arch).find(".//field[@name='code']")
        return safe_eval(box.get("filter_domain"), {"self": typed})

    def _search(self, dossiers, typed):
        domain = self._domain(dossiers, typed)
        found = dossiers.web_search_read(
            domain, DOSSIER_LIST, limit=PAGE, count_limit=10001
        )
        codes = {row["display_name"] for row in found["records"]}
        # Of a name there may be more than a page.
        if self.code not in codes and found["length"] <= PAGE:
            raise LookupError(f"{self.code} was not found by {typed}")

    def _track(self, dossiers):
        if not dossiers.track(self.tracking)["found"]:
            raise LookupError(f"{self.tracking} was not found")

    def _open(self, dossiers):
        dossiers.search([("code", "=", self.code)], limit=1).web_read(FORM)


def _list(model):
    """(columns, order) that a list of a model asks for, as the client makes it of the
    view."""
    view = etree.fromstring(model.get_view(view_type="list")["arch"])
    names = [field.get("name") for field in view.iter("field")]
    columns = {
        name: NAMED if model._fields[name].type == "many2one" else {} for name in names
    }
    return columns, view.get("default_order")
