from contextlib import contextmanager
from contextvars import ContextVar


class PrivateRight:
    """A right that only code of this process can hold, for as long as a block runs.

    Guards of records ask it instead of the context of the environment, which any
    caller of an RPC method sets as it likes. It ends with the block, also on an error,
    and another thread or request never sees it.
    """

    def __init__(self, name):
        self._held = ContextVar(name, default=False)

    @contextmanager
    def held(self):
        token = self._held.set(True)
        try:
            yield
        finally:
            self._held.reset(token)

    def __bool__(self):
        return self._held.get()
