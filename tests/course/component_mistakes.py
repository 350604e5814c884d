"""Mistakes in worksheets and questions: one line of a page each, and where in it the mistake stands."""

from __future__ import annotations

PICTURE = {"a_svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"></svg>'}
_LEVELS = "x: {title: X, levels: [{id: a, text: A}, {id: b, text: B}]}, y: {title: Y, levels: [{id: a, text: A}, {id: b, text: B}]}"
_ROLES = "roles: [{id: a, title: A}, {id: b, title: B}]"
_ENDING = "endings: [{id: e, title: E, text: E}]"
_OPTIONS = "options: [{id: x, text: X, correct: true}, {id: y, text: Y}]"
_REGIONS = "{id: b, text: B, x: 0, y: 0, width: 9, height: 9}]"

COMPONENT_MISTAKES: list[tuple[str, str, str, str, str]] = [
    # (code, the component, where in it the mistake stands, what is said, what is advised)
    ("empty-worksheet", "table_form: {id: t, title: T, row_title: R, columns: [{id: c, title: A}]}", "{id: t", "has no rows", "`add_rows: 5`"),
    ("empty-worksheet", f"priority_matrix: {{id: m, title: M, {_LEVELS}}}", "{id: m", "nothing to place", "`add: 6`"),
    ("empty-worksheet", f"responsibility_matrix: {{id: m, title: M, {_ROLES}}}", "{id: m", "has no tasks", "`add_tasks: 5`"),
    ("empty-worksheet", "self_assessment: {id: s, title: S}", "{id: s", "no scale or no statements", "`statements:`"),
    ("unknown-value", "self_assessment: {id: s, title: S, after: ukjent}", "ukjent", 'no self_assessment "ukjent"', ""),
    ("unknown-value", f"priority_matrix: {{id: m, title: M, add: 1, cells: [{{x: c, y: a, text: T}}], {_LEVELS}}}", "c, y: a", 'no level "c"', "a, b"),
    ("unknown-value", f"responsibility_matrix: {{id: m, title: M, add_tasks: 1, {_ROLES}, rules: {{exactly_one: [x]}}}}", "[x]", 'no letter "x"', "r, a, c, i"),
    ("bad-id", f"responsibility_matrix: {{id: m, title: M, add_tasks: 1, {_ROLES}, letters: [{{id: UT, text: U}}]}}", "UT", '"UT"', "one letter"),
    ("unknown-value", "service_journey: {id: s, title: S, lanes: [{id: a, title: A}], marks: [{id: m, text: M}], stages: [{id: p, title: P, tasks: [{lane: b, text: T}]}, {id: q, title: Q}]}", "b, text: T", 'no lane "b"', "a"),
    ("bad-value", "table_form: {id: t, title: T, row_title: R, add_rows: 1, columns: [{id: c, title: A, sum: true}]}", "true", "holds text", "`kind: number`"),
    ("bad-value", "planner: {id: p, title: P, start: kl. 9, agenda: [{id: a, minutes: 5, title: A}]}", "kl. 9", "no time of day", '"09:00"'),
    ("duplicate-id", "discussion: {id: d, title: D, groups: [{questions: [{id: a, text: A}]}, {questions: [{id: a, text: B}]}]}", "a, text: B", 'question "a" stands 2 times', "an id of its own"),
    ("duplicate-id", "interview_form: {id: d, title: D, questions: [{id: a, text: A}, {id: a, text: B}]}", "a, text: B", 'question "a" stands 2 times', "an id of its own"),
    ("bad-value", "action_plan: {id: p, title: A, rows: 99}", "99", "`rows`", "20 at most"),
    ("missing-key", "reflection: {id: r}", "{id: r", 'lacks the key "prompt"', "`prompt:`"),
    ("gaps", "cloze: {id: c, prompt: P, text: Uten luker., gaps: [{id: a, answers: [A]}]}", "Uten", "has no marks", "{{a}}"),
    ("gaps", 'cloze: {id: c, prompt: P, text: "Her {{b}} og {{a}}.", gaps: [{id: a, answers: [A]}]}', '"Her', 'marks "b"', "name it"),
    ("gaps", f'dropdown: {{id: c, prompt: P, text: "Her {{{{a}}}}.", gaps: [{{id: a, {_OPTIONS}}}, {{id: b, {_OPTIONS}}}]}}', "b, options", 'no mark for "b"', "{{b}}"),
    ("gaps", 'select_in_text: {id: c, prompt: P, text: "Bare {{a|ett}} sted.", correct: [a]}', '"Bare', "fewer than two passages", "{{a|these words}}"),
    ("unknown-value", 'select_in_text: {id: c, prompt: P, text: "{{a|Ett}} og {{b|to}}.", correct: [c]}', "[c]", 'no passage "c"', ""),
    ("no-correct-option", 'dropdown: {id: c, prompt: P, text: "Her {{a}}.", gaps: [{id: a, options: [{id: x, text: X}, {id: y, text: Y}]}]}', "[{id: x", "needs one correct option", "`correct: true`"),
    ("no-correct-option", "numeric: {id: n, prompt: P}", "{id: n", "needs an answer or a range", "`answer: 12`"),
    ("bad-value", "numeric: {id: n, prompt: P, range: [9, 3]}", "[9", "has no number in it", "smaller number first"),
    ("no-correct-option", "image_choice: {id: i, prompt: P, options: [{id: a, text: A, file: a.svg, alt: A}, {id: b, text: B, file: a.svg, alt: B}]}", "[{id: a", "no option", "`correct: true`"),
    ("missing-alt", "image_choice: {id: i, prompt: P, options: [{id: a, text: A, file: a.svg, correct: true}, {id: b, text: B, file: a.svg, alt: B}]}", "a.svg, correct", "no alt text", "add `alt:`"),
    ("bad-value", f"hotspot: {{id: h, prompt: P, file: a.svg, alt: A, options: [{{id: a, text: A, x: 90, y: 0, width: 20, height: 9, correct: true}}, {_REGIONS}}}", "90, y", "out of the picture", "100 at most"),
    ("no-correct-option", f"hotspot: {{id: h, prompt: P, file: a.svg, alt: A, options: [{{id: a, text: A, x: 9, y: 0, width: 20, height: 9}}, {_REGIONS}}}", "[{id: a", "no region", "`correct: true`"),
    ("unknown-value", 'matching: {id: m, prompt: P, targets: [{id: "1", text: A}, {id: "2", text: B}], items: [{id: a, text: A, target: "1"}, {id: b, text: B, target: "3"}]}', '"3"', 'no target "3"', ""),
    ("unknown-value", 'sorting: {id: m, prompt: P, groups: [{id: "1", text: A}, {id: "2", text: B}], items: [{id: a, text: A, group: "1"}, {id: b, text: B, group: "3"}]}', '"3"', 'no group "3"', ""),
    ("duplicate-id", "sequencing: {id: s, prompt: P, items: [{id: a, text: A}, {id: b, text: B}, {id: a, text: C}]}", "a, text: C", 'item "a" stands 2 times', "a letter of its own"),
    ("duplicate-id", "likert: {id: s, prompt: P, scale: [{id: a, text: A}, {id: a, text: B}]}", "a, text: B", 'step "a" stands 2 times', "a letter of its own"),
    ("bad-value", "fill_in: {id: f, prompt: P, answers: []}", "[]", "`answers`", "at least 1"),
    ("bad-value", "long_fill_in: {id: f, prompt: P, rows: 99}", "99", "`rows`", "12 at most"),
    ("scenario-way", f"scenario: {{id: s, prompt: P, steps: [{{id: a, text: A, choices: [{{id: x, text: X, to: e}}, {{id: y, text: Y, to: a}}]}}], {_ENDING}}}", "a}]}]", "leads back", "ending"),
    ("scenario-way", f"scenario: {{id: s, prompt: P, steps: [{{id: a, text: A, choices: [{{id: x, text: X, to: e}}, {{id: y, text: Y, to: e}}]}}], {_ENDING[:-1]}, {{id: f, title: F, text: F}}]}}", "f, title", 'no choice leads to "f"', "`to`"),
    ("unknown-value", f"scenario: {{id: s, prompt: P, steps: [{{id: a, text: A, choices: [{{id: x, text: X, to: e}}, {{id: y, text: Y, to: ukjent}}]}}], {_ENDING}}}", "ukjent", 'no step or ending "ukjent"', ""),
]  # fmt: skip
