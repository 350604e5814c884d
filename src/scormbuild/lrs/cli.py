"""`scormbuild lrs …`: the record store's commands. Like `scormbuild.cli`, the only module here that prints."""

from __future__ import annotations

from contextlib import suppress

import click

from scormbuild.errors import UsageError

INSTALL = "the record store needs more packages: pip install 'scormbuild[lrs]'"
INSTALL_POSTGRESQL = "PostgreSQL needs one more package: pip install 'scormbuild[lrs-postgresql]'"
DATABASE = "scormbuild-lrs.sqlite"


@click.group()
def lrs() -> None:
    """A learning record store: xAPI 1.0.3 and 2.0, on SQLite in one file or on PostgreSQL."""


@lrs.command()
@click.option("--database", default=DATABASE, show_default=True, help="A file, or a postgresql:// URL.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, help="The port to listen on; 0 takes a free one.")
@click.option("--url", help="The address that clients know the store by, where it isn't that of host and port.")
@click.option(
    "--xapi",
    type=click.Choice(["1.0.3", "2.0.0"]),
    default="2.0.0",
    show_default=True,
    help="The version that answers name where a request names none.",
)
def serve(database: str, host: str, port: int, url: str | None, xapi: str) -> None:
    """Start the record store. The first start makes a key, and prints its secret this once."""
    try:
        from scormbuild.lrs import serve as serving
    except ImportError:
        raise UsageError(INSTALL) from None
    from scormbuild.lrs.model.version import Version
    from scormbuild.lrs.service import Service
    from scormbuild.lrs.store import open_store
    from scormbuild.lrs.store.errors import Unavailable

    listening = serving.listen(host, port)
    address = url or serving.address(listening)
    try:
        store = open_store(database)
        made = serving.first_key(store, address)
    except ImportError:
        raise UsageError(INSTALL_POSTGRESQL) from None
    except Unavailable as error:
        raise UsageError(f"{database}: {error}") from None

    def started() -> None:
        click.echo(f"The record store answers at {address}")
        if made is not None:
            key, secret = made
            click.echo(
                f"Its first key may do everything. The secret isn't shown again:\n  key     {key}\n  secret  {secret}"
            )

    with suppress(KeyboardInterrupt):  # how one ends it at a terminal
        serving.server(Service(store, unnamed_version=Version(xapi)), started).run(sockets=[listening])
