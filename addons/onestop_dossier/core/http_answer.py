"""The body of an answer that others send over HTTP: never more than was agreed, and
never for ever."""

from time import monotonic

# Bytes that are looked at together.
DROP = 65_536


class TooLong(Exception):
    """The answer holds more than it may."""


def whole(response, most, seconds):
    """Return the body of an answer, which may come in drops.

    :param response: of urllib3, its content not yet loaded
    :param int most: bytes that it may hold
    :param seconds: that it may take
    :raises TooLong, TimeoutError:
    """
    body, until = bytearray(), monotonic() + seconds
    while drop := response.read1(DROP):
        body += drop
        if len(body) > most:
            raise TooLong
        if monotonic() > until:
            raise TimeoutError
    return bytes(body)
