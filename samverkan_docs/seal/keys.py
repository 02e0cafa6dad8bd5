"""A school's key for stamping, with its certificate: made, read and judged.

Rule: a key that a stamp could not be trusted with is refused when it is read, with a sentence
that says why. Only its dates are judged later, when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

_NEW_BITS = 3072
_LEAST_BITS = 2048
_LIFE = timedelta(days=3652)  # ten years
_NAME_LIMIT = 64  # of a name in a certificate (X.520)


class NoKey(Exception):
    """There is no key to stamp with; the text is a Swedish sentence."""


class WrongPassphrase(NoKey):
    """The key file opens with another passphrase."""


class NotValidNow(NoKey):
    """The certificate has expired, or is not valid yet."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """A private key, its certificate, and those of its issuers where the file holds them."""

    private: RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256, in hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def days_left(self, when: datetime) -> int:
        """Return the whole days that the certificate is valid after *when*, below 0 if expired."""
        return (self.certificate.not_valid_after_utc - when).days

    def demand_valid(self, when: datetime) -> None:
        """Raise NotValidNow unless the certificate is valid at *when*."""
        if when > self.certificate.not_valid_after_utc:
            raise NotValidNow(
                "Skolans certifikat gick ut den "
                f"{self.certificate.not_valid_after_utc:%Y-%m-%d}. Skaffa en ny nyckel; det som "
                "redan är stämplat går fortfarande att kontrollera."
            )
        if when < self.certificate.not_valid_before_utc:
            raise NotValidNow(
                "Skolans certifikat gäller först från "
                f"{self.certificate.not_valid_before_utc:%Y-%m-%d}. Kontrollera att datorns klocka "
                "går rätt."
            )


def new(school: str, when: datetime | None = None) -> bytes:
    """Make a key and a certificate of its own for *school*: PKCS#12 without a passphrase."""
    private = generate_private_key(public_exponent=65537, key_size=_NEW_BITS)
    name = " ".join(school.split())[:_NAME_LIMIT].strip() or "Skola utan namn"
    certificate = _certificate(private, name, when or datetime.now(UTC))
    label = name.encode()
    return pkcs12.serialize_key_and_certificates(label, private, certificate, None, NoEncryption())


def _certificate(private: RSAPrivateKey, name: str, when: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # once called non-repudiation: without it no validator accepts
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
    builder = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(when)
        .not_valid_after(when + _LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def load(data: bytes, passphrase: str = "") -> Key:
    """Read a PKCS#12 file; NoKey if it cannot be read or no stamp should be made with its key."""
    try:
        private, certificate, issuers = pkcs12.load_key_and_certificates(
            data, passphrase.encode() or None
        )
    except UnsupportedAlgorithm as error:
        raise NoKey(
            "Nyckelfilen är krypterad på ett sätt som programmet inte kan läsa. Be den som "
            "utfärdade den om en PKCS#12-fil med AES."
        ) from error
    except ValueError as error:
        raise _unreadable(error, passphrase) from error
    if private is None or certificate is None:
        raise NoKey("Nyckelfilen saknar nyckel eller certifikat.")
    if not isinstance(private, RSAPrivateKey) or private.key_size < _LEAST_BITS:
        raise NoKey(
            f"Nyckeln måste vara en RSA-nyckel på minst {_LEAST_BITS} bitar, för annars går "
            "stämpeln inte att kontrollera i en arkivfil."
        )
    _demand_purpose(certificate)
    return Key(private=private, certificate=certificate, issuers=tuple(issuers))


def _unreadable(error: ValueError, passphrase: str) -> NoKey:
    if "password" not in str(error):
        return NoKey("Nyckelfilen går inte att läsa: den är ingen hel PKCS#12-fil.")
    if passphrase:
        return WrongPassphrase("Lösenfrasen öppnar inte nyckelfilen.")
    return WrongPassphrase("Nyckelfilen har en lösenfras. Ange den.")


def _demand_purpose(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        usage = None
    if usage is None or not (usage.digital_signature and usage.content_commitment):
        raise NoKey(
            "Certifikatet är inte utfärdat för att stämpla eller underteckna: det saknar "
            "nyckelanvändningarna digitalSignature och nonRepudiation."
        )
