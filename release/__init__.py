"""How a release is made: `make release`. It writes nothing outside `dist/release`, and tags and uploads nothing."""
