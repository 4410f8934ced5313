"""Help, in English."""

HELP = {
    "usage": "Usage",
    "commands": "Commands",
    "arguments": "Arguments",
    "options": "Options",
    "exit-codes": "Exit codes",
    "exit-0": "evaluated; nothing at or above --fail-on",
    "exit-1": "problems at or above --fail-on; in other commands: a difference, or something to look at again",
    "exit-2": "usage: there is no such command, option, unit, rule, clause or day",
    "exit-3": "data or rules cannot be read, a file cannot be written, or nothing matched the selection",
    "exit-4": "a mistake of the program",
    "exit-130": "interrupted with Ctrl+C",
    "exit-141": "the reader of the pipe went away, as head does",
    "exit-143": "told to stop from outside",
    "congress": (
        "Compare how each party unit prepares and holds its congress with the directive: who meets it, who is late, "
        "who is about to be, and why."
    ),
    "congress+more": "To begin: congress check          Help on a command: congress check --help",
    "check": "Judge each unit by each sentence of the directive as of the end of a day, and report.",
    "check+more": (
        "Examples:\n"
        "  congress check                                   the whole picture\n"
        "  congress check --as-of 14/8/2020                 as of the end of another day\n"
        "  congress check --under HN-001 --all              a district and all below it\n"
        "  congress check --status overdue --status failed  only these statuses\n"
        "  congress check --format docx -o report.docx      for Word; likewise xlsx, ics\n"
        "  congress check --format json -o report.json      the whole report into a file"
    ),
    "render": "Turn a saved JSON report into another format, without judging again.",
    "render.report": "the file written by congress check --format json, or - for standard input",
    "merge": "Put the JSON reports of parts (each of whole provinces) together as one, without judging again.",
    "merge.reports": "the files written by congress check --format json",
    "diff": "Compare two saved reports, or two days: what is new, worse, mended, the same, or out of scope.",
    "diff.old": "the JSON report of before, or a day: 13/8/2020",
    "diff.new": "the JSON report of now, or a day: 20/8/2020",
    "diff.fail-on-new": "exit 1 if a problem is new or graver",
    "diff.format": "text to read, json to work on with",
    "history": "Judge, keep the report in a folder, and show how things went from run to run.",
    "history.store": "the folder of reports, a file a run, none of which is ever changed (default: history)",
    "history.show": "only show the trend; judge and keep nothing",
    "history.format": "text to read, json to work on with",
    "digest": "Ten lines for a mail: what changed, what is due within a week, whom to call.",
    "digest.since": "the JSON report of before to compare with",
    "digest.store": "a folder of reports: compare with the newest, then keep this one",
    "digest.eml": "write a draft of a mail (.eml) instead of printing",
    "digest.sender": "the sender that the draft names",
    "digest.to": "the receiver that the draft names",
    "verify": "Judge again from the files that a report names, and confirm it or list where it differs.",
    "verify.report": "a saved JSON report",
    "verify.root": "the folder that holds the files named in the report (default: the nearest with data/units.yaml)",
    "record": "Write one fact of one unit into the registry: a day, a tally, a checklist or figures; nothing else in the file changes.",
    "record.unit": "the id of a unit, or its name (no accents needed; q., p., h., tx., tt., tp. are understood)",
    "record.fact": "the id of a fact, such as congress.closed, or its name",
    "record.value": "the value: a day 15/8/2020 (or 8/2020, 12/8/2020-15/8/2020); a tally 3/5; items +item -item or the whole list; figures grdp-growth=7.5",
    "record.day": "the day the tally, list or figures are of",
    "record.document": 'the document number; an empty text "" takes it away',
    "record.source": "where it is known from",
    "record.recorded": "the day it was entered",
    "record.note": "a note",
    "record.clear": "take this fact out of the registry",
    "record+more": (
        "Examples:\n"
        "  congress record MAU-01 congress.closed 10/8/2020 --document 15-BC/QU\n"
        '  congress record "q. mau mot" complaints 3/5\n'
        "  congress record MAU-01 self-review.topics +working-rules -setting-example\n"
        "  congress record MAU-01 targets grdp-growth=7.5"
    ),
    "undo": "Take back the last entry (record, waive, unit …) by the journal beside the registry.",
    "undo.skip": "pass over the entries that cannot be taken back, and take back the one before them",
    "journal": "Who wrote what into the registry and when, and whether it was taken back.",
    "journal.unit": "only this unit (its id or name; may be repeated)",
    "journal.fact": "only this fact (its id; may be repeated)",
    "journal.since": "only entries since this day",
    "journal.by": "only entries of this office",
    "journal.format": "text to read, json to work on with",
    "waive": "Write into waivers.yaml that a unit may miss a rule, and by which paper.",
    "waive.unit": "the id or name of a unit, the id of a task force",
    "waive.rule": "the id of a rule",
    "waive.until": "the last day of the waiver",
    "waive.begins": "its first day (by default: the judged day)",
    "waive.document": "the number of the paper that allows it",
    "waive.reason": "why",
    "waive.authority": "who allows it (by default: who issued the directive)",
    "unit": "New units, other superiors, mergers, closures.",
    "unit-add": "Add a unit at the end of the file that holds the others below its superior.",
    "unit-add.unit": "the new id: letters without accents, digits, hyphens",
    "unit-add.name": "its full name",
    "unit-add.level": "a level of the rulebook: city, upper, grassroots",
    "unit-add.type": "a type of the rulebook, such as phuong",
    "unit-add.code": "its official code",
    "unit-add.source": "how it is known that the unit belongs here",
    "unit-add.tag": "a tag of the rulebook (may be given several times)",
    "unit-add.task-force": "the id of the task force that watches it",
    "unit-move": "Put a unit below another superior.",
    "unit-merge": "Write that a unit was merged into another one; what was recorded of it stays.",
    "unit-merge.into": "the unit it became part of",
    "unit-close": "Write that a unit was closed; what was recorded of it stays.",
    "explain": "Prove a verdict: the sentence of the directive, how the last day follows, the facts and their lines.",
    "explain.unit": "the id or name of a unit, or the id of a task force",
    "explain.rule": "the id of a rule; without it every rule of the unit is listed, worst first",
    "explain.format": "text to read, json to go on with",
    "find": "Find units by id or name, without accents; short forms are taken: q., h., tx., p., x., tt., tp.",
    "find.words": "an id, a name or a part of one, for example: q. hoan kiem",
    "find.format": "text to read, json to go on with",
    "show": "Show one unit: its place, its facts, its findings, its next days.",
    "show.words": "the id or name of a unit, or the id of a task force; of equal names all are listed",
    "show.format": "text to read, json to go on with",
    "tree": "Draw the tree of units, each branch with its findings by status.",
    "tree.words": "draw from this unit downward: an id or a name (without it: from the top)",
    "tree.format": "text to read, json to go on with",
    "tree.depth": "how many levels below are drawn (default: 1)",
    "tree.unfolded": "draw all levels",
    "facts": "What can be recorded: kind, meaning, items, of whom, and which rules read it.",
    "facts.fact": "the id of one fact, to see all about it",
    "facts.format": "text to read, json to go on with",
    "clauses": "The ledger of the directive's sentences: who must act, how strongly, which rules check it.",
    "clauses.stats": "only how much is covered; exit 1 on any hole",
    "clauses.text": "compare with the paper in this file; exit 1 when a sentence changed, is missing or is new",
    "clauses.format": "text to read, json to go on with",
    "rules": "The rulebook: show it, document it, look for contradictions, test its examples.",
    "rules-list": "List the rules.",
    "rules-show": "Show one rule: basis, units, kind, limit, examples.",
    "rules-show.rule": "the id of a rule",
    "rules-docs": "Make the page that documents the whole rulebook (docs/rules.md).",
    "rules-docs.output": "write to this file",
    "rules-docs.compare": "compare with this file; exit 1 when it is not up to date",
    "rules-lint": "Look for contradictions in the rulebook, without data; exit 1 on any.",
    "rules-test": "Run the examples inside the rules; exit 1 when one is wrong or lacking.",
    "rules-mutate": "Change each day, number and line a little and see whether an example notices; exit 1 when none does.",
    "schema": "Print the JSON Schema of a kind of file.",
    "schema.name": "the kind of file: units, rules, waivers or report",
    "schema.output": "write to this file",
    "validate": "Check the data alone: syntax, ids, superiors, types, days; tells what is odd, too.",
    "completion": "Print the script with which Tab completes commands, options, units, facts and rules.",
    "completion.shell": "the shell in use: bash, zsh, fish or powershell",
    "completion+more": (
        "Once, then open a new window:\n"
        "  bash: add to ~/.bashrc\n"
        '      eval "$(congress completion bash)"\n'
        "  zsh: add to ~/.zshrc, below compinit\n"
        '      eval "$(congress completion zsh)"\n'
        "  fish: make a file\n"
        "      congress completion fish > ~/.config/fish/completions/congress.fish\n"
        "  powershell: add to $PROFILE\n"
        "      congress completion powershell | Out-String | Invoke-Expression"
    ),
    "doctor": "Examine the surroundings: Python, libraries, encoding, colour, width, language, files; exit 1 on any hindrance.",
    "doctor.format": "text to read, json to go on with",
    "init": "Begin a folder: rulebook, registry and schemas.",
    "init.folder": "the folder to be made",
    "init.empty": "the list of units alone: no facts, not frozen",
    "export": "Write a form to be filled in: one row a unit, one column a fact, with what is recorded already.",
    "export+more": (
        "Examples:\n"
        "  congress export -o form.xlsx                     every unit, every fact\n"
        "  congress export --under HN-001 -o form.xlsx      one district and all below it\n"
        "  congress export --fact congress.closed -o a.csv  closing days alone, as CSV"
    ),
    "export.unit": "only this unit (may be repeated)",
    "export.under": "only this unit and all below it (may be repeated)",
    "export.rule": "only what this rule asks for (may be repeated)",
    "export.owner": "only what is asked of: grassroots, upper, city, task-force (may be repeated)",
    "export.fact": "only this fact (may be repeated)",
    "export.format": "xlsx or csv (default: by the ending of the file, else xlsx)",
    "export.output": "write the form to this file",
    "export.force": "overwrite a file that is there, even if it may be a form that was filled in",
    "import": "Read a filled-in form (.xlsx, .csv) and tell each cell that is added, changed, cleared or not taken, and why. Writes only with --apply.",
    "import+more": (
        "Examples:\n"
        "  congress import form.xlsx            see the changes, nothing is written\n"
        "  congress import form.xlsx --apply    write all of it, or nothing"
    ),
    "import.file": "the filled-in form",
    "import.apply": "write into the registry",
    "option.as-of": "the day to judge, to its end: 14/8/2020 or 2020-08-14 (default: the registry's frozen day, then today)",
    "option.units": "the registry: a file, a folder, or - for standard input",
    "option.rules": "the rulebook (default: data/rules.yaml, else the one that comes with the program)",
    "check.unit": "only this unit, by id or name (may be repeated)",
    "check.under": "only this unit and all below it, by id or name (may be repeated)",
    "check.rule": "only this rule (may be repeated)",
    "check.clause": "only this clause: 5.1b, 5.1, or the whole paragraph 5 (may be repeated)",
    "check.owner": "only the duties of: grassroots, upper, city, task-force (may be repeated)",
    "check.status": "show only findings of this status; totals and exit code still count all (may be repeated)",
    "option.unfolded": "fold no list",
    "check.fail-on": "exit 1 from here on: never, violation (duties), warning (needs attention), unknown",
    "option.waivers": "the waivers (default: waivers.yaml beside the registry)",
    "option.no-cache": "deprecated, without effect: every run judges anew",
    "option.no-waivers": "leave waivers out",
    "option.format": (
        "the report's format: {formats:list}; with =FILE it goes to a file, may be given several times "
        "(default: a table at a terminal, lines in a pipe)"
    ),
    "option.output": "write the report to this file; without --format its ending names the format",
    "check.baseline": "show and count only what is new since this saved JSON report",
    "option.group-by": "group what is to be done by: rule, parent, owner, task-force",
    "option.dry-run": "a trial: write nothing",
    "option.by": "the office that enters it (never a person's name)",
    "option.unit": "the id or name of a unit",
    "option.parent": "the superior: the id or name of a unit",
    "option.day": "from which day",
    "option.document": "the document number",
    "option.source": "where it is known from",
    "option.note": "a note",
    "option.lang": "the language: vi or en",
    "option.color": "colour: auto, always, never",
    "option.width": "columns of the table",
    "option.quiet": "say as little as possible",
    "option.verbose": "add the recorded facts and their lines in the registry",
    "option.debug": "show the details of a mistake of the program",
    "option.help": "show this help",
    "option.version": "show the version",
}
