"""How many lives a second a served database lives, and how long each call takes."""

import dataclasses
import statistics
import time

from bench import place, serving
from bench.program import Program
from tests.journeys.letterbox import Letterbox

CLIENTS = 8
WARM_UP = 16
# Calls that are timed with nobody else calling.
ALONE = 30
PATIENCE = 600  # seconds until the last job is done


@dataclasses.dataclass(frozen=True)
class Load:
    """`a_second`: lives, their jobs and letters included; `milliseconds`: {kind of
    call: median with nobody else calling}; `busy`: {kind: median with all clients}."""

    a_second: float
    milliseconds: dict
    busy: dict

    @classmethod
    def measure(cls, registry, lives, count):
        """
        :param lives: a `DossierLives` or `TicketLives`
        :param int count: how many are lived by all clients together
        :raises TimeoutError: where jobs are not done in time
        """
        with Letterbox().open() as letterbox:
            with place.environment(registry) as env:
                serving.post_by(env, letterbox)
                keys = lives.prepare(env)
            with serving.serve(registry.db_name) as port:
                program = Program(port, keys)
                cls._live(program, lives, WARM_UP)
                program.forget()
                seconds = cls._live(program, lives, count)
                busy = cls._medians(program, lives)
                program.forget()
                for number in range(ALONE):
                    lives.live(program, number)
                return cls(count / seconds, cls._medians(program, lives), busy)

    @staticmethod
    def _live(program, lives, count):
        """Seconds until all are lived and nothing is left to do for them."""
        started = time.perf_counter()
        program.live(lives.live, count, CLIENTS)
        while time.perf_counter() - started < PATIENCE:
            with place.environment(lives.registry) as env:
                if lives.is_drained(env):
                    return time.perf_counter() - started
            time.sleep(0.05)
        raise TimeoutError(f"jobs were not done after {PATIENCE} seconds")

    @staticmethod
    def _medians(program, lives):
        return {
            kind: 1000
            * statistics.median(
                second for name in names for second in program.seconds[name]
            )
            for kind, names in lives.kinds.items()
        }
