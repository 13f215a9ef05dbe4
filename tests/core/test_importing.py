"""What `./onestop import-procedures FOLDER` prints last, and its exit code."""

import contextlib
import json

import pytest

from cli import database, importing
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.settings import Settings

NONE = dict.fromkeys(importing.COUNTS, 0)


def run(monkeypatch, tmp_path, report):
    """(exit code) of the command where the import reports this."""
    monkeypatch.setattr(Postgres, "has_database", lambda *_arguments: True)
    monkeypatch.setattr(importing.server, "setting_up", contextlib.nullcontext)
    # What Odoo logs may stand before.
    output = f"a line\n{json.dumps(report)}"
    monkeypatch.setattr(database, "script", lambda *_a, **_k: output)
    return importing.run(Settings.from_environment(), str(tmp_path))


@pytest.mark.parametrize(("refused", "code"), [(0, 0), (1, 1), (3, 1)])
def test_the_last_line_counts_and_only_a_refused_file_is_a_failure(
    refused, code, monkeypatch, tmp_path, capsys
):
    report = {
        "read": 9,
        "new": 3,
        "changed": 2,
        "unchanged": 1,
        "remarks": 40,
        "refused": refused,
        "ignored": 2,
        "files": [
            {"name": "a.json", "state": "refused", "message": "a.json: no JSON"},
            {"name": "b.json", "state": "new", "code": "1.000001", "remarks": 4},
        ],
    }
    assert run(monkeypatch, tmp_path, report) == code
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"read 9 new 3 changed 2 unchanged 1 refused {refused} remarks 40"


def test_an_empty_folder_is_no_failure(monkeypatch, tmp_path, capsys):
    assert run(monkeypatch, tmp_path, {**NONE, "ignored": 0, "files": []}) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "read 0 new 0 changed 0 unchanged 0 refused 0 remarks 0"


def test_a_folder_that_is_not_there_or_not_read_gets_a_sentence(monkeypatch, tmp_path):
    with pytest.raises(Refusal, match="there is no such folder"):
        importing.run(Settings.from_environment(), str(tmp_path / "nowhere"))
    with pytest.raises(Refusal, match="too many"):
        run(monkeypatch, tmp_path, {"error": "it holds too many files"})
