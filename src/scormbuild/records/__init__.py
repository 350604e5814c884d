"""Records: what learners did, read from wherever it is kept, and what coordinators read of it.

    sources ──read──▶ statements (one table, pseudonyms only) ──queries──▶ tables (integers)
    tables ──figures──▶ ratios, withheld where groups are small ──report──▶ HTML, XLSX, CSV, Parquet

Nothing here imports the compiler, the formats or the player; `outline.py` alone reads a course folder.
"""
