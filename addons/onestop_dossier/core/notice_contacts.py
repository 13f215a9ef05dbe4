"""By which channels a person can be told, and in which order they are tried."""

import re
from dataclasses import dataclass

# As they are tried where the person did not say otherwise: the last two take time of the
# staff, who telephone and post letters.
CHANNELS = ("email", "sms", "phone", "post")
SEPARATOR = ","
# Which channels a contact of each kind opens.
OPENS = {"email": ("email",), "phone": ("sms", "phone"), "address": ("post",)}
# Of the numbers that `eform_values.clean_phone` gives, those that take short messages.
MOBILE = re.compile(r"0[35789][0-9]{8}")


def read_order(wanted):
    """The channels that somebody named, in their order, each once.

    :param wanted: a list of codes of `CHANNELS`, or their text with commas between
    :raises ValueError: for what is no list of channels; it repeats nothing of it
    """
    if isinstance(wanted, str):
        wanted = wanted.split(SEPARATOR) if wanted else []
    if not isinstance(wanted, list | tuple) or any(
        one not in CHANNELS for one in wanted
    ):
        raise ValueError("not a list of channels")
    return tuple(dict.fromkeys(wanted))


def put_first(chosen, order=()):
    """`order` with what somebody chose before the rest of it; empty choices are none."""
    return tuple(dict.fromkeys((*filter(None, chosen), *order)))


@dataclass(frozen=True)
class NoticeContacts:
    """What a person gave of themselves to be told by; empty where they did not, or gave
    what is none: a letter to an address that cannot be reaches nobody.

    `phone` as they wrote it, which an officer reads; `number` the same in digits, as
    `eform_values.clean_phone` gives it, empty where it is no number.
    """

    email: str = ""
    phone: str = ""
    number: str = ""
    address: str = ""

    @property
    def mobile(self):
        """The number that takes short messages, as 0…; empty where none does."""
        return self.number if MOBILE.fullmatch(self.number) else ""

    def gives(self, channel):
        """Whether the person can be told by `channel`, as far as they are concerned."""
        return bool(
            {
                "email": self.email,
                "sms": self.mobile,
                "phone": self.phone,
                "post": self.address,
            }[channel]
        )

    def order(self, wanted=()):
        """The channels to try, one after the other: those that the person wanted, then
        what else they gave."""
        every = dict.fromkeys((*wanted, *CHANNELS))
        return tuple(channel for channel in every if self.gives(channel))
