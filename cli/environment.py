"""The Python environment that Odoo runs in, and the variables that odoo.conf reads."""

import os
import shutil
import sys

from cli import debian, odoo_source, steps
from cli.refusal import Refusal
from cli.shell import call

# Python packages load them by name; the font carries Vietnamese.
LIBRARIES = {
    "libpango-1.0-0": (
        "libpango-1.0.so.0",
        "WeasyPrint sets the printed forms with it",
    ),
    "libpangoft2-1.0-0": (
        "libpangoft2-1.0.so.0",
        "WeasyPrint sets the printed forms with it",
    ),
    "libmagic1": (
        "libmagic.so.1",
        "Odoo tells by it what a file is, whatever its name says",
    ),
}
FONT = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"


def install_libraries():
    packages = {
        name: (debian.has_library(library), why)
        for name, (library, why) in LIBRARIES.items()
    }
    packages["fonts-noto-core"] = (
        os.path.exists(FONT) or bool(shutil.which("fc-list") and _has_font()),
        "a font with Vietnamese letters for the printed forms",
    )
    debian.install(packages)


def _has_font():
    return "Noto Sans" in call(["fc-list", ":lang=vi"], "listing fonts")


def prepare(settings):
    """The virtual environment, with the packages of requirements.txt."""
    version = "{}.{}".format(*sys.version_info)
    if sys.version_info[:2] > (3, 13):
        raise Refusal(
            f"This is Python {version}; the pinned packages are tried with 3.10 to 3.13. "
            "Call ./onestop with one of those."
        )
    requirements = settings.repository / "requirements.txt"
    steps.once(
        settings,
        "environment",
        steps.fingerprint(requirements, version, str(settings.odoo)),
        lambda: _make(settings, requirements),
        "Python packages",
    )


def prepare_tests(settings):
    """The packages that only tests and benchmarks need, into the same environment."""
    requirements = settings.repository / "requirements-test.txt"
    steps.once(
        settings,
        "environment-test",
        steps.fingerprint(requirements, (settings.state / "environment.done")),
        lambda: install(settings.python, requirements),
        "Python packages for the tests",
    )


def _make(settings, requirements):
    shutil.rmtree(settings.venv, ignore_errors=True)
    make_venv(settings.venv)
    source, _addons = odoo_source.layout(settings)
    (settings.site_packages / "odoo19.pth").write_text(f"{source}\n")
    install(settings.python, requirements)


def make_venv(folder):
    call(
        [sys.executable, "-m", "venv", folder],
        "making the virtual environment",
        "On Debian it needs the package python3-venv.",
    )


def install(python, requirements):
    """Install a list that is complete: no dependencies beside it, wheels only."""
    call(
        [
            *(python, "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--only-binary", ":all:", "--disable-pip-version-check"),
            # Without a network it shall say so soon, and once.
            *("--retries", "1", "-q"),
            *("-r", requirements),
        ],
        f"installing {requirements.name}",
        "Is there a network?",
    )


def variables(settings, socket=None):
    """Environment of every Odoo process: odoo.conf expands these names."""
    _source, addons = odoo_source.layout(settings)
    server = settings.db_server
    environment = {
        **os.environ,
        "ONESTOP_HOME": str(settings.home),
        "ONESTOP_REPOSITORY": str(settings.repository),
        "ONESTOP_ODOO_ADDONS": str(addons[-1]),
        "ONESTOP_OCA_ADDONS": str(settings.site_packages / "odoo" / "addons"),
        "ONESTOP_JOURNAL_KEY": str(settings.keys / "journal.key"),
        "ONESTOP_DENOUNCER_KEY": str(settings.keys / "denouncer.key"),
        "ONESTOP_EXCHANGE_FOLDER": os.environ.get("ONESTOP_EXCHANGE_FOLDER")
        or str(settings.home / "exchange"),
        "ONESTOP_SEAL_FOLDER": os.environ.get("ONESTOP_SEAL_FOLDER")
        or str(settings.keys / "seals"),
        "ONESTOP_RECEIPT_FOLDER": os.environ.get("ONESTOP_RECEIPT_FOLDER")
        or str(settings.keys / "receipts"),
        "ODOO_RC": str(settings.repository / "odoo.conf"),
        "PGHOST": server.get("host", str(settings.pg_socket)),
        "PGPORT": server.get("port", "5432"),
        "PGUSER": server.get("user", "onestop"),
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONWARNINGS": "ignore",
    }
    gateway = settings.keys / "sms_gateway.json"
    if gateway.exists():
        environment["ONESTOP_SMS_GATEWAY"] = str(gateway)
    if server.get("password"):
        environment["PGPASSWORD"] = server["password"]
    return environment
