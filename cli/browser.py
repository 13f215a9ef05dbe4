"""Chromium for the browser tests, from Debian."""

import shutil

from cli import debian

# The names by which Odoo's own browser tests look for it, in their order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# As root Chromium has no sandbox; and it must not look for a network of its own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path():
    return next(filter(None, map(shutil.which, NAMES)), None)


def install():
    debian.install(
        {
            "chromium": (path() is not None, "the browser tests"),
            "libatomic1": (
                debian.has_library("libatomic.so.1"),
                "playwright's own node, which drives the browser",
            ),
        }
    )
