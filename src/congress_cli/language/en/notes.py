"""What is said beside a report, in English."""

TEXTS = {
    "rules-shipped": "Note: there is no data/rules.yaml; the rulebook that comes with the program is used.",
    "unit-meant": "Note: «{text}» is taken to be {name} ({id}).",
    "files-left-alone": "Note: files that do not say format: congress-units/1 are not read: {paths:list}",
    "waiver-ended": "Note: the waiver {document} ({rule}) ended {until:span}.",
    "waiver-ends": "Note: the waiver {document} ({rule}) holds for another {days:days}, until the end of {until:weekday}.",
    "waiver-ends-today": "Note: the judged day is the last day of the waiver {document} ({rule}).",
    "waiver-unused": "Note: the waiver {document} ({rule}) has no effect on {units:list}: there is nothing to be waived there now.",
    "waiver-names-unknown": "Note: the waiver {document} names what is not in the registry or the rulebook: {names:list}",
    "term-differs": "Note: the registry is of the term {term}, the directive of the term {other}.",
    "no-accents": "Note: this output cannot show Vietnamese accents, so they are left out.",
    "ledger-never-verified": "Note: nobody says when the ledger was last compared with the paper.",
    "ledger-stale": "Note: the ledger was last compared with the paper {days:days} ago (reminder after {within:days}).",
    "kept": "Kept the report in {path}",
    "written": "The report was written to {path}",
    "exported": "Wrote the form {path}: units {units}, columns {columns}. Once it is filled in, look at the changes with: congress import {path}",
    "valid": "The data are valid. Units: {units}, recorded facts: {facts}, rules: {rules}.",
    "valid-but-odd": "The data can be read; places to look at again: {count}. Units: {units}, recorded facts: {facts}, rules: {rules}.",
    "begun": "Done. Go on with: cd {folder}, then congress check",
}
