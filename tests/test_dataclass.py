"""The quickly made dataclass: it must do what that of the standard library does, but for keeping writers out."""

import dataclasses

import congress_cli
from congress_cli import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Other(Place):
    length: int = 1


def test_equal_values_are_equal_and_hash_alike() -> None:
    assert Place("a.yaml", 2) == Place("a.yaml", 2)
    assert hash(Place("a.yaml", 2)) == hash(Place("a.yaml", 2))
    assert Place("a.yaml", 2) != Place("a.yaml", 3)


def test_an_extended_class_is_another() -> None:
    assert Other(path="a.yaml") != Place("a.yaml")
    assert Other(path="a.yaml", length=2) != Other(path="a.yaml", length=3)


def test_fields_can_be_replaced_and_are_shown() -> None:
    assert dataclasses.replace(Place("a.yaml"), line=3) == Place("a.yaml", 3)
    assert [field.name for field in dataclasses.fields(Other)] == ["path", "line", "length"]
    assert repr(Place("a.yaml")) == "Place(path='a.yaml', line=1)"


def test_type_checkers_take_it_for_that_of_the_standard_library() -> None:
    assert not congress_cli.TYPE_CHECKING
