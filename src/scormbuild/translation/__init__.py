"""A course in further languages: what of it is wording, what translators get and give back, and what is out of date."""
