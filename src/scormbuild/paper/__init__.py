"""The course on paper: its pages as blocks, and typst, which sets them as PDF/UA."""
