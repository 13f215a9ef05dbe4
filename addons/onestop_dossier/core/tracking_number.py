"""The tracking number that a dossier gets when it is submitted.

It stands for a dossier that has no code yet. It is random, so that it cannot be
guessed, and it is read out over the telephone and typed from paper, so it uses
Crockford's 32 characters (no I, L, O, U) and ends in a check character.
"""

import secrets

from .dossier_code import squeeze

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 12 characters of 5 bits: with guesses throttled, nobody meets another's number.
RANDOM_BITS = 60
_GROUP = 4
# What people write for what they see.
_LOOKALIKES = str.maketrans("ILO", "110")


def tracking_number(bits: int = RANDOM_BITS) -> str:
    """Return a new random number such as `7KQ3-0M9A-ZT4WX`.

    `bits`: how many are random, a multiple of 5, at most 150.
    """
    return tracking_number_of(secrets.randbits(bits), bits)


def tracking_number_of(value: int, bits: int) -> str:
    """Return the tracking number that stands for a random value of so many bits."""
    digits = [value >> shift & 31 for shift in range(bits - 5, -1, -5)]
    return _grouped("".join(ALPHABET[d] for d in (*digits, _times_x(_sum(digits)))))


def normalise_tracking(typed: str, bits: int = RANDOM_BITS) -> str | None:
    """Return the tracking number of so many bits that was typed, as printed, or None.

    Mends blanks, lower case, any dashes, and O, I and L for 0, 1 and 1. A wrong
    character, or two that changed places, is always found by the check character.
    """
    text = squeeze(typed).replace("-", "").translate(_LOOKALIKES)
    if len(text) != bits // 5 + 1 or not set(text) <= set(ALPHABET):
        return None
    if _sum(ALPHABET.index(character) for character in text):
        return None
    return _grouped(text)


def _grouped(text):
    """Groups of four; the last has three to five, or is all there is."""
    groups = []
    while len(text) > _GROUP + 1:
        groups.append(text[:_GROUP])
        text = text[_GROUP:]
    return "-".join((*groups, text))


def _times_x(digit):
    """Multiply by x in the field of 32 elements (x⁵ = x² + 1)."""
    return digit << 1 ^ (0b100101 if digit & 16 else 0)


def _sum(digits):
    """Return Σ dᵢ·xⁿ⁻ⁱ over the digits d₁…dₙ: 0 for a number with its check character.

    x takes all 31 values before it comes round, so that no single change, and no
    exchange of two of up to 31 places, leaves the sum as it was.
    """
    total = 0
    for digit in digits:
        total = _times_x(total) ^ digit
    return total
