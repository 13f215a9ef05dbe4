"""Runs a story twice, each time as if the other had never been.

A world is a savepoint that is rolled back. Inside, everything that could differ without
meaning anything is the same: the clock stands, ids begin where they began, and what is
random comes out of the same seed. So two worlds are compared byte for byte, without
taking anything out of the comparison.
"""

import contextlib
import logging
import os
import random
from unittest.mock import patch


class Worlds:
    """The worlds of a test case: `with worlds.world(): …`, as often as wanted."""

    def __init__(self, case):
        self.env = case.env
        self.cr = case.env.cr
        self.env.flush_all()
        self.sequences = self._sequences()

    @contextlib.contextmanager
    def world(self):
        """A world; it gives the list of lines that are logged in it."""
        with self._undone(self.sequences) as lines:
            yield lines
        self.env.registry.clear_all_caches()

    @contextlib.contextmanager
    def branch(self):
        """What goes on from here, and is undone: numbers go on from here each time.

        Rules that are changed in it are to be forgotten by whoever changes them.
        """
        self.settle()
        with self._undone(self._sequences()) as lines:
            yield lines

    def settle(self):
        """Write what waits to be written: at the end of a request it would be."""
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.flush_all()

    @contextlib.contextmanager
    def _undone(self, sequences):
        self._set(sequences)
        try:
            with self._same_randomness(), _logged() as lines:
                savepoint = self.cr.savepoint(flush=False)
                try:
                    yield lines
                finally:
                    self.env.cr.precommit.clear()
                    self.env.transaction.clear()
                    savepoint.rollback()
                    savepoint.close(rollback=False)
                    self.env.invalidate_all(flush=False)
        finally:
            self._set(sequences)

    @staticmethod
    @contextlib.contextmanager
    def _same_randomness():
        # Both names: `random.SystemRandom`, of which `secrets` is made, holds its own.
        source = random.Random(20260309)
        with (
            patch.object(os, "urandom", source.randbytes),
            patch.object(random, "_urandom", source.randbytes),
        ):
            yield

    def _sequences(self):
        self.cr.execute(
            """SELECT sequencename, start_value, last_value FROM pg_sequences
                WHERE schemaname = current_schema ORDER BY sequencename"""
        )
        return self.cr.fetchall()

    def _set(self, sequences):
        names, starts, lasts = zip(*sequences, strict=True)
        self.cr.execute(
            """SELECT setval(quote_ident(name)::regclass, coalesce(last, start),
                             last IS NOT NULL)
                 FROM unnest(%s, %s, %s) AS one(name, start, last)""",
            [list(names), list(starts), list(lasts)],
        )


@contextlib.contextmanager
def _logged():
    """Lines that a server would log, INFO and up."""
    lines = []

    class Lines(logging.Handler):
        def emit(self, record):
            lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    loggers = [logging.getLogger(), logging.getLogger("odoo")]
    levels = [logger.level for logger in loggers]
    handler = Lines(logging.INFO)
    # The others' files are not for what is played here.
    before = loggers[0].handlers[:]
    loggers[0].handlers[:] = [handler]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        loggers[0].handlers[:] = before
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
