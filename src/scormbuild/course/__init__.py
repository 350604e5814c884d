"""What a course is: its model, how it is read from files, what is wrong with it, and its lock."""

COURSE_FILE = "course.yaml"
