"""What the law makes of what a person brings: the four legal kinds, and information.

Pure: nothing here knows a database, a clock or a user. Which kinds need a signed
letter is data of the rule set and passed in.
"""

REFLECTION = "reflection"
PETITION = "petition"
COMPLAINT = "complaint"
DENUNCIATION = "denunciation"
INFORMATION = "information"
KINDS = (REFLECTION, PETITION, COMPLAINT, DENUNCIATION, INFORMATION)
# What a person may say that they bring; information is what the law makes of it.
ASKED_KINDS = KINDS[:-1]

CHANNELS = ("portal", "counter", "telephone", "letter", "email")
# A signature, or a statement written down and read back, exists on these alone.
SIGNED_CHANNELS = frozenset({"counter", "letter"})
STAGES = ("guiding", "receiving", "resolving", "transferring", "returning")


def legal_kind(asked, channel, signed, named, needs_form=(COMPLAINT, DENUNCIATION)):
    """Return the kind that a filing has in law when it is registered.

    A complaint and a denunciation are a signed letter, or a statement made in person,
    written down, read back and signed (Law on Complaints 8; Law on Denunciations 22,
    23). By telephone, e-mail or web form, or without a name, they are information: not
    refused at the door, and without the clock of the kind that they may become.

    :param str asked: one of ASKED_KINDS
    :param str channel: one of CHANNELS
    :param bool signed: the letter or the statement is signed
    :param bool named: we, or the sealed envelope, know who it is
    :param needs_form: the kinds that the rule set asks a signed form of
    """
    if asked not in needs_form:
        return asked
    in_form = signed and named and channel in SIGNED_CHANNELS
    return asked if in_form else INFORMATION


def is_sealed(kind, asked):
    """Whether nobody may find out who brings it.

    What is meant as a denunciation is sealed before it has the form of one.
    """
    return DENUNCIATION in (kind, asked) and kind in (DENUNCIATION, INFORMATION)
