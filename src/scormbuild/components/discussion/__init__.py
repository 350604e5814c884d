"""Questions to talk about, with a note to each."""
