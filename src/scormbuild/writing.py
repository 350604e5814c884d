"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from scormbuild.errors import UsageError

READABLE: Final = 0o644
"""For whoever may read the folder."""

PRIVATE: Final = 0o600
"""For the owner alone."""


@contextmanager
def replacing(target: Path, mode: int = READABLE) -> Iterator[BinaryIO]:
    """A new file that takes the place of `target` when the block ends well, and leaves no trace when it doesn't.

    `mode` are its permissions. Raises `UsageError` where the target can't be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise _refused(target, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        try:
            temporary.chmod(mode)
            temporary.replace(target)
        except OSError as error:
            raise _refused(target, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _refused(target: Path, error: OSError) -> UsageError:
    return UsageError(f"{target.as_posix()} can't be written: {error.strerror}")
