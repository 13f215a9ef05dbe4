"""Holding back whoever asks too often; what is counted is in `onestop.throttle`."""

from odoo.http import request


def address():
    """Where a request comes from, as a key to count by."""
    return f"address {request.httprequest.remote_addr}"


def asker():
    """Who asks: the account, or where a visitor comes from."""
    user = request.env.user
    return address() if user._is_public() else f"user {user.id}"


def is_spent(kind, key, limit, window):
    return request.env["onestop.throttle"]._is_spent(kind, key, limit, window)


def count(kind, key):
    request.env["onestop.throttle"]._count(kind, key)
