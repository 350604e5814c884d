"""What every format brings beside its manifest: the player by its standard, and what that player asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from urllib.parse import urlsplit

from scormbuild.compile.activities import activities_json
from scormbuild.compile.site import ACTIVITIES, BOOKLET, CERTIFICATE, LANGUAGES, WORD, File, Site, language_file
from scormbuild.compile.tracking import has_booklet

ANYWHERE = ("https:", "http:")
"""Sources of a content security policy, where the launch alone says which record store there is."""


def with_player(site: Site, name: str) -> list[File]:
    """The site's files with the script that `entries/<name>.ts` is built to, in the order of their paths."""
    return _sorted([*site.files, *_scripts(site, name)])


def with_statements(site: Site, name: str, sources: Iterable[str]) -> list[File]:
    """The same for a player that sends statements, to the given sources of a content security policy."""
    activities = File(ACTIVITIES, activities_json(site.courses))
    return _sorted([*site.files_reaching(sources), *_scripts(site, name), activities])


def with_scorm_player(site: Site, name: str) -> list[File]:
    """The same for SCORM, which sends statements where the course names a record store."""
    store = site.course.records.lrs
    if store is None:
        return with_player(site, name)
    addresses = [store.endpoint, *([] if store.token_service is None else [store.token_service])]
    origins = dict.fromkeys("{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in addresses)
    # In no other format's package: whoever has the key can write.
    begin = f"globalThis.recordStore={json.dumps(store.model_dump())};\n"
    return [
        File(file.path, begin.encode() + file.content)
        if file.path == site.script and isinstance(file.content, bytes)
        else file
        for file in with_statements(site, f"{name}-lrs", origins)
    ]


def _scripts(site: Site, name: str) -> list[File]:
    """What a course has no use for stays out: the texts' codec, the choice of a role, the booklet, and so on."""
    before = [*(["text-codec"] if site.primers else []), *(["roles"] if site.course.roles else [])]
    player = File(site.script, b"".join(_built(each) for each in [*before, name]))
    booklet = [File(BOOKLET, _built("booklet")), File(WORD, _built("word"))] if has_booklet(site.course) else []
    certificate = [File(CERTIFICATE, _built("certificate"))] if site.course.certificate is not None else []
    languages = [File(LANGUAGES, _built("languages"))] if site.spoken else []
    return [player, *booklet, *certificate, *languages, *_documents(site)]


def _documents(site: Site) -> Iterator[File]:
    """The course in each of its languages. Opened from its folder, it can read no files but scripts."""
    for spoken in site.spoken:
        for launch, document in spoken.documents.items():
            html = json.dumps(document.decode(), ensure_ascii=False)
            yield File(language_file(launch, spoken.course.language), f"globalThis.spoken={html};\n".encode())


def _built(name: str) -> bytes:
    return (files("scormbuild") / "static" / f"{name}.js").read_bytes()


def _sorted(content: list[File]) -> list[File]:
    return sorted(content, key=lambda file: file.path)
