"""The folder in which the keys of seals lie, and what makes one fit to be used.

`<code>.key` is a private key in PEM, its passphrase in `<code>.pass` where it has one; or
`<code>.token` says where a token holds it, its PIN in `<code>.pin`. `roots/*.pem` are the
authorities that are trusted, `time.json` where the time is stamped. A seal's code names
its files, and a code is no path.
"""

import contextlib
import json
import os
import pathlib
import re
import stat

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .seal_certificate import read_chain, same_key
from .seal_error import SealError

CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,30}[A-Z0-9])?")
# A key, a PIN, a description of a token: none is longer.
LARGEST = 64 * 1024
OTHERS = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class _KeySigner(Signer):
    """Signs with a key that was read once: pyhanko's own reads it for each signature."""

    def __init__(self, key, **kw):
        super().__init__(**kw)
        self._key = key

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        if dry_run:
            # Asked only how long it will be; of a curve it is twice its size and a head.
            return bytes(self._key.key_size // 4 + 16)
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


class SealKeys:
    """:param folder: path of the folder (str), or nothing where none is configured"""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder) if folder else None

    @contextlib.contextmanager
    def signer(self, code, certificate):
        """A signer of pyhanko with the key of a seal, for as long as the block runs.

        :param certificate: PEM (str), that of the seal first
        :raises SealError: with the word that says what is wrong with the key
        """
        chain = read_chain(certificate)
        if (self._place(code, "token")).exists():
            with self._on_token(code, chain) as signer:
                yield signer
        else:
            yield self._in_file(code, chain)

    def roots(self):
        """The certificates (asn1crypto) of the authorities that are trusted."""
        found = []
        if self._folder:
            for path in sorted((self._folder / "roots").glob("*.pem")):
                found += read_chain(path.read_text(errors="replace"))
        return found

    def time(self):
        """Where the time is stamped: dict of `url` and, at will, `headers`; or None.

        :raises SealError: `time_settings`
        """
        if not self._folder or not (self._folder / "time.json").exists():
            return None
        try:
            settings = json.loads(self._read(self._folder / "time.json"))
            return {"url": str(settings["url"]), "headers": settings.get("headers")}
        except (ValueError, TypeError, KeyError) as error:
            if isinstance(error, SealError):
                raise
            raise SealError("time_settings") from None

    def _in_file(self, code, chain):
        content = self._read(self._place(code, "key"))
        secret = self._place(code, "pass")
        password = self._read(secret).strip() if secret.exists() else None
        try:
            key = serialization.load_pem_private_key(content, password)
        except (ValueError, TypeError):
            raise SealError("key_unreadable") from None
        der = serialization.Encoding.DER
        public = key.public_key().public_bytes(
            der, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        if not same_key(chain[0], asn1_keys.PublicKeyInfo.load(public)):
            raise SealError("key_of_another")
        if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
            raise SealError("key_unreadable")
        return _KeySigner(
            key,
            signing_cert=chain[0],
            cert_registry=self._store(chain),
            embed_roots=False,
        )

    @contextlib.contextmanager
    def _on_token(self, code, chain):
        # Loads a library of the token's maker: only where there is a token.
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        try:
            told = json.loads(self._read(self._place(code, "token")))
            module, token, label = told["module"], told["token"], told["key"]
        except (ValueError, TypeError, KeyError) as error:
            if isinstance(error, SealError):
                raise
            raise SealError("token_settings") from None
        pin = self._read(self._place(code, "pin")).strip().decode(errors="replace")
        try:
            session = open_pkcs11_session(
                module, token_criteria=TokenCriteria(label=token), user_pin=pin
            )
        except (pkcs11.exceptions.PKCS11Error, RuntimeError, OSError):
            raise SealError("token_away") from None
        with session:
            self._compare(session, label, chain[0])
            yield PKCS11Signer(
                session,
                signing_cert=chain[0],
                ca_chain=chain[1:],
                key_label=label,
                embed_roots=False,
            )

    @staticmethod
    def _compare(session, label, certificate):
        import pkcs11
        from pkcs11.util.ec import encode_ec_public_key
        from pkcs11.util.rsa import encode_rsa_public_key

        try:
            key = session.get_key(pkcs11.ObjectClass.PUBLIC_KEY, label=label)
            if key.key_type == pkcs11.KeyType.RSA:
                numbers = asn1_keys.RSAPublicKey.load(encode_rsa_public_key(key))
                held = asn1_keys.PublicKeyInfo.wrap(numbers, "rsa")
            else:
                held = asn1_keys.PublicKeyInfo.load(encode_ec_public_key(key))
        except (pkcs11.exceptions.PKCS11Error, ValueError):
            raise SealError("token_without_key") from None
        if not same_key(certificate, held):
            raise SealError("key_of_another")

    @staticmethod
    def _store(chain):
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        return store

    def _place(self, code, suffix):
        """The file of a seal: its code is a word of one alphabet, whoever wrote it."""
        if not self._folder:
            raise SealError("no_folder")
        if not CODE.fullmatch(code or ""):
            raise SealError("code")
        return self._folder / f"{code}.{suffix}"

    def _read(self, path):
        """The content (bytes) of a file that nobody else reads and nobody else made.

        The folder is looked at as well: who may write into it may exchange the file.
        """
        try:
            there = os.stat(path.parent)
            if there.st_mode & OTHERS_WRITE or there.st_uid != os.geteuid():
                raise SealError("folder_open")
            # A link leads out of the folder.
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            raise SealError(f"{path.suffix[1:]}_missing") from None
        except OSError:
            raise SealError("key_closed") from None
        with os.fdopen(number, "rb") as file:
            is_ = os.fstat(number)
            if not stat.S_ISREG(is_.st_mode) or is_.st_uid != os.geteuid():
                raise SealError("key_of_others")
            if is_.st_mode & OTHERS:
                raise SealError("key_open")
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise SealError("key_unreadable")
        return content
