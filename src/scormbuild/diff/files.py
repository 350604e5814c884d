"""What has changed in a package's files: texts of pages, media, the player, the version, the size."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from scormbuild.diff.changes import Change, Row
from scormbuild.diff.contents import Contents, File, language_of
from scormbuild.diff.wording import pages_in, words_of
from scormbuild.errors import quote

TEXT_CHANGED: Final = Change(
    "text-changed",
    "note",
    "A page says something else.",
    "Nothing is lost. Who has seen the page isn't shown it again.",
    "",
)
LOOK_CHANGED: Final = Change(
    "page-look-changed", "note", "A page's drawings or mark-up have changed, its words haven't.", "Nothing is lost.", ""
)
MEDIA_CHANGED: Final = Change(
    "media-changed", "note", "Pictures, films, sound or documents have changed.", "Nothing is lost.", ""
)
PLAYER_CHANGED: Final = Change(
    "player-changed",
    "note",
    "The player is another version.",
    "Nothing is lost: every version of the player opens what earlier ones saved.",
    "",
)
STYLE_CHANGED: Final = Change("style-changed", "note", "The style sheet has changed.", "Nothing is lost.", "")
CONTENT_CHANGED: Final = Change(
    "content-changed", "note", "The content's own files have changed.", "What it means can't be told from outside.", ""
)
VERSION_SAME: Final = Change(
    "version-same",
    "note",
    "The version is the same, and the content isn't.",
    "Nothing is lost. Moodle stores a replaced package under a new address; platforms that go by the version may keep "
    "showing the old files (Chamilo, issue 2843).",
    "Raise `version` in course.yaml, so that everybody can tell the packages apart.",
)
VERSION_LOWER: Final = Change(
    "version-lower",
    "tell",
    "The version is lower than the old one.",
    "Learners would go back to an earlier course.",
    "Check that you compare the right files in the right order.",
)
LARGE_PACKAGE: Final = Change(
    "large-package",
    "note",
    "The package is larger than some platforms take.",
    "Nothing is lost once it is uploaded.",
    "Ask for the platform's limit before you count on the upload.",
)

CHANGES: Final = (
    TEXT_CHANGED,
    LOOK_CHANGED,
    MEDIA_CHANGED,
    PLAYER_CHANGED,
    STYLE_CHANGED,
    CONTENT_CHANGED,
    VERSION_SAME,
    VERSION_LOWER,
    LARGE_PACKAGE,
)

LARGE: Final = 50_000_000
"""Bytes. The upload limit of KS Læring isn't known."""
_LISTED: Final = 5
_MANIFESTS: Final = ("imsmanifest.xml", "cmi5.xml", "tincan.xml")
_BEHAVIOUR: Final = (".js", ".mjs", ".html", ".htm", ".xhtml", ".json", ".xml", ".swf", ".wasm", ".php")
"""What may act on a saved state, in packages of any maker."""


def compare_texts(old: Contents, new: Contents) -> Iterator[Row]:
    """What pages say, in each language, and how much of it is new."""
    titles = {page.id: page.title for plan in new.plans for page in plan.pages}
    own = {plan.course.language for plan in new.plans}
    shares: dict[str, dict[str, str]] = {}
    for path, document in new.documents.items():
        language = language_of(path)
        # A course of several languages has its own one twice: as a document and as a script.
        if path not in old.documents or old.files[path] == new.files[path] or language in own:
            continue
        was, now = pages_in(old.documents[path]), pages_in(document)
        for page in now.keys() & was.keys():
            if was[page] != now[page]:
                shares.setdefault(page, {})[language] = _share(words_of(was[page]), words_of(now[page]))
    for page, title in titles.items():
        if page in shares:
            change = TEXT_CHANGED if any(shares[page].values()) else LOOK_CHANGED
            yield change.of(f"{quote(title)} ({page}){_in_languages(shares[page])}")


def _in_languages(shares: Mapping[str, str]) -> str:
    """How much of a page is new; in which languages, where it isn't in the course's own alone."""
    told = [
        f"{share} of the words{f' in {language}' if language else ''}" for language, share in shares.items() if share
    ]
    return f": {', '.join(told)}" if told else ""


def compare_files(old: Contents, new: Contents) -> Iterator[Row]:
    """Files that are new, gone or other ones. What is in the documents of our own, `compare_texts` tells."""
    is_ours = bool(old.plans and new.plans)
    changed = [path for path in sorted(changed_files(old.files, new.files)) if path not in _MANIFESTS]
    media = [path for path in changed if not _behaves(path) and not path.endswith((".css", ".txt"))]
    styles = [path for path in changed if path.endswith(".css")]
    content = [path for path in changed if _behaves(path)]
    if is_ours:
        # A script that only one of them has comes with something in the course, and where statements go stands in one.
        content = [path for path in content if _is_player(path, old, new)] if old.store == new.store else []
    for change, paths in (
        (PLAYER_CHANGED if is_ours else CONTENT_CHANGED, content),
        (STYLE_CHANGED, styles),
        (MEDIA_CHANGED, media),
    ):
        if paths:
            yield change.of(_listed(paths, old.files, new.files))


def behaves_otherwise(old: Contents, new: Contents) -> bool:
    """Whether anything has changed that may act on a saved state."""
    return any(_behaves(path) and path not in _MANIFESTS for path in changed_files(old.files, new.files))


def has_other_manifest(old: Contents, new: Contents) -> bool:
    """Whether the manifest's file is another one."""
    return any(path in _MANIFESTS for path in changed_files(old.files, new.files))


def changed_files(old: Mapping[str, File], new: Mapping[str, File]) -> set[str]:
    """Paths of files that are new, gone, or other ones."""
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def compare_versions(old: Contents, new: Contents) -> Iterator[Row]:
    """Whether a course of our own says that it has changed."""
    was, now = old.plans[0].course.version, new.plans[0].course.version
    if was == now:
        if changed_files(old.files, new.files):
            yield VERSION_SAME.of(f"both are {quote(was)}")
        return
    earlier, later = _numbers(was), _numbers(now)
    if earlier is not None and later is not None and later < earlier:
        yield VERSION_LOWER.of(f"it was {quote(was)}, and is {quote(now)}")


def compare_sizes(old: Contents, new: Contents) -> Iterator[Row]:
    """Whether the new package may be too large to upload."""
    if new.bytes_ > LARGE:
        yield LARGE_PACKAGE.of(f"it has {new.bytes_ / 1e6:.0f} MB; the old one has {old.bytes_ / 1e6:.0f} MB")


def _behaves(path: str) -> bool:
    return posixpath.splitext(path)[1].lower() in _BEHAVIOUR


def _is_player(path: str, old: Contents, new: Contents) -> bool:
    is_script = path.endswith(".js") and path not in new.documents
    return is_script and path in old.files and path in new.files


def _share(old: list[str], new: list[str]) -> str:
    """How many of the words of both aren't common to them; "" where all are."""
    before, after = Counter(old), Counter(new)
    share = 1 - 2 * (before & after).total() / max(1, before.total() + after.total())
    return "" if before == after else f"{share:.0%}" if share >= 0.01 else "less than 1%"


def _listed(paths: list[str], old: Mapping[str, File], new: Mapping[str, File]) -> str:
    how = [f"{path} ({'new' if path not in old else 'gone' if path not in new else 'changed'})" for path in paths]
    return ", ".join(how[:_LISTED]) + (f" and {len(how) - _LISTED} more" if len(how) > _LISTED else "")


def _numbers(version: str) -> tuple[int, ...] | None:
    """The numbers of a version, as in 1.10.0; None where it has anything else."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else None
