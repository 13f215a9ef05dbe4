"""From a centre's catalogue to the rows of a world in its database."""

import contextlib
import multiprocessing
import os
from collections import Counter, deque

from bench import copying
from bench.reading import Reader
from bench.world import Codes, World, read_figures

# Parts that may wait to be written.
AHEAD = 8
_making = None


class Filling:
    """A world on its way into a database.

    :param key: bytes, the key of the journal's chain
    """

    def __init__(self, world, key):
        self.world, self.key = world, key

    @classmethod
    def prepare(cls, env, dossiers, seed, until):
        """Read what the world stands on."""
        catalogue = Reader(env, until).catalogue()
        env.flush_all()
        ids = copying.next_ids(env.cr)
        world = World(catalogue, read_figures(), dossiers, seed, until, ids=ids)
        return cls(world, env["onestop.journal"]._key())

    def make(self, part):
        """The rows of a part, ready to be written but for the codes of dossiers."""
        rows = self.world.make(part, self.key)
        return rows.pop("onestop_dossier", []), copying.prepare(rows)

    def parts(self):
        """The parts, made in this process."""
        return map(self.make, self.world.parts())

    @contextlib.contextmanager
    def beside(self):
        """The parts, made in other processes while this one writes, in their order."""
        global _making
        _making = self
        with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
            yield _in_order(pool, self.world.parts())

    def write(self, cr, parts):
        """COPY the parts in a cursor's transaction; {table: number of rows}."""
        codes, counts = Codes(self.world), Counter()
        with copying.unbound(cr):
            for dossiers, prepared in parts:
                codes.give(dossiers)
                prepared |= copying.prepare({"onestop_dossier": dossiers})
                self._write(cr, prepared, counts)
            self._write(cr, copying.prepare(codes.counters()), counts)
        copying.finish(cr)
        return counts

    @staticmethod
    def _write(cr, prepared, counts):
        copying.write(cr, prepared)
        for table, rows in prepared.items():
            counts[table] += rows.count


def _in_order(pool, parts):
    """What `_make` makes of the parts, a few of them ahead of who writes them."""
    waiting = deque()
    for part in parts:
        waiting.append(pool.apply_async(_make, (part,)))
        if len(waiting) > AHEAD:
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


def _make(part):
    return _making.make(part)
