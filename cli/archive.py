"""Backup and restore: the database and its files in one archive, put back whole."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import time

from cli import server, steps
from cli.lock import Lock
from cli.postgres import Postgres
from cli.refusal import Refusal

FORMAT = 1
NOTE = "onestop.json"
DUMP = "database.dump"
STORE = "filestore"


def backup(settings, file):
    """Write an archive of the running database and its files; keys are not in it.

    The archive appears under its name only when it is whole. The journal's key is
    left out: whoever holds a backup cannot forge the journal. Keep it apart
    (docs/operations/backup.md).
    """
    target = pathlib.Path(file).expanduser().resolve()
    if target.exists():
        raise Refusal(f"{target} is there already; a backup overwrites nothing.")
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}.")
    server.prepare(settings)
    postgres = Postgres(settings)
    if not postgres.has_database(settings.database):
        raise Refusal("There is no database to back up: ./onestop run makes one.")
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        # The dump first: a file that it names is there when the files are copied,
        # since Odoo removes files only some time after their last row.
        dump = pathlib.Path(folder) / DUMP
        _dump(postgres, settings.database, dump)
        note = pathlib.Path(folder) / NOTE
        note.write_text(
            json.dumps(
                {
                    "format": FORMAT,
                    "database": settings.database,
                    "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "sha256": _sum(dump),
                }
            )
        )
        partial.touch(mode=0o600)
        with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
            archive.add(note, NOTE)
            archive.add(dump, DUMP)
            store = settings.data / STORE / settings.database
            if store.exists():
                archive.add(store, STORE)
    partial.replace(target)
    steps.say(f"wrote {target}, {target.stat().st_size // 2**20} MB")


def restore(settings, file):
    """Put an archive in place of the database. The old one stays until all is well."""
    source = pathlib.Path(file).expanduser().resolve()
    if not source.is_file():
        raise Refusal(f"There is no file {source}.")
    if Lock(settings, "server").holder():
        raise Refusal("Stop the centre first: ./onestop stop")
    lock = server.take_setup(settings)
    try:
        server.prepare(settings)
        _put_in_place(settings, Postgres(settings), source)
    finally:
        lock.release()
    steps.say(f"restored {source.name}; ./onestop run starts it")


def _put_in_place(settings, postgres, source):
    partial = f"{settings.database}_restored"
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        folder = pathlib.Path(folder)
        try:
            with tarfile.open(source) as archive:
                # Refuses absolute paths, links out of the folder, devices.
                archive.extractall(folder, filter="data")
            note = json.loads((folder / NOTE).read_text())
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            raise Refusal(f"{source} is no backup of Onestop, or damaged: {error}")
        if note.get("format") != FORMAT or note["sha256"] != _sum(folder / DUMP):
            raise Refusal(
                f"{source} is damaged: its database is not as it was written."
            )
        postgres.drop(partial)
        postgres.create(partial)
        _load(postgres, partial, folder / DUMP)
        store = settings.data / STORE / partial
        if (folder / STORE).exists():
            store.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / STORE, store)
    old = f"{settings.database}_before_restore"
    if postgres.has_database(settings.database):
        postgres.drop(old)
        postgres.rename(settings.database, old)
    postgres.rename(partial, settings.database)


def _dump(postgres, database, path):
    with path.open("wb") as stream:
        done = subprocess.run(
            [str(postgres.programs / "pg_dump"), "-Fc", "--no-owner", database],
            env=postgres.variables(),
            stdout=stream,
            stderr=subprocess.PIPE,
            text=False,
        )
    if done.returncode:
        raise Refusal("pg_dump failed:\n" + done.stderr.decode(errors="replace")[-800:])


def _load(postgres, database, path):
    # What create() made as the owner of the cluster is not the role's to make again.
    contents = subprocess.run(
        [str(postgres.programs / "pg_restore"), "--list", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    kept = [
        line
        for line in contents.splitlines()
        if not postgres.is_private
        or not any(word in line for word in (" EXTENSION ", "FUNCTION public unaccent"))
    ]
    listing = path.with_suffix(".list")
    listing.write_text("\n".join(kept) + "\n")
    done = subprocess.run(
        [
            *(str(postgres.programs / "pg_restore"), "--no-owner", "--exit-on-error"),
            *("--jobs", str(os.cpu_count() or 1), "-L", str(listing)),
            *("-d", database, str(path)),
        ],
        env=postgres.variables(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refusal("pg_restore failed:\n" + done.stderr[-800:])


def _sum(path):
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
