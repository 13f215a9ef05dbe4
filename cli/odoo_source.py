"""Odoo 19: Debian's package unpacked into ONESTOP_HOME, or the one ODOO_HOME names."""

import hashlib
import json
import re
import shutil

from cli import debian, steps
from cli.refusal import Refusal

LOCK = "odoo.lock"
# Debian's build has no background blur for video calls; where the file is missing,
# every page of the web client reports an error. Relative to Odoo's addons.
LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)


def prepare(settings):
    """Have an Odoo 19 on disk. Without a network where its packages are here."""
    if settings.odoo_home:
        layout(settings)
        return
    lock = settings.repository / LOCK
    steps.once(
        settings,
        "odoo",
        steps.fingerprint(lock),
        lambda: _fetch_and_unpack(settings, json.loads(lock.read_text())),
        "Odoo 19",
    )
    _fill_in(settings)


def layout(settings):
    """(folder for sys.path, list of addons folders) of the Odoo in use."""
    root = settings.odoo
    packaged = root / "usr/lib/python3/dist-packages"
    # Debian's dist-packages/addons is a copy without static files: never that one.
    for folder, addons in (
        (packaged, [packaged / "odoo/addons"]),
        (root, [root / "odoo/addons", root / "addons"]),
    ):
        if (folder / "odoo" / "release.py").exists():
            text = (folder / "odoo" / "release.py").read_text()
            if not re.search(r"version_info = \(19, 0", text):
                raise Refusal(f"The Odoo in {root} is not version 19.0.")
            return folder, [path for path in addons if (path).is_dir()]
    raise Refusal(
        f"There is no Odoo 19 in {root}. ODOO_HOME names a folder which holds "
        "odoo/release.py: a source checkout, or an unpacked package."
    )


def _fetch_and_unpack(settings, lock):
    packages = lock["packages"]
    found = {name: _kept(settings, name) for name in packages}
    if not all(found.values()):
        source = debian.PackageSource(settings.home / "apt", lock["suites"])
        source.update()
        # A newcomer may come by day or a year from now: sid rolls on, the file of the
        # lock may be gone, and the signed index says what is genuine today.
        fresh = settings.downloads / "partial"
        shutil.rmtree(fresh, ignore_errors=True)
        names = [
            f"{name}/{entry['suite']}" if entry["suite"] != lock["suites"][0] else name
            for name, entry in packages.items()
        ]
        source.download(names, fresh)
        _accept(settings, lock, fresh)
        shutil.rmtree(fresh)
        found = {name: _kept(settings, name) for name in packages}
    target = settings.home / "odoo"
    partial = settings.home / "odoo.partial"
    shutil.rmtree(partial, ignore_errors=True)
    for path in found.values():
        debian.unpack(path, partial)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    layout(settings)


def _fill_in(settings):
    _source, addons = layout(settings)
    for name in LEFT_OUT:
        path = addons[-1] / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("/* not in Debian's build of Odoo */\n")


def _kept(settings, name):
    """The package kept from before, if its sum is the one noted when it came."""
    for note in settings.downloads.glob(f"{name}_*.deb.sha256"):
        path = note.with_suffix("")
        if path.exists() and _sum(path) == note.read_text():
            return path
    return None


def _accept(settings, lock, folder):
    """Take over files that apt has checked against the signed index, and note them."""
    for path in sorted(folder.glob("*.deb")):
        name, version, _arch = path.name.split("_")
        version = version.replace("%3a", ":")
        entry = lock["packages"][name]
        if name == lock["odoo"] and not version.startswith("19.0"):
            raise Refusal(
                f"Debian now carries {name} {version}; Onestop needs a 19.0. "
                "Name an Odoo 19.0 by ODOO_HOME."
            )
        if version != entry["version"]:
            steps.notice(
                f"{name} {version} is newer than the tried {entry['version']}; "
                "Debian's signature on it is good, so it is used."
            )
        elif _sum(path) != entry["sha256"]:
            raise Refusal(
                f"{path.name} is not the file that was tried ({LOCK}), though its "
                "version is. Nothing was installed. Ask before going on."
            )
        for old in settings.downloads.glob(f"{name}_*"):
            old.unlink()
        kept = path.rename(settings.downloads / path.name)
        kept.with_name(kept.name + ".sha256").write_text(_sum(kept))


def _sum(path):
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
