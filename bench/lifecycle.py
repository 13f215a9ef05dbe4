#!/usr/bin/env python3
"""Whole lives of dossiers through the ORM, as users of one role each.

    bench/lifecycle.py --database NAME --dossiers N [--lives N]

Each action is what a request is: a cursor of its own, empty caches of records, record
rules on, committed. Queries are all that the action sends, those of cursors of its own
(the counter of codes) and the making of jobs included; jobs do not run. Besides, what
an officer waits for on so many dossiers: the list, the overdue, the look-up by code.
"""

import argparse
import base64
import contextlib
import os
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import place
from bench.figure import tell
from bench.questions import Questions

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROCEDURE = "1.013217"
CASE = "hu_hong"
ANSWERS = {"so_chung_chi": "CC-000123", "linh_vuc": "supervision", "ly_do": "Rách"}
# At most so many queries a life, jobs apart (docs/measurements.md).
QUERIES = 150
STAGES = ("submit", "accept", "complete_step", "decide", "seal", "return")
WARM_UP = 5
# Who collects the result signs: here with a white dot.
COLLECTED = {
    "collector": "owner",
    "identity_checked": True,
    "signature": (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2"
        "FAAAAABJRU5ErkJggg=="
    ),
}


def main(argv=None):
    options = _options(argv)
    registry = place.open_registry(options.database)
    with place.environment(registry) as env:
        people = People.find(env)
        dossiers = env["onestop.dossier"].search_count([])
    tell("dossiers in the database", dossiers, "rows", options.dossiers, at_least=True)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    lives = Lives(registry, people)
    for _life in range(WARM_UP):
        lives.live()
    lives.forget()
    for _life in range(options.lives):
        lives.live()
    lives.tell()
    Questions(registry).tell()


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--dossiers", type=int, default=0)
    parser.add_argument("--lives", type=int, default=100)
    return parser.parse_args(argv)


class People:
    """One user of each role that a life needs, by stage; each holds that role alone."""

    def __init__(self, by_stage, papers):
        self.by_stage, self.papers = by_stage, papers

    @classmethod
    def find(cls, env):
        """
        :raises ValueError: where somebody is missing
        """
        version = env["onestop.procedure"].search([("code", "=", PROCEDURE)])
        version = version._current_version()
        lead = version.competent_department_ids[:1]
        group = env["onestop.counter.group"]._for_field(version.field_id)
        counter = cls._holder(env, "counter_officer", group.department_id)
        citizen = env["res.users"].search(
            [("share", "=", True), ("login", "like", "congdan")], limit=1
        )
        found = {
            "submit": citizen.id,
            "accept": (counter & group.user_ids)[:1].id,
            "complete_step": cls._holder(env, "department_officer", lead)[:1].id,
            "decide": cls._holder(env, "department_head", lead)[:1].id,
            "seal": cls._holder(env, "clerk", lead)[:1].id,
            "return": (counter & group.user_ids)[:1].id,
        }
        missing = sorted(stage for stage, user in found.items() if not user)
        if missing:
            raise ValueError(f"nobody does {missing} of {PROCEDURE}")
        return cls(found, version.component_ids.filtered("required").ids)

    @staticmethod
    def _holder(env, role, department):
        """Users who hold this role there, and no other anywhere."""
        held = env["onestop.role.assignment"].search([("in_force", "=", True)])
        here = held.filtered(
            lambda one: one.role == role and one.department_id == department
        )
        others = held - held.filtered(lambda one: one.role == role)
        return here.user_id - others.user_id


class Lives:
    """Lives dossiers, and counts queries and seconds of each stage."""

    def __init__(self, registry, people):
        self.registry, self.people = registry, people
        self.forget()

    def forget(self):
        """What was measured so far was for warming up."""
        self.processor = 0
        self.queries = {stage: [] for stage in STAGES}
        self.seconds = {stage: [] for stage in STAGES}

    def live(self):
        """One dossier from submission to return."""
        with self._stage("submit") as env:
            answer = env["onestop.dossier"].submit(
                {
                    "procedure": PROCEDURE,
                    "case": CASE,
                    "owner": {
                        "name": "Nguyễn Văn Thử",
                        "identity_number": "999067000001",
                        "phone": "0999000001",
                        "email": "congdan@congdan.invalid",
                    },
                    "answers": ANSWERS,
                    "components": [
                        {"component": name, "files": [self._pdf(name)]}
                        for name in self.people.papers
                    ],
                }
            )
        number = answer["id"]
        result = {"name": "Chứng chỉ", "file": self._pdf("chung-chi.pdf")}
        for stage, values in (
            ("accept", {}),
            ("complete_step", {"results": [result]}),
            ("decide", {}),
            ("seal", {"number": "1/CC"}),
            ("return", {"collection": COLLECTED}),
        ):
            with self._stage(stage) as env:
                dossier = env["onestop.dossier"].browse(number)
                dossier.action_transition(stage, None, values)
                if stage == "accept" and dossier.state == "accepted":
                    self._forward(dossier)

    @staticmethod
    def _forward(dossier):
        """After the hour of transfer it would wait for the morning: it is morning."""
        from odoo.addons.onestop_dossier.engine.transition import Transition

        Transition.by_system(dossier, "forward")._run_locked()

    @staticmethod
    def _pdf(name):
        return {"name": f"{name}.pdf", "content": base64.b64encode(PDF).decode()}

    def tell(self):
        """Print what a life costs: medians of its stages, and lives a second."""
        lives = zip(*self.seconds.values(), strict=True)
        seconds = statistics.median(map(sum, lives))
        count = len(self.seconds[STAGES[0]])
        tell("lives measured", count, "lives")
        for stage in STAGES:
            tell(
                f"queries of {stage}", statistics.median(self.queries[stage]), "queries"
            )
        most = max(map(sum, zip(*self.queries.values(), strict=True)))
        tell("queries of a life, at most", most, "queries", QUERIES)
        for stage in STAGES:
            median = statistics.median(self.seconds[stage])
            tell(f"time of {stage}", 1000 * median, "ms")
        tell("lives a second, one process", 1 / seconds, "1/s")
        tell("processor time of a life", 1000 * self.processor / count, "ms")

    @contextlib.contextmanager
    def _stage(self, stage):
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0
        started, worked = time.perf_counter(), time.process_time()
        with place.environment(self.registry, self.people.by_stage[stage]) as env:
            yield env
        self.seconds[stage].append(time.perf_counter() - started)
        self.processor += time.process_time() - worked
        self.queries[stage].append(thread.query_count)


if __name__ == "__main__":
    main()
