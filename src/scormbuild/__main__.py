"""`python -m scormbuild` is `scormbuild`."""

from scormbuild.cli import main

main()
