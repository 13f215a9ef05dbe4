"""Steps of the set-up: done once, told as they go, never trusted half-done."""

import hashlib
import sys
import time


def say(text):
    print(text, flush=True)


def fingerprint(*parts):
    """SHA-256 over texts and files, to see whether a step's inputs changed."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if hasattr(part, "read_bytes") else part.encode()
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def once(settings, name, print_of_inputs, work, title):
    """Do `work` unless it finished before with the same inputs.

    The mark is written after the work: a step that was cut off has none and is done
    again from its start.
    """
    mark = settings.state / f"{name}.done"
    if mark.exists() and mark.read_text() == print_of_inputs:
        return False
    mark.unlink(missing_ok=True)
    start = time.monotonic()
    say(f"· {title} …")
    work()
    settings.state.mkdir(parents=True, exist_ok=True)
    partial = mark.with_suffix(".partial")
    partial.write_text(print_of_inputs)
    partial.replace(mark)
    say(f"  {title}: {time.monotonic() - start:.0f} s")
    return True


def notice(text):
    """One line that the reader should see, beside the result."""
    print(f"onestop: {text}", file=sys.stderr, flush=True)
