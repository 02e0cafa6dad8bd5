"""What somebody else may do to a stamped file: sign it, with a key of their own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

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


def key_file(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    certificate: pyca.Certificate,
    passphrase: str = "",
) -> bytes:
    """Return a key and its certificate as a file that keys.load reads."""
    way = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"", private, certificate, None, way)
