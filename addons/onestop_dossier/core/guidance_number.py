"""The short number under which guidance that somebody got is found again.

It is printed, told over the telephone and scanned. The QR code on the sheet leads
whoever scans it with a telephone to the page of the procedure; the number stands behind
the `#`, which no browser sends to a server.
"""

from urllib.parse import quote, urlencode, urlsplit

from .tracking_number import normalise_tracking, tracking_number

# Some thousand million numbers, in seven characters and a dash; who looks one up sits
# at a counter, and each look-up is written down.
BITS = 30


def guidance_number() -> str:
    """Return a new random number such as `7KQ3-0MX`."""
    return tracking_number(BITS)


def guidance_link(base: str, procedure: str, case: str | None, number: str) -> str:
    """Return the address of the procedure's page, with the number behind it."""
    query = f"?{urlencode({'case': case})}" if case else ""
    return f"{base}/procedures/{quote(procedure)}{query}#{number}"


def read_guidance_number(typed: str) -> str | None:
    """Return the number that was typed, or scanned from a sheet; None for neither."""
    text = (typed or "").strip()
    try:
        scanned = urlsplit(text).fragment
    except ValueError:
        scanned = ""
    return normalise_tracking(scanned or text, BITS)
