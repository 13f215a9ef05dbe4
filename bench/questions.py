"""What an officer waits for: lists, counts and look-ups on many dossiers."""

import random
import statistics
import time

from bench import place
from bench.figure import tell

# How often each is asked.
TIMES = 31
# A page of a list in the client.
PAGE = 80
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
STEP_LIST = {
    "code": {},
    "procedure_id": NAMED,
    "name": {},
    "kind": {},
    "date_opened": {},
    "date_due": {},
    "overdue": {},
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
            self.codes = self._codes(env)

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

    def _codes(self, env):
        """Codes of dossiers of the department, here and there among all."""
        env.cr.execute(
            "SELECT code FROM onestop_dossier "
            "WHERE department_id = %s AND code IS NOT NULL ORDER BY code",
            [self.department],
        )
        codes = [row[0] for row in env.cr.fetchall()]
        return random.Random("codes").choices(codes, k=TIMES + 1)

    def tell(self):
        """Print the median of each; bounds in ms, see docs/measurements.md."""
        late = [("overdue", "=", True)]
        self._ask("list of open dossiers, first page", self._page, 150)
        self._ask("worklist of steps, first page", self._worklist, 100)
        self._ask("count of the overdue", lambda d: d.search_count(late), 55)
        self._ask("look-up by code", self._by_code, 28)
        self._ask("a dossier opens", self._open, None)

    def _ask(self, name, question, bound):
        seconds = []
        for time_asked in range(TIMES + 1):
            with place.environment(self.registry, self.user) as env:
                self.code = self.codes[time_asked]
                started = time.perf_counter()
                question(env["onestop.dossier"])
                seconds.append(time.perf_counter() - started)
        tell(name, 1000 * statistics.median(seconds[1:]), "ms", bound)

    @staticmethod
    def _page(dossiers):
        dossiers.web_search_read(
            [("is_open", "=", True)], DOSSIER_LIST, limit=PAGE, count_limit=10001
        )

    @staticmethod
    def _worklist(dossiers):
        dossiers.env["onestop.dossier.step"].web_search_read(
            [("state", "=", "open")], STEP_LIST, limit=PAGE, count_limit=10001
        )

    def _by_code(self, dossiers):
        found = dossiers.search([("code", "=", self.code)], limit=1)
        if found.display_name != self.code:
            raise LookupError(f"{self.code} was not found")

    def _open(self, dossiers):
        dossiers.search([("code", "=", self.code)], limit=1).web_read(FORM)
