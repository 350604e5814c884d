"""Zips with the same bytes for the same input, written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from scormbuild.compile.site import File
from scormbuild.errors import UsageError
from scormbuild.writing import replacing

_COMPRESSED_ALREADY = {
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".mp4",
    ".webm",
    ".mp3",
    ".m4a",
    ".pdf",
    ".zip",
    ".docx",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name."""


def write_zip(target: Path, files: Iterable[File]) -> int:
    """Write the files in the order given and return the zip's size in bytes.

    An earlier zip of that name stays as it is until the new one is complete.
    """
    with replacing(target) as stream, ZipFile(stream, "w") as package:
        for file in files:
            info = ZipInfo(file.path, _EPOCH)
            info.compress_type = ZIP_STORED if Path(file.path).suffix in _COMPRESSED_ALREADY else ZIP_DEFLATED
            # The same on every system: made "on Unix", readable by all.
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.file_size = file.size()
            source: BinaryIO = BytesIO(file.content) if isinstance(file.content, bytes) else file.content.open("rb")
            with source, package.open(info, "w") as entry:
                shutil.copyfileobj(source, entry, 1 << 16)
    return target.stat().st_size


def write_file(target: Path, file: File) -> int:
    """Write one file by itself and return its size in bytes; an earlier one stays until the new one is complete."""
    with replacing(target) as stream:
        stream.write(file.content if isinstance(file.content, bytes) else file.content.read_bytes())
    return target.stat().st_size


def write_folder(target: Path, files: Iterable[File]) -> None:
    """Write the files into a folder that takes the place of `target`.

    An earlier folder of that name stays as it is until the new one is complete. Raises `UsageError` where something
    stands there that no build has written: it would be lost.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not (target / "index.html").is_file():
        raise UsageError(f"{target.as_posix()} is no site of an earlier build: move it away, or build elsewhere")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as beside:
        new, earlier = Path(beside, "new"), Path(beside, "earlier")
        for file in files:
            path = new / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(file.content, bytes):
                path.write_bytes(file.content)
            else:
                shutil.copyfile(file.content, path)
        if target.exists():
            target.rename(earlier)
        try:
            new.rename(target)
        except OSError:
            if earlier.exists():
                earlier.rename(target)
            raise
