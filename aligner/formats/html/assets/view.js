// What changes when the reader chooses: the order of the cells, the rows that nobody has, the place in the text.

// The row at the height to which scrollIntoView brings a row; 4 pixels allow for its rounding.
function topRow() {
  if (!blocks.length) return FIRST;
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
function bring(sentence, block, then = () => {}) {
  let frames = 4;
  const scroll = () => {
    sentence.scrollIntoView({ block });
    keepBeside();
    if (frames-- > 0) requestAnimationFrame(scroll);
    else then();
  };
  scroll();
}

// The row that was last brought to the top, and how far the page was scrolled then. Of running lines the top line may begin
// with another row's end, so the place is not read from the lines until the reader scrolls.
let brought = null;
function goTo(row) {
  const sentence = sentenceAt(row);
  if (!sentence) return;
  bring(sentence, "start", () => {
    if (pins.length && !offering()) showCard(pins[0]);
    brought = { row, top: scrollY };
  });
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

// By sentence the eye goes from row to row, but the document has a cell for each language. A screen reader gets the order of
// the eye from aria-owns, in the blocks that come near the window.
const rowwise = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.hasAttribute("aria-owns")) continue;
      const columns = [...target.children].filter(isShown);
      const ids = [...columns[0].children].flatMap((_, number) => columns.map((cell) => idOf(cell.children[number])));
      target.setAttribute("role", "group");
      target.setAttribute("aria-owns", ids.join(" "));
    }
  },
  { rootMargin: "200%" },
);
function idOf(sentence) {
  sentence.id ||= `${classOf(sentence.parentElement)}-${rowOf(sentence)}`;
  return sentence.id;
}
function orderForEars() {
  rowwise.disconnect();
  for (const block of main.querySelectorAll("[aria-owns]")) block.removeAttribute("aria-owns");
  if (form.elements.by.value !== "sentences" || isOne()) return;
  for (const block of blocks) if (block.querySelector("p")) rowwise.observe(block);
}

// A row in which none of the languages shown has anything takes no room, and under each other one ornament is enough.
function hideVoid() {
  for (const old of main.querySelectorAll(".void")) old.classList.remove("void");
  const isStacked = form.elements.view.value === "stacked" || PHONE.matches;
  for (const block of isStacked ? main.querySelectorAll(".apart") : []) {
    const ornaments = [...block.children].filter((cell) => isShown(cell) && cell.classList.contains("ornament"));
    for (const cell of ornaments.slice(1)) for (const each of cell.children) each.classList.add("void");
  }
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
  showVeils();
  orderForEars();
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

// More than five columns, which is what fits the width of A4, are printed under each other. The languages are named at the
// head of each right page.
const heading = document.styleSheets[0].cssRules[document.styleSheets[0].insertRule("@page :right { @top-right { content: none; } }", 0)];
addEventListener("beforeprint", () => {
  root.classList.toggle("many", shown().length > 5);
  const names = boxes().filter((box) => box.checked).map((box) => box.closest("label").querySelector("[lang]").textContent);
  heading.cssRules[0].style.content = JSON.stringify((isOne() ? names.slice(0, 1) : names).join(" · "));
});
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
  if (button.value === "veil") return veil(item);
  if (button.value === "first") list.prepend(item);
  else if (button.value === "up") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
  change();
});
function putFirst(column) {
  list.prepend($(column).closest("li"));
  $(column).checked = true;
  change();
}
main.querySelector(".heads").addEventListener("click", (event) => {
  const cell = event.target.closest("button")?.parentElement;
  if (cell) putFirst(classOf(cell));
});

// A veiled language is blurred until its sentence is tapped.
function veil(item) {
  const column = item.querySelector("input").id;
  const veiled = new Set(root.dataset.veil.split(" ").filter(Boolean));
  if (!veiled.delete(column)) veiled.add(column);
  root.dataset.veil = [...veiled].join(" ");
  keep(STORE, { veil: [...veiled] });
  showVeils();
}
function showVeils() {
  for (const button of list.querySelectorAll("[value=veil]")) {
    const column = button.closest("li").querySelector("input").id;
    button.setAttribute("aria-pressed", root.dataset.veil.split(" ").includes(column));
  }
}

