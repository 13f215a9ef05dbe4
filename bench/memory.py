"""How much memory this process took."""

import pathlib

PROCESS = pathlib.Path("/proc/self")
# To Linux: forget how much memory the process had at most so far.
FORGET_PEAK = "5"


def peak(forget=False):
    """The most memory (kB) of this process so far; or forget that, and say how much it
    takes now."""
    if forget:
        (PROCESS / "clear_refs").write_text(FORGET_PEAK)
    status = (PROCESS / "status").read_text()
    (line,) = (one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])
