"""JSON Schemas of files and outputs, made from the models, so that editors complete and programs can check."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, TypeAdapter, create_model

from congress_cli.model.ahead import NextDocument, SimulationDocument
from congress_cli.model.facts import FACT_MODELS, Event, Fact
from congress_cli.model.finding import Evidence, Finding
from congress_cli.model.plan import PaceDocument, PlanDocument
from congress_cli.model.progress import ProgressDocument
from congress_cli.model.registry import RegistryFile, WaiversFile
from congress_cli.model.report import SCHEMA, Report
from congress_cli.rules import Rulebook

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
        {"type": "object", "propertyNames": {"not": {"enum": _fields()}}, "additionalProperties": {"type": "number"}},
    ]
    return {"anyOf": [*short, *({"$ref": f"#/$defs/{model.__name__}"} for model in FACT_MODELS.values())]}


def _fields() -> list[str]:
    """The fields of facts: a mapping that has one of them is no short form of measures."""
    return sorted({name for model in FACT_MODELS.values() for name in model.model_fields})


def _report() -> Json:
    """The report as it is written: its findings are objects there, each with its sentence."""
    schema = TypeAdapter(Report).json_schema(mode="serialization")
    properties, definitions = schema["properties"], schema["$defs"]
    for name, fields in (("Evidence", Evidence), ("Finding", Finding)):
        definitions[name] = _as_object(name, fields, definitions)
    definitions["Finding"]["properties"]["message"] = {"type": "string"}
    definitions["Finding"]["properties"]["evidence"]["items"] = {"$ref": "#/$defs/Evidence"}
    return {"$schema": DRAFT, **schema, "properties": {"schema": {"const": SCHEMA}, **properties}}


def _of_document(kind: type) -> Json:
    return {"$schema": DRAFT, **TypeAdapter(kind).json_schema(mode="serialization")}


def _as_object(name: str, fields: type, definitions: Json) -> Json:
    """The schema of an object with the fields of a named tuple."""
    from typing import get_type_hints

    required: dict[str, Any] = {field: (hint, ...) for field, hint in get_type_hints(fields).items()}
    model: type[BaseModel] = create_model(name, **required)
    schema = model.model_json_schema(mode="serialization")
    inner = {key: one for key, one in schema.pop("$defs", {}).items() if key not in ("Evidence", "Finding")}
    definitions.update(inner)
    return schema


SCHEMAS: dict[str, Callable[[], Json]] = {
    "units": _units,
    "rules": lambda: _of_model(Rulebook),
    "waivers": lambda: _of_model(WaiversFile),
    "report": _report,
    "simulation": lambda: _of_document(SimulationDocument),
    "next": lambda: _of_document(NextDocument),
    "pace": lambda: _of_document(PaceDocument),
    "progress": lambda: _of_document(ProgressDocument),
    "plan": lambda: _of_document(PlanDocument),
}
