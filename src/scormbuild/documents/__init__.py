"""Documents that people open by themselves, reports, booklets put together, passports: the look that they share."""
