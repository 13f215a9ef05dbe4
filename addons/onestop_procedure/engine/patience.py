import time

from odoo.exceptions import LockError

# Between two looks at whether a row is free (seconds), and how many there are: a job
# that looks at dates lets go of its rows within a second, somebody's click within less.
PAUSE = 0.1
LOOKS = 50


def wait_for(records):
    """Lock rows for this transaction; who holds them has a moment to end.

    Where that one wrote to them, the database refuses with a SerializationFailure, and
    the request is made anew on what they are now. A row that is free costs one query.

    :raises LockError: where the moment was not enough
    """
    for _look in range(LOOKS):
        if records.try_lock_for_update(allow_referencing=True) == records:
            return
        time.sleep(PAUSE)
    raise LockError(
        records.env._(
            "Someone else is working on this right now. Look at it again in a moment."
        )
    )
