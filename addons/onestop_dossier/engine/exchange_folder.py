import os
import pathlib
import stat

from ..core.exchange_message import LARGEST
from .exchange_line import ExchangeLine, LineDown

PARTS = ("in", "taken", "out")
SUFFIX = ".json"
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class ExchangeFolder(ExchangeLine):
    """A line of files: others put JSON files into `in`, and fetch ours from `out`.

    A file appears and goes in one move, never half of it. What was taken lies in
    `taken`. Folders into which everybody may write are no line: anybody could say how a
    dossier is.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def arrived(self, limit):
        self._check()
        try:
            found = sorted(self._files("in"))[:limit]
            return [(path.name, self._read(path)) for path in found]
        except OSError as error:
            raise LineDown(type(error).__name__) from error

    def taken(self, name):
        self._move(self.folder / "in" / name, self.folder / "taken" / name)

    def send(self, name, content):
        self._check()
        target = self.folder / "out" / f"{name}{SUFFIX}"
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
        except OSError as error:
            raise LineDown(type(error).__name__) from error
        self._move(draft, target)

    def _files(self, part):
        """Plain files only: a link leads elsewhere, and a pipe is waited for for ever."""
        for path in (self.folder / part).iterdir():
            plain = path.is_file() and not path.is_symlink()
            if path.suffix == SUFFIX and path.name[0] != "." and plain:
                yield path

    def _read(self, path):
        with path.open("rb") as file:
            # One byte more than may be: then it is too large, and says so.
            return file.read(LARGEST + 1)

    def _move(self, source, target):
        try:
            os.replace(source, target)
        except OSError as error:
            raise LineDown(type(error).__name__) from error

    def _check(self):
        """Make the folders, and see that nobody else may write into them."""
        for path in (self.folder, *(self.folder / part for part in PARTS)):
            try:
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                mode = path.stat().st_mode
            except OSError as error:
                raise LineDown(type(error).__name__) from error
            if mode & OTHERS_WRITE:
                raise LineDown("others may write into its folder")
