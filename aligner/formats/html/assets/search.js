// Search in all languages, also those that are not shown. Case, accents, width and the shapes of quotes are folded.

const query = $("query");
const panel = $("search");
let index = []; // the sentences with their texts, folded
let indexed = 0; // the blocks that are in the index
let wanted = ""; // what the hits are of, folded: the field may hold something else by now, as Escape empties it
let hits = [];
let here = -1;

// Accents and points of Latin, Greek, Hebrew and Arabic; soft hyphens, zero-width characters, direction marks, a BOM.
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060-\u2069\ufeff]/g;
// Letters that Unicode does not decompose, and the shapes of quotation marks and dashes.
const SAME = { "ß": "ss", "ς": "σ", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
  "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-" };
const ODD = new RegExp(`[${Object.keys(SAME).join("")}]`, "g");

// й keeps its breve, which makes it another letter than и, as kana keep their voicing marks.
function fold(text) {
  const parts = text.toLowerCase().normalize("NFKD").replaceAll("и\u0306", "й");
  return parts.replace(MARKS, "").replace(ODD, (sign) => SAME[sign]).replace(/\s+/g, " ").normalize("NFC");
}

const known = new Map();
function foldPart(part) {
  if (!known.has(part)) known.set(part, fold(part));
  return known.get(part);
}

// The text nodes of a sentence, without the readings of ruby and the numbers of notes.
function nodesOf(sentence) {
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("rt, rp, sup")) nodes.push(walker.currentNode);
  return nodes;
}

// Makes the index in idle time, some blocks at a time; a search that comes earlier makes the rest of it at once.
function makeIndex(deadline) {
  while (indexed < blocks.length && !(deadline?.timeRemaining() < 4)) indexBlock(blocks[indexed++]);
  if (indexed < blocks.length) idle(makeIndex);
}

function indexBlock(block) {
  const columns = [...block.children].map((cell) => cell.children);
  let row = rowOf(columns[0][0]);
  for (let place = 0; place < columns[0].length; place++, row++) {
    for (const { [place]: sentence } of columns) {
      const text = textOf(sentence);
      if (text) index.push({ sentence, row, text: fold(text) });
    }
  }
}

// The ranges of a sentence that fold to what is sought: each character is folded with the marks that follow it.
function rangesIn(sentence, words = wanted) {
  const nodes = nodesOf(sentence);
  const ends = [];
  let text = "";
  for (const node of nodes) {
    for (const part of node.data.matchAll(/\P{M}?\p{M}*/gu)) {
      const folded = foldPart(part[0]);
      for (let unit = 0; unit < folded.length; unit++) ends.push([node, part.index, part.index + part[0].length]);
      text += folded;
    }
  }
  const ranges = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    const range = new Range();
    range.setStart(ends[at][0], ends[at][1]);
    range.setEnd(ends[at + words.length - 1][0], ends[at + words.length - 1][2]);
    ranges.push(range);
  }
  return ranges;
}

// Hits are marked when they come within a window's height of the window: a novel may have thousands.
const marks = globalThis.Highlight ? { found: new Highlight(), here: new Highlight() } : null;
for (const name in marks) CSS.highlights.set(name, marks[name]);
const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      watch.unobserve(entry.target);
      for (const sentence of entry.target.querySelectorAll(":scope > * > span")) {
        for (const range of rangesIn(sentence)) marks?.found.add(range);
      }
    }
  },
  { rootMargin: "100%" },
);

// A hit in the list stands between the characters around it.
const LISTED = 50; // hits in the list at most
const AROUND = 30; // characters on each side

function find() {
  watch.disconnect();
  for (const name in marks) marks[name].clear();
  hits = [];
  here = -1;
  wanted = panel.matches(":popover-open") ? fold(query.value.trim()) : "";
  // One letter of an alphabet is in nearly every sentence; one character of Chinese, Japanese or Korean may be a word.
  if (wanted.length > 1 || /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(wanted)) {
    makeIndex();
    for (const { sentence, row, text } of index) {
      for (let at = text.indexOf(wanted), nth = 0; at >= 0; at = text.indexOf(wanted, at + wanted.length), nth++) {
        if (!$("whole").checked || isWhole(text, at, wanted.length)) hits.push({ sentence, row, nth });
      }
    }
    for (const block of new Set(hits.map((hit) => hit.sentence.closest(".r")))) watch.observe(block);
  }
  tell();
}

