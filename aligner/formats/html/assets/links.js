// Words that correspond to each other: the word under the pointer is marked in every language shown.
// A sentence's data-w has its links with the pivot's, six digits of base 64 each, as packed_links.py packs them: where
// the pivot's word begins (two digits) and its length (one), then the same of its own word.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const wordMarks = globalThis.Highlight ? new Highlight() : null;
if (wordMarks) CSS.highlights.set("word", wordMarks);

// A sentence's links, each as the pivot's characters from, to, and its own.
function linksOf(sentence) {
  const digits = [...(sentence.dataset.w || "")].map((sign) => DIGITS.indexOf(sign));
  const links = [];
  for (let at = 0; at < digits.length; at += 6) {
    const [a, b, long, c, d, wide] = digits.slice(at, at + 6);
    const [from, own] = [64 * a + b, 64 * c + d];
    links.push({ from, to: from + long, own, end: own + wide });
  }
  return links;
}

// The character of an element's text that is at a point of the window, or -1.
function characterAt(element, x, y) {
  const spot = document.caretPositionFromPoint?.(x, y);
  const caret = spot ? [spot.offsetNode, spot.offset] : ((range) => [range?.startContainer, range?.startOffset])(document.caretRangeFromPoint?.(x, y));
  let before = 0;
  for (const node of nodesOf(element)) {
    if (node !== caret[0]) {
      before += node.data.length;
      continue;
    }
    for (const at of [caret[1] - 1, caret[1]]) {
      if (at < 0 || at >= node.data.length) continue;
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.left <= x && x <= box.right && box.top <= y && y <= box.bottom) return before + at;
    }
  }
  return -1;
}

function markWord(element, from, to) {
  const range = new Range();
  let before = 0;
  for (const node of nodesOf(element)) {
    const end = before + node.data.length;
    if (before <= from && from < end) range.setStart(node, from - before);
    if (before < to && to <= end) range.setEnd(node, to - before);
    before = end;
  }
  wordMarks.add(range);
}

// Marks the word at a character of a sentence, and its counterparts in every language shown. Returns the sentences with a
// mark, each with the characters from and to.
function showWords(sentence, at) {
  wordMarks?.clear();
  if (!sentence || at < 0) return [];
  const ofPivot = (each) => /^s\d/.test(each.id);
  const own = linksOf(sentence).find((link) => link.own <= at && at < link.end);
  const [from, to] = ofPivot(sentence) ? [at, at + 1] : own ? [own.from, own.to] : [0, 0];
  if (from === to) return [];
  const shown = [...counterparts(sentence).slice(0, isOne() ? 1 : undefined).map((each) => [each, each]), ...inCard];
  const found = shown.flatMap(([each, element]) =>
    linksOf(each).filter((link) => link.from < to && link.to > from).map((link) => [each, element, link]));
  const marked = found.map(([each, element, link]) => [each, element, link.own, link.end]);
  for (const [each, element] of shown) {
    const link = found[0]?.[2] || own;
    if (ofPivot(each) && link) marked.push([each, element, link.from, link.to]);
  }
  if (wordMarks) for (const [, element, start, end] of marked) markWord(element, start, end);
  return marked;
}

let moved = 0;
main.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || tapped) return;
  cancelAnimationFrame(moved);
  moved = requestAnimationFrame(() => {
    const sentence = sentenceOf(event.target);
    showWords(sentence, sentence ? characterAt(sentence, event.clientX, event.clientY) : -1);
  });
});
main.addEventListener("pointerleave", () => tapped || showWords(null));

// A tap on a word marks it until the next tap. The character is read before the page scrolls to make room for the card.
let tapped = null;
main.addEventListener(
  "click",
  (event) => {
    const sentence = sentenceOf(event.target);
    const at = sentence ? characterAt(sentence, event.clientX, event.clientY) : -1;
    tapped = at >= 0 ? { sentence, at } : null;
  },
  true,
);
main.addEventListener("click", () => {
  const marked = tapped ? showWords(tapped.sentence, tapped.at) : showWords(null);
  if (tapped && pins.length) offer(tapped.sentence, tapped.at, marked);
});
