"""`python -m release`: make the files of a release, or say what stands in its way. Exit code 1: no release."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from release.distributions import build, faults, sha256
from release.readiness import git, obstacles, tag, version

ROOT = Path(__file__).parents[1]
OUT = Path("dist", "release")


def main(root: Path = ROOT) -> int:
    """Make the release of the tree in `root`, and say what to do with it. Returns the exit code."""
    if in_the_way := list(obstacles(root)):
        return _refuse(in_the_way)
    released = version(root)
    shutil.rmtree(root / OUT, ignore_errors=True)
    built = build(root, root / OUT, int(git(root, "log", "-1", "--format=%ct")))
    tracked = git(root, "-c", "core.quotePath=off", "ls-files").splitlines()
    if wrong := list(faults(built, tracked, released, root)):
        shutil.rmtree(root / OUT)
        return _refuse(wrong)
    for path in built.files():
        print(f"{sha256(path)}  {path.relative_to(root).as_posix()}")
    names = " ".join(path.relative_to(root).as_posix() for path in built.files())
    print(f"""
scormbuild {released} is made. When `make test` and `make soak` have passed on this commit:

  git tag --annotate {tag(released)} --message 'scormbuild {released}'
  git push origin {tag(released)}
  twine upload {names}

and give the two lines above with the release, so that anyone can see that what they fetched is what was made.""")
    return 0


def _refuse(reasons: list[str]) -> int:
    for reason in reasons:
        print(f"no release: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
