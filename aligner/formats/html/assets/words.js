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

function showWords(sentence, x, y) {
  wordMarks?.clear();
  const at = wordMarks && sentence ? characterAt(sentence, x, y) : -1;
  if (at < 0) return;
  const ofPivot = (each) => each.id !== "";
  const own = linksOf(sentence).find((link) => link.own <= at && at < link.end);
  const [from, to] = ofPivot(sentence) ? [at, at + 1] : own ? [own.from, own.to] : [0, 0];
  if (from === to) return;
  const shown = [...counterparts(sentence).slice(0, isOne() ? 1 : undefined).map((each) => [each, each]), ...inCard];
  const found = shown.flatMap(([each, element]) =>
    linksOf(each).filter((link) => link.from < to && link.to > from).map((link) => ({ element, link })));
  for (const { element, link } of found) markWord(element, link.own, link.end);
  for (const [each, element] of shown) {
    const link = found[0]?.link || own;
    if (ofPivot(each) && link) markWord(element, link.from, link.to);
  }
}

let moved = 0;
main.addEventListener("pointermove", (event) => {
  cancelAnimationFrame(moved);
  moved = requestAnimationFrame(() => showWords(sentenceOf(event.target), event.clientX, event.clientY));
});
main.addEventListener("pointerleave", () => showWords(null));
main.addEventListener("click", (event) => showWords(sentenceOf(event.target), event.clientX, event.clientY));
