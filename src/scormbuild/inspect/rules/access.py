"""What keeps people out who don't see, hear or point as others do, as far as the bytes show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.documents import Document, Media
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package

IMAGE_WITHOUT_ALT: Final = Rule(
    "image-without-alt",
    "error",
    "A picture has no alternative text.",
    "Screen readers read out the file's name, or nothing.",
    "WCAG 2.2, 1.1.1 (failure F65)",
    'Give it alt="…", or alt="" where it only decorates.',
)
CONTROL_WITHOUT_NAME: Final = Rule(
    "control-without-name",
    "error",
    "A button or field has no name.",
    "Screen readers say “button” or “edit”, and nobody knows what for; who speaks to the machine can't call it.",
    "WCAG 2.2, 4.1.2 (failure F68)",
    "Give it a label, text within it, or aria-label.",
)
PAGE_WITHOUT_LANGUAGE: Final = Rule(
    "page-without-language",
    "error",
    "A page doesn't say its language.",
    "Screen readers read it with the wrong voice, and browsers offer to translate it.",
    "WCAG 2.2, 3.1.1 (H57)",
    'Give the root element its language: <html lang="nb">.',
)
PAGE_WITHOUT_TITLE: Final = Rule(
    "page-without-title",
    "warning",
    "A page that is launched has no title.",
    "Whoever listens, or has many windows open, can't tell it from others. Within a platform's frame it counts less.",
    "WCAG 2.2, 2.4.2 (F25, H25)",
    "Give it <title>.",
)
ZOOM_FORBIDDEN: Final = Rule(
    "zoom-forbidden",
    "warning",
    "A page keeps phones from making it larger.",
    "Who sees badly can't read it. Some browsers ignore it, others don't.",
    "WCAG 2.2, 1.4.4 (ACT rule b4f0c3)",
    "Take user-scalable=no and maximum-scale out of the viewport.",
)
MEDIA_WITHOUT_TEXT: Final = Rule(
    "media-without-text",
    "warning",
    "A film has no captions in a text track.",
    "Who can't hear it, or mustn't have the sound on, is left out, unless the captions are in the picture or the film "
    "has no speech.",
    "WCAG 2.2, 1.2.2",
    'Add <track kind="captions" …>, in WebVTT.',
)
TRACK_NOT_WEBVTT: Final = Rule(
    "track-not-webvtt",
    "error",
    "A text track isn't WebVTT.",
    "Browsers show nothing of it.",
    "WebVTT 4.1: the file begins with WEBVTT",
    "Save it as WebVTT.",
)
STARTS_ALOUD: Final = Rule(
    "starts-aloud",
    "warning",
    "A film or sound starts by itself.",
    "It talks over a screen reader. Browsers mostly refuse it, and then nothing plays at all.",
    "WCAG 2.2, 1.4.2; Chrome's autoplay policy",
    "Let learners press play, or mute it.",
)

RULES = (
    IMAGE_WITHOUT_ALT,
    CONTROL_WITHOUT_NAME,
    PAGE_WITHOUT_LANGUAGE,
    PAGE_WITHOUT_TITLE,
    ZOOM_FORBIDDEN,
    MEDIA_WITHOUT_TEXT,
    TRACK_NOT_WEBVTT,
    STARTS_ALOUD,
)

_LEAST_SCALE: Final = 2.0
"""WCAG 1.4.4 wants 200 %."""
_VTT: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|\Z)")
_LISTED: Final = 20
"""Findings of a kind in a page; the rest is counted."""


def check(package: Package) -> Iterator[Finding]:
    """What is proven in pages that are reached: what a script of theirs may mend isn't told."""
    site = package.site
    launched = {launch.file for launch in package.launches}
    framed = {link.path for links in site.links.values() for link in links if link.reference.use in {"frame", "link"}}
    for file, document in site.documents.items():
        if file.lower().endswith(".svg"):
            continue
        running = site.running_in(file)
        words = site.words(running)
        # Of what another server's scripts do to a page, nothing is known.
        is_all_here = not site.loads_from_elsewhere(running)
        if is_all_here and "alt" not in words:
            yield from _each(
                IMAGE_WITHOUT_ALT, file, [(each.element, each.line) for each in document.images_without_text]
            )
        if is_all_here and not words & {"aria-label", "ariaLabel", "placeholder"}:
            yield from _each(CONTROL_WITHOUT_NAME, file, [(each.element, each.line) for each in document.nameless])
        if file in launched or (document.is_whole and file in framed):
            yield from _whole(file, document, words, is_launched=file in launched, is_all_here=is_all_here)
        if document.viewport is not None and _forbids_zoom(document.viewport[0]):
            yield ZOOM_FORBIDDEN.found(f'viewport is "{document.viewport[0]}"', file, document.viewport[1])
        for media in document.media:
            yield from _media(file, media, words)
    for file, links in site.links.items():
        for link in links:
            if link.reference.use == "track" and link.path in package.archive.entries:
                content = package.content(link.path)
                if content is not None and not _VTT.match(content):
                    yield TRACK_NOT_WEBVTT.found(f"{link.path} doesn't begin with WEBVTT", file, link.reference.line)


def _whole(
    file: str, document: Document, words: frozenset[str], *, is_launched: bool, is_all_here: bool
) -> Iterator[Finding]:
    if is_all_here and not (document.language or "").strip() and document.has_words and "lang" not in words:
        yield PAGE_WITHOUT_LANGUAGE.found("<html> has no lang", file, 1)
    if is_launched and not (document.title or "").strip() and "title" not in words:
        yield PAGE_WITHOUT_TITLE.found("there is no <title>" if document.title is None else "<title> is empty", file, 1)


def _forbids_zoom(viewport: str) -> bool:
    for setting in re.split(r"[,;\s]+(?=[a-z-]+\s*=)", viewport.lower().strip()):
        name, _, value = (part.strip() for part in setting.partition("="))
        if name == "user-scalable" and value in {"no", "0"}:
            return True
        if name == "maximum-scale":
            number = re.match(r"\d+(?:\.\d+)?|\.\d+", value)
            if number is not None and 0 < float(number[0]) < _LEAST_SCALE:
                return True
    return False


def _media(file: str, media: Media, words: frozenset[str]) -> Iterator[Finding]:
    named = f"<{media.element}> {media.source}".rstrip()
    speaks = media.element == "video" and media.source and not media.is_mute
    if speaks and not media.has_text and not words & {"addTextTrack", "track"}:
        yield MEDIA_WITHOUT_TEXT.found(f"{named} has no track", file, media.line)
    if media.starts_aloud:
        yield STARTS_ALOUD.found(f"{named} has autoplay", file, media.line)


def _each(rule: Rule, file: str, found: list[tuple[str, int]]) -> Iterator[Finding]:
    for element, line in found[:_LISTED]:
        yield rule.found(f"{element} has none", file, line)
    if len(found) > _LISTED:
        yield rule.found(f"and {len(found) - _LISTED} more", file, found[_LISTED][1])
