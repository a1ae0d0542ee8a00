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
  const labels = others.map((each) => {
    const label = document.createElement("button");
    label.type = "button";
    label.value = classOf(each.parentElement);
    label.lang = each.parentElement.lang;
    label.textContent = nameOf(each);
    label.title = say("first", { of: label.textContent });
    return label;
  });
  card.querySelector("div").replaceChildren(...texts.flatMap((text, number) => [labels[number], text]));
  inCard = others.map((each, number) => [each, texts[number]]);
  $("number").textContent = nameRow(sentence);
  $("pair").hidden = true;
}

// Beside the sentence where there is room: 280 pixels are enough to read, 352 keep the lines short. Elsewhere the card is a
// sheet at the foot of the window, and does not lie on the lines that come next.
function settle(sentence) {
  const text = sentence.parentElement.getBoundingClientRect();
  const beside = innerWidth - text.right >= 280;
  card.classList.toggle("near", isOne() && beside);
  card.removeAttribute("style");
  if (!card.classList.contains("near")) return uncover(sentence);
  const lines = sentence.getBoundingClientRect();
  card.style.left = `${text.right + 24 + scrollX}px`;
  card.style.width = `${Math.min(innerWidth - text.right - 56, 352)}px`;
  const highest = document.querySelector("header").getBoundingClientRect().bottom + 8;
  const lowest = innerHeight - card.offsetHeight - 16;
  const isSeen = lines.bottom > highest && lines.top < innerHeight;
  const top = isSeen ? Math.max(highest, Math.min(lines.top, lowest)) : lines.top;
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
  if (pins.length && hidden > 0) scrollBy(0, Math.min(hidden, box.top - parseFloat(getComputedStyle(root).scrollPaddingTop)));
}

// The sentences of a row that the reader cannot see: of the view of one language the others, elsewhere those outside the
// window, as the translation of a long paragraph on a phone.
function unseen(sentence) {
  const row = counterparts(sentence);
  if (isOne()) return row.slice(1);
  const top = document.querySelector("header").getBoundingClientRect().bottom;
  return row.filter((each) => {
    const box = each.getBoundingClientRect();
    return each !== sentence && (box.bottom < top || box.top > innerHeight);
  });
}

function showCard(sentence, others = sentence ? unseen(sentence) : []) {
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
card.querySelector("div").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) putFirst(button.value);
});
$("unpin").addEventListener("click", () => {
  const back = pins[0];
  pin(null);
  visit(back);
});
$("link").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(link());
    $("said").textContent = say("copied");
  } catch {
    location.href = link();
  }
});
addEventListener("resize", () => card.hidden || settle((pins.length ? pins : lit)[0]));
