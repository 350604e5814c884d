"""The passport of a package: what its administrator has to know and to do, as a page and as JSON, beside the zip.

`settings.py` says which settings the course's rule needs on which platform, `privacy.py` what is stored of whom,
`acceptance.py` how to try it in five minutes, `accessibility.py` what is known of each criterion of WCAG, `changes.py`
what is another than in the package before. Each gives facts as codes; `wording.py` says them in a language.
"""
