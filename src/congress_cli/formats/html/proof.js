/* A finding and its proof as elements. Whatever comes from the data is set as text, never read as markup. */

function element(name, classes, ...inside) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...inside.filter((one) => one !== null && one !== ""));
  return made;
}

function link(text, asked) {
  const made = element("a", "", text);
  made.href = `#${new URLSearchParams(asked)}`;
  return made;
}

function sign(status) {
  const made = element("span", `sign s${status}`, held.statuses[status][1]);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/* What its line says is to be done; empty where that is nothing, or where it must be recorded first. */
function toDo(finding) {
  const status = finding[STATUS];
  const urgent = !held.settled.includes(status) && held.ranks[status] < held.ranks[statuses.get("unknown")];
  return urgent ? held.rules[finding[RULE]][5] : "";
}

/* One finding as a line that opens to its proof, which is made when it is first opened. */
function line(finding, opened) {
  const [, name] = subject(finding[UNIT]);
  const title = held.rules[finding[RULE]][2];
  const status = finding[STATUS];
  const message = held.texts[finding[MESSAGE]];
  const time = timing(finding);
  const standing = element("span", `standing t${status}`, sign(status), ` ${time.standing}`);
  const told = toDo(finding) && element("span", "remedy", `→ ${toDo(finding)}`);
  const titled = [element("b", "", name), " ", element("span", "title", title), element("span", "told", message)];
  const what = element("span", "what", ...titled, told);
  const made = element("details", "item", element("summary", "", standing, what, element("span", "when", time.lastDay)));
  made.addEventListener("toggle", () => made.open && made.children.length === 1 && made.append(proof(finding)));
  made.open = opened;
  return element("li", "", made);
}

function proof(finding) {
  const [id] = subject(finding[UNIT]);
  const [rule, , , clauses, demand, remedy] = held.rules[finding[RULE]];
  const made = element("dl", "proof");
  const tell = (code, ...told) => {
    made.append(element("dt", "", held.words[code]), ...told);
  };
  const sentences = clauses.map(([clause, text]) => element("dd", "", `${filled("clause", { clause })}: ${text}`));
  tell("basis", ...sentences, element("dd", "faint", demand));
  const { limit } = timing(finding);
  if (limit) tell("last-day", element("dd", "", limit));
  const used = finding.slice(USED).map(fact);
  tell("facts", ...(used.length ? used : [element("dd", "", held.words["facts-none"])]));
  if (remedy && toDo(finding) === "" && !held.settled.includes(finding[STATUS])) tell("remedy", element("dd", "", remedy));
  const further = [link(held.words["of-unit"], { unit: id }), link(held.words["of-rule"], { rule })];
  return element("div", "", made, element("p", "further", further[0], " ", further[1]));
}

function fact(number) {
  const [name, value, source, path, row, column] = held.evidence[number];
  const at = row ? `${held.texts[path]}:${row}:${column}` : held.texts[path];
  const from = held.texts[source] && `; ${filled("source", { source: held.texts[source] })}`;
  return element("dd", "", `${held.texts[name]}: `, element("b", "", held.texts[value]), from, " ", element("code", "", at));
}

/* Which unit is looked at: its place in the tree, and the way back. */
function card(id) {
  const place = units.get(id);
  const [, name, level, parent, force, partial] = subject(place);
  const made = element("section", "card", element("h3", "", name, element("span", "count", id)));
  const list = element("dl", "proof");
  const tell = (code, told) => list.append(element("dt", "", held.words[code]), element("dd", "", told));
  if (place >= 0) {
    tell("level", held.texts[level]);
    if (parent !== null) tell("superior", link(subject(parent)[1], { unit: subject(parent)[0] }));
    if (force !== null) tell("task-force", link(subject(force)[1], { force: subject(force)[0] }));
    if (partial) list.append(element("dd", "faint", held.words.partial));
  }
  made.append(list, element("p", "further", link(held.words["all-units"], { sort: "" })));
  return made;
}
