"""`./onestop journal-verify`: name every row of the journal that is not as written."""

from cli import database, server
from cli.refusal import Refusal


def verify(settings):
    """Print a line per bad row; 1 where there is one."""
    from cli.main import need_database

    with server.setting_up(settings):
        need_database(settings)
    output = database.script(settings, settings.database, "journal_verify")
    lines = [
        line[len(PREFIX) :] for line in output.splitlines() if line.startswith(PREFIX)
    ]
    if not lines:
        raise Refusal(f"The check did not finish; see {settings.logs}.")
    print("\n".join(lines))
    return 1 if len(lines) > 1 else 0


# What tells the script's own lines from Odoo's log.
PREFIX = "journal: "
