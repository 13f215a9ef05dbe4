"""A newcomer finds a thing by its place and its name."""

import ast
import re

from tree import ADDONS, ORDER, addons, at, check, files, manifest, parse, read

# What an addon may hold (CONTRIBUTING.md).
FOLDERS = {
    *("core", "models", "wizards", "controllers", "report", "security", "data"),
    *("demo", "views", "static", "tests", "i18n", "readme", "migrations"),
    # Plain Python beside the ORM that uses it, as in queue_job and mis_builder.
    "engine",
}
NEEDED = ("security", "tests", "i18n", "readme")
MANIFEST = {
    "license": re.compile(r"LGPL-3"),
    "version": re.compile(r"19\.0\.\d+\.\d+\.\d+"),
    "author": re.compile(r"Onestop\b.*"),
    "category": re.compile(r"Services/Public Administration"),
    "name": re.compile(r"Onestop\b.*"),
    "summary": re.compile(r".{10,80}"),
}
MODELS = {"Model", "AbstractModel", "TransientModel"}


def test_every_folder_of_addons_is_an_addon_of_the_house():
    check(
        at(path, 1, f"is not one of {', '.join(ORDER)} (tests/repository/tree.py)")
        for path in ADDONS.iterdir()
        if path.is_dir()
        and (path / "__manifest__.py").exists()
        and path.name not in ORDER
    )


def test_every_addon_has_the_agreed_folders():
    findings = []
    for addon in addons():
        present = {path.name for path in addon.iterdir() if path.is_dir()}
        for name in sorted(present - FOLDERS - {"__pycache__"}):
            findings.append(
                at(addon / name, 1, "is no folder that was agreed on; move its files")
            )
        for name in NEEDED:
            if name not in present:
                findings.append(at(addon, 1, f"has no folder {name}/; add it"))
        if not (addon / "readme" / "DESCRIPTION.md").exists():
            findings.append(at(addon, 1, "say what it is for in readme/DESCRIPTION.md"))
    check(findings)


def test_every_manifest_says_what_was_agreed():
    findings = []
    for addon in addons():
        for key, pattern in MANIFEST.items():
            value = str(manifest(addon).get(key, ""))
            if not pattern.fullmatch(value):
                findings.append(
                    at(
                        addon / "__manifest__.py",
                        _line_of(addon, key),
                        f'"{key}" is {value!r}; it has to match {pattern.pattern}',
                    )
                )
    check(findings)


def _line_of(addon, key):
    for number, line in enumerate(read(addon / "__manifest__.py").splitlines(), 1):
        if f'"{key}"' in line:
            return number
    return 1


def test_every_data_file_is_loaded_and_every_loaded_file_is_there():
    findings = []
    for addon in addons():
        path = addon / "__manifest__.py"
        listed = set(manifest(addon).get("data", [])) | set(
            manifest(addon).get("demo", [])
        )
        there = {
            str(file.relative_to(addon))
            for file in files()
            if file.is_relative_to(addon)
            and file.suffix in (".xml", ".csv")
            and file.relative_to(addon).parts[0]
            not in ("static", "tests", "i18n", "migrations")
        }
        # A file that code reads by itself is named in that code.
        code = "".join(
            read(file)
            for file in files()
            if file.is_relative_to(addon)
            and file.suffix == ".py"
            and file.name != "__manifest__.py"
        )
        for name in sorted(there - listed):
            if name.rpartition("/")[2] not in code:
                findings.append(
                    at(
                        addon / name,
                        1,
                        "is in no list of the manifest: add or remove it",
                    )
                )
        for name in sorted(listed - there):
            if not (addon / name).exists():
                findings.append(at(path, 1, f"lists {name}, which is not there"))
    check(findings)


def test_a_model_file_holds_one_class_and_is_named_as_the_model():
    findings = []
    for path in files():
        parts = path.relative_to(ADDONS).parts if path.is_relative_to(ADDONS) else ()
        if (
            path.suffix != ".py"
            or path.name == "__init__.py"
            or len(parts) < 3
            or parts[1] not in ("models", "wizards")
        ):
            continue
        models = [node for node in parse(path).body if _is_model(node)]
        if len(models) != 1:
            findings.append(
                at(
                    path,
                    models[1].lineno if models else 1,
                    f"has {len(models)} models; a file of {parts[1]}/ holds exactly one "
                    "(plain code goes to core/, hooks.py or engine/)",
                )
            )
            continue
        name = _name_of(models[0])
        if name and path.stem != name.replace(".", "_"):
            findings.append(
                at(
                    path,
                    models[0].lineno,
                    f"is the model {name}: call the file {name.replace('.', '_')}.py",
                )
            )
    check(findings)


def _is_model(node):
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Attribute) and base.attr in MODELS for base in node.bases
    )


def _name_of(model):
    """Its _name, else what it extends."""
    values = {}
    for node in model.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    name = values.get("_name") or values.get("_inherit")
    return name if isinstance(name, str) else (name or [None])[0]


def test_every_test_file_of_an_addon_is_imported_by_its_tests():
    findings = []
    for addon in addons():
        init = addon / "tests" / "__init__.py"
        for path in sorted((addon / "tests").glob("test_*.py")):
            if not init.exists() or path.stem not in read(init):
                findings.append(
                    at(
                        path,
                        1,
                        f"is not imported in {addon.name}/tests/__init__.py: "
                        "Odoo's own runner does not see it",
                    )
                )
    check(findings)


def test_nothing_is_left_over_from_merges_and_editors():
    left = re.compile(
        r"(\.(orig|rej|bak|swp|swo|tmp|old)|~)$|^\.DS_Store$|^nohup\.out$"
    )
    check(
        at(path, 1, "is left over: remove it")
        for path in files()
        if left.search(path.name)
    )
