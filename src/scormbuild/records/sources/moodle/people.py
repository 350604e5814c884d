"""Who is who: the same person in several reports of one site becomes the same learner, where the files allow it.

Moodle's reports name people, and add the columns that the site shows for identity (*Site administration > Users >
Permissions > User policies > Show user identity*). ID number, email address and username each tell people apart. Where
none of them is there, name and department must do; they can't tell apart two people of one name in one department, and
lines about these are set aside. The log has names and Moodle's numbers of the users; the course completion report has
the numbers beside the identity columns, so that both read together agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from scormbuild.records.identities import MOODLE

HOME: Final = f"account:{MOODLE}|"
"""What an identity begins with: as record stores write an account, with `moodle` in the place of its home page."""

AMBIGUOUS: Final = (
    "several people of this name: nothing in the file tells them apart. Let the site show ID number or email address "
    "in its reports, and download them again"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one line of a report has them; "" where it doesn't say, None where it has no such column."""

    name: str
    department: str | None = None
    id_number: str = ""
    email: str = ""
    username: str = ""
    user: str = ""
    """Moodle's own number of the user."""


def tidied(text: str) -> str:
    """A name or a unit in the one form that all reports have: activity completion writes `'` where others have `"`."""
    return " ".join(text.replace('"', "'").split())


def tidied_number(text: str) -> str:
    """An ID number. Excel makes 7 of 0007, and so it is 7 in every file."""
    text = " ".join(text.split())
    return (text.lstrip("0") or "0") if text.isdecimal() else text


class People:
    """Takes the people of all files, and then knows the identity of each.

    In order of preference: ID number, email address, username, name with department, name, name with Moodle's number.
    """

    def __init__(self) -> None:
        self._everybody: dict[Person, None] = {}
        self._seen: set[Hashable] = set()
        self._twice: set[Person] = set()
        self._parents: dict[str, str] = {}
        self._identities: dict[Person, str | None] | None = None

    def add(self, person: Person, occurrence: Hashable = None) -> None:
        """Take a person from a line.

        `occurrence` is what there is but once of each person (a file, with the attempt): where it comes again, it is
        somebody else of that name.
        """
        self._identities = None
        self._everybody[person] = None
        if occurrence is not None:
            if (occurrence, person) in self._seen:
                self._twice.add(person)
            self._seen.add((occurrence, person))

    def identity(self, person: Person) -> str | None:
        """As `Row.identity`; None where nothing tells this person from others of the same name."""
        if self._identities is None:
            self._identities = self._settled()
        return self._identities[person]

    def _settled(self) -> dict[Person, str | None]:
        identities: dict[Person, str | None] = {}
        named: dict[str, dict[str, set[str | None]]] = defaultdict(lambda: defaultdict(set))
        users: dict[str, str] = {}

        def take(person: Person, identity: str | None) -> None:
            identities[person] = identity
            if identity is not None:
                named[person.name][identity].add(person.department)
                if person.user:
                    users.setdefault(person.user, identity)

        certain = [person for person in self._everybody if _keys(person)]
        for person in certain:
            for key in _keys(person):
                self._join(_keys(person)[0], key)
        for person in certain:
            take(person, HOME + self._root(_keys(person)[0])[1:])

        with_department = [person for person in self._everybody if not _keys(person) and person.department is not None]
        owners = {
            person: [
                identity
                for identity, departments in named[person.name].items()
                if departments & {person.department, None}
            ]
            for person in with_department
        }
        for person, those in owners.items():
            own = f"{person.name}, {person.department}" if person.department else person.name
            take(person, self._one(person, those, HOME + own))

        name_only = [person for person in self._everybody if person not in identities]
        numbers: dict[str, set[str]] = defaultdict(set)
        for person in name_only:
            if person.user and person.user not in users:
                numbers[person.name].add(person.user)
        for person in name_only:
            those = [users[person.user]] if person.user in users else [*named[person.name]]
            if person.user in users or len(numbers[person.name]) < 2:
                identities[person] = self._one(person, those, HOME + person.name)
            else:
                identities[person] = f"{HOME}{person.name}, {person.user}" if person.user and not those else None
        return identities

    def _one(self, person: Person, those: list[str], own: str) -> str | None:
        """The identity that a person has elsewhere, or an own one; None where it is not certain."""
        if person in self._twice or len(those) > 1:
            return None
        return those[0] if those else own

    def _root(self, key: str) -> str:
        root = key
        while self._parents.get(root, root) != root:
            root = self._parents[root]
        while key != root:
            self._parents[key], key = root, self._parents[key]
        return root

    def _join(self, one: str, other: str) -> None:
        """Make two keys the same person's; the preferred one is the root."""
        first, second = sorted((self._root(one), self._root(other)))
        self._parents.setdefault(first, first)
        self._parents[second] = first


def _keys(person: Person) -> list[str]:
    """What tells a person apart from everybody, the preferred first. Only keys are compared, never names."""
    given = (("1", person.id_number), ("2", person.email), ("3", person.username))
    return [rank + value for rank, value in given if value]
