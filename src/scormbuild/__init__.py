"""scormbuild: courses written in YAML and Markdown become packages that any learning platform tracks."""

__version__ = "1.0.0"
