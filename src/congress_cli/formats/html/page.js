/* The page with a script: the form, the address that says what was asked, and what becomes a link. */

const form = document.getElementById("filter");
const SINGLE = ["q", "rule", "under", "force", "sort"];
const KNOWN = { rule: rules, under: units, force: units, unit: units };
let unit = "";

const asked = () => {
  const values = new FormData(form);
  const single = SINGLE.map((name) => [name, values.get(name) ?? ""]);
  return { ...Object.fromEntries(single), status: values.getAll("status"), unit };
};

/* What was asked as an address; only what was really asked stands in it. */
function address(now) {
  const parts = new URLSearchParams();
  for (const name of [...SINGLE, "unit"]) if (now[name]) parts.set(name, now[name]);
  if (now.status.length) parts.set("status", now.status.join(","));
  return `#${parts}`;
}

/* Take over what an address asks for; what the page does not know is passed over. */
function take(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  const told = (name) => {
    const value = parts.get(name) ?? "";
    return KNOWN[name] && !KNOWN[name].has(value) ? "" : value;
  };
  for (const name of SINGLE) if (form.elements[name]) form.elements[name].value = told(name);
  if (form.elements.sort.value === "") form.elements.sort.selectedIndex = 0;
  const wanted = (parts.get("status") ?? "").split(",");
  for (const box of form.querySelectorAll("[name=status]")) box.checked = wanted.includes(box.value);
  unit = told("unit");
}

function renew() {
  const now = asked();
  history.replaceState(null, "", address(now));
  show(now);
}

function arrive(hash) {
  if (hash && !hash.includes("=")) return;
  take(hash);
  show(asked());
  if (hash) document.getElementById("list").focus();
}

/* Names become links: to all findings of a unit, a rule or a status. */
function join(within) {
  for (const kind of ["unit", "rule", "status"]) {
    for (const name of within.querySelectorAll(`[data-${kind}]`)) {
      if (name.tagName === "DETAILS" || name.querySelector("a")) continue;
      const made = link("", { [kind]: name.dataset[kind] });
      made.append(...name.childNodes);
      name.append(made);
    }
  }
}

form.addEventListener("input", renew);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  unit = "";
  setTimeout(renew);
});
/* The event tells late of what may have changed again since: it is its own address that counts. */
addEventListener("hashchange", (event) => arrive(new URL(event.newURL).hash));
for (const branch of document.querySelectorAll(".branch")) {
  branch.addEventListener("toggle", () => branch.open && join(branch));
  if (branch.open) join(branch);
}
for (const head of document.querySelectorAll(".totals, .figures")) join(head);
for (const grid of document.querySelectorAll("table.grid")) {
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td[class]");
    if (!cell) return;
    const column = grid.tHead.rows[0].cells[cell.cellIndex].dataset.column;
    location.hash = new URLSearchParams({ unit: cell.parentElement.dataset.row, rule: column });
  });
}
form.hidden = false;
arrive(location.hash);
