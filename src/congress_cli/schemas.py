"""JSON Schemas of the files, made from the models, so that editors complete and underline."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from congress_cli.model.facts import FACT_MODELS, Event, Fact
from congress_cli.model.registry import RegistryFile
from congress_cli.model.waivers import WaiversFile
from congress_cli.rules.rulebook import Rulebook

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def schema_text(name: str) -> str:
    """The schema of a kind of file, as it is committed. Raises KeyError for a name that SCHEMAS lacks."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def _of_model(model: type[BaseModel]) -> Json:
    schema = model.model_json_schema(by_alias=True)
    properties = schema["properties"]
    properties["$schema"] = {"type": "string"}
    return {"$schema": DRAFT, **schema}


def _units() -> Json:
    schema = _of_model(RegistryFile)
    definitions = schema["$defs"]
    for model in FACT_MODELS.values():
        own = model.model_json_schema(by_alias=True)
        definitions.update(own.pop("$defs", {}))
        definitions[model.__name__] = own
    definitions.pop(Fact.__name__, None)
    definitions["Unit"]["properties"]["facts"] = {"type": "object", "additionalProperties": _fact(definitions)}
    return schema


def _fact(definitions: Json) -> Json:
    """A fact in any of its shapes; which one its name asks for is the rulebook's to say."""
    day = definitions[Event.__name__]["properties"]["day"]
    short = [
        {key: value for key, value in day.items() if key != "title"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": "number"}},
    ]
    return {"anyOf": [*short, *({"$ref": f"#/$defs/{model.__name__}"} for model in FACT_MODELS.values())]}


SCHEMAS: dict[str, Callable[[], Json]] = {
    "units": _units,
    "rules": lambda: _of_model(Rulebook),
    "waivers": lambda: _of_model(WaiversFile),
}
