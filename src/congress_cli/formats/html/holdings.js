/* What the page holds: the findings of the report, and how they are narrowed and ordered. Touches no element. */

const held = JSON.parse(document.getElementById("holdings").textContent);
const [UNIT, RULE, STATUS, , MESSAGE, TIMING, USED] = [0, 1, 2, 3, 4, 5, 6];
const [PARENT, FORCE] = [3, 4];
const WORK = 4;
const KINDS = { task: [0, 1, 2], to_ask: [3], late: [4] };

const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").trim();
const filled = (code, values) => held.words[code].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const numbered = (rows) => new Map(rows.map((row, number) => [row[0], number]));

const units = numbered(held.units);
held.forces.forEach(([id], number) => units.set(id, -1 - number));
const rules = numbered(held.rules);
const statuses = numbered(held.statuses);
const subject = (place) => (place < 0 ? held.forces[-1 - place] : held.units[place]);

const subjectWords = new Map([...units.values()].map((place) => [place, folded(subject(place).slice(0, 2).join(" "))]));
const ruleWords = held.rules.map(([, clause, title]) => folded(`${clause} ${title}`));

/* Whether a unit is one, or stands below it. */
function isUnder(place, top) {
  for (let at = place; at !== null && at >= 0; at = subject(at)[PARENT]) if (at === top) return true;
  return false;
}

function isOfForce(place, force) {
  return place < 0 ? place === force : subject(place)[FORCE] === force;
}

/* Who must see to a finding: the task force where the rule is its alone, else the branch that the unit belongs to. */
function responsible(finding) {
  let place = finding[UNIT];
  if (place < 0) return place;
  const ofForce = held.rules[finding[RULE]].at(-1) && subject(place)[FORCE];
  if (ofForce) return ofForce;
  const above = (at) => subject(at)[PARENT];
  while (above(place) !== null && above(above(place)) !== null) place = above(place);
  return place;
}

/* The test that a finding must pass, put together of what was asked; null where nothing was. */
function tests(asked) {
  const wanted = [];
  const known = new Map();
  const ofUnit = (test) => (finding) => {
    const place = finding[UNIT];
    if (!known.has(place)) known.set(place, test(place));
    return known.get(place);
  };
  if (asked.status.length) {
    const places = new Set(asked.status.map((status) => statuses.get(status)));
    wanted.push((finding) => places.has(finding[STATUS]));
  }
  if (asked.rule) wanted.push((finding) => finding[RULE] === rules.get(asked.rule));
  if (asked.work) wanted.push((finding) => KINDS[asked.work].includes(held.timings[finding[TIMING]][WORK]));
  if (asked.who) wanted.push((finding) => responsible(finding) === units.get(asked.who));
  const inUnit = [];
  if (asked.unit) inUnit.push((place) => place === units.get(asked.unit));
  if (asked.under) inUnit.push((place) => isUnder(place, units.get(asked.under)));
  if (asked.force) inUnit.push((place) => isOfForce(place, units.get(asked.force)));
  if (inUnit.length) wanted.push(ofUnit((place) => inUnit.every((test) => test(place))));
  const query = folded(asked.q);
  if (query) {
    const inRule = ruleWords.map((words) => words.includes(query));
    const inSubject = new Map([...subjectWords].map(([place, words]) => [place, words.includes(query)]));
    wanted.push((finding) => inSubject.get(finding[UNIT]) || inRule[finding[RULE]]);
  }
  return wanted;
}

/* How a finding stands in time: the last day for sorting and in words, with the plan it rests on, and the status. */
function timing(finding) {
  const [iso, lastDay, limit, standing] = held.timings[finding[TIMING]];
  return { iso, lastDay: held.texts[lastDay], limit: held.texts[limit], standing: held.texts[standing] };
}

const lastDay = (finding) => held.timings[finding[TIMING]][0] || "9999";
const byUnit = (one, other) => one[UNIT] - other[UNIT] || one[RULE] - other[RULE];
const byRule = (one, other) => one[RULE] - other[RULE] || one[UNIT] - other[UNIT];
const byDay = (one, other) => (lastDay(one) < lastDay(other) ? -1 : lastDay(one) > lastDay(other) ? 1 : byUnit(one, other));
const byUrgency = (one, other) => held.ranks[one[STATUS]] - held.ranks[other[STATUS]] || byDay(one, other);
const ORDERS = { "": byUrgency, unit: byUnit, rule: byRule, day: byDay };

/* The findings that fit what was asked, in the order that was asked for. */
function matching(asked) {
  const wanted = tests(asked);
  return held.findings.filter((finding) => wanted.every((test) => test(finding))).sort(ORDERS[asked.sort] ?? byUrgency);
}
