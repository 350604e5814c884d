"""Documents become courses: Word, PowerPoint, Markdown and files of questions, with a report of what was lost."""
