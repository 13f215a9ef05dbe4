"""`./onestop journal-verify`: name what of the journal is not as it was written."""

import json
import pathlib
from concurrent.futures import ThreadPoolExecutor

from cli import database, server
from cli.refusal import Refusal

# Each reads the whole journal: the chains by file, the roots by day. One processor each.
SCRIPTS = ("verify_chains", "verify_roots")
# What tells a script's own lines from Odoo's log.
PREFIX = "journal: "


def verify(settings, copy=None):
    """Print a line per bad row and per root that does not hold, then how many; 1 where
    there is one.

    :param copy: file with the published roots, kept from an earlier day: whoever can
        write the whole database cannot write this one
    """
    from cli.main import need_database

    kept = _kept(copy) if copy else []
    with server.setting_up(settings):
        need_database(settings)
    with ThreadPoolExecutor() as pool:
        outputs = list(
            pool.map(
                lambda name: database.script(
                    settings, settings.database, name, kept=kept
                ),
                SCRIPTS,
            )
        )
    lines = []
    for output in outputs:
        found = [
            line[len(PREFIX) :]
            for line in output.splitlines()
            if line.startswith(PREFIX)
        ]
        if not found or found.pop() != "end":
            raise Refusal(f"The check did not finish; see {settings.logs}.")
        lines += found
    print("\n".join([*lines, f"{len(lines)} bad rows and roots"]))
    return 1 if lines else 0


def _kept(copy):
    """The roots of a published file."""
    try:
        roots = json.loads(pathlib.Path(copy).read_text(encoding="utf-8"))["roots"]
        names = ("number", "date", "rows", "root", "previous", "digest")
        return [[root[name] for name in names] for root in roots]
    except OSError as error:
        raise Refusal(f"{copy} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal(
            f"{copy} holds no published roots. Take the file /journal/roots.json of "
            "the portal, as it was saved on an earlier day."
        ) from None
