"""`scormbuild ci github|gitlab`: the file by which a repository of courses checks itself."""

from __future__ import annotations

from pathlib import Path

import click

from scormbuild.ci import SERVICES, Service, template
from scormbuild.errors import UsageError
from scormbuild.writing import replacing


@click.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write; without it, print it.")
def ci(service: Service, out: Path | None) -> None:
    """Write what makes SERVICE check, build, inspect and compare the courses of a repository at every change.

    GitHub looks for it in .github/workflows/courses.yml, GitLab in .gitlab-ci.yml.
    """
    text = template(service)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists() and out.read_bytes() != text.encode():
        # A team may have made it its own.
        raise UsageError(f"{out.as_posix()} is there already: compare with `scormbuild ci {service}`, or delete it")
    with replacing(out) as stream:
        stream.write(text.encode())
    click.echo(out.as_posix())
