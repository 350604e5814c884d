"""The record store's commands. Like `scormbuild.cli`, the only module here that prints.

Exit codes: 0 done, 1 begun and not completed, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import re
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import click

from scormbuild.errors import UsageError
from scormbuild.lrs import arguments, logs
from scormbuild.lrs import serve as serving
from scormbuild.lrs.backup import backup as copy_database
from scormbuild.lrs.credentials import RIGHTS, add_credential, credentials
from scormbuild.lrs.credentials import revoke as revoke_credential
from scormbuild.lrs.forwarding import TRIES, Destination, Forwarding, Stopped
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.service import Limits, Service
from scormbuild.lrs.store import Store, copying, erasure, is_url, open_store
from scormbuild.lrs.store import forwarding as forwarded
from scormbuild.lrs.store.errors import Unavailable
from scormbuild.lrs.store.moments import as_text

DATABASE = "scormbuild-lrs.sqlite"
HOME_PAGE = "http://127.0.0.1:8080/xapi/"
SECRET_VARIABLE = "SCORMBUILD_LRS_SECRET"  # noqa: S105 - the name of one
TARGET_VARIABLE = "SCORMBUILD_LRS_COPY_TO"
INSTALL_POSTGRESQL = "PostgreSQL needs one more package: pip install 'scormbuild[lrs-postgresql]'"
MAX_NAME = 100
SHOWN_REASONS = 10
COPIED = {
    "statement": "statements",
    "voided": "of them voided",
    "attachment": "attachments",
    "document": "documents of States and profiles",
    "credential": "keys",
    "forwarding": "addresses forwarded to",
}
"""What administrators are told of, by the table that has it."""

database_option = click.option(
    "--database",
    default=DATABASE,
    show_default=True,
    envvar="SCORMBUILD_LRS_DATABASE",
    help="A file, or a postgresql:// URL; also from the environment's SCORMBUILD_LRS_DATABASE.",
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Only say how many there are.")


@click.command()
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option("--url", help="The address that clients know the store by, where it isn't that of host and port.")
@click.option(
    "--xapi",
    type=click.Choice(["1.0.3", "2.0.0"]),
    default="2.0.0",
    show_default=True,
    help="The version that answers name where a request names none.",
)
@click.option("--max-body", default="10M", show_default=True, help="The longest body of a request.")
@click.option(
    "--max-batch",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="The most statements in one request.",
)
@click.option("--rate", type=click.IntRange(1), help="Requests a minute that each key may make; else any number.")
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose pages may ask, such as https://courses.example.com; may be repeated. Else all may.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    default=["127.0.0.1", "::1"],
    show_default=True,
    metavar="ADDRESS",
    help="A reverse proxy that tells whom a request is from; may be repeated.",
)
@click.option("--log-level", type=click.Choice(logs.LEVELS), default="info", show_default=True)
def serve(
    database: str,
    host: str,
    port: int,
    url: str | None,
    xapi: str,
    max_body: str,
    max_batch: int,
    rate: int | None,
    origins: tuple[str, ...],
    proxies: tuple[str, ...],
    log_level: str,
) -> None:
    """Start the record store. The first start makes a key, and prints its secret this once."""
    limits = Limits(body_bytes=arguments.size(max_body), statements=max_batch, per_minute=rate)
    for origin in origins:
        _check_origin(origin)
    for proxy in proxies:
        arguments.proxy(proxy)
    if url is not None:
        arguments.store_address(url)
    with _opened(database, new=True) as store:
        listening = serving.listen(host, port)
        address = url or serving.address(listening)
        made = serving.first_key(store, address)

        def started() -> None:
            click.echo(f"The record store answers at {address}")
            if made is not None:
                click.echo(f"Its first key may do everything. {_once(*made)}")

        logs.start(log_level)
        service = Service(store, limits, unnamed_version=Version(xapi), origins=frozenset(origins) if origins else None)
        with suppress(KeyboardInterrupt):  # how one ends it at a terminal
            serving.server(service, started, proxies).run(sockets=[listening])


def _check_origin(origin: str) -> None:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != origin:
        raise UsageError(f"--allow-origin {origin!r}: write scheme and host alone, as in https://courses.example.com")


# --- keys ---


@click.group()
def key() -> None:
    """Add, list and revoke keys."""


@key.command()
@click.argument("name")
@click.option(
    "--may",
    type=click.Choice(list(RIGHTS)),
    required=True,
    help="all; read: everything, but write nothing; write: statements and documents, for content that reports, without"
    " reading statements; own: the same, and read the statements that this key wrote.",
)
@click.option("--below", metavar="IRI", help="Only about the activity of this IRI and those below it.")
@click.option("--rate", type=click.IntRange(1), help="Requests a minute, in place of the store's --rate.")
@click.option("--url", help="The address that clients know the store by; without it that of the first key.")
@database_option
def add(name: str, may: str, below: str | None, rate: int | None, url: str | None, database: str) -> None:
    """Make a key, and print its secret this once. NAME is for people, and is the authority of its statements."""
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise UsageError(f"the name must have 1 to {MAX_NAME} characters that can be printed")
    if below is not None:
        arguments.iri(below)
        if may not in ("write", "own"):
            raise UsageError(f"--below goes with --may write and --may own; a key that may {may} isn't held to it")
    if url is not None:
        arguments.store_address(url)
    is_new = not is_url(database) and not Path(database).exists()
    with _opened(database, new=True) as store, store.transaction() as transaction:
        known = credentials(transaction.connection)
        home_page = url or (known[0][0].authority["account"]["homePage"] if known else HOME_PAGE)
        credential, secret = add_credential(transaction, name, RIGHTS[may], home_page, below, rate)
    if is_new:  # which nobody wants who is only in the wrong folder
        click.echo(f"There was no database {database}: it is a new one.", err=True)
    click.echo(_once(credential.key, secret))


@key.command("list")
@database_option
def list_(database: str) -> None:
    """List the keys: what each may do, and since when it has been there."""
    with _opened(database) as store, store.reading() as connection:
        known = credentials(connection)
    rights = {scopes: name for name, scopes in RIGHTS.items()}
    rows = [("key", "may", "made", "rate", "name", "below")]
    rows += [
        (
            each.key,
            rights.get(each.scopes) or " ".join(sorted(each.scopes)),
            as_text(made)[:10],
            str(each.per_minute or "-"),
            each.name,
            each.below or "-",
        )
        for each, made in known
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


@key.command()
@click.argument("key_", metavar="KEY")
@database_option
def revoke(key_: str, database: str) -> None:
    """Make KEY useless, within five seconds where the store is running. What it wrote stays."""
    with _opened(database) as store, store.transaction() as transaction:
        revoked = revoke_credential(transaction.connection, key_)
    if revoked is None:
        raise UsageError(f"there is no key {key_!r}: `scormbuild lrs key list` shows them")
    click.echo(f"{revoked.key} ({revoked.name}) is revoked.")


def _once(key: str, secret: str) -> str:
    return f"The secret isn't shown again:\n  key     {key}\n  secret  {secret}"


# --- erasing ---


@click.command()
@click.argument("agents", metavar="AGENT...", nargs=-1, required=True)
@click.option("--pseudonymise", is_flag=True, help="Keep the statements, with a random account in the person's place.")
@dry_run_option
@click.option("--yes", is_flag=True, help="Don't ask.")
@database_option
def forget(agents: tuple[str, ...], pseudonymise: bool, dry_run: bool, yes: bool, database: str) -> None:
    """Erase one person: an e-mail address, its SHA-1 sum, HOMEPAGE|NAME, an OpenID or an Agent's JSON.

    Several AGENTs are the same person under several identifiers.
    """
    keys = erasure.same_person(arguments.person(agent) for agent in agents)
    with _opened(database) as store:
        with store.reading() as connection:
            counts = erasure.mentions(connection, keys)
        if dry_run:
            click.echo(f"There are {_counted(counts)} with this person.")
            return
        _confirm(
            f"{'Pseudonymise' if pseudonymise else 'Delete'} {_counted(counts, only=(erasure.STATEMENTS,))}"
            f" and delete {_counted(counts, but=(erasure.STATEMENTS,))}? This can't be undone.",
            yes,
        )
        done = erasure.forget(store, keys, str(uuid.uuid4()) if pseudonymise else None)
    click.echo(
        f"{'Pseudonymised' if pseudonymise else 'Deleted'} {_counted(done, only=(erasure.STATEMENTS,))};"
        f" deleted {_counted(done, but=(erasure.STATEMENTS,))}."
    )
    click.echo("Backups, and record stores that were forwarded to, still have the person: erase there too.")


@click.command()
@click.option("--older-than", required=True, metavar="AGE", help="Such as 400d; also h, w and y.")
@dry_run_option
@click.option("--yes", is_flag=True, help="Don't ask.")
@database_option
def expire(older_than: str, dry_run: bool, yes: bool, database: str) -> None:
    """Delete statements that were stored, and States and Agent Profiles that were last written, before AGE."""
    span = arguments.age(older_than)
    with _opened(database) as store:
        with store.reading() as connection:
            before = max(connection.now() - int(span.total_seconds() * 1_000_000), 0)
            counts = erasure.older(connection, before)
        if dry_run:
            click.echo(f"{_counted(counts)} from before {as_text(before)[:10]}.")
            return
        _confirm(f"Delete {_counted(counts)} from before {as_text(before)[:10]}? This can't be undone.", yes)
        done = erasure.expire(store, before)
    click.echo(f"Deleted {_counted(done)}.")


def _confirm(question: str, yes: bool) -> None:
    if not yes and not click.confirm(question):
        raise UsageError("nothing was changed")


def _counted(counts: Mapping[str, int], only: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> str:
    """`12 statements, 3 state documents and 0 agent profile documents`."""
    kinds = only or tuple(kind for kind in (erasure.STATEMENTS, *erasure.DOCUMENTS) if kind not in but)
    parts = []
    for kind in kinds:
        noun = kind if kind == erasure.STATEMENTS else f"{kind} document"
        parts.append(f"{counts.get(kind, 0):,} {noun}{'' if counts.get(kind, 0) == 1 else 's'}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


# --- copies ---


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def backup(file: Path, database: str) -> None:
    """Copy the database into FILE, while the store may be running."""
    if is_url(database):
        raise UsageError(
            "PostgreSQL makes its own backups, also while it is in use: pg_dump --format=custom --file=FILE DATABASE"
        )
    with _opened(database):  # it is a record store's
        pass
    size = copy_database(Path(database), file)
    click.echo(f"{file}  {size:,} bytes")


@click.command()
@click.option(
    "--to",
    required=True,
    metavar="DATABASE",
    envvar=TARGET_VARIABLE,
    help=f"The new database: a postgresql:// URL or a file; also from the environment's {TARGET_VARIABLE}.",
)
@database_option
def copy(to: str, database: str) -> None:
    """Copy everything into a new database, such as from SQLite to PostgreSQL. Stop the record store first."""
    with _opened(database) as source, _opened(to, new=True) as target:
        try:
            counts = copying.copy(source, target)
        except copying.NotEmpty:
            raise UsageError(
                f"{_place(to)} isn't empty: name a new database, and no key may have been made in it"
            ) from None
        except copying.Unreadable as unreadable:
            raise _told(database, unreadable.reason) from None
    click.echo(f"Copied to {_place(to)}:")
    for table, what in COPIED.items():
        click.echo(f"{counts[table]:>12,}  {what}")


@click.command()
@click.argument("url")
@click.option("--key", "key_", required=True, help="The key that writes there.")
@click.option(
    "--secret",
    envvar=SECRET_VARIABLE,
    prompt=True,
    hide_input=True,
    help=f"Its secret. Better from the environment's {SECRET_VARIABLE}: others see what commands are called with.",
)
@click.option("--follow", metavar="SECONDS", type=click.FloatRange(1), help="Go on, and look for more so often.")
@click.option("--again", is_flag=True, help="First send those once more that the other store refused.")
@click.option(
    "--most-refused",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Stop when so many statements are refused one after another.",
)
@database_option
def forward(
    url: str, key_: str, secret: str, follow: float | None, again: bool, most_refused: int, database: str
) -> None:
    """Send the statements to the record store at URL, from where the last time ended."""
    try:
        destination = Destination(url, key_, secret)
    except ValueError as error:
        raise UsageError(f"{url!r}: {error}") from None
    with _opened(database) as store:
        forwarding = Forwarding(
            store,
            destination,
            tries=None if follow else TRIES,
            most_refused=most_refused,
            tell=lambda text: click.echo(text, err=True),
        )
        try:
            if again:
                forwarding.try_again()
            _forward(forwarding, follow)
        except Stopped as stopped:
            click.echo(f"{destination.url} stopped taking statements: {stopped}", err=True)
        finally:
            destination.close()
        with store.reading() as connection:
            refused = forwarded.reasons(connection, destination.url, SHOWN_REASONS)
            count = forwarded.how_many_aside(connection, destination.url)
            left = forwarded.how_many_wait(connection, destination.url)
    click.echo(f"Statements forwarded: {forwarding.sent:,}; set aside: {count:,}; waiting: {left:,}")
    for statement_id, reason in refused:
        click.echo(f"  {statement_id}  {reason}", err=True)
    if count or left:
        sys.exit(1)


def _forward(forwarding: Forwarding, follow: float | None) -> None:
    with suppress(KeyboardInterrupt):
        forwarding.catch_up()
        while follow:
            time.sleep(follow)
            forwarding.catch_up()


# --- the database ---


@contextmanager
def _opened(database: str, *, new: bool = False) -> Iterator[Store]:
    """Give the block the store, which is closed after it, and tell in words what the database is to blame for."""
    arguments.database(database)
    if not new and not is_url(database) and not Path(database).is_file():
        raise UsageError(f"there is no database {database}: name it with --database, or start one with serve")
    try:
        store = open_store(database)
    except ImportError:
        raise UsageError(INSTALL_POSTGRESQL) from None
    except Unavailable as error:
        raise _told(database, error) from None
    try:
        yield store
    except Unavailable as error:
        raise _told(database, error) from None
    finally:
        store.close()


def _told(database: str, error: Unavailable) -> UsageError:
    """Say which database, and what it said itself."""
    cause = f" ({' '.join(str(error.__cause__).split())})" if is_url(database) and error.__cause__ else ""
    return UsageError(f"{_place(database)}: {error}{cause}")


def _place(database: str) -> str:
    """Return where a database is, without the password in its URL."""
    return re.sub(r"//.*@", "//", database).partition("?")[0] if is_url(database) else database


COMMANDS: Mapping[str, click.Command] = {
    "backup": backup,
    "copy": copy,
    "expire": expire,
    "forget": forget,
    "forward": forward,
    "key": key,
    "serve": serve,
}
