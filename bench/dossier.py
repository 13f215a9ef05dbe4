#!/usr/bin/env python3
"""What a dossier at work costs, stage by stage, and whether that grows with their number.

    bench/dossier.py --database NAME --rows N --few NAME

Dossiers are received on the counter's screen and go on to their return, first among
few, then among N; then an officer opens the list of what is to be done.
"""

import argparse
import os
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import place
from bench.counter_lives import CounterLives
from bench.figure import tell
from bench.multiply import filled
from bench.questions import Questions
from bench.stages import Cast

# Queries of the counter's press of a button, and of any action after it.
INTAKE, TRANSITION = 40, 20
# Time of a stage among all, as a multiple of that among few.
GROWTH = 1.3
WORKLIST_MILLISECONDS = 50
# What is told and has no bound: the screen keeps what was typed.
UNBOUND = ("screen",)


def main(argv=None):
    options = _options(argv)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    few = _lived(place.open_registry(options.few), options.lives)
    registry = filled(options.database, options.rows)
    many = _lived(registry, options.lives)
    for stage in many.stages:
        _tell_stage(stage, few, many)
    Questions(registry).tell_worklist(WORKLIST_MILLISECONDS)


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--few", required=True)
    parser.add_argument("--lives", type=int, default=100)
    return parser.parse_args(argv)


def _lived(registry, count):
    with place.environment(registry) as env:
        place.open_round_the_clock(env)
        cast = Cast.find(env)
    return CounterLives.lived(registry, cast, count)


def _tell_stage(stage, few, many):
    most = None
    if stage not in UNBOUND:
        most = INTAKE if stage == "intake" else TRANSITION
    tell(f"queries of {stage}, at most", max(many.queries[stage]), "queries", most)
    more = max(many.queries[stage]) - max(few.queries[stage])
    tell(f"queries of {stage} more than among few", more, "queries", 0)
    median, before = (statistics.median(of.seconds[stage]) for of in (many, few))
    tell(f"time of {stage}, median", 1000 * median, "ms")
    tell(f"time of {stage}, of that among few", median / before, "times", GROWTH)


if __name__ == "__main__":
    main()
