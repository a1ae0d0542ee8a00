// What changes when the reader chooses: the order of the cells, the rows that nobody has, the place in the text.

let place = 1;

// The row at the height to which scrollIntoView brings a row; 4 pixels allow for its rounding.
function topRow() {
  const edge = parseFloat(getComputedStyle(root).scrollPaddingTop) + 4;
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  const sentences = [...[...blocks[low].children].find(isShown).children];
  return rowOf(sentences.find((each) => each.getBoundingClientRect().bottom > edge) || sentences.at(-1));
}

// The heights of blocks far away are only estimated (content-visibility), so scroll again while they take their real
// ones; after four more frames they have.
function bring(sentence, block) {
  let frames = 4;
  const scroll = () => {
    sentence.scrollIntoView({ block });
    keepBeside();
    if (frames-- > 0) requestAnimationFrame(scroll);
  };
  scroll();
}

function goTo(row) {
  const sentence = sentenceAt(row);
  if (sentence) bring(sentence, "start");
}

// Puts the cells themselves into the order of the languages, for the eye and for a screen reader alike.
function arrange() {
  const order = boxes().map((box) => box.id);
  const current = [...main.querySelector(".heads").children].map(classOf);
  if (order.join() === current.join()) return;
  const rank = (cell) => order.indexOf(classOf(cell));
  for (const group of document.querySelectorAll(".r, h1, nav a")) {
    group.append(...[...group.children].sort((one, two) => rank(one) - rank(two)));
  }
}

// A row in which none of the languages shown has anything takes no room.
function hideVoid() {
  for (const old of main.querySelectorAll(".void")) old.classList.remove("void");
  for (const empty of main.querySelectorAll(`.c${root.dataset.lead} > .o`)) {
    const row = counterparts(empty);
    if (row.every((each) => each.classList.contains("o"))) for (const each of row) each.classList.add("void");
  }
}

function refresh() {
  const row = pinnedRow();
  const stopped = stop && rowOf(stop);
  applyChoice();
  arrange();
  hideVoid();
  light(null);
  pin(row ? sentenceAt(row) : null);
  makeStop(sentenceAt(stopped || place));
  countNotes();
  find();
}

function change() {
  keep(LOOKS, Object.fromEntries(new FormData(form)));
  keep(LOOKS, { keys: form.elements.keys.checked });
  keep(STORE, { show: shown() });
  const row = place;
  refresh();
  goTo(row);
}

// More than five columns, which is what fits the width of A4, are printed under each other.
addEventListener("beforeprint", () => root.classList.toggle("many", shown().length > 5));
addEventListener("afterprint", () => root.classList.remove("many"));

form.addEventListener("change", change);
list.addEventListener("change", (event) => {
  if (!shown().length) event.target.checked = true;
  change();
});
list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const item = button.closest("li");
  if (button.value === "up") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
  change();
});
main.querySelector(".heads").addEventListener("click", (event) => {
  const cell = event.target.closest("button")?.parentElement;
  if (!cell) return;
  list.prepend($(classOf(cell)).closest("li"));
  change();
});

// Notes and contents

function countNotes() {
  if (!$("notes")) return;
  const notes = [...$("notes").querySelectorAll("li")].filter(isShown);
  $("count").textContent = notes.length || "";
}

$("contents")?.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  const links = [...$("contents").querySelectorAll("a")];
  const here = links.findLast((each) => Number(each.hash.slice(2)) <= place) || links[0];
  for (const each of links) each.toggleAttribute("aria-current", each === here);
  here.setAttribute("aria-current", "location");
  here.focus();
});
for (const panel of document.querySelectorAll("#contents, #notes")) {
  panel.addEventListener("click", (event) => event.target.closest("a") && panel.hidePopover());
}

// The place is kept, 120 ms after the last scrolling; a link to a row takes precedence.

let waiting = 0;
addEventListener("scroll", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    keepBeside();
    place = topRow();
    keep(STORE, { place });
  }, 120);
});
function follow() {
  const row = Number(location.hash.match(/^#s(\d+)$/)?.[1]);
  if (!row || !sentenceAt(row)) return false;
  pin(sentenceAt(row));
  visit(sentenceAt(row));
  goTo(row);
  return true;
}
addEventListener("hashchange", follow);
