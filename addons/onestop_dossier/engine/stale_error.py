from odoo.exceptions import UserError


class StaleError(UserError):
    """Somebody changed a file since whoever writes now saw it.

    The web client knows it by its name, and offers to load the new state
    (static/src/stale_dialog.js).
    """
