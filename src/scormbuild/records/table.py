"""The one table of statements that every source is read into, and every query reads.

Its columns are what reports need and nothing more: no name, no address, no wording of questions. Learners are numbers
that a secret key makes (`pseudonyms.py`). Types are those that DuckDB, Spark, PostgreSQL and ClickHouse share; shares
and times are integers, so that all of them add up alike.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

KINDS: Final = ("course", "module", "page", "question", "quiz", "objective", "worksheet", "other")
"""What a statement can be about. Of `other`, `part` is the whole IRI."""

STATEMENTS: Final = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),  # UUID in small letters; sources without one give it (version 5)
        pa.field("learner", pa.int64(), nullable=False),  # pseudonym
        pa.field("attempt", pa.int64(), nullable=False),  # pseudonym of learner, course and registration or attempt
        pa.field("moment", pa.int64(), nullable=False),  # microseconds since 1970-01-01 in UTC, when it happened
        pa.field("verb", pa.string(), nullable=False),  # "answered" of ADL's; the whole IRI of other makers'
        pa.field("course", pa.string(), nullable=False),  # IRI of the course
        pa.field("version", pa.string(), nullable=False),  # context.revision: the course's version; "" where not said
        pa.field("kind", pa.string(), nullable=False),  # one of KINDS
        pa.field("part", pa.string(), nullable=False),  # the author's id of the page, question …; "" for the course
        pa.field("success", pa.int8()),  # 0, 1, or NULL where not said
        pa.field("completion", pa.int8()),
        pa.field("score", pa.int32()),  # scaled, in ten-thousandths: 0.8 is 8000
        pa.field("duration", pa.int64()),  # milliseconds
        pa.field("response", pa.string()),  # as xAPI writes it (Data 4.1.1.6.1)
        pa.field("values", pa.string()),  # of a worksheet: its fields and what stands in them, a JSON object
        pa.field("voids", pa.string()),  # of a voiding statement: the id that it voids
    ]
)

LEARNERS: Final = pa.schema(
    [
        pa.field("learner", pa.int64(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),  # "" where nobody says
    ]
)
"""Where learners belong, one row each."""

PARTITION: Final = ("course", "year")
"""How Parquet files of the table are laid out in folders; `year` is made of `moment`."""
