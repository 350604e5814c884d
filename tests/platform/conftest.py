"""Packages by hand for the tests of the stand-ins: a manifest and whatever files a test needs, or an AU."""

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import pytest

from tests.platform.cmi5 import Launcher
from tests.platform.cmi5_unit import Unit, zipped

BLANK = "<!doctype html><meta charset=utf-8><title>A course</title><p>Hei"

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Kurs</title>{items}</organization></organizations>
  <resources>{resources}</resources>
</manifest>
"""
ITEM = '<item identifier="{0}" identifierref="R-{0}"><title>{0}</title>{mastery}</item>'
MASTERY = "<adlcp:masteryscore>{}</adlcp:masteryscore>"
RESOURCE = (
    '<resource identifier="R-{0}" type="webcontent" {attribute} href="{0}.html"><file href="{0}.html"/></resource>'
)

MakeZip = Callable[..., bytes]


@pytest.fixture
def make_zip() -> MakeZip:
    def make_zip(
        *pages: str,
        mastery_score: str = "",
        attribute: str = 'adlcp:scormtype="sco"',
        files: Mapping[str, str | bytes] | None = None,
    ) -> bytes:
        """One SCO per page (`kurs` if none is named): item `kurs`, file `kurs.html`, and the files given."""
        pages = pages or ("kurs",)
        mastery = MASTERY.format(escape(mastery_score)) if mastery_score else ""
        manifest = MANIFEST.format(
            items="".join(ITEM.format(page, mastery=mastery) for page in pages),
            resources="".join(RESOURCE.format(page, attribute=attribute) for page in pages),
        )
        contents = {"imsmanifest.xml": manifest} | {f"{page}.html": BLANK for page in pages} | dict(files or {})
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in contents.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return make_zip


@pytest.fixture
def unit(launcher: Launcher) -> Unit:
    """An AU that has read what it must and sent nothing."""
    launcher.mount("kurs", zipped())
    return Unit(launcher.launch("kurs")).start()
