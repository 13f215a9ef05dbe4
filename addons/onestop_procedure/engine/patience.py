import time

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.exceptions import LockError

# Between two looks at whether a row is free (seconds), and how many there are: a job
# that looks at dates lets go of its rows within a second, somebody's click within less.
PAUSE = 0.1
LOOKS = 50
# Signs that somebody works on the same rows: a job tries again, with what they are then.
BUSY = (LockError, LockNotAvailable, SerializationFailure)


def wait_for(records):
    """Lock rows for this transaction; who holds them has a moment to end.

    Where that one wrote to them, the database refuses with a SerializationFailure, and
    the request is made anew on what they are now. A row that is free costs one query,
    and none when it is locked again.

    :raises LockError: where the moment was not enough
    """
    held = _held(records)
    wanted = records.filtered(lambda one: one.id not in held)
    for _look in range(LOOKS):
        if not wanted or wanted.try_lock_for_update(allow_referencing=True) == wanted:
            hold_new(wanted)
            return
        time.sleep(PAUSE)
    raise LockError(
        records.env._(
            "Someone else is working on this right now. Look at it again in a moment."
        )
    )


def hold_new(records):
    """Note that this transaction has these rows: it locked them, or it made them, and
    nobody else sees them yet."""
    _held(records).update(records.ids)


def _held(records):
    """The ids of rows that this transaction has. The cursor forgets them when it ends,
    and when it goes back to a savepoint, which lets go of locks."""
    return records.env.cr.cache.setdefault(f"onestop.held.{records._name}", set())
