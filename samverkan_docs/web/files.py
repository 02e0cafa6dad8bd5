"""Files that a page hands out, each under a name that tells what it is."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def answer(content: bytes, media_type: str, name: str, *, saved: bool = False) -> Response:
    """Return *content* as a file called *name*, to look at or, if *saved*, to keep."""
    return send_file(
        BytesIO(content),
        mimetype=media_type,
        download_name=name,
        as_attachment=saved,
        conditional=False,
        etag=False,
    )
