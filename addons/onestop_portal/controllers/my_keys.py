import secrets
from datetime import timedelta

from odoo import http
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from ..engine.own_keys import OwnKeys
from .held_back import asker, count, is_spent
from .page import render, say

WINDOW = timedelta(minutes=10)
MOST_WRONG = 5
# A form makes one key: who loads the answer again is not given another.
FORM = "onestop_key_form"


class OnestopMyKeys(http.Controller):
    """A citizen's keys for programs of their own: made, seen and revoked.

    Plain forms. The key is in the answer to the form alone, and is kept nowhere.
    """

    @http.route("/my/keys", type="http", auth="user", methods=["GET"], website=True)
    def my_keys(self, **kw):
        return self._answer()

    @http.route(
        "/my/keys",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def make_key(self, name="", days="", password="", form="", **kw):
        if not form or form != request.session.pop(FORM, None):
            say(
                "info",
                request.env._(
                    "That form is out of date: here are your keys, and a new one."
                ),
            )
            return request.redirect("/my/keys")
        typed = {"name": name, "days": int(days[:4]) if days.isdecimal() else 0}
        if is_spent("key_password", asker(), MOST_WRONG, WINDOW):
            wrong = request.env._(
                "Too many wrong passwords. Wait ten minutes, and try again."
            )
            return self._answer(typed, {"password": wrong}, status=429)
        keys = OwnKeys(request.env)
        try:
            key = keys.make(typed["name"], typed["days"], password)
        except AccessDenied:
            count("key_password", asker())
            wrong = request.env._("This is not the password of your account.")
            return self._answer(typed, {"password": wrong})
        except UserError as error:
            return self._answer(typed, {"form": str(error)})
        return self._answer(made={"key": key, "name": typed["name"]})

    @http.route(
        "/my/keys/<int:key_id>/revoke",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def revoke_key(self, key_id, **kw):
        name = OwnKeys(request.env).revoke(key_id)
        if name is None:
            raise request.not_found()
        say("success", request.env._("“%s” opens nothing any more.", name))
        return request.redirect("/my/keys")

    def _answer(self, typed=None, wrong=None, made=None, status=200):
        keys = OwnKeys(request.env)
        form = request.session[FORM] = secrets.token_urlsafe(16)
        return render(
            "onestop_portal.my_keys",
            {
                "title": request.env._("Keys for programs"),
                "rows": keys.rows(),
                "days": keys.days(),
                "form": form,
                "typed": typed or {},
                "wrong": wrong or {},
                "made": made,
                "language_path": "/my/keys",
            },
            status=status,
        )
