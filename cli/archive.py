"""Backup and restore: the database and its files in one archive, put back whole."""

import contextlib
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import time
import zlib

from cli import database, server, steps
from cli.lock import Lock
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.unpacking import NOTE, Unpacked, sum_of

FORMAT = 2
DUMP = "database.dump"
STORE = "filestore"
# What the database that was replaced is called until the next restore or reset.
KEPT = "_before_restore"
PARTIAL = "_restored"
DAMAGED = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)


def backup(settings, file):
    """Write an archive of the running database and its files; keys are not in it.

    The archive appears under its name only when it is whole. The journal's key is
    left out: whoever holds a backup cannot forge the journal. Keep it apart
    (docs/operations/production.md).
    """
    target = pathlib.Path(file).expanduser().resolve()
    if target.exists():
        raise Refusal(f"{target} is there already; a backup overwrites nothing.")
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}.")
    with server.setting_up(settings):
        postgres = Postgres(settings)
        if not postgres.has_database(settings.database):
            raise Refusal("There is no database to back up: ./onestop run makes one.")
        with _work_folder(settings) as folder:
            # The dump first: a file that it names is there when the files are copied,
            # since Odoo removes files only some time after their last row.
            _dump(postgres, settings.database, folder / DUMP)
            _pack(settings, folder, target)
    steps.say(f"wrote {target}, {target.stat().st_size // 2**20} MB")


def restore(settings, file):
    """Put an archive in place of the database. The old one stays until all is well."""
    source = pathlib.Path(file).expanduser().resolve()
    if not source.is_file():
        raise Refusal(f"There is no file {source}.")
    _check_stopped(settings)
    with server.setting_up(settings):
        # A `run` that was under way has become a server meanwhile.
        _check_stopped(settings)
        with _work_folder(settings) as folder:
            note = _put_in_place(settings, Postgres(settings), source, folder)
    # They were those of the database that was replaced.
    settings.accounts.unlink(missing_ok=True)
    _tell_of_key(settings, note)
    steps.say(f"restored {source.name}; ./onestop run starts it")


def _check_stopped(settings):
    if Lock(settings, settings.server_lock).holder():
        raise Refusal("Stop the centre first: ./onestop stop")


@contextlib.contextmanager
def _work_folder(settings):
    """For what is on its way; also away after a run that was cut off."""
    folder = settings.home / "archive.partial"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Backup


def _pack(settings, folder, target):
    store = settings.data / STORE / settings.database
    files = sorted(path for path in store.rglob("*") if path.is_file())
    dump, note = folder / DUMP, folder / NOTE
    note.write_text(
        json.dumps(
            {
                "format": FORMAT,
                "database": settings.database,
                "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "sha256": sum_of(dump),
                "journal_key": _name_of_key(settings),
            }
        )
    )
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        # Made by us alone and for us alone, whatever somebody put there meanwhile.
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive:
                archive.add(note, NOTE)
                archive.add(dump, DUMP)
                for path in files:
                    # Gone since the listing: its last row went before the dump.
                    with contextlib.suppress(FileNotFoundError):
                        archive.add(path, f"{STORE}/{path.relative_to(store)}")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _dump(postgres, name, path):
    with path.open("wb") as stream:
        done = subprocess.run(
            [str(postgres.programs / "pg_dump"), "-Fc", "--no-owner", name],
            env=postgres.variables(),
            stdout=stream,
            stderr=subprocess.PIPE,
            text=False,
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        _refuse("The database cannot be written out", said)


def _name_of_key(settings):
    """A name of the journal's key that does not give it away."""
    return hashlib.sha256((settings.keys / "journal.key").read_bytes()).hexdigest()[:16]


# Restore


def _put_in_place(settings, postgres, source, folder):
    """Give back the note of the archive; whatever fails, the old database is whole."""
    partial = f"{settings.database}{PARTIAL}"
    try:
        unpacked = Unpacked(source, folder, (DUMP,), STORE)
    except DAMAGED as error:
        raise Refusal(f"{source} is no backup of Onestop, or damaged: {error}")
    note = unpacked.note
    if note.get("format") != FORMAT:
        raise Refusal(
            f"{source} is of the format {note.get('format')!r}; this Onestop reads "
            f"{FORMAT}. Restore it with the Onestop that wrote it."
        )
    if note.get("sha256") != sum_of(folder / DUMP):
        raise Refusal(f"{source} is damaged: its database is not as it was written.")
    try:
        postgres.drop(partial)
        postgres.create(partial)
        _load(postgres, partial, folder / DUMP)
        _check_content(postgres, partial, unpacked, source)
        store = settings.data / STORE / partial
        store.parent.mkdir(parents=True, exist_ok=True)
        (folder / STORE).mkdir(exist_ok=True)
        shutil.move(folder / STORE, store)
        postgres.replace(settings.database, partial, f"{settings.database}{KEPT}")
    except BaseException:
        # Why it failed counts more than that it cannot be cleared away now: the next
        # restore does it first.
        with contextlib.suppress(Refusal):
            postgres.drop(partial)
        raise
    return note


def _check_content(postgres, name, unpacked, source):
    """That it is a centre's, with the files that its attachments name."""
    sql = "SELECT to_regclass('onestop_journal'), to_regclass('ir_config_parameter')"
    (tables,) = postgres.query(sql, name)
    if "" in tables or not database.mark(postgres, name):
        raise Refusal(f"{source} holds a database, but none of Onestop.")
    sql = "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname <> ''"
    named = {row[0] for row in postgres.query(sql, name)}
    if missing := named - unpacked.stored:
        steps.notice(
            f"{len(missing)} files that the database names are not in the archive, "
            f"for example {min(missing)}; they were missing when it was made."
        )


def _tell_of_key(settings, note):
    if note.get("journal_key") != _name_of_key(settings):
        steps.notice(
            "The journal in this archive was written under another key than "
            f"{settings.keys / 'journal.key'}. Put the key of that centre there before "
            "./onestop run: without it no row can be verified."
        )


def _load(postgres, name, path):
    program = str(postgres.programs / "pg_restore")
    contents = _pg_restore(postgres, [program, "--list", str(path)])
    # What create() made as the owner of the cluster is not the role's to make again.
    kept = [
        line
        for line in contents.splitlines()
        if not postgres.is_private
        or not any(word in line for word in (" EXTENSION ", "FUNCTION public unaccent"))
    ]
    listing = path.with_suffix(".list")
    listing.write_text("\n".join(kept) + "\n")
    _pg_restore(
        postgres,
        [
            *(program, "--no-owner", "--exit-on-error"),
            *("--jobs", str(os.cpu_count() or 1), "-L", str(listing)),
            *("-d", name, str(path)),
        ],
    )


def _pg_restore(postgres, command):
    done = subprocess.run(
        command,
        env=postgres.variables(),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        _refuse("The archive's database cannot be loaded", done.stderr)
    return done.stdout


def _refuse(what, said):
    raise Refusal(f"{what}:\n{said.strip()[-800:]}")
