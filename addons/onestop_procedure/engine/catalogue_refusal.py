class Refusal(Exception):
    """A record is not taken over; its text says why, in the user's language."""