// Whether no letter or digit stands before or after; in scripts without spaces between words any place will do.
const LETTER = /[\p{L}\p{N}]/u;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
function isWhole(text, at, length) {
  const edges = [text[at - 1], text[at], text[at + length - 1], text[at + length]].map((sign) => sign || " ");
  return UNSPACED.test(edges[1]) || !((LETTER.test(edges[0]) && LETTER.test(edges[1])) || (LETTER.test(edges[2]) && LETTER.test(edges[3])));
}

// How many hits there are, and how many in each language.
function tell() {
  const all = hits.length === 1 ? say("one_hit") : say("hits", { n: count(hits.length) });
  const some = here >= 0 ? say("nth_of", { n: count(here + 1), all }) : all;
  $("found").textContent = hits.length ? some : wanted.length > 1 ? say("no_hits") : "";
  for (const button of panel.querySelectorAll("[value]")) button.disabled = !hits.length;
  const tally = Map.groupBy(hits, (hit) => classOf(hit.sentence.parentElement));
  const items = boxes().filter((box) => tally.has(box.id)).map((box) => {
    const item = document.createElement("li");
    const name = box.closest("label").querySelector("[lang]").cloneNode(true);
    item.append(name, ` ${tally.get(box.id).length}`, box.checked ? "" : `, ${say("not_shown")}`);
    return item;
  });
  $("tally").replaceChildren(...items);
  if (here < 0) listHits();
}

function listHits() {
  const items = hits.slice(0, LISTED).map(({ sentence, nth }, number) => {
    const range = rangesIn(sentence)[nth];
    const [before, after] = [new Range(), new Range()];
    before.setStart(sentence, 0);
    before.setEnd(range.startContainer, range.startOffset);
    after.setStart(range.endContainer, range.endOffset);
    after.setEnd(sentence, sentence.childNodes.length);
    const item = document.createElement("li");
    const button = document.createElement("button");
    const mark = document.createElement("mark");
    button.type = "button";
    button.dataset.hit = number;
    button.lang = sentence.parentElement.lang;
    mark.textContent = String(range);
    button.append(String(before).slice(-AROUND), mark, String(after).slice(0, AROUND));
    item.append(button);
    return item;
  });
  if (hits.length > LISTED) items.push(Object.assign(document.createElement("li"), { textContent: "…" }));
  $("hits").replaceChildren(...items);
}

function seek(by) {
  if (!hits.length) return;
  const next = here < 0 ? hits.findIndex((hit) => hit.row >= place) : here + by;
  seekHit((next + hits.length) % hits.length);
}

function seekHit(number) {
  if (here < 0) leave(hits[number].row);
  here = number;
  const { sentence, nth } = hits[here];
  const row = counterparts(sentence);
  for (const each of row) each.classList.remove("void");
  const seen = row.includes(sentence) && !(isOne() && row[0] !== sentence) ? sentence : row[0];
  bring(seen, "center");
  makeStop(seen);
  light(seen);
  marks?.here.clear();
  marks?.here.add(rangesIn(sentence)[nth]);
  if (seen !== sentence) {
    showCard(seen, [sentence]);
    for (const [, element] of inCard) marks?.here.add(rangesIn(element)[nth]);
  }
  tell();
}

let typing = 0; // the search waits until 150 ms after the last key
query.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, 150);
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") panel.hidePopover();
  if (event.key !== "Enter" || event.target !== query) return;
  event.preventDefault();
  seek(event.shiftKey ? -1 : 1);
});
panel.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.hit) seekHit(Number(button.dataset.hit));
  else if (button?.value) seek(Number(button.value));
});
$("whole").addEventListener("change", find);
function openSearch() {
  panel.showPopover();
  query.focus();
}
panel.addEventListener("toggle", () => {
  const hit = here >= 0;
  find();
  if (panel.matches(":popover-open")) query.focus();
  else if (hit) visit(stop);
});
