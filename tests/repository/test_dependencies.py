"""Procedure knows nobody, portal knows all; the set needs no website, no hr."""

import ast
import re

from tree import (
    ADDONS,
    ORDER,
    addons,
    at,
    check,
    files,
    manifest,
    parse,
    python_files,
    read,
)

# The set must run for a centre that has none of them.
UNWANTED = {"website", "hr", "project", "account", "sale", "crm", "helpdesk"}


def _rank(name):
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _addon_of(path):
    return path.relative_to(ADDONS).parts[0]


def test_an_addon_depends_only_on_those_above_it():
    findings = []
    for addon in addons():
        for name in manifest(addon).get("depends", []):
            if name in UNWANTED:
                findings.append(
                    at(
                        addon / "__manifest__.py",
                        1,
                        f"depends on {name}: a bridge does",
                    )
                )
            elif name in ORDER and _rank(name) >= _rank(addon.name):
                findings.append(
                    at(
                        addon / "__manifest__.py",
                        1,
                        f"depends on {name}, which stands below it",
                    )
                )
    check(findings)


def test_no_file_names_an_addon_that_its_own_does_not_depend_on():
    findings = []
    for path in files():
        if not path.is_relative_to(ADDONS) or path.suffix not in (
            ".py",
            ".xml",
            ".csv",
        ):
            continue
        addon = _addon_of(path)
        # onestop_dossier.group_x, odoo.addons.onestop_dossier, onestop_dossier/static
        for number, line in enumerate(read(path).splitlines(), 1):
            for name in set(re.findall(r"\b(onestop_[a-z]+)[./]", line)):
                if name in ORDER and _rank(name) > _rank(addon):
                    findings.append(
                        at(path, number, f"names {name}, which stands below {addon}")
                    )
    check(findings)


def _models_by_addon():
    found = {}
    # What makes a model stands above what only adds a mixin to it.
    for path in sorted(python_files(tests=False), key=lambda p: _rank(_addon_of(p))):
        for node in ast.walk(parse(path)):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and node.targets[0].id == "_name"
                and isinstance(node.value, ast.Constant)
            ):
                found.setdefault(node.value.value, _addon_of(path))
    return found


def test_no_code_names_a_model_of_an_addon_below_its_own():
    models = _models_by_addon()
    findings = []
    for path in python_files():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Constant) and node.value in models:
                owner = models[node.value]
                if _rank(owner) > _rank(_addon_of(path)):
                    findings.append(
                        at(path, node.lineno, f"{node.value} is of {owner}, below it")
                    )
    check(findings)


def test_a_core_imports_nothing_of_odoo():
    findings = []
    for path in python_files():
        parts = path.relative_to(ADDONS).parts
        if len(parts) < 3 or parts[1] != "core":
            continue
        depth = len(parts) - 2  # dots that stay inside core/
        for node in ast.walk(parse(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                if node.level > depth:
                    findings.append(
                        at(path, node.lineno, "a core imports only from core/")
                    )
            if any(re.match(r"(odoo|openerp|psycopg2)(\.|$)", name) for name in names):
                findings.append(
                    at(path, node.lineno, "a core imports nothing of Odoo: pass it in")
                )
    check(findings)
