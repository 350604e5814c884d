"""The preview: a course played as a platform plays it, beside what the platform is told, rebuilt at every save."""
