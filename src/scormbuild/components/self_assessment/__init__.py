"""How learners see themselves, before and after."""
