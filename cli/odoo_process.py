"""Odoo's own program, started the right way."""

import contextlib
import os
import secrets
import signal
import subprocess
import time

from cli import environment
from cli.lock import Lock
from cli.refusal import Refusal
from cli.shell import DIES_WITH_US, FULL, NO_SPACE

ADDONS = (
    "onestop_procedure",
    "onestop_dossier",
    "onestop_complaint",
    "onestop_portal",
    "onestop_dashboard",
)
# What stands in for a provider of payments: in tests and in the demonstration, and
# nowhere else, since with it whoever likes has paid.
STAND_IN = "payment_demo"


def command(settings, *arguments):
    """The command line of an Odoo process on this configuration.

    It starts a file, not `python -m odoo`: with workers the websocket process
    re-executes its first argument.
    """
    return [
        str(settings.python),
        str(settings.repository / "cli" / "bin" / "odoo-server.py"),
        *arguments,
    ]


def make_keys(settings):
    """The keys of the journal's chain and of denouncers' identities: outside the
    database, readable by us alone."""
    settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("journal.key", "denouncer.key"):
        key = settings.keys / name
        if not key.exists():
            partial = settings.keys / f"{name}.partial"
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_hex(32))
            partial.replace(key)


def run(settings, *arguments, what, log=None, input=None, extra=None):
    """Run Odoo to its end and give back its log (text).

    :param log: a file that gets a copy of what it says
    :raises Refusal: where it ended with an error
    """
    done = subprocess.run(
        command(settings, *arguments),
        env={**environment.variables(settings), **(extra or {})},
        input=input,
        stdin=None if input is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=settings.home,
        **DIES_WITH_US,
    )
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout)
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if " INFO " not in line]
        last = "\n".join(lines[-15:])
        if NO_SPACE in done.stdout:
            last += f"\n{FULL}"
        where = f" The whole log is {log}." if log else ""
        raise Refusal(f"{what} failed:\n{last}\n{where}".strip())
    return done.stdout


def end_orphan(settings):
    """End an Odoo whose supervisor was killed; True if there was one."""
    lock = Lock(settings, settings.odoo_lock)
    holder = lock.holder()
    if not holder:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.killpg(holder, signal.SIGKILL)
    for _ in range(100):
        if not lock.holder():
            return True
        time.sleep(0.1)
    raise Refusal(
        f"Process {holder}, an Odoo of before, does not end. End it yourself."
    )
