"""What keeps a zip from being read at all: nothing after the first of these is looked at."""

from __future__ import annotations

from typing import Final

from scormbuild.inspect.model import Rule

APPNOTE: Final = "PKWARE APPNOTE 6.3.10"

NOT_A_ZIP: Final = Rule(
    "not-a-zip",
    "error",
    "The file isn't a zip.",
    "No platform can open it as a package.",
    f"{APPNOTE} 4.3.16: a zip ends with an end of central directory record",
    "Give the zip that the authoring tool exported, whole and under its own name.",
)
SEVERAL_DISKS: Final = Rule(
    "several-disks",
    "error",
    "The zip is one part of several.",
    "Platforms take one file; the rest of the package is in files that aren't here.",
    f"{APPNOTE} 4.4.19",
    "Make it again as one file, without splitting.",
)
DIRECTORY_DAMAGED: Final = Rule(
    "directory-damaged",
    "error",
    "The zip's list of files can't be read.",
    "The upload was cut short or the file was changed; platforms refuse it or lose files.",
    f"{APPNOTE} 4.3.12, 4.3.16",
    "Export or download the package again.",
)
TOO_MANY_ENTRIES: Final = Rule(
    "too-many-entries",
    "error",
    "The zip holds more entries than any course needs.",
    "A zip of very many entries takes a platform's memory and disk when it is opened.",
    "scormbuild: 20,000 entries, counted before anything is opened",
    "If the content is sound, bring files together or leave out what isn't used.",
)
TOO_LARGE: Final = Rule(
    "too-large",
    "error",
    "What the zip unpacks to is larger than can be inspected.",
    "Platforms refuse such packages, or run out of disk.",
    "scormbuild: 2 GiB unpacked",
    "Put films on a streaming service, or divide the course.",
)
ZIP_BOMB: Final = Rule(
    "zip-bomb",
    "error",
    "The zip unpacks to so much more than it is that it does harm.",
    "Unpacking it fills the platform's disk.",
    "scormbuild: over 200 times its size and over 100 MB, of the zip or of one file",
    "Don't upload it. If it is sound, find the file that packs so well and shorten it.",
)
OVERLAPPING: Final = Rule(
    "overlapping-entries",
    "error",
    "Two entries of the zip share the same bytes.",
    "Only zips that are made to do harm look so: a few bytes are unpacked again and again.",
    "D. Fifield, A better zip bomb (WOOT 2019)",
    "Don't upload it. Get the package from its maker again.",
)
OVERSIZED_NAMES: Final = Rule(
    "oversized-names",
    "error",
    "The entries' names are larger than any platform can store.",
    "Linux stores no path of more than 4,096 bytes; a list of very long names takes a platform's memory.",
    "PATH_MAX on Linux; scormbuild: 4 MB of names",
    "Rename the files.",
)

RULES: Final = (
    NOT_A_ZIP,
    SEVERAL_DISKS,
    DIRECTORY_DAMAGED,
    TOO_MANY_ENTRIES,
    TOO_LARGE,
    ZIP_BOMB,
    OVERLAPPING,
    OVERSIZED_NAMES,
)
