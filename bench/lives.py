"""Lives of dossiers through the ORM: what each stage asks of the database."""

import contextlib
import statistics
import threading
import time

from bench import place
from bench.figure import tell
from bench.stages import STAGES, VALUES

# At most so many queries a life, jobs apart (docs/measurements.md).
QUERIES = 150
WARM_UP = 5


class Lives:
    """Lives dossiers, and counts queries and seconds of each stage.

    Each action is what a request is: a cursor of its own, empty caches of records,
    record rules on, committed. Queries are all that the action sends, those of cursors
    of its own (the counter of codes) and the making of jobs included; jobs do not run.
    """

    def __init__(self, registry, cast):
        self.registry, self.cast = registry, cast
        self.queries = {stage: [] for stage in STAGES}
        self.seconds = {stage: [] for stage in STAGES}

    @classmethod
    def tell(cls, registry, cast, count):
        """Live so many and print what a life costs: medians of its stages."""
        warming = cls(registry, cast)
        for _life in range(WARM_UP):
            warming.live()
        lives, worked = cls(registry, cast), time.process_time()
        for _life in range(count):
            lives.live()
        worked = time.process_time() - worked
        lives._tell()
        tell("processor time of a life, PostgreSQL apart", 1000 * worked / count, "ms")

    def live(self):
        """One dossier from submission to return."""
        with self._stage("submit") as env:
            number = env["onestop.dossier"].submit(self.cast.filing())["id"]
        for stage, values in VALUES.items():
            with self._stage(stage) as env:
                dossier = env["onestop.dossier"].browse(number)
                dossier.action_transition(stage, None, values)

    def _tell(self):
        lives = zip(*self.seconds.values(), strict=True)
        seconds = statistics.median(map(sum, lives))
        for stage in STAGES:
            queries = statistics.median(self.queries[stage])
            tell(f"queries of {stage}", queries, "queries")
        most = max(map(sum, zip(*self.queries.values(), strict=True)))
        tell("queries of a life, at most", most, "queries", QUERIES)
        for stage in STAGES:
            median = statistics.median(self.seconds[stage])
            tell(f"time of {stage}", 1000 * median, "ms")
        tell("lives a second, one process", 1 / seconds, "1/s")

    @contextlib.contextmanager
    def _stage(self, stage):
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0
        started = time.perf_counter()
        with place.environment(self.registry, self.cast.by_stage[stage]) as env:
            yield env
        self.seconds[stage].append(time.perf_counter() - started)
        self.queries[stage].append(thread.query_count)
