"""Call other programs, and turn their failures into sentences."""

import os
import subprocess

from cli.refusal import Refusal


def call(command, what, hint="", **options):
    """Run to the end and give back its output (text).

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
            **options,
        )
    except OSError as error:
        raise Refusal(f"{what} failed: {error.strerror}: {command[0]}. {hint}".strip())
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-6:])
        if "No space left on device" in done.stdout:
            hint = "The disk is full: free some space and run the command again."
        raise Refusal(f"{what} failed:\n{last}\n{hint}".strip())
    return done.stdout


def is_root():
    return os.geteuid() == 0
