// The page for reviewing. Every text comes from files and is set as text, never as markup.

const $ = id => document.getElementById(id);
const token = new URLSearchParams(location.search).get("token") ?? sessionStorage.getItem("token") ?? "";
sessionStorage.setItem("token", token);
history.replaceState(null, "", "/");  // the token is not to stay in the bar, in bookmarks or in pictures

let state;                 // what the server has said last
let at = 0;                // the bead that is looked at
let side = 0;              // the side and the segment that actions are about
let segment = -1;
let mark = null;           // a segment that is waiting for its counterpart elsewhere
let end = null;            // a bead that is waiting for the other end of a range
let busy = false;
const seen = new Set(JSON.parse(sessionStorage.getItem("seen") ?? "[]"));
let doubtful = new Set();
const rows = new Map();    // a row for each bead, by the bead's bounds

const UNSPACED = /[\u3000-\u9fff\uff00-\uffef]$/;  // the end of a sentence in Chinese or Japanese, after which no space stands
const key = bead => bead.slice(0, 4).join();
const storage = {
  get(name, otherwise) { try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; } },
  set(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a private window */ } },
};

// --- What can be done ----------------------------------------------------------------------------------------------

const TOOLS = {  // name: [label, key, what it says]
  confirm: ["Confirm", "Enter", "This bead is right."],
  "confirm-to-here": ["Confirm up to here", "t", "All beads are right from the last fixed one to this."],
  join: ["Join with next", "j", "This bead and the next are one."],
  split: ["Split here", "s", "A new bead begins with the chosen segment."],
  up: ["Segment up", "u", "Move the first segment of the chosen side to the bead above."],
  down: ["Segment down", "d", "Move the last segment of the chosen side to the bead below."],
  alone: ["Alone", "x", "None of these segments has a counterpart."],
  apart: ["Apart", "a", "These do not belong together; look for something better."],
  boundary: ["Chapter begins", "b", "A chapter begins here in both texts."],
  moved: ["Link elsewhere", "m", "Link the chosen segment with one that stands elsewhere."],
  border: ["Cut segment", "e", "Cut the chosen segment in two."],
  glue: ["Join segments", "g", "Join the chosen segment with the next of its paragraph."],
  note: ["Note", "o", "This bead is right, with a note."],
  bookmark: ["Bookmark", "k", "Mark this bead in this browser."],
  free: ["Free", "f", "Forget what was fixed here."],
  range: ["Align a range again", "r", "Forget what was fixed between two beads, and match that range again."],
  again: ["Align again from here", "h", "Forget what was fixed from here on, and match it again."],
};
const MOVES = {  // name: [label, key]
  next: ["Next in the queue", "n"],
  previous: ["Previous in the queue", "p"],
  below: ["Next bead", "ArrowDown"],
  above: ["Previous bead", "ArrowUp"],
  left: ["Segment before", "ArrowLeft"],
  right: ["Segment after", "ArrowRight"],
  undo: ["Undo", "z"],
  redo: ["Redo", "y"],
  search: ["Search", "/"],
  export: ["Save as", ""],
  help: ["Keys", "?"],
};
const NAMES = {...TOOLS, ...MOVES};
const keys = {...Object.fromEntries(Object.entries(NAMES).map(([name, [, k]]) => [name, k])), ...storage.get("review-keys", {})};

const LOCAL = {
  next: () => step(1),
  previous: () => step(-1),
  below: () => go(at + 1),
  above: () => go(at - 1),
  left: () => choose(-1),
  right: () => choose(1),
  search: toggleSearch,
  help: () => $("help").showModal(),
  export: () => $("export").showModal(),
  border: openBorder,
  note: () => { $("noting").value = ""; $("note").showModal(); },
  bookmark,
  moved: link,
  range: chooseRange,
};

function run(name) {
  if (!state) return;
  if (LOCAL[name]) LOCAL[name]();
  else act(name);
}

async function ask(path, options = {}) {
  const response = await fetch(path, {...options, headers: {"X-Token": token, ...options.headers}});
  const answer = await response.json().catch(() => ({error: "The server does not answer; is `aligner review` still running?"}));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.error), {status: response.status});
}

