// The card: in the view of one language, the other languages' sentences of a row; for a pinned row its number and link.

const card = $("card");
let leaving = 0;
let inCard = []; // sentences, each with the element of the card that shows it

function fill(sentence, others) {
  const texts = others.map((each) => {
    const cell = each.parentElement;
    const text = document.createElement("p");
    text.lang = cell.lang;
    text.dir = cell.dir;
    text.append(...[...each.childNodes].map((node) => node.cloneNode(true)));
    if (each.classList.contains("o")) text.className = "o";
    return text;
  });
  card.querySelector("div").replaceChildren(...texts);
  inCard = others.map((each, number) => [each, texts[number]]);
  $("number").textContent = `Sentence ${rowOf(sentence).toLocaleString("en")} of ${card.dataset.rows}`;
}

// Beside the sentence where there is room, else below it. From 736 pixels, the 46em at which text.css makes columns;
// on a narrower page the card is at the foot. Less than 280 pixels beside the text are too narrow to read;
// 352 keep the lines short.
function settle(sentence) {
  card.classList.toggle("near", isOne() && innerWidth >= 736);
  card.removeAttribute("style");
  if (!card.classList.contains("near")) return uncover(sentence);
  const text = sentence.parentElement.getBoundingClientRect();
  const lines = sentence.getBoundingClientRect();
  const beside = innerWidth - text.right >= 280;
  card.style.left = `${(beside ? text.right + 24 : text.left) + scrollX}px`;
  card.style.width = `${beside ? Math.min(innerWidth - text.right - 56, 352) : text.width}px`;
  const highest = document.querySelector("header").getBoundingClientRect().bottom + 8;
  const lowest = innerHeight - card.offsetHeight - 16;
  const isSeen = lines.bottom > highest && lines.top < innerHeight;
  const top = !beside ? lines.bottom + 6 : isSeen ? Math.max(highest, Math.min(lines.top, lowest)) : lines.top;
  card.style.top = `${top + scrollY}px`;
}

// A block takes its real height when it comes near the window, and moves the sentence that the card is beside.
function keepBeside() {
  const about = (pins.length ? pins : lit)[0];
  if (!card.hidden && about && card.classList.contains("near")) settle(about);
}

// A card at the foot of the page must not hide the sentence that it is about.
function uncover(sentence) {
  const box = sentence.getBoundingClientRect();
  const hidden = box.bottom + 12 - card.getBoundingClientRect().top;
  if (isOne() && hidden > 0) scrollBy(0, Math.min(hidden, box.top - parseFloat(getComputedStyle(root).scrollPaddingTop)));
}

function showCard(sentence, others = isOne() && sentence ? counterparts(sentence).slice(1) : []) {
  clearTimeout(leaving);
  card.hidden = !sentence;
  if (!sentence) return;
  fill(sentence, others);
  card.querySelector("menu").hidden = !pins.length;
  $("said").textContent = "";
  settle(counterparts(sentence)[0]);
}

// Shows a row without a pin; only the view of one language needs the card for that. The card waits 250 ms before it
// goes, so that the pointer can cross the gap between sentence and card.
function peek(sentence) {
  if (!isOne() || pins.length) return;
  clearTimeout(leaving);
  if (sentence) showCard(sentence);
  else leaving = setTimeout(() => showCard(null), 250);
}

card.addEventListener("pointerenter", () => clearTimeout(leaving));
card.addEventListener("pointerleave", () => peek(null));
$("unpin").addEventListener("click", () => {
  const back = pins[0];
  pin(null);
  visit(back);
});
$("link").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(link());
    $("said").textContent = "Link copied";
  } catch {
    location.href = link();
  }
});
addEventListener("resize", () => card.hidden || settle((pins.length ? pins : lit)[0]));
