import fcntl
import os

from cli.refusal import Refusal


def held(settings, besides=()):
    """Names of the locks of this folder that somebody holds."""
    names = (path.stem for path in settings.state.glob("*.lock"))
    return [
        name for name in names if name not in besides and Lock(settings, name).holder()
    ]


class Lock:
    """One holder at a time; the kernel lets go when the holder dies, however it dies.

    The holder's process number stands in the file, so others can say whom to ask.
    """

    def __init__(self, settings, name):
        settings.state.mkdir(parents=True, exist_ok=True)
        self.path = settings.state / f"{name}.lock"

    def take(self, sentence):
        """:raises Refusal: with `sentence` where another process holds it"""
        self._file = self.path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise Refusal(sentence.format(holder=self.holder()))
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self

    def fileno(self):
        """For a process that shall hold it too: the lock lasts until the last is gone."""
        return self._file.fileno()

    def hand_over(self, holder):
        """Leave the lock to the process `holder`, which was started with `fileno`."""
        self._file.truncate(0)
        self._file.write(str(holder))
        self._file.close()

    def release(self):
        self._file.truncate(0)
        self._file.close()

    def holder(self):
        """Process number of the one that holds it, or None: a stale number is none."""
        try:
            with self.path.open("a+") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    file.seek(0)
                    return int(file.read() or 0) or None
        except OSError:
            pass
        return None
