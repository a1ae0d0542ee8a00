// Rows of the text: finding them, lighting and pinning them, and walking from one to the next.
// A row's sentences are the children with the same index in the cells of a block; the pivot's has the id, as s42.

const main = $("text");
const blocks = [...main.querySelectorAll(".r:not(.heads)")];

const ROWS = Number($("card").dataset.rows); // of the whole edition
const FIRST = blocks.length ? Number(blocks[0].querySelector(".c0").firstElementChild.id.slice(1)) : 1; // on this page

// An edition may be divided into pages: each with its first row. The page of a row, "" where there is only one.
const PAGES = JSON.parse($("pages").textContent);
const pageOf = (row) => PAGES.findLast(([, first]) => first <= row)?.[0] ?? "";
const isOne = () => form.elements.view.value === "one";
const classOf = (cell) => cell.className.match(/\bc\d+/)[0];
const nameOf = (sentence) => $(classOf(sentence.parentElement)).closest("label").querySelector("[lang]").textContent;
const textOf = (sentence) => nodesOf(sentence).map((node) => node.data).join("");
const isShown = (cell) => $(classOf(cell)).checked;
const isSentence = (node) => node instanceof Element && node.matches("main .r:not(.heads) > * > span");
const sentenceOf = (node) => (node instanceof Element ? node.closest("main .r:not(.heads) > * > span") : null);
const indexOf = (sentence) => [...sentence.parentElement.children].indexOf(sentence);
const pivotOf = (sentence) => sentence.closest(".r").querySelector(".c0").children[indexOf(sentence)];
const rowOf = (sentence) => Number(pivotOf(sentence).id.slice(1));

// The sentences of a row in every language shown, in the order shown.
function counterparts(sentence) {
  const index = indexOf(sentence);
  return [...sentence.closest(".r").children].filter(isShown).map((cell) => cell.children[index]);
}

// The sentence of a row in the column asked for, or else in the first shown.
function sentenceAt(row, column) {
  const mark = $("s" + row);
  if (!mark) return null;
  const sentences = counterparts(mark);
  return sentences.find((each) => classOf(each.parentElement) === column) || sentences[0];
}

// Lighting follows the pointer or the focus; a pin stays.

let lit = [];
let pins = [];
let over = null;

function light(sentence, member) {
  for (const old of lit) old.classList.remove("lit", "over");
  lit = sentence ? [...counterparts(sentence), member].filter(Boolean) : [];
  for (const each of lit) each.classList.add(each === member ? "over" : "lit");
}

// Which sentence it is, and whether a person has confirmed what it is matched with.
function nameRow(sentence) {
  const name = say("sentence_of", { n: count(rowOf(sentence)), all: count(ROWS) });
  return pivotOf(sentence).hasAttribute("data-ok") ? `${name} · ${say("confirmed")}` : name;
}

// A screen reader says after a sentence which it is, and what the other languages have, each in its own voice.
function describe(sentence) {
  $("about").replaceChildren(nameRow(sentence) + ".");
  for (const each of counterparts(sentence).filter((other) => other !== sentence)) {
    const text = document.createElement("span");
    text.lang = each.parentElement.lang;
    text.textContent = textOf(each) || say("missing");
    $("about").append(` ${nameOf(each)}: `, text);
  }
  sentence.setAttribute("aria-describedby", "about");
}

const pinnedRow = () => (pins.length ? rowOf(pins[0]) : 0);

function pin(sentence) {
  for (const old of main.querySelectorAll(".goal")) old.classList.remove("goal");
  for (const old of pins) {
    old.classList.remove("pin");
    old.removeAttribute("aria-current");
  }
  pins = sentence ? counterparts(sentence) : [];
  for (const each of pins) {
    each.classList.add("pin");
    each.setAttribute("aria-current", "true");
  }
  showCard(sentence);
}

main.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const sentence = sentenceOf(event.target);
  light(sentence, event.target.closest(".r span > b"));
  if (sentence !== over) peek(sentence);
  over = sentence;
});
main.addEventListener("pointerleave", () => {
  over = sentenceOf(document.activeElement);
  light(over);
  peek(over);
});
main.addEventListener("focusin", (event) => {
  if (!isSentence(event.target)) return;
  describe(event.target);
  light(event.target);
  if (!jumping) peek(event.target);
});
main.addEventListener("click", (event) => {
  if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
  const sentence = sentenceOf(event.target);
  if (sentence) makeStop(sentence);
  sentence?.focus({ preventScroll: true });
  if (!sentence || rowOf(sentence) !== pinnedRow()) pin(sentence);
});

// Walking: one sentence can be reached with Tab, and the arrow keys move it (a "roving tabindex").

let stop = null;

function makeStop(sentence) {
  stop?.removeAttribute("tabindex");
  stop = sentence;
  stop?.setAttribute("tabindex", "0");
}

function visit(sentence) {
  if (!sentence) return;
  makeStop(sentence);
  sentence.focus({ preventScroll: true });
  sentence.scrollIntoView({ block: "nearest" });
}

function walk(by) {
  const from = sentenceOf(document.activeElement);
  if (!from) return visit(pins[0] || sentenceAt(topRow()));
  let next = from;
  do next = sentenceAt(rowOf(next) + by, classOf(from.parentElement));
  while (next?.classList.contains("void"));
  visit(next);
}

function cross(by) {
  const from = sentenceOf(document.activeElement);
  const sentences = counterparts(from);
  if (!isOne()) visit(sentences[sentences.indexOf(from) + by]);
}

const inText = {
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
  ArrowRight: () => cross(1),
  ArrowLeft: () => cross(-1),
  Enter: () => document.activeElement.click(),
};
const letters = { j: () => walk(1), k: () => walk(-1), n: () => stepNote(1), p: () => stepNote(-1), "/": openSearch };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && !document.querySelector(":popover-open")) pin(null);
  if (event.target.closest?.("input, button, a, [popover]")) return;
  const act = (isSentence(event.target) && inText[event.key]) || (form.elements.keys.checked && letters[event.key]);
  if (!act) return;
  event.preventDefault();
  act();
});
