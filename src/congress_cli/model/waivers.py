"""Waivers: who allowed which units to miss which rule, until when and by which paper."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from congress_cli.model.values import ExactDay, Id, Model, Name


class Waiver(Model):
    """One permission. `until` is its last day."""

    rule: Id
    units: tuple[Id, ...] = Field(min_length=1)
    from_: ExactDay = Field(alias="from")
    until: ExactDay
    authority: Name
    document: Name
    reason: Name

    @model_validator(mode="after")
    def _from_before_until(self) -> Self:
        if self.from_ > self.until:
            raise PydanticCustomError("waiver-order", "", {"first": str(self.from_), "last": str(self.until)})
        return self

    def in_force(self, as_of: date) -> bool:
        """Whether it holds on that day."""
        return self.from_ <= as_of <= self.until


class WaiversFile(Model):
    """One file `congress-waivers/1`."""

    format: Literal["congress-waivers/1"]
    waivers: tuple[Waiver, ...] = ()
