/* The page with a script: the form, the address that says what was asked, and what becomes a link. */

const form = document.getElementById("filter");
const astray = document.getElementById("astray");
const SINGLE = ["q", "work", "who", "rule", "under", "force", "sort"];
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

/* What was asked, in the words of the form. */
function inWords() {
  const told = unit ? [subject(units.get(unit))[1]] : [];
  for (const field of form.elements) {
    if (!(field.type === "checkbox" ? field.checked : field.value && field.name && field.name !== "sort")) continue;
    const label = field.closest("label").querySelector("span:not(.sign)").textContent;
    told.push(field.type === "checkbox" ? label : `${label}: ${field.selectedOptions?.[0].text ?? field.value}`);
  }
  return told.join("; ");
}

/* Take over what an address asks for; what the page does not know is told, and narrows nothing. */
function take(query) {
  const parts = new URLSearchParams(query);
  const wrong = [...parts].filter(([name, value]) => value && ![...SINGLE, "unit", "status"].includes(name));
  for (const name of SINGLE) {
    const field = form.elements[name];
    const value = parts.get(name) ?? "";
    if (field) field.value = value;
    if (field?.selectedIndex === -1) field.selectedIndex = 0;
    if ((field?.value ?? "") !== value) wrong.push([name, value]);
  }
  const statuses = (parts.get("status") ?? "").split(",").filter(Boolean);
  const boxes = [...form.querySelectorAll("[name=status]")];
  for (const box of boxes) box.checked = statuses.includes(box.value);
  for (const one of statuses) if (!boxes.some((box) => box.value === one)) wrong.push(["status", one]);
  unit = parts.get("unit") ?? "";
  if (unit && !units.has(unit)) wrong.push(["unit", unit]);
  if (!units.has(unit)) unit = "";
  return wrong.map((pair) => pair.join("="));
}

function renew() {
  const now = asked();
  astray.hidden = true;
  history.replaceState(null, "", address(now));
  show(now, inWords());
}

function arrive(hash) {
  const query = hash || location.search;
  const named = hash.slice(1);
  const isPlace = named && !named.includes("=");
  if (isPlace && document.getElementById(named)) return;
  const wrong = isPlace ? [named] : take(query.slice(1));
  astray.hidden = wrong.length === 0;
  astray.textContent = filled("astray", { names: wrong.join(", ") });
  show(asked(), inWords());
  if (query) document.getElementById("list").focus();
}

/* Names become links: to the findings that fit what their attributes say. */
function join(within) {
  for (const name of within.querySelectorAll("[data-unit], [data-rule], [data-status], [data-who]")) {
    if (name.querySelector("a")) continue;
    const made = link("", { ...name.dataset });
    made.append(...name.childNodes);
    name.append(made);
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
for (const part of document.querySelectorAll(".work, .totals, .figures")) join(part);
for (const grid of document.querySelectorAll("table.grid")) {
  for (const column of grid.tHead.rows[0].cells) column.title = column.textContent;
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td[class]");
    if (!cell) return;
    const column = grid.tHead.rows[0].cells[cell.cellIndex].dataset.column;
    location.hash = new URLSearchParams({ unit: cell.parentElement.dataset.row, rule: column });
  });
}
document.getElementById("narrow").open = !matchMedia("(max-width: 44rem)").matches;
form.hidden = false;
arrive(location.hash);