async function act(action, more = {}) {
  if (busy) return;
  busy = true;
  say("Saving…");
  const body = {action, version: state.version, number: state.number, bead: at, side, segment, ...more};
  try {
    const answer = await ask("/act", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
    const place = state.beads[at];
    accept(answer);
    if (action.startsWith("confirm")) { remember(at); go(near(place)); step(1, true); } else go(near(place));
    const count = state.changed.length;
    say(`Saved: ${NAMES[action]?.[0] ?? action}. ${count ? `${count} bead${count > 1 ? "s" : ""} changed.` : "Nothing else changed."}`);
  } catch (error) {
    if (error.status === 409) await load();
    say(error.message, true);
  } finally {
    busy = false;
  }
}

// --- The state -----------------------------------------------------------------------------------------------------

async function load(version = state?.version ?? 0) {
  accept(await ask(`/data?version=${version}`));
  doubtful = new Set(state.beads.filter(bead => bead[4] < state.doubtful && !bead[5]).map(key));
  if (at >= state.beads.length) at = state.beads.length - 1;
  go(at);
}

async function watch() {
  if (!busy && state && !document.hidden) {
    try {
      const answer = await ask(`/data?version=${state.version}&since=${state.stamp}`);
      if (answer.beads && answer.stamp !== state.stamp) {
        const place = state.beads[at];
        accept(answer);
        go(near(place));
      }
    } catch (error) {
      say(error.message, true);
    }
  }
  setTimeout(watch, 2000);
}

function accept(answer) {
  const fresh = Boolean(answer.texts);
  state = {...state, ...answer};
  if (fresh) { rows.clear(); head(); }
  draw();
  if (answer.notices?.length) say(answer.notices.join(" · "));
  if (fresh && state.stale.length) say(`${state.stale.length} pin${state.stale.length > 1 ? "s" : ""} no longer hold: ${state.stale.map(each => `line ${each.line}, ${each.kind} “${each.texts[0]?.slice(0, 60)}”`).slice(0, 3).join("; ")}`);
}

function near(place) {  // the bead that now holds what a bead held
  if (!place) return 0;
  let found = state.beads.findIndex(bead => (bead[1] > place[0] && bead[0] < place[1]) || (bead[3] > place[2] && bead[2] < place[3]));
  if (found < 0) found = state.beads.findIndex(bead => bead[0] >= place[0]);
  return Math.max(found, 0);
}

// --- Drawing -------------------------------------------------------------------------------------------------------

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function head() {
  const columns = [...state.texts, ...state.others];
  document.title = `Review: ${state.name}`;
  $("title").textContent = state.name;
  document.body.style.setProperty("--columns", columns.length);
  $("heads").replaceChildren(make("span"), ...columns.map(column => make("span", {lang: column.language, dir: column.direction, textContent: column.name})));
  $("version").replaceChildren(...state.versions.map((one, k) => make("option", {value: k, textContent: one.name, selected: k === state.version})));
  $("formats").replaceChildren(...state.formats.map(([name, summary]) => {
    const link = make("a", {href: `/export/${name}?token=${encodeURIComponent(token)}`, textContent: name});
    link.setAttribute("download", "");
    return make("li", {}, link, ` – ${summary}`);
  }));
}

function draw() {
  const list = state.beads.map((bead, number) => {
    const name = key(bead);
    if (!rows.has(name)) rows.set(name, makeRow(bead));
    const row = rows.get(name);
    row.dataset.number = number;
    dress(row, bead, number);
    return row;
  });
  const shown = new Set(list);
  for (const [name, row] of rows) if (!shown.has(row)) rows.delete(name);
  const home = $("beads");
  if (home.children.length !== list.length || list.some((row, k) => home.children[k] !== row)) home.replaceChildren(...list);
}

function makeRow(bead) {
  const row = make("li", {className: "bead", tabIndex: -1});
  row.append(make("div", {className: "sure"}));
  [[0, bead[0], bead[1]], [1, bead[2], bead[3]]].forEach(([which, start, stop]) => {
    const text = state.texts[which];
    const cell = make("div", {className: "side", lang: text.language, dir: text.direction});
    for (let k = start; k < stop; k++) {
      const [words, begins, level] = text.segments[k];
      const span = make("span", {className: `seg${begins ? " begins" : ""}${level ? " heading" : ""}`, textContent: words});
      span.dataset.side = which;
      span.dataset.segment = k;
      cell.append(span, k + 1 < stop && !UNSPACED.test(words) ? " " : "");
      if (level) row.classList.add("chapter");
    }
    if (start === stop) cell.classList.add("none");
    row.append(cell);
  });
  for (const other of state.others) {
    const words = other.words.slice(bead[0], bead[1]).filter(Boolean).join(" ");
    row.append(make("div", {className: "side beside", lang: other.language, dir: other.direction, textContent: words}));
  }
  return row;
}

function dress(row, bead, number) {
  row.classList.toggle("confirmed", Boolean(bead[5]));
  row.classList.toggle("doubtful", !bead[5] && bead[4] < state.doubtful);
  row.classList.toggle("marked", end !== null && key(bead) === key(end));
  row.classList.toggle("changed", state.changed.includes(number) && !bead[5]);
  const sure = bead[5] ? "✓ fixed" : `${Math.round(bead[4] * 100)} %`;
  const marked = storage.get("review-bookmarks", []).includes(`${state.name} ${key(bead)}`) ? " ★" : "";
  if (row.firstChild.textContent !== sure + marked) row.firstChild.textContent = sure + marked;
}

function go(number) {
  if (!state.beads.length) return;
  at = Math.min(Math.max(number, 0), state.beads.length - 1);
  for (const row of document.querySelectorAll(".bead[aria-current]")) { row.removeAttribute("aria-current"); row.tabIndex = -1; }
  const bead = state.beads[at];
  const row = rows.get(key(bead));
  row.setAttribute("aria-current", "true");
  row.tabIndex = 0;
  if (document.activeElement === document.body || document.activeElement?.closest("#beads, main")) row.focus({preventScroll: true});
  row.scrollIntoView({block: "center"});
  requestAnimationFrame(() => row.scrollIntoView({block: "center"}));  // rows that come into view take their own heights
  const bounds = [bead.slice(0, 2), bead.slice(2, 4)];
  if (bounds[side][0] === bounds[side][1]) side = 1 - side;
  if (segment < bounds[side][0] || segment >= bounds[side][1]) segment = bounds[side][0];
  remember(at);
  show();
}

function show() {
  for (const span of document.querySelectorAll(".seg.at")) span.classList.remove("at");
  rows.get(key(state.beads[at]))?.querySelector(`[data-side="${side}"][data-segment="${segment}"]`)?.classList.add("at");
  const bead = state.beads[at];
  const shape = `${bead[1] - bead[0]}-${bead[3] - bead[2]}`;
  const reasons = state.reasons[at] ?? [];
  $("why").textContent = [
    `Bead ${at + 1} of ${state.beads.length}, ${shape}`,
    bead[5] ? "fixed by a person" : `${Math.round(bead[4] * 100)} % sure`,
    ...reasons,
  ].join(" · ");
  const known = [...doubtful].filter(name => seen.has(name)).length;
  $("progress").textContent = `${known} of ${doubtful.size} doubtful beads seen · ${state.pins} pin${state.pins === 1 ? "" : "s"}`;
  for (const name of ["undo", "redo"]) document.querySelector(`#moves [data-do=${name}]`).disabled = !state[name];
  hint();
}

function remember(number) {
  seen.add(key(state.beads[number]));
  sessionStorage.setItem("seen", JSON.stringify([...seen]));
}

function step(by, skipping = false) {
  const queue = state.queues[$("queue").value];
  if (!queue.length) return say("Nothing is left in this queue.");
  if ($("queue").value === "order") return go(at + by);
  // In a queue by doubt the next is the most doubtful that was not seen yet; behind it, in the order of the queue.
  const here = queue.indexOf(at);
  const fresh = queue.find(number => !seen.has(key(state.beads[number])));
  if (by > 0 && (here < 0 || skipping)) return go(fresh ?? queue[0]);
  go(queue[Math.min(Math.max(here + by, 0), queue.length - 1)]);
}

function choose(by) {
  const bead = state.beads[at];
  const all = [];
  for (let k = bead[0]; k < bead[1]; k++) all.push([0, k]);
  for (let k = bead[2]; k < bead[3]; k++) all.push([1, k]);
  const here = all.findIndex(([which, k]) => which === side && k === segment);
  [side, segment] = all[(here + by + all.length) % all.length];
  show();
}

function say(words, wrong = false) {
  $("said").textContent = words;
  $("said").classList.toggle("wrong", wrong);
}

// --- Actions with a question -----------------------------------------------------------------------------------------

function openBorder() {
  const text = state.texts[side];
  if (text.verbatim) return say("The lines of a file keep their borders.", true);
  Object.assign($("cutting"), {value: text.segments[segment][0], lang: text.language, dir: text.direction});
  $("border").showModal();
  $("cutting").focus();
  $("cutting").setSelectionRange(0, 0);
}

$("cutting").addEventListener("beforeinput", event => event.preventDefault());  // a field without readOnly has a cursor that keys move
$("cut").addEventListener("click", () => {
  const place = [...$("cutting").value.slice(0, $("cutting").selectionStart)].length;  // Python counts code points
  $("border").close();
  act("cut", {at: place});
});
$("noted").addEventListener("click", () => { $("note").close(); act("confirm", {note: $("noting").value}); });

function bookmark() {
  const name = `${state.name} ${key(state.beads[at])}`;
  const marks = new Set(storage.get("review-bookmarks", []));
  if (!marks.delete(name)) marks.add(name);
  storage.set("review-bookmarks", [...marks]);
  draw();
  say(marks.has(name) ? "Bookmarked in this browser." : "Bookmark removed.");
}

function link() {
  if (mark === null || mark.side === side) {
    document.querySelector(".seg.marked")?.classList.remove("marked");
    mark = {side, segment};
    document.querySelector(".seg.at")?.classList.add("marked");
    return say("Marked. Go to its counterpart on the other side, and press the same key.");
  }
  const ends = {[side ? "target" : "source"]: segment, [mark.side ? "target" : "source"]: mark.segment};
  mark = null;
  document.querySelector(".seg.marked")?.classList.remove("marked");
  act("moved", ends);
}

function chooseRange() {
  if (end === null) {
    end = state.beads[at];
    draw();
    return say("A range begins at this bead. Go to its other end and do the same again; Escape leaves it.");
  }
  const until = near(end);
  forgetMarks();
  act("range", {until});
}

function forgetMarks() {
  if (mark === null && end === null) return false;
  mark = end = null;
  document.querySelector(".seg.marked")?.classList.remove("marked");
  draw();
  return true;
}

// --- Search --------------------------------------------------------------------------------------------------------

function toggleSearch() {
  $("finder").hidden = !$("finder").hidden;
  if (!$("finder").hidden) $("words").focus();
  else { CSS.highlights?.delete("hit"); rows.get(key(state.beads[at]))?.focus(); }
}

function hits() {
  const wanted = $("words").value.toLocaleLowerCase();
  if (!wanted) return [];
  return state.beads.flatMap((bead, number) => {
    const words = [...state.texts[0].segments.slice(bead[0], bead[1]), ...state.texts[1].segments.slice(bead[2], bead[3])].map(each => each[0]);
    for (const other of state.others) words.push(...other.words.slice(bead[0], bead[1]));
    return words.some(each => each.toLocaleLowerCase().includes(wanted)) ? [number] : [];
  });
}

function paintHits() {
  const found = hits();
  $("hits").textContent = $("words").value ? `${found.length} bead${found.length === 1 ? "" : "s"}` : "";
  if (!CSS.highlights) return;
  const ranges = [];
  const wanted = $("words").value.toLocaleLowerCase();
  for (const number of found.slice(0, 500)) {
    for (const node of rows.get(key(state.beads[number])).querySelectorAll(".seg, .beside")) {
      const place = node.textContent.toLocaleLowerCase().indexOf(wanted);
      if (place < 0 || !node.firstChild) continue;
      const range = new Range();
      range.setStart(node.firstChild, place);
      range.setEnd(node.firstChild, Math.min(place + wanted.length, node.firstChild.length));
      ranges.push(range);
    }
  }
  CSS.highlights.set("hit", new Highlight(...ranges));
}

$("words").addEventListener("input", paintHits);
$("finder").addEventListener("submit", event => {
  event.preventDefault();
  const found = hits();
  paintHits();
  if (found.length) go(found.find(number => number > at) ?? found[0]);
});

// --- Words that belong together --------------------------------------------------------------------------------------

const links = new Map();

async function light(span, event) {
  if (!CSS.highlights) return;
  const row = span.closest(".bead");
  const number = Number(row.dataset.number);
  const name = `${state.version} ${key(state.beads[number])}`;
  if (!links.has(name)) links.set(name, ask(`/links?version=${state.version}&bead=${number}`).catch(() => []));
  const found = await links.get(name);
  const position = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const offset = position && span.contains(position.offsetNode) ? [...span.textContent.slice(0, position.offset)].length : -1;
  const which = Number(span.dataset.side), k = Number(span.dataset.segment);
  const lit = found.filter(each => each[which * 3] === k && each[which * 3 + 1] <= offset && offset < each[which * 3 + 2]);
  const ranges = lit.flatMap(each => [0, 1].map(one => {
    const node = row.querySelector(`[data-side="${one}"][data-segment="${each[one * 3]}"]`)?.firstChild;
    if (!node) return null;
    const units = [...node.data];
    const start = units.slice(0, each[one * 3 + 1]).join("").length;
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, Math.min(start + units.slice(each[one * 3 + 1], each[one * 3 + 2]).join("").length, node.length));
    return range;
  }).filter(Boolean));
  CSS.highlights.set("word", new Highlight(...ranges));
}

