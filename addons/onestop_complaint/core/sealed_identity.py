"""Who a denouncer is, as bytes that only the holder of a key can read.

AES-256-GCM under a key that lies outside the database, bound to the file that it
belongs to: what was sealed for one cannot be put under another. All seals are equally
long, so their length tells nothing of a name.
"""

import json
import os
import stat

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
# Room for every field of a person at its longest; JSON is filled up with blanks.
PADDED_BYTES = 4096


class SealError(ValueError):
    """The seal or its key is not what it has to be; the text names no person."""


def read_key(path):
    """Return the key that the file holds, in hexadecimal digits.

    :raises SealError: where there is none, or others than its owner may read it
    """
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode)
        if mode & 0o077:
            raise SealError("others than its owner may read the file of the key")
        with open(path, encoding="ascii") as stream:
            key = bytes.fromhex(stream.read().strip())
    except (OSError, TypeError, UnicodeDecodeError):
        raise SealError("there is no file with the key") from None
    except SealError:
        raise
    except ValueError:
        raise SealError("the file of the key holds no key") from None
    if len(key) != KEY_BYTES:
        raise SealError(f"the key has {len(key)} bytes, not {KEY_BYTES}")
    return key


def seal(key, file, identity):
    """Return `identity` (dict of texts) sealed for `file`, such as "onestop.complaint,7".

    :raises SealError: where it is longer than any person's
    """
    text = json.dumps(identity, sort_keys=True).encode()
    if len(text) > PADDED_BYTES:
        raise SealError("an identity is longer than any person's")
    nonce = os.urandom(NONCE_BYTES)
    padded = text.ljust(PADDED_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, padded, file.encode())


def unseal(key, file, sealed):
    """Return the identity that was sealed for `file`.

    :raises SealError: where key, file or seal is another
    """
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return json.loads(AESGCM(key).decrypt(nonce, rest, file.encode()))
    except (InvalidTag, ValueError):
        raise SealError("the seal is broken, or the key is another") from None
