"""Questions in other programs' formats: GIFT, Moodle XML, QTI and tables are read; all but tables are written.

file ──read_…──▶ Collection (questions, pictures, losses) ──draft──▶ course
course ──from_course──▶ questions ──write_…──▶ file, and losses
"""
