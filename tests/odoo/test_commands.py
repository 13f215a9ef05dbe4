"""The commands that look after a database, on one of their own."""

import json
import pathlib
import stat
import tarfile

import pytest

from cli import archive, importing, journal
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.settings import Settings

NAME = "Kept In The Backup"


@pytest.fixture(scope="module")
def settings(own_database):
    # The label: beside a centre that runs.
    here = Settings.from_environment()
    return here.with_database(own_database.name, label="commands")


@pytest.fixture(scope="module")
def postgres(settings):
    postgres = Postgres(settings)
    yield postgres
    postgres.drop(f"{settings.database}{archive.KEPT}")


@pytest.fixture(scope="module")
def file(own_database):
    """A record with a journal of three rows and an attachment; its id."""
    with own_database.env() as env:
        record = env["res.partner"].create({"name": NAME})
        for code in ("submit", "accept", "forward"):
            env["onestop.journal"]._append(record, code, "counter")
        env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"content " * 2000, "res_model": "res.partner"}
        )
    return record.id


def names(postgres, settings):
    sql = f"SELECT name FROM res_partner WHERE name LIKE '{NAME}%'"
    return postgres.query(sql, settings.database)


@pytest.mark.long
def test_a_backup_brings_back_what_was_there(
    own_database, settings, postgres, file, tmp_path, capsys
):
    target = tmp_path / "backup"
    archive.backup(settings, str(target))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]
    with tarfile.open(target) as packed:
        kinds = {name.split("/")[0] for name in packed.getnames()}
    assert kinds == {"onestop.json", "database.dump", "filestore"}
    with pytest.raises(Refusal, match="overwrites nothing"):
        archive.backup(settings, str(target))

    stored = _forget(own_database)
    cut = tmp_path / "cut"
    cut.write_bytes(target.read_bytes()[:-2000])
    with pytest.raises(Refusal, match="damaged"):
        archive.restore(settings, str(cut))
    assert names(postgres, settings) == [[f"{NAME} changed"]]

    archive.restore(settings, str(target))
    assert names(postgres, settings) == [[NAME]]
    assert stored.read_bytes() == b"content " * 2000
    # The one that was replaced is kept, until the next restore.
    assert postgres.has_database(f"{settings.database}{archive.KEPT}")
    assert not postgres.has_database(f"{settings.database}{archive.PARTIAL}")
    assert journal.verify(settings) == 0
    assert "0 bad rows" in capsys.readouterr().out


def _forget(own_database):
    """Change the record, remove the file of its attachment, let go of the database."""
    import odoo.sql_db

    with own_database.env() as env:
        env["res.partner"].search([("name", "=", NAME)]).name = f"{NAME} changed"
        (attachment,) = env["ir.attachment"].search([("name", "=", "a.txt")])
        path = pathlib.Path(attachment._full_path(attachment.store_fname))
        path.unlink()
    odoo.sql_db.close_db(own_database.name)
    return path


@pytest.mark.long
def test_who_forges_the_journal_is_found_out(
    own_database, settings, postgres, file, tmp_path, capsys
):
    with own_database.env() as env:
        env["onestop.journal.root"]._cron_close()
        [root] = env["onestop.journal.root"]._all()._published()
    copy = tmp_path / "roots.json"
    copy.write_text(json.dumps({"roots": [root._asdict()]}))
    rows = f"FROM onestop_journal WHERE res_model = 'res.partner' AND res_id = {file}"
    found = postgres.query(f"SELECT id {rows} ORDER BY id", settings.database)
    ids = [row[0] for row in found]
    assert len(ids) == 3
    for sql in ("UPDATE onestop_journal SET code = 'stop'", f"DELETE {rows}"):
        with pytest.raises(Refusal, match="append-only"):
            postgres.query(sql, settings.database)
    # Odoo's role owns the table and can do what it likes; it shows all the same.
    forged = (
        "ALTER TABLE onestop_journal DISABLE TRIGGER USER; "
        f"UPDATE onestop_journal SET code = 'stop' WHERE id = {ids[1]}; "
        f"DELETE FROM onestop_journal WHERE id = {ids[2]}"
    )
    postgres.query(forged, settings.database)
    assert journal.verify(settings) == 1
    told = capsys.readouterr().out
    assert f"edited\t{ids[1]}\t" in told
    assert "tail_cut" in told
    assert f"root 1\t{root.date}\t{root.digest}\t" in told
    assert "3 bad rows and roots" in told
    # Who makes the root anew as well is found by whoever kept a copy.
    postgres.query(
        "ALTER TABLE onestop_journal_root DISABLE TRIGGER USER; "
        "DELETE FROM onestop_journal_root",
        settings.database,
    )
    assert journal.verify(settings, str(copy)) == 1
    told = capsys.readouterr().out
    assert f"{root.digest}\tis in the file that was kept, and not here" in told


@pytest.mark.parametrize("text", ["", "[]", '{"roots": [{}]}', '{"roots": 1}'])
def test_what_is_no_copy_of_the_roots_is_told(settings, tmp_path, text):
    copy = tmp_path / "roots.json"
    with pytest.raises(Refusal, match="cannot be read"):
        journal.verify(settings, str(copy))
    copy.write_text(text)
    with pytest.raises(Refusal, match="holds no published roots"):
        journal.verify(settings, str(copy))


@pytest.mark.long
def test_procedures_of_a_folder_become_drafts(settings, own_database, tmp_path, capsys):
    files = pathlib.Path(__file__).parents[1] / "journeys/national_files"
    for file in files.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert importing.run(settings, str(tmp_path)) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("read 2 new 2 changed 0 unchanged 0 refused 0 remarks ")
    (tmp_path / "broken.json").write_bytes(b"%PDF-1.7")
    assert importing.run(settings, str(tmp_path)) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("read 3 new 0 changed 0 unchanged 2 refused 1 remarks ")
    with own_database.env() as env:
        codes = [file.stem for file in files.glob("*.json")]
        found = env["onestop.procedure"].search([("code", "in", codes)])
        assert set(found.version_ids.mapped("state")) == {"draft"}
