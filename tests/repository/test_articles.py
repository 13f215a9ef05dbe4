"""docs/legal/articles.csv lists the rules of law that tests hold, and how sure they are."""

import ast
import csv
import json
import subprocess
import sys

from tree import ROOT, at, check, parse, python_files

LIST = ROOT / "docs" / "legal" / "articles.csv"
COLUMNS = ["instrument", "article", "subject", "status"]
STATUSES = ["read", "carried over", "to confirm"]


def _rows():
    """[(line, row)] of the list."""
    with LIST.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS, f"{LIST.name}: columns are {COLUMNS}"
        return [(reader.line_num, row) for row in reader]


def _marks(folder):
    """{(instrument, article): where} of all marks: of pure tests as collected, since
    some are made from tables; of the others as written.
    """
    found = {}
    outcome = folder / "collected.json"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:odoo",
        "-p",
        "no:cacheprovider",
    ]
    command += ["tests/core", "--all", "--collect-only", "-q", "--outcome", outcome]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    for instrument, article, test in json.loads(outcome.read_text())["articles"]:
        found.setdefault((instrument, article), test)
    for path in (*python_files("addons"), *python_files("tests")):
        if path.is_relative_to(ROOT / "tests" / "core"):
            continue
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and _is_mark(node.func):
                key = tuple(argument.value for argument in node.args[:2])
                found.setdefault(key, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def _is_mark(function):
    name = getattr(function, "attr", None) or getattr(function, "id", None)
    return name == "article"


def test_the_list_and_the_marks_agree(tmp_path):
    marks = _marks(tmp_path)
    rows = {(row["instrument"], row["article"]): row for _line, row in _rows()}
    missing = [
        f"{where}: {', '.join(key)} is not in {LIST.relative_to(ROOT)}; add its subject "
        "and how sure it is"
        for key, where in sorted(marks.items())
        if key not in rows
    ]
    unheld = [
        at(LIST, line, f"{row['instrument']}, {row['article']}: no test has it")
        for line, row in _rows()
        if (row["instrument"], row["article"]) not in marks
    ]
    check(missing + unheld)


def test_every_row_is_whole_and_stands_once():
    seen, findings = set(), []
    for line, row in _rows():
        key = (row["instrument"], row["article"])
        if key in seen:
            findings.append(at(LIST, line, f"{', '.join(key)} stands here twice"))
        seen.add(key)
        if row["status"] not in STATUSES:
            findings.append(
                at(
                    LIST,
                    line,
                    f"status is {row['status']!r}; use {', '.join(STATUSES)}",
                )
            )
        if not all((row[column] or "").strip() for column in COLUMNS):
            findings.append(at(LIST, line, "has an empty column"))
    check(findings)
