"""What is posted is read within bounds.

Rule: what no page of ours can send is refused before any work is done on it.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TypeAlias

import flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# Sixty contacts with each of ten further partners make 9,000.
MOST_FIELDS = 10_000
_Parsed: TypeAlias = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]
_URLENCODED = "application/x-www-form-urlencoded"


class _Parser(FormDataParser):
    """Refuses too many fields, which Werkzeug counts in multipart alone, and nameless ones."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> _Parsed:
        if mimetype == _URLENCODED:
            stream = _with_few_fields(stream)
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        if None in form or None in files:
            for upload in files.values():
                upload.close()
            raise BadRequest
        return rest, form, files


def _with_few_fields(stream: IO[bytes]) -> IO[bytes]:
    content = stream.read()
    if content.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
    return BytesIO(content)


class Request(flask.Request):
    """A request whose form data are read within bounds."""

    form_data_parser_class = _Parser
