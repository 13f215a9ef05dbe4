"""The tree that the rules look at: files that are ours, read once."""

import ast
import functools
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
ADDONS = ROOT / "addons"
# In the order of the house: each may know those above it.
ORDER = (
    "onestop_procedure",
    "onestop_dossier",
    "onestop_complaint",
    "onestop_portal",
    "onestop_dashboard",
)
TEXT = re.compile(
    r"\.(py|xml|csv|po|pot|js|mjs|scss|css|md|rst|txt|toml|cfg|conf|json|yaml|yml|sh|html|svg)$"
)


@functools.cache
def files():
    """Paths that belong to the repository: tracked, or new and not ignored."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:  # an archive without git
        return [path for path in ROOT.rglob("*") if path.is_file() and not _own(path)]
    names = sorted(set(filter(None, done.stdout.split("\0"))))
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def _own(path):
    return path.relative_to(ROOT).parts[0] in ("var", ".git", "node_modules")


def text_files():
    return [
        path
        for path in files()
        if TEXT.search(path.name) or path.parent in (ROOT, ROOT / ".ci")
    ]


def addons():
    """Folders of the present addons."""
    return sorted(manifest.parent for manifest in ADDONS.glob("*/__manifest__.py"))


def python_files(folder="addons", tests=True):
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / folder)
        and (tests or "tests" not in path.relative_to(ROOT).parts)
    ]


@functools.cache
def read(path):
    return path.read_text(encoding="utf-8")


@functools.cache
def parse(path):
    return ast.parse(read(path), str(path))


@functools.cache
def manifest(addon):
    return ast.literal_eval(read(addon / "__manifest__.py"))


def at(path, line, text):
    """A finding: where, what, and what to do."""
    return f"{path.relative_to(ROOT)}:{line}: {text}"


def check(findings):
    """Fail with every finding, one a line."""
    findings = list(findings)
    if findings:
        pytest.fail("\n".join(findings), pytrace=False)
