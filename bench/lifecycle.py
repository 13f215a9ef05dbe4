#!/usr/bin/env python3
"""Whole lives of dossiers: what they ask of the database, and how many a second.

    bench/lifecycle.py --database NAME --rows N --few NAME --helpdesk NAME

First over `/json/2`, jobs drained, by eight clients to two workers: on a small
database, then on one with N dossiers, then, for comparison, tickets of OCA's helpdesk
among as many. Then through the ORM, and what an officer waits for.
"""

import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import place
from bench.dossiers_by_program import DossierLives
from bench.figure import tell
from bench.lives import Lives
from bench.load import Load
from bench.multiply import filled
from bench.questions import Questions
from bench.stages import Cast
from bench.tickets_by_program import TicketLives

# Lives a second: what DIGIT publishes for a million complaints on 16 processors.
A_SECOND = 6.3
# Time of a life among all dossiers, as a multiple of that among few.
GROWTH = 1.3


def main(argv=None):
    options = _options(argv)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    few = _dossiers(options.few, options.programs)
    tell("lives a second over /json/2 among few", few.a_second, "1/s")
    registry = filled(options.database, options.rows)
    many = _dossiers(options.database, options.programs)
    tell("lives a second over /json/2", many.a_second, "1/s", A_SECOND, at_least=True)
    tell(
        "time among all, of that among few",
        few.a_second / many.a_second,
        "times",
        GROWTH,
    )
    _beside(many, _tickets(options))
    with place.environment(registry) as env:
        cast = Cast.find(env)
    Lives.tell(registry, cast, options.lives)
    Questions(registry).tell()


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--few", required=True)
    parser.add_argument("--helpdesk", required=True)
    parser.add_argument("--lives", type=int, default=100)
    parser.add_argument("--programs", type=int, default=240)
    return parser.parse_args(argv)


def _dossiers(database, count):
    registry = place.open_registry(database)
    with place.environment(registry) as env:
        place.open_round_the_clock(env)
    return Load.measure(registry, DossierLives(registry), count)


def _tickets(options):
    registry = place.open_registry(options.helpdesk)
    lives = TicketLives(registry, options.rows)
    return Load.measure(registry, lives, options.programs)


def _beside(ours, theirs):
    """Print theirs, and what is ours of it."""
    tell("lives a second of helpdesk_mgmt's tickets", theirs.a_second, "1/s")
    times = ours.a_second / theirs.a_second
    tell("lives a second, of helpdesk_mgmt's", times, "times", 1, at_least=True)
    for kind, milliseconds in ours.milliseconds.items():
        tell(f"{kind}, alone", milliseconds, "ms")
        tell(f"{kind}, alone, of helpdesk_mgmt", theirs.milliseconds[kind], "ms")
        tell(f"{kind}, eight at once", ours.busy[kind], "ms")
        tell(f"{kind}, eight at once, of helpdesk_mgmt", theirs.busy[kind], "ms")


if __name__ == "__main__":
    main()