// --- Events --------------------------------------------------------------------------------------------------------

function hint() {
  const bead = state.beads[at];
  const useless = {
    split: bead[1] - bead[0] < 2 && bead[3] - bead[2] < 2,
    apart: bead[0] === bead[1] || bead[2] === bead[3],
    join: at + 1 >= state.beads.length,
  };
  for (const button of $("tools").children) button.disabled = Boolean(useless[button.dataset.do]);
}

function label(name) {
  return keys[name] ? [NAMES[name][0], make("kbd", {textContent: keys[name], ariaHidden: "true"})] : [NAMES[name][0]];
}

function drawTools() {
  $("tools").replaceChildren(...Object.keys(TOOLS).map(name => {
    const button = make("button", {type: "button", title: TOOLS[name][2]}, ...label(name));
    if (keys[name]) button.setAttribute("aria-keyshortcuts", keys[name]);
    button.dataset.do = name;
    return button;
  }));
  $("keys").replaceChildren(...Object.keys(NAMES).map(name => {
    const input = make("input", {value: keys[name], readOnly: true, size: 8});
    input.addEventListener("keydown", event => {
      if (["Tab", "Escape", "Shift"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      for (const other of Object.keys(keys)) if (keys[other] === event.key) keys[other] = "";
      keys[name] = event.key;
      storage.set("review-keys", keys);
      drawTools();
      $("keys").querySelectorAll("input")[Object.keys(NAMES).indexOf(name)].focus();
    });
    return make("label", {}, make("span", {textContent: NAMES[name][0]}), input);
  }));
  if (state) hint();
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button) return run(button.dataset.do);
  const span = event.target.closest(".seg");
  const row = event.target.closest(".bead");
  if (span) { side = Number(span.dataset.side); segment = Number(span.dataset.segment); }
  if (row) go(Number(row.dataset.number));
});

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input, textarea, select");
  if (field) { if (event.key === "Escape" && field.id === "words") toggleSearch(); return; }
  if (event.target.closest("button, a") && ["Enter", " "].includes(event.key)) return;
  if (event.key === "Escape" && forgetMarks()) return say("Forgotten.");
  const name = Object.keys(keys).find(each => keys[each] === event.key);
  if (!name) return;
  event.preventDefault();
  run(name);
});

document.addEventListener("mousemove", event => {
  const span = event.target.closest?.(".seg");
  if (span && state) light(span, event);
  else CSS.highlights?.delete("word");
});

$("version").addEventListener("change", event => { at = 0; segment = -1; load(Number(event.target.value)).catch(error => say(error.message, true)); });
$("queue").addEventListener("change", () => { const queue = state.queues[$("queue").value]; if (queue.length) go(queue[0]); else say("Nothing is in this queue."); });

drawTools();
load().then(() => { const first = state.queues.doubt[0]; if (first !== undefined) go(first); document.querySelector("main").focus({preventScroll: true}); watch(); })
  .catch(error => say(error.message, true));
