"""Reads the form of a request, within limits of size and of type."""

from __future__ import annotations

from email.message import Message
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.http.problems import TooLarge
from api.pages.forms.form import Form, remember_form
from domain.log.characters import NAMES, refuse_forbidden
from domain.refusals import Malformed, Refusal

FORM_BYTES = 64 * 1024
UPLOAD_BYTES = 2 * 1024 * 1024
FIELDS = 500
_TYPED, _WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"


class WrongFormType(Refusal):
    """This page takes a form as {allowed} in UTF-8. Open the page in a browser and send its form from there."""


async def read_form(request: Request) -> Form:
    """The form of a request, of at most 64 KiB and without files. Raises WrongFormType, TooLarge or Malformed."""
    _check_type(request, _TYPED)
    body = await _body(request, FORM_BYTES)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise Malformed(fault=f"a form is text in UTF-8, of at most {FIELDS} fields") from None
    form = Form()
    for name, value in pairs:
        _put(form, name, value)
    return remember_form(request, form)


async def read_upload(request: Request, limit: int = UPLOAD_BYTES) -> Form:
    """The form of a request that may bring a file, of at most 2 MiB in all. Its route depends on who may send it first:
    of anyone else at most 64 KiB are read. Raises WrongFormType, TooLarge or Malformed."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _TYPED:
        return await read_form(request)
    _check_type(request, _WITH_FILES)
    _check_length(request, limit)
    form = Form()
    async with request.form(max_files=1, max_fields=FIELDS, max_part_size=limit) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                form.files[name] = await value.read()
            else:
                _put(form, name, value)
    return remember_form(request, form)


def _check_type(request: Request, allowed: str) -> None:
    """Only one way to write a form is taken, and only UTF-8: other charsets can take minutes to decode."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = header.get_content_charset("utf-8")
    if header.get_content_type() != allowed or charset != "utf-8":
        raise WrongFormType(allowed=allowed)


def _check_length(request: Request, limit: int) -> None:
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Malformed(fault="a form says how long it is")
    if int(length) > limit:
        raise TooLarge(limit=_readable(limit), advice="Send less at once.")


async def _body(request: Request, limit: int) -> bytes:
    _check_length(request, limit)
    return await request.body()


def _readable(size: int) -> str:
    return f"{size // 1024} KiB" if size < 1024 * 1024 else f"{size // (1024 * 1024)} MiB"


def _put(form: Form, name: str, value: str) -> None:
    refuse_forbidden(value, is_name=name in NAMES)
    form.fields.setdefault(name, []).append(value)


SentForm = Annotated[Form, Depends(read_form)]
