#!/usr/bin/env python3
"""The catalogue at full size: import, search, open data, public pages.

    bench/catalogue.py --database NAME --rows N

Imports N national files, publishes them, and twice more what they say later, so that N
procedures have three versions each.
"""

import argparse
import base64
import csv
import os
import pathlib
import random
import resource
import statistics
import sys
import time
from datetime import date

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import national_files, place
from bench.figure import tell
from bench.open_data import tell_open_data
from bench.pages import Pages

# First days of the three versions.
EDITIONS = (date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1))
IMPORT_SECONDS, IMPORT_MEGABYTES = 60, 512
SEARCH_MILLISECONDS = 50
QUESTIONS = 200
# What people ask, and what they mean: of the test of the search.
EVERYDAY = (
    pathlib.Path(__file__)
    .resolve()
    .parents[1]
    .joinpath("addons", "onestop_procedure", "tests")
)
AMONG, LEAST_SHARE = 3, 90
OURS = [("code", "=like", "9.1%")]
# Procedures that one decision publishes: more than most do.
BATCH = 100
PDF = b"%PDF-1.7\n%%EOF\n"


def main(argv=None):
    options = _options(argv)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    registry = place.open_registry(options.database)
    tell_import(registry, options.rows)
    for number, first_day in enumerate(EDITIONS, 1):
        publish(registry, options.rows, number, first_day)
    place.tidy(options.database)
    with place.environment(registry) as env:
        versions = env["onestop.procedure.version"]
        found = versions.search_count([*OURS, ("state", "!=", "draft")])
    wanted = options.rows * len(EDITIONS)
    tell("versions that were published", found, "versions", wanted, at_least=True)
    tell_search(registry)
    tell_everyday(registry)
    place.close_connections()
    tell_open_data(options.database)
    Pages(options.database, registry).tell()


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, required=True)
    return parser.parse_args(argv)


def tell_import(registry, count):
    """How long the first import takes, and how much memory it needs with all of Odoo."""
    started = time.perf_counter()
    with place.environment(registry) as env:
        report = env["onestop.procedure"]._import_national(national_files.files(count))
    tell(f"import of {count} national files", _since(started), "s", IMPORT_SECONDS)
    tell("files that became procedures", report["new"], "files", count, at_least=True)
    # Of Linux, in kilobytes.
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell("memory at most while importing", megabytes, "MB", IMPORT_MEGABYTES)


def publish(registry, count, number, first_day):
    """Import an edition and publish all its drafts from a day on."""
    if number > 1:
        with place.environment(registry) as env:
            files = national_files.files(count, number)
            env["onestop.procedure"]._import_national(files)
    _publish_drafts(registry, OURS, number, first_day)


def _publish_drafts(registry, which, number, first_day):
    with place.environment(registry) as env:
        versions = env["onestop.procedure.version"]
        drafts = versions.search([*which, ("state", "=", "draft")])
        drafts.channel_ids.online_level = "full"
        ids = drafts.ids
    for part, start in enumerate(range(0, len(ids), BATCH), 1):
        with place.environment(registry) as env:
            decision = env["onestop.publication.decision"].create(
                {
                    "number": f"{number}{part:03}/QĐ-MAU",
                    "date": first_day,
                    "effect_date": first_day,
                    "early_reason": "Đo hiệu năng",
                    "issuer": "Ủy ban nhân dân tỉnh Mẫu",
                    "signer": "Người ký mẫu",
                    "attachment": base64.b64encode(PDF),
                }
            )
            batch = ids[start : start + BATCH]
            env["onestop.procedure.version"].browse(batch).decision_id = decision
            decision.action_publish()


def tell_search(registry):
    """How long the server takes to find what people type, slips of the pen included."""
    draw = random.Random("search")
    seconds = []
    for _number in range(QUESTIONS):
        query = _typed(draw, draw.choice(national_files.OBJECTS))
        with place.environment(registry) as env:
            started = time.perf_counter()
            env["onestop.procedure"].find(query)
            seconds.append(_since(started))
    median = 1000 * statistics.median(seconds)
    tell("search, median", median, "ms", SEARCH_MILLISECONDS)
    tell("search, 95th percentile", 1000 * sorted(seconds)[-len(seconds) // 20], "ms")


def tell_everyday(registry):
    """How many of the questions that people ask are answered among the first three, in
    a catalogue of this size.

    Beside all else stand the procedures that the questions mean: those of the test.
    """
    rows = _rows("everyday_catalogue.csv")
    with place.environment(registry) as env:
        procedures = env["onestop.procedure"]
        codes = [row["code"] for row in rows]
        there = set(procedures.search([("code", "in", codes)]).mapped("code"))
        missing = [row for row in rows if row["code"] not in there]
        procedures._import_national(national_files.named(missing))
    codes = [row["code"] for row in missing]
    _publish_drafts(registry, [("code", "in", codes)], len(EDITIONS) + 1, EDITIONS[-1])
    place.tidy(registry.db_name)
    questions = _rows("everyday_questions.csv")
    with place.environment(registry) as env:
        procedures = env["onestop.procedure"]
        tell("procedures that are searched", procedures.search_count([]), "procedures")
        answered = sum(
            row["expected"]
            in [one["code"] for one in procedures.find(row["question"], AMONG)]
            for row in questions
        )
    share = 100 * answered / len(questions)
    tell(
        f"everyday questions answered among the first {AMONG}",
        *(share, "%", LEAST_SHARE),
        at_least=True,
    )


def _rows(name):
    with (EVERYDAY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _typed(draw, name):
    """Some words of a name as people type them: every second time with a slip."""
    words = name.split()
    start = draw.randrange(len(words) - 2)
    text = " ".join(words[start : start + 3])
    if draw.random() < 0.5:
        at = draw.randrange(1, len(text) - 1)
        text = text[:at] + text[at + 1 :]
    return text


def _since(started):
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
