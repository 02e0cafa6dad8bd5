"""What somebody else may do to a stamped file: sign it, with a key of their own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from samverkan_docs.pdf import cover
from samverkan_docs.seal import Key

INVISIBLE = {
    "invis_sig_settings": fields.InvisSigSettings(
        set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
    ),
    "readable_field_name": "Underskrift",
}


def approved(
    pdf: bytes,
    key: Key,
    place: dict[str, Any] | None = None,
    **options: Any,  # noqa: ANN401 # pyHanko's own
) -> bytes:
    """Add an approval signature, in a field that nobody sees unless *place* says otherwise."""
    name = "Underskrift"
    meta = signers.PdfSignatureMetadata(name, subfilter=fields.SigSeedSubFilter.PADES, **options)
    spec = fields.SigFieldSpec(name, **(INVISIBLE if place is None else place))
    own = signers.SimpleSigner.load_pkcs12_data(key_file(key.private, key.certificate), [])
    signer = signers.PdfSigner(meta, own, new_field_spec=spec)
    return bytes(signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue())


def with_certificate(pdf: bytes, key: Key) -> bytes:
    """Put one more certificate into the first signature, where no signature covers it."""
    found = cover.find(pdf)
    assert found
    gap = found.gap
    message = cms.ContentInfo.load(bytes.fromhex(pdf[gap][1:-1].decode()))
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    certificates = message["content"]["certificates"]
    certificates.append(cms.CertificateChoices("certificate", certificate))
    message["content"]["certificates"] = cms.CertificateSet(list(certificates))
    written = bytes(message.dump(force=True)).hex().upper().encode()
    filled = b"<" + written.ljust(gap.stop - gap.start - 2, b"0") + b">"
    return pdf[: gap.start] + filled + pdf[gap.stop :]


def key_file(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    certificate: pyca.Certificate,
    passphrase: str = "",
) -> bytes:
    """Return a key and its certificate as a file that keys.load reads."""
    way = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"", private, certificate, None, way)
