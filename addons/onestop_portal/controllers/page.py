"""What the citizen's pages share: how they are answered, and what they say once."""

from odoo.http import request

from odoo.addons.onestop_procedure.core.database_time import legal_text

MESSAGES = "onestop_messages"


def version_in_force(code):
    """The version in force of the procedure with this code, or the page is not found."""
    version = request.env["onestop.procedure"]._public_version(code)
    if not version:
        raise request.not_found()
    return version


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
