"""What whoever leads a group has: the course's pages as slides, timers, and notes that learners don't get."""
