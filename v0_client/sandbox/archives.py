"""Archives of files, read and written."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib

from .records import File, Files
from .wire import RejectError


def unpacked(archive: bytes, field: str, *, locked: bool = False) -> Files:
    """The files of a ZIP.

    Raises:
        RejectError: 422 naming the field, where it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
            return {entry.filename: File(entry.filename, zipped.read(entry), locked) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        raise RejectError(422, f"{field}: is not a readable archive") from None


def zip_of(files: Files) -> bytes:
    """A ZIP; the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in files.values():
            zipped.writestr(zipfile.ZipInfo(file.name), file.data)
    return buffer.getvalue()


def tarball_of(files: Files) -> bytes:
    """A gzipped tar; the same for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for file in files.values():
            entry = tarfile.TarInfo(file.name)
            entry.size = len(file.data)
            tar.addfile(entry, io.BytesIO(file.data))
    return gzip.compress(buffer.getvalue(), mtime=0)
