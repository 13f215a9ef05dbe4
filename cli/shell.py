"""Call other programs, and turn their failures into sentences."""

import ctypes
import os
import signal
import subprocess
import sys

from cli.refusal import Refusal

NO_SPACE = "No space left on device"
FULL = "The disk is full: free some space, then run the command again."
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _die_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


# Options of subprocess for what works on our own folder: when we are killed, it must
# not go on beside the next one that does the step again.
DIES_WITH_US = (
    {"preexec_fn": _die_with_parent} if sys.platform.startswith("linux") else {}
)


def call(command, what, hint="", goes_on=False, **options):
    """Run to the end and give back its output (text).

    :param goes_on: it finishes though we are killed meanwhile
    :raises Refusal: naming `what` failed, the program's last lines and the `hint`
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **({} if goes_on else DIES_WITH_US),
            **options,
        )
    except OSError as error:
        raise Refusal(f"{what} failed: {error.strerror}: {command[0]}. {hint}".strip())
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-6:])
        if NO_SPACE in done.stdout:
            hint = FULL
        raise Refusal(f"{what} failed:\n{last}\n{hint}".strip())
    return done.stdout


def is_root():
    return os.geteuid() == 0
