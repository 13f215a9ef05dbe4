"""What comes from Debian: system packages by apt, and Odoo's own package."""

import glob
import os
import pathlib
import re
import shutil
import subprocess

from cli import steps
from cli.refusal import Refusal
from cli.shell import call, is_root

KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Debian's PostgreSQL would start a cluster of its own on installation; ours is private.
NO_CLUSTER = pathlib.Path("/etc/postgresql-common/createcluster.d/onestop.conf")
HINT = (
    "Is there a network? With an Odoo 19 at hand, ODOO_HOME names it and nothing is "
    "fetched."
)
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/*")


def install(packages):
    """Install what is missing: `packages` maps a package name to (is it there, why).

    :raises Refusal: without root, with the one line that root has to run
    """
    missing = {name: why for name, (there, why) in packages.items() if not there}
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Refusal(
            "Missing here: "
            + ", ".join(f"{name} ({why})" for name, why in missing.items())
            + ". This is not Debian: install them its way, or name them "
            "by PG_BIN or DB_HOST and ODOO_HOME."
        )
    if not is_root():
        raise Refusal(
            "Some packages of Debian are missing: "
            + ", ".join(f"{name} ({why})" for name, why in missing.items())
            + f". Run this once, then again what you ran:\n  sudo {line}"
        )
    for name, why in missing.items():
        steps.say(f"· installing {name}: {why}")
    if any(name.startswith("postgresql") for name in missing):
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n")
    hint = "Is there a network, and are the machine's apt sources right?"
    # The machine's own packages: cut off half-way, they would be broken for all.
    options = {
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "goes_on": True,
    }
    call(["apt-get", "update", "-q"], "apt-get update", hint, **options)
    command = [*line.split(), "-q", "-o", "Dpkg::Use-Pty=0"]
    call(command, "apt-get install", hint, **options)


class PackageSource:
    """A private apt: fetches packages of suites that the machine does not use.

    apt itself checks each file against the signed index of its suite; nothing of the
    machine's own configuration of sources is changed.
    """

    def __init__(self, folder, suites):
        self.folder = folder
        self.suites = suites
        mirror = _mirror()
        if not KEYRING.exists():
            raise Refusal(
                f"{KEYRING} is missing, so packages cannot be checked. "
                "Install debian-archive-keyring, or name an Odoo 19 by ODOO_HOME."
            )
        for sub in ("lists/partial", "cache/archives/partial"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        (folder / "sources.list").write_text(
            "".join(
                f"deb [signed-by={KEYRING}] {mirror} {suite} main\n" for suite in suites
            )
        )

    def _apt(self, *command, **options):
        return call(
            [
                "apt-get",
                "-q",
                *("-o", f"Dir::Etc::SourceList={self.folder}/sources.list"),
                *("-o", "Dir::Etc::SourceParts=/dev/null"),
                *("-o", f"Dir::State::Lists={self.folder}/lists"),
                *("-o", f"Dir::Cache={self.folder}/cache"),
                *("-o", "Acquire::Languages=none"),
                *("-o", "Acquire::Retries=2"),
                # A changed Release file (a new point release) is still signed.
                *("-o", "Acquire::AllowReleaseInfoChange=true"),
                *(("-o", "APT::Sandbox::User=root") if is_root() else ()),
                *command,
            ],
            f"fetching from Debian ({', '.join(self.suites)})",
            HINT,
            **options,
        )

    def update(self):
        output = self._apt("update")
        # apt-get update exits 0 when an index could not be fetched or verified.
        bad = [line for line in output.splitlines() if line[:2] in ("W:", "E:")]
        if any("Failed to fetch" in line for line in bad):
            raise Refusal(
                f"Debian's package index cannot be fetched:\n{bad[0]}\n{HINT}"
            )
        if bad:
            raise Refusal("Debian's package index cannot be trusted:\n" + bad[0])

    def download(self, names, folder):
        """Fetch `names` ("name" or "name/suite") into `folder`, checked by apt."""
        folder.mkdir(parents=True, exist_ok=True)
        self._apt("download", *names, cwd=folder)


def unpack(package, folder):
    call(
        ["dpkg-deb", "-x", package, folder],
        f"unpacking {package.name}",
        f"The file may be damaged: remove {package} and try again.",
    )


def _mirror():
    """Address of the Debian mirror that this machine uses."""
    for pattern in SOURCES:
        for path in sorted(glob.glob(pattern)):
            if not path.endswith((".list", ".sources")):
                continue
            text = pathlib.Path(path).read_text(errors="replace")
            for address in re.findall(
                r"^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s*(\S+debian/?)(?:\s|$)", text, re.M
            ):
                return address
    raise Refusal(
        "The machine's apt sources name no Debian mirror. "
        "Name an Odoo 19 by ODOO_HOME instead."
    )


def has_library(name):
    """Whether the loader knows a shared library such as libpango-1.0.so.0."""
    program = shutil.which("ldconfig") or "/sbin/ldconfig"
    done = subprocess.run([program, "-p"], capture_output=True, text=True)
    return name in done.stdout
