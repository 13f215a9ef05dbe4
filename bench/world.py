"""The generated world: so many dossiers of a centre, drawn from a seed.

The same catalogue, figures, number, seed and dates draw the same world to the byte.
"""

import json
import pathlib
from collections import defaultdict
from datetime import datetime, time
from functools import cached_property, lru_cache

from bench import days, people
from bench.cores import clock, dossier_code
from bench.life import Life
from bench.tables import Ids, Tables

FIGURES = pathlib.Path(__file__).parent / "data" / "figures.json"
# Dossiers, or accounts, that are made and written together.
PART = 500
# Accounts have numbers from 1; whoever files without one comes after them.
STRANGERS = 10_000_000


def read_figures():
    """Volumes, shares and hours: data/figures.json."""
    return json.loads(FIGURES.read_text())


class World:
    """
    :param catalogue: `bench.ground.Catalogue`
    :param until: the day after the last one (date); the present is its first minute
    :param ids: `bench.tables.Ids`, with what the database gave out already

    Each dossier is drawn by its own number, so parts can be made in any process.
    """

    def __init__(self, catalogue, figures, dossiers, seed, until, ids=None):
        self.catalogue, self.figures = catalogue, figures
        self.dossiers, self.seed, self.until = dossiers, seed, until
        self.ids = ids or Ids()
        self.opening = datetime.combine(catalogue.since, time(), clock.ZONE)
        self.now = datetime.combine(until, time(), clock.ZONE)
        self.accounts = max(1, round(dossiers * figures["accounts_per_dossier"]))
        self._weights = {
            number: figures["procedures"].get(one.code, figures["other_procedure"])
            for number, one in enumerate(catalogue.procedures)
        }
        self.applicant = lru_cache(maxsize=4096)(self._applicant)

    def parts(self):
        """What `make` takes, one after the other: ("accounts" or "dossiers", range)."""
        for kind, total in (("accounts", self.accounts), ("dossiers", self.dossiers)):
            for first in range(0, total, PART):
                yield kind, range(first, min(first + PART, total))

    def make(self, part, key):
        """{table: rows} of a part. Codes are still what `Codes` makes them from."""
        kind, numbers = part
        tables = Tables(self, key)
        for number in numbers:
            if kind == "accounts":
                tables.add_account(number + 1)
            else:
                tables.add(Life(self, number, self.filing_days[number]).tell())
        return tables.take()

    @cached_property
    def filing_days(self):
        """The working day on which each dossier is filed."""
        calendar = next(iter(self.catalogue.departments.values())).calendar
        rows = days.counts(
            self.figures, calendar, self.catalogue.since, self.until, self.dossiers
        )
        return [day for day, number in rows for _dossier in range(number)]

    # -------------------------------------------------------------- what lives draw

    def choose_procedure(self, draw):
        return self.catalogue.procedures[draw.weighted(self._weights)]

    def choose_account(self, draw):
        """Number of an account; a few of them file much (service firms)."""
        heavy = max(1, round(self.accounts * self.figures["heavy_accounts"]))
        if draw.chance(self.figures["filed_by_heavy_accounts"]):
            return draw.randrange(1, heavy + 1)
        return draw.randrange(1, self.accounts + 1)

    @staticmethod
    def stranger(dossier):
        """The applicant's number of a dossier that nobody's account filed."""
        return STRANGERS + 2 * dossier

    def _applicant(self, number):
        communes = self.catalogue.communes
        return people.applicant(self.figures, communes, self.seed, number)

    def partner_id(self, account):
        return account and self.ids.first_of("res_partner") + account - 1

    def user_id(self, account):
        return account and self.ids.first_of("res_users") + account - 1


class Codes:
    """Numbers the dossiers of each department and day, in the order of their ids."""

    def __init__(self, world):
        self.departments = world.catalogue.departments
        self.first = world.ids.first_of("onestop_code_counter")
        self.last = defaultdict(int)

    def give(self, rows):
        """Replace what `life.Life.code` holds by the code."""
        for row in rows:
            if row["code"]:
                department, day, pattern = row["code"]
                self.last[department, day] += 1
                row["code"] = _pattern(pattern).render(
                    self.departments[department].national_code,
                    day,
                    self.last[department, day],
                )

    def counters(self):
        """{table: rows} of what each department gave out on each day."""
        return {
            "onestop_code_counter": [
                {"id": number, "department_id": department, "date": day, "last": last}
                for number, ((department, day), last) in enumerate(
                    sorted(self.last.items()), self.first
                )
            ]
        }


@lru_cache
def _pattern(text):
    return dossier_code.CodePattern(text)
