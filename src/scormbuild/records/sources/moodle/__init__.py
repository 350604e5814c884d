"""What Moodle itself exports, for platforms without a record store: reports over SCORM, completion, grades, the log.

    file ──cells──▶ lines of text ──recognition──▶ a report ──people, statements──▶ rows

A report is known by its headings, in English, Bokmål or Nynorsk (`wording.py`), or by the shape of what is below them.
All files of one site are best read together: a report that has only names then takes the identity that another has.
"""

from scormbuild.records.sources.moodle.source import MoodleSource, open_moodle, recognises

__all__ = ["MoodleSource", "open_moodle", "recognises"]
