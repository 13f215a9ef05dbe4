"""A program of somebody else's: it has a key, and knows nothing of Odoo."""

import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta


def key_of(centre, login):
    """A key of a person, as they make one for their program."""
    with centre.env() as env:
        user = env["res.users"].search([("login", "=", login)])
        ends = datetime.now() + timedelta(days=1)
        made = env["res.users.apikeys"].with_user(user).sudo()
        return made._generate("rpc", "a program", ends)


def call(server, path, key, body):
    """(status, answer) of a call with plain HTTP; `body` is JSON text."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"bearer {key}"
    request = urllib.request.Request(server + path, body.encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)
