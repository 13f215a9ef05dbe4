"""An authority for tests and demonstrations: it makes keys and certificates of no value.

Each certificate carries `TEST_UNIT`, by which a production refuses it.
"""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .seal_certificate import TEST_UNIT

KEY_BITS = 3072
DAYS = 730
# What is set right a little late is valid all the same.
BEFORE = datetime.timedelta(days=1)


class TestAuthority:
    """One authority; `certificate` is its own in PEM (str)."""

    # Not for pytest to collect.
    __test__ = False

    def __init__(self, name="CA thử nghiệm", now=None, bits=KEY_BITS):
        self._now = now or datetime.datetime.now(datetime.timezone.utc)
        self._bits = bits
        self._key = self._new_key()
        self._name = self._named(name)
        usage = self._usage(key_cert_sign=True, crl_sign=True)
        built = self._builder(self._name, self._key.public_key(), DAYS * 5)
        built = built.add_extension(x509.BasicConstraints(True, 0), critical=True)
        self._own = self._sign(built.add_extension(usage, critical=True))
        self.certificate = _pem(self._own)

    def issue(self, name, days=DAYS, passphrase=None, start=None, for_time=False):
        """A certificate for a seal and its key.

        :param int days: how long it is valid, from a day before `start`
        :param passphrase: bytes under which the key is kept
        :param for_time: of an authority that tells the time
        :return: (certificate, key), PEM as str
        """
        key = self._new_key()
        subject = self._named(name)
        built = self._builder(subject, key.public_key(), days, start)
        built = built.add_extension(x509.BasicConstraints(False, None), critical=True)
        usage = self._usage(digital_signature=True, content_commitment=True)
        built = built.add_extension(usage, critical=True)
        if for_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            built = built.add_extension(purpose, critical=True)
        return _pem(self._sign(built)), self._key_pem(key, passphrase)

    def _builder(self, subject, public_key, days, start=None):
        start = (start or self._now) - BEFORE
        identifier = x509.SubjectKeyIdentifier.from_public_key
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + datetime.timedelta(days=days))
            .add_extension(identifier(public_key), critical=False)
            .add_extension(authority(self._key.public_key()), critical=False)
        )

    def _sign(self, builder):
        return builder.sign(self._key, hashes.SHA256())

    def _new_key(self):
        return rsa.generate_private_key(public_exponent=65537, key_size=self._bits)

    @staticmethod
    def _named(name):
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
                x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            ]
        )

    @staticmethod
    def _usage(**held):
        names = (
            *("digital_signature", "content_commitment", "key_encipherment"),
            *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
            *("encipher_only", "decipher_only"),
        )
        return x509.KeyUsage(**{name: held.get(name, False) for name in names})

    @staticmethod
    def _key_pem(key, passphrase):
        locked = (
            serialization.BestAvailableEncryption(passphrase)
            if passphrase
            else serialization.NoEncryption()
        )
        return key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
        ).decode()


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
