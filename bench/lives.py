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

    stages = STAGES
    # {stage: the stage of `Cast` whose user does it}, where they differ.
    done_by = {}

    def __init__(self, registry, cast):
        self.registry, self.cast = registry, cast
        self.queries = {stage: [] for stage in self.stages}
        self.seconds = {stage: [] for stage in self.stages}
        # Of Python alone, each life.
        self.worked = 0

    @classmethod
    def tell(cls, registry, cast, count):
        """Live so many and print what a life costs: medians of its stages."""
        lives = cls.lived(registry, cast, count)
        lives._tell()
        worked = 1000 * lives.worked
        tell("processor time of a life, PostgreSQL apart", worked, "ms")

    @classmethod
    def lived(cls, registry, cast, count):
        """So many lives, after some that warm the caches of the server."""
        warming = cls(registry, cast)
        for _life in range(WARM_UP):
            warming.live()
        lives, started = cls(registry, cast), time.process_time()
        for _life in range(count):
            lives.live()
        lives.worked = (time.process_time() - started) / count
        return lives

    def live(self):
        """One dossier from submission to return."""
        with self._stage("submit") as env:
            number = env["onestop.dossier"].submit(self.cast.filing())["id"]
        self._go_on(number, self.stages[1:])

    def _go_on(self, number, stages):
        for stage in stages:
            with self._stage(stage) as env:
                dossier = env["onestop.dossier"].browse(number)
                dossier.action_transition(stage, None, VALUES[stage])

    def _tell(self):
        lives = zip(*self.seconds.values(), strict=True)
        seconds = statistics.median(map(sum, lives))
        for stage in self.stages:
            queries = statistics.median(self.queries[stage])
            tell(f"queries of {stage}", queries, "queries")
        most = max(map(sum, zip(*self.queries.values(), strict=True)))
        tell("queries of a life, at most", most, "queries", QUERIES)
        for stage in self.stages:
            median = statistics.median(self.seconds[stage])
            tell(f"time of {stage}", 1000 * median, "ms")
        tell("lives a second, one process", 1 / seconds, "1/s")

    @contextlib.contextmanager
    def _stage(self, stage):
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0
        started = time.perf_counter()
        user = self.cast.by_stage[self.done_by.get(stage, stage)]
        with place.environment(self.registry, user) as env:
            yield env
        self.seconds[stage].append(time.perf_counter() - started)
        self.queries[stage].append(thread.query_count)
