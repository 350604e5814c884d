"""The JSON Schema says of course files what the program says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from scormbuild.components import FOLDER, question_types, registry
from scormbuild.components.base import schema_of
from scormbuild.components.catalogue import catalogue
from scormbuild.course.load import load
from scormbuild.course.model import course_schema
from scormbuild.translation.translations import FOLDER as TRANSLATIONS
from tests.support import COURSE, write_course

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schemas = {name: schema_of(component) for name, component in registry().items()}
    schema = course_schema(schemas, set(question_types()))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def files_of_courses() -> list[Path]:
    folders = [ROOT / "courses", ROOT / "src" / "scormbuild" / "starter"]
    files = (path for folder in folders for path in folder.rglob("*.yaml"))
    return sorted(path for path in files if path.parent.name != TRANSLATIONS)


@pytest.mark.parametrize("path", files_of_courses(), ids=lambda path: path.name)
def test_every_course_file_is_valid(validator: Draft202012Validator, path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("titel", "title"),
        ("{id: a,", "{id: aa,"),
        ("text: Se", "tekst: Se"),
        ("correct: true", "correct: 1"),
        ("id: brann", "id: B"),
    ],
)
def test_schema_refuses_what_the_program_refuses(
    validator: Draft202012Validator, tmp_path: Path, old: str, new: str
) -> None:
    course = COURSE.replace("title", "titel") if old == "titel" else COURSE.replace(old, new)
    assert list(validator.iter_errors(yaml.safe_load(course)))
    assert load(write_course(tmp_path / "k", course)).problems


def test_files_that_components_name_are_in_the_schema(validator: Draft202012Validator) -> None:
    page: dict[str, Any] = {
        "id": "p",
        "title": "P",
        "body": [{"text": {"file": "a.md"}}, {"quiz": {"id": "q", "bank": "b.yaml"}}],
    }
    module = {"id": "m", "title": "M", "pages": [page]}
    assert list(validator.iter_errors(module)) == []
    page["body"].append({"text": {"file": "a.md", "markdown": "both"}})
    assert list(validator.iter_errors(module))


@pytest.mark.parametrize("name", list(registry()))
def test_the_example_of_a_component_is_read_without_a_problem(tmp_path: Path, name: str) -> None:
    example = "\n".join(f"            {line}" for line in registry()[name].example.splitlines())
    course = COURSE.split("          - text")[0] + f"          - {example.lstrip()}\n"
    assert load(write_course(tmp_path / "k", course, bilder__trapp_svg="<svg/>")).problems == []


def test_page_on_components_is_what_the_components_say() -> None:
    assert (ROOT / "docs" / "components.md").read_text(encoding="utf-8") == catalogue()


def test_a_component_is_one_folder() -> None:
    for name in registry():
        assert (FOLDER / name / "template.html").exists()
        assert not list(FOLDER.glob(f"{name}*.py"))
