"""Measure everything, then print one table. Speed is never asserted: the exit code is 0 unless something broke."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from benchmarks import aims
from benchmarks.aims import Measure
from benchmarks.courses import LARGE, SMALL, write_course
from benchmarks.measure import BIN, FLOOR, build_command, contents, costs, launch_weight
from benchmarks.table import Figures, table
from benchmarks.texts import TextFigures, measure_texts, text_table
from scormbuild.build import build
from scormbuild.formats import FORMATS

SIZES = (SMALL, LARGE)


def main() -> None:
    """Print the table."""
    with TemporaryDirectory(prefix="scormbuild-bench-") as name:
        folder = Path(name)
        courses = [write_course(folder / size.id, size) for size in SIZES]
        figures = measure_builds(courses, folder / "dist")
        packages = [folder / "dist" / f"{size.id}-scorm12.zip" for size in SIZES]
        figures |= measure_packages(packages)
        figures |= measure_formats(courses, folder / "formats")
        figures |= measure_launches(packages)
    texts = measure_learners_texts()
    figures |= measure_typing()
    figures |= {
        aims.STATE_TEXTS: Figures(texts.long_state),
        aims.PRIMING: Figures(texts.priming_ms),
        aims.PACKING: Figures(texts.packing_ms),
    }
    print(table(figures))
    print(f"\n{text_table(texts)}")


def measure_builds(courses: list[Path], out: Path) -> dict[Measure, Figures]:
    """CPU time and memory of the commands. Leaves the courses' packages in `out`."""
    say("building")
    floor, help_, small, large = costs(
        [
            [sys.executable, "-c", FLOOR],
            [BIN / "scormbuild", "--help"],
            *(build_command(course, out) for course in courses),
        ]
    )
    return {
        aims.HELP_CPU: Figures(help_.cpu_seconds * 1000),
        aims.FLOOR_CPU: Figures(floor.cpu_seconds),
        aims.BUILD_CPU: Figures(small.cpu_seconds, large.cpu_seconds),
        aims.BUILD_OVER_FLOOR: Figures(small.cpu_seconds / floor.cpu_seconds, large.cpu_seconds / floor.cpu_seconds),
        aims.BUILD_PEAK: Figures(small.peak_mib, large.peak_mib),
    }


def measure_packages(packages: list[Path]) -> dict[Measure, Figures]:
    """Sizes in the zips."""
    small, large = map(contents, packages)
    return {
        aims.PACKAGE: Figures(small.less_media, large.less_media),
        aims.CODE: Figures(small.code_gzip, large.code_gzip),
    }


def measure_formats(courses: list[Path], out: Path) -> dict[Measure, Figures]:
    """What the heaviest other format loads beyond SCORM 1.2; reports beside SCORM count as a format."""
    say("building every format")
    over = []
    for course in courses:
        reference, *others = (package.path for package in build(course, out, list(FORMATS)).packages)
        reporting = copytree(course, out / f"{course.name}-reporting")
        with (reporting / "course.yaml").open("a", encoding="utf-8") as file:
            file.write("records: {lrs: {endpoint: 'https://lrs.example.no/', key: 'a:b'}}\n")
        others += [package.path for package in build(reporting, out / "reporting", [*FORMATS][:1]).packages]
        over.append(max(map(launch_weight, others)) - launch_weight(reference))
    return {aims.OVER_SCORM12: Figures(*over)}


def measure_launches(packages: list[Path]) -> dict[Measure, Figures]:
    """What Chromium and the platform see."""
    from tests.platform.server import Platform

    from benchmarks.browser import BLANK, blank_package, chromium, launches
    from benchmarks.play import play

    names = [package.stem for package in packages]
    with Platform() as platform, chromium() as browser:
        platform.mount(BLANK, blank_package())
        for package in packages:
            platform.mount(package.stem, package.read_bytes())
        say("launching")
        launched = launches(browser, platform, names)
        say("playing every page and question")
        small_play, large_play = (play(browser, platform, name) for name in names)
    blank, small, large = (launched[name] for name in (BLANK, *names))
    return {
        aims.REQUESTS: Figures(small.requests, large.requests),
        aims.REQUESTS_IDLE: Figures(small.requests_until_idle, large.requests_until_idle),
        aims.BLANK_CONTENT: Figures(blank.first_content_ms),
        aims.FIRST_CONTENT: Figures(
            small.first_content_ms - blank.first_content_ms, large.first_content_ms - blank.first_content_ms
        ),
        aims.PAGE_TEXT: Figures(small.page_text_ms - blank.page_text_ms, large.page_text_ms - blank.page_text_ms),
        aims.CALLS: Figures(small.api_calls, large.api_calls),
        aims.COMMITS_PAGE: Figures(small_play.commits_per_page, large_play.commits_per_page),
        aims.COMMITS_ANSWER: Figures(small_play.commits_per_answer, large_play.commits_per_answer),
        aims.COMMITS_QUIZ_STEP: Figures(small_play.commits_per_quiz_step, large_play.commits_per_quiz_step),
        aims.STATE: Figures(small_play.state_characters, large_play.state_characters),
        aims.INTERACTIONS: Figures(small_play.interactions, large_play.interactions),
    }


def measure_learners_texts() -> TextFigures:
    """What learners write, packed."""
    from benchmarks.browser import chromium

    say("packing texts")
    with chromium() as browser:
        return measure_texts(browser)


def measure_typing() -> dict[Measure, Figures]:
    """Whether saving is felt while one writes."""
    from benchmarks.browser import chromium
    from benchmarks.keys import longest_wait

    say("typing")
    with chromium() as browser:
        return {aims.TYPING: Figures(longest_wait(browser))}


def say(step: str) -> None:
    """Tell a person who waits what is going on."""
    print(f"{step} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
