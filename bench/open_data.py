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

from bench import place
from bench.figure import tell

EXPORT_SECONDS, EXPORT_MEGABYTES = 60, 128
MEGABYTE = 1 << 20
# To Linux: forget how much memory the process had at most so far.
FORGET_PEAK = "5"


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
        before = _kilobytes("VmRSS")
        pathlib.Path("/proc/self/clear_refs").write_text(FORGET_PEAK)
        started = time.perf_counter()
        files._refresh()
        seconds = time.perf_counter() - started
        megabytes = (_kilobytes("VmHWM") - before) / 1024
        written = files.search([])
        procedures = max(written.mapped("procedures"))
        size = sum(written.attachment_id.mapped("file_size")) / MEGABYTE
    tell("procedures in the open data", procedures, "procedures")
    tell("open data in four formats", size, "MB")
    tell("open data, CPSV-AP among it", seconds, "s", EXPORT_SECONDS)
    tell("memory that it takes at most", megabytes, "MB", EXPORT_MEGABYTES)
    place.close_connections()


def _kilobytes(name):
    """What Linux says of this process's memory."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)


if __name__ == "__main__":
    main()
