"""Statements that few learners could have made, in any order and any state."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.records.figures.rows import COURSE, OTHER_COURSE, Told, at, uuid_of

MOMENTS = [at("2026-03-31 23:59:59"), at("2026-04-01 00:00"), at("2025-12-31 23:59:59"), at("2024-02-29 12:00")]
DAY = 86_400_000_000
scores = st.none() | st.sampled_from([-500, 0, 2500, 5000, 9999, 10_000])
flags = st.none() | st.sampled_from([0, 1])
durations = st.none() | st.sampled_from([1, 499, 500, 30_000, 90_000, 5_000_000])


def _kinds() -> st.SearchStrategy[dict[str, object]]:
    return st.one_of(
        st.fixed_dictionaries({"kind": st.just("page"), "part": st.sampled_from(["p1", "p2", "p3", "p4", "borte"])}),
        st.fixed_dictionaries(
            {
                "kind": st.just("question"),
                "part": st.sampled_from(["q1", "q2", "q3", "q4", "q5", "borte"]),
                "verb": st.just("answered"),
                "success": flags,
                "score": scores,
                "duration": durations,
                "response": st.none() | st.sampled_from(["a", "b", "a[,]b", "c", "1", "2", "ukjent"]),
            }
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("course"),
                "part": st.just(""),
                "verb": st.sampled_from(["initialized", "completed", "passed", "failed", "terminated", "scored"]),
                "success": flags,
                "completion": flags,
                "score": scores,
                "duration": durations,
            }
        ),
        st.fixed_dictionaries(
            {"kind": st.just("module"), "part": st.sampled_from(["m1", "m2"]), "verb": st.just("completed")}
        ),
        st.fixed_dictionaries(
            {"kind": st.just("quiz"), "part": st.just("test"), "verb": st.just("scored"), "score": scores}
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("objective"),
                "part": st.sampled_from(["slokke", "varsle"]),
                "verb": st.just("scored"),
                "success": flags,
            }
        ),
    )


@st.composite
def statements(draw: st.DrawFn, most: int = 60) -> list[Told]:
    """Statements of up to six learners with up to three attempts each; some twice, some voided."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.integers(1, 6),
                st.integers(0, 2),
                st.sampled_from(MOMENTS),
                st.integers(0, 400),
                st.sampled_from(["", "1.0.0", "1.1.0"]),
                _kinds(),
                st.sampled_from([COURSE] * 9 + [OTHER_COURSE]),
            ),
            max_size=most,
        )
    )
    told = [
        Told(
            id=uuid_of(number),
            learner=learner,
            attempt=learner * 10 + attempt,
            moment=start + days * DAY,
            version=version,
            course=course,
            **kind,
        )
        for number, (learner, attempt, start, days, version, kind, course) in enumerate(drawn)
    ]
    voided = draw(st.lists(st.sampled_from(told), max_size=3)) if told else []
    twice = draw(st.lists(st.sampled_from(told), max_size=5)) if told else []
    voiding = [
        Told(id=uuid_of(10_000 + number), verb="voided", kind="other", part="", course="", voids=each.id)
        for number, each in enumerate(voided)
    ]
    return draw(st.permutations([*told, *twice, *voiding]))


units = st.dictionaries(st.integers(1, 6), st.sampled_from(["Nord", "Sør", ""]))
