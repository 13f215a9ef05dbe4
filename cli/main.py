"""The commands of `./onestop`, each with the sentence that help shows."""

import argparse
import contextlib
import errno
import os
import shutil
import subprocess
import sys

from cli import database, odoo_process, server, steps
from cli.lock import held
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.settings import Settings
from cli.shell import FULL

# Bytes: less than this, and PostgreSQL cannot write its log.
SCANT = 32 * 1024**2


def main(argv):
    parser = _parser()
    options = parser.parse_args(argv or ["help"])
    if options.command == "help":
        parser.print_help()
        return 0
    try:
        return options.function(Settings.from_environment(), options) or 0
    except Refusal as refusal:
        print(f"onestop: {_with_cause(refusal)}", file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print("onestop: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"onestop: {_sentence(error)}", file=sys.stderr)
        return 1


def _with_cause(refusal):
    """The refusal, and that the disk is full where it is: many things fail for it, and
    few of them say so."""
    with contextlib.suppress(OSError, Refusal):
        there = os.statvfs(Settings.from_environment().home)
        full = there.f_bavail * there.f_frsize < SCANT
        if full and FULL not in str(refusal):
            return f"{refusal}\n{FULL}"
    return str(refusal)


def _sentence(error):
    """What an error of the system means for the person at the keyboard."""
    if error.errno == errno.ENOSPC:
        return FULL
    where = f": {error.filename}" if error.filename else ""
    return (
        f"{error.strerror or error}{where}. Onestop writes below ONESTOP_HOME: let it "
        "name a folder that is yours."
    )


def _parser():
    parser = argparse.ArgumentParser(prog="onestop", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, function, help, hidden=False):
        options = {} if hidden else {"help": help}
        command = commands.add_parser(name, description=help, **options)
        command.set_defaults(function=function)
        return command

    add("help", None, "this list")
    run = add("run", _run, "set up what is missing and start the centre")
    run.add_argument("--foreground", action="store_true", help="stay, showing the log")
    test = add("test", _test, "run the tests: all of them, or the parts named")
    test.add_argument("parts", nargs="*", metavar="PART")
    test.add_argument("--all", action="store_true", help="the long profile too")
    test.add_argument(
        "--long",
        action="append",
        default=[],
        metavar="PART",
        help="the long profile of this part of them",
    )
    lint = add("lint", _lint, "check style and form of everything")
    lint.add_argument("--fix", action="store_true", help="repair what tools can")
    bench = add(
        "bench",
        _bench,
        "measure: catalogue, clock, dossier, generate, law, lifecycle, papers",
    )
    bench.add_argument("name")
    bench.add_argument("--rows", type=int, help="dossiers in its database")
    folder = add(
        "import-procedures", _import, "read a folder of the national database's files"
    )
    folder.add_argument("folder")
    verify = add(
        "journal-verify",
        _verify,
        "recompute the journal's chains and roots, name bad rows",
    )
    verify.add_argument(
        "roots", nargs="?", help="published roots that were kept from an earlier day"
    )
    add("shell", _shell, "a Python shell on the running database")
    add("logs", _logs, "follow Odoo's log")
    backup = add("backup", _backup, "write database and files to one archive")
    backup.add_argument("file")
    restore = add("restore", _restore, "put an archive of backup in place")
    restore.add_argument("file")
    add("stop", _stop, "stop the centre")
    add("reset", _reset, "drop the database; the next run makes a new one")
    supervise = add("supervise", _supervise, "", hidden=True)
    supervise.add_argument("ports_and_label", nargs=3)
    return parser


def _run(settings, options):
    server.run(settings, options.foreground)


def _supervise(settings, options):
    server.supervise(settings, *options.ports_and_label)


def _stop(settings, _options):
    steps.say("stopped" if server.stop(settings) else "nothing was running")


def _test(settings, options):
    from cli import testing

    long = testing.PARTS if options.all else options.long
    return testing.run(settings, options.parts, long)


def _lint(settings, options):
    from cli import lint

    return lint.run(settings, options.fix)


def _bench(settings, options):
    from cli import bench

    return bench.run(settings, options.name, options.rows)


def _import(settings, options):
    from cli import importing

    return importing.run(settings, options.folder)


def _verify(settings, options):
    from cli import journal

    return journal.verify(settings, options.roots)


def _backup(settings, options):
    from cli import archive

    return archive.backup(settings, options.file)


def _restore(settings, options):
    from cli import archive

    return archive.restore(settings, options.file)


def _shell(settings, _options):
    with server.setting_up(settings):
        need_database(settings)
    from cli import environment

    return subprocess.call(
        odoo_process.command(
            settings, "shell", "-d", settings.database, "--no-http", "--workers", "0"
        ),
        env=environment.variables(settings),
    )


def _logs(settings, _options):
    log = settings.odoo_log
    if not log.exists():
        raise Refusal("There is no log yet: ./onestop run makes one.")
    return subprocess.call(["tail", "-n", "100", "-F", str(log)])


def _reset(settings, _options):
    server.stop(settings)
    lock = server.take_setup(settings)
    try:
        _drop(settings)
    finally:
        lock.release()
    steps.say("the database is gone; ./onestop run makes a new one")


def _drop(settings):
    """The database, and what a restore or a run that was cut off left of another."""
    from cli import archive

    postgres = Postgres(settings)
    made = (settings.state / "postgresql.done").exists() or not postgres.is_private
    if postgres.programs and made:
        postgres.start()
        for suffix in ("", archive.KEPT, archive.PARTIAL, database.PARTIAL):
            postgres.drop(f"{settings.database}{suffix}")
        if not held(settings, besides=["setup"]):
            postgres.stop()
    settings.accounts.unlink(missing_ok=True)
    shutil.rmtree(settings.data / "sessions", ignore_errors=True)


def need_database(settings):
    if not Postgres(settings).has_database(settings.database):
        raise Refusal("There is no database yet: ./onestop run makes one.")
