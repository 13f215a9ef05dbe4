from datetime import datetime

from .core.legal_time import ZONE


def legal_today():
    """Today's date for the law: in Asia/Ho_Chi_Minh, wherever user and server are."""
    return datetime.now(ZONE).date()
