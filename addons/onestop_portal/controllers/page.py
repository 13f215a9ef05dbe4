"""What the citizen's pages share: how they are answered, and what they say once."""

from odoo.http import request

from odoo.addons.onestop_procedure.core.database_time import legal_text
from odoo.addons.portal.controllers.portal import pager

MESSAGES = "onestop_messages"
#: So many rows stand on a page of a list.
PER_PAGE = 20
# A number with more digits is none that anything here is counted by.
MOST_DIGITS = 9


def version_in_force(code):
    """The version in force of the procedure with this code, or the page is not found."""
    version = request.env["onestop.procedure"]._public_version(code)
    if not version:
        raise request.not_found()
    return version


def whole_number(typed, otherwise):
    """The number that an address names (str or int); `otherwise` where it is none."""
    typed = str(typed)
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else otherwise


def pager_of(address, total, page, **narrowed):
    """The pages of a list: what `onestop_portal.pages` shows, and the `offset` of the
    page that was asked for, or else of the first.

    :param page: whatever the address names
    :param narrowed: what else its links name
    """
    number = whole_number(page, 1)
    return pager(address, total, page=number, step=PER_PAGE, url_args=narrowed or None)


def say(kind, text):
    """Have the next page say something: `kind` is `success`, `info` or `danger`."""
    said = request.session.get(MESSAGES) or []
    request.session[MESSAGES] = [*said, [kind, text]]


def render(template, values=None, private=True, by_token=False, status=200):
    """Answer with a page.

    :param bool private: somebody's own page, which no cache may keep
    :param bool by_token: reached with a number or a token, which no other site may see
    """
    messages = request.session.get(MESSAGES)
    if messages:
        del request.session[MESSAGES]
    shared = {"messages": messages or [], "incidents": _incidents()}
    response = request.render(template, {**shared, **(values or {})}, status=status)
    headers = response.headers
    headers["X-Frame-Options"] = "SAMEORIGIN"
    headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    headers["Referrer-Policy"] = "no-referrer" if by_token else "same-origin"
    if private or by_token:
        headers["Cache-Control"] = "no-store"
    return response


def _incidents():
    """What stands still, or will: `text`, and in legal time `begin` and `end`."""
    return [
        {
            "text": one["text"],
            "begin": legal_text(one["begin"]),
            "end": one["end"] and legal_text(one["end"]),
        }
        for one in request.env["onestop.incident"]._public_notices()
    ]
