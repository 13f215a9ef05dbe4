"""Programs of Debian by which tests look at seals: none of them is ours, or pyhanko's."""

import pathlib
import shutil

from cli import debian

TOKEN = "/usr/lib/softhsm/libsofthsm2.so"


def install():
    debian.install(
        {
            "poppler-utils": (
                bool(shutil.which("pdfsig")),
                "its pdfsig looks at seals without pyhanko",
            ),
            "softhsm2": (
                bool(shutil.which("softhsm2-util")) and pathlib.Path(TOKEN).exists(),
                "a token (PKCS#11) made of software, for tests",
            ),
        }
    )
