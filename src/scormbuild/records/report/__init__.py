"""Reports: what coordinators read of a course's figures, as HTML, XLSX, CSV and Parquet.

Each writer takes figures, outline and language, and returns bytes; writing files is the command's.
"""

from scormbuild.records.report.csv import write_csv
from scormbuild.records.report.html import write_html
from scormbuild.records.report.parquet import write_parquet
from scormbuild.records.report.wording import LANGUAGES, Language
from scormbuild.records.report.xlsx import write_xlsx

__all__ = ["LANGUAGES", "Language", "write_csv", "write_html", "write_parquet", "write_xlsx"]
