#!/usr/bin/env python3
"""How long it takes to write the open data of a catalogue, and how much memory.

    bench/open_data.py --database NAME

A process of its own: one that has imported thousands has memory to spare already.
"""

import argparse
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import memory, place
from bench.figure import tell

EXPORT_SECONDS, EXPORT_MEGABYTES = 60, 128
MEGABYTE = 1 << 20


def tell_open_data(database):
    """Measure it in another process, which prints the figures."""
    script = pathlib.Path(__file__).resolve()
    subprocess.run([sys.executable, script, "--database", database], check=True)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    registry = place.open_registry(parser.parse_args(argv).database)
    with place.environment(registry) as env:
        files = env["onestop.open.data"]
        # So that all is written anew.
        files.search([]).unlink()
        before = memory.peak(forget=True)
        started = time.perf_counter()
        files._refresh()
        seconds = time.perf_counter() - started
        megabytes = (memory.peak() - before) / 1024
        written = files.search([])
        procedures = max(written.mapped("procedures"))
        size = sum(written.attachment_id.mapped("file_size")) / MEGABYTE
    tell("procedures in the open data", procedures, "procedures")
    tell("open data in four formats", size, "MB")
    tell("open data, CPSV-AP among it", seconds, "s", EXPORT_SECONDS)
    tell("memory that it takes at most", megabytes, "MB", EXPORT_MEGABYTES)
    place.close_connections()


if __name__ == "__main__":
    main()
