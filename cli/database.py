"""The database that runs: made whole or not at all, updated when the addons change."""

import json

from cli import odoo_process, steps
from cli.postgres import Postgres

LANGUAGES = "vi_VN,en_US"
DEMONSTRATION = "SELECT 1 FROM ir_config_parameter WHERE key = 'onestop.demonstration'"
# What a database is called while it is made.
PARTIAL = "_partial"
# What an update of an addon loads.
LOADED = (".py", ".xml", ".csv", ".po", ".js", ".scss", ".css", ".json")


def fingerprint_of_addons(settings, addons=None):
    """Changes when any file of the addons changes that an update would load."""
    names = present_addons(settings) if addons is None else addons
    files = sorted(
        path
        for name in names
        for path in (settings.repository / "addons" / name).rglob("*")
        if path.suffix in LOADED and "tests" not in path.parts and path.is_file()
    )
    return steps.fingerprint(
        *(str(path.relative_to(settings.repository)) for path in files), *files
    )


def fingerprint_of_demonstration(settings):
    """Changes when a file of the demonstration changes."""
    addons = settings.repository / "addons"
    return steps.fingerprint(*sorted(addons.glob("*/demo/*")))


def present_addons(settings):
    return [
        name
        for name in odoo_process.ADDONS
        if (settings.repository / "addons" / name / "__manifest__.py").exists()
    ]


def prepare(settings, demonstration=True):
    """Have the database with the addons at their present state."""
    postgres = Postgres(settings)
    now = fingerprint_of_addons(settings)
    if not postgres.has_database(settings.database):
        _make(settings, postgres, now, demonstration)
    elif mark(postgres, settings.database) != now:
        _update(settings, postgres, now)
    _have_accounts(settings, postgres)


def _have_accounts(settings, postgres):
    """Who may log in to the demonstration: told anew where the list is gone, as after a
    restore, since no password can be read out of a database."""
    missing = not settings.accounts.exists()
    if missing and postgres.query(DEMONSTRATION, settings.database):
        steps.say("· giving the demonstration new passwords …")
        accounts = str(settings.accounts)
        script(settings, settings.database, "accounts", accounts=accounts)


def _make(settings, postgres, now, demonstration):
    """Built under another name and renamed at the end: a half-made one is not trusted."""
    partial = f"{settings.database}{PARTIAL}"
    postgres.drop(partial)
    postgres.create(partial)
    steps.say("· installing the addons (the longest step) …")
    addons = _addons(settings, demonstration)
    install(settings, partial, addons, settings.logs / "install.log")
    if demonstration:
        steps.say("· filling the demonstration centre …")
    url = f"http://127.0.0.1:{settings.port}"
    script(settings, partial, "prepare", demonstration=demonstration, url=url)
    if demonstration:
        script(
            settings,
            partial,
            *("demonstration_dossiers", "demonstration_complaints"),
            *("demonstration_law", "demonstration_seals", "accounts"),
            folder=str(settings.repository / "cli" / "odoo_scripts"),
            accounts=str(settings.accounts),
        )
    set_mark(postgres, partial, now)
    postgres.rename(partial, settings.database)


def _addons(settings, demonstration):
    """What is installed in the database that runs."""
    stand_ins = [odoo_process.STAND_IN] if demonstration else []
    return [*present_addons(settings), *stand_ins]


def install(settings, name, addons, log):
    """Install `addons` and the languages in the database `name`."""
    odoo_process.run(
        settings,
        *("-d", name, "-i", ",".join(addons)),
        *("--load-language", LANGUAGES, "--stop-after-init", "--no-http"),
        *("--workers", "0"),
        what="installing the addons",
        log=log,
    )


def update(settings, name, addons, log):
    """Update `addons` in the database `name`, installing those that are new."""
    odoo_process.run(
        settings,
        *("-d", name, "-u", ",".join(addons), "-i", ",".join(addons)),
        *("--stop-after-init", "--no-http", "--workers", "0"),
        what="updating the database",
        log=log,
    )


def _update(settings, postgres, now):
    steps.say("· the addons changed: updating the database …")
    log = settings.logs / "update.log"
    demonstration = bool(postgres.query(DEMONSTRATION, settings.database))
    update(settings, settings.database, _addons(settings, demonstration), log)
    set_mark(postgres, settings.database, now)


def script(settings, database, name, *others, log=None, **arguments):
    """Run cli/odoo_scripts/<name>.py in Odoo's shell, then others; give back its output.

    The scripts find their arguments as a dict called `arguments`.
    """
    folder = settings.repository / "cli" / "odoo_scripts"
    text = "\n".join((folder / f"{one}.py").read_text() for one in (name, *others))
    prologue = f"import json\narguments = json.loads({json.dumps(arguments)!r})\n"
    output = odoo_process.run(
        settings,
        *("shell", "-d", database, "--no-http", "--workers", "0"),
        what=f"the step {name}",
        log=log or settings.logs / f"{name}.log",
        input=prologue + text,
    )
    return output


def mark(postgres, database):
    sql = (
        "SELECT value FROM ir_config_parameter WHERE key = 'onestop.addons_fingerprint'"
    )
    rows = postgres.query(sql, database)
    return rows[0][0] if rows else None


def set_mark(postgres, database, value):
    postgres.query(
        "INSERT INTO ir_config_parameter (key, value) "
        f"VALUES ('onestop.addons_fingerprint', '{value}') "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        database,
    )
