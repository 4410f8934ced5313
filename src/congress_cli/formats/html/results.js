/* The list of results: what was asked for, shown a part at a time. */

const AT_ONCE = 100;
const blocks = document.getElementById("blocks");
const results = document.getElementById("results");
const chosen = document.getElementById("chosen");
const found = document.getElementById("found");
const rows = document.getElementById("rows");
const more = document.getElementById("more");
let waiting = [];

/* Show what fits; with nothing asked, the blocks that the page came with. */
function show(asked) {
  const nothing = !(asked.q || asked.status.length || asked.rule || asked.under || asked.force || asked.unit || asked.sort);
  blocks.hidden = !nothing;
  results.hidden = nothing;
  results.classList.toggle("of-one", Boolean(asked.unit));
  chosen.replaceChildren();
  rows.replaceChildren();
  if (nothing) return;
  if (asked.unit) chosen.append(card(asked.unit));
  waiting = matching(asked);
  const counted = new Set(waiting.map((finding) => finding[UNIT])).size;
  const values = { count: waiting.length, units: counted, total: held.findings.length };
  found.textContent = filled(waiting.length ? "results" : "results-none", values);
  append(waiting.length === 1 || Boolean(asked.unit && asked.rule));
}

function append(opened) {
  const part = waiting.splice(0, AT_ONCE);
  const focused = document.activeElement === more;
  const before = rows.children.length;
  rows.append(...part.map((finding) => line(finding, opened)));
  if (focused) rows.children[before]?.querySelector("summary").focus();
  more.hidden = waiting.length === 0;
  more.textContent = filled("more", { count: Math.min(AT_ONCE, waiting.length), left: waiting.length });
}

more.addEventListener("click", () => append(false));
