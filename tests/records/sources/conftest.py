"""What sources read from: a record store that runs, on either database."""

from tests.lrs.conftest import fresh, new_database, postgresql, served

__all__ = ["fresh", "new_database", "postgresql", "served"]
