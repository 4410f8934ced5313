/* The list of results: what was asked for, its totals, and its lines, shown a part at a time. */

const AT_ONCE = 100;
const AT_MOST_ON_PAPER = 2000;
const [blocks, results, chosen, told, found, sums, rows, more] = [
  "blocks", "results", "chosen", "told", "found", "sums", "rows", "more",
].map((id) => document.getElementById(id));
let waiting = [];

/* Show what fits; with nothing asked, the blocks that the page came with. */
function show(asked, words) {
  const nothing = !Object.values(asked).some((one) => one.length);
  blocks.hidden = !nothing;
  results.hidden = nothing;
  document.body.classList.toggle("narrowed", !nothing);
  results.classList.toggle("of-one", Boolean(asked.unit));
  chosen.replaceChildren();
  rows.replaceChildren();
  waiting = nothing ? [] : matching(asked);
  if (nothing) return;
  if (asked.unit) chosen.append(card(asked.unit));
  told.hidden = !words;
  told.textContent = filled("asked", { told: words });
  const counted = new Set(waiting.map((finding) => finding[UNIT])).size;
  const values = { count: waiting.length, units: counted, total: held.findings.length };
  found.textContent = filled(waiting.length ? "results" : "results-none", values);
  sums.hidden = waiting.length === 0;
  sums.textContent = filled("sums", { told: totals() });
  append(waiting.length === 1 || Boolean(asked.unit && asked.rule));
}

/* How many of what was found have each status, the most urgent first; and how many sum up others. */
function totals() {
  const counts = new Map();
  for (const finding of waiting) counts.set(finding[STATUS], (counts.get(finding[STATUS]) ?? 0) + 1);
  const ordered = [...counts].sort(([one], [other]) => held.ranks[one] - held.ranks[other]);
  const rolled = waiting.filter((finding) => held.rules[finding[RULE]].at(-2)).length;
  const told = ordered.map(([status, count]) => `${count} ${held.statuses[status][2]}`).join(", ");
  return rolled ? `${told}; ${filled("of-rolled", { count: rolled })}` : told;
}

function append(opened, count = AT_ONCE) {
  const part = waiting.splice(0, count);
  const focused = document.activeElement === more;
  const before = rows.children.length;
  rows.append(...part.map((finding) => line(finding, opened)));
  if (focused) rows.children[before]?.querySelector("summary").focus();
  more.hidden = waiting.length === 0;
  more.textContent = filled("more", { count: Math.min(AT_ONCE, waiting.length), left: waiting.length });
}

more.addEventListener("click", () => append(false));
addEventListener("beforeprint", () => append(false, AT_MOST_ON_PAPER));
