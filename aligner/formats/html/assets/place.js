// The reader's place: kept while reading, by the words of its row; the way back after a jump; the chapter and the share read.

let place = FIRST;
let jumping = false;

// The beginning of a row in the pivot's words; a row that the pivot lacks has none.
const beginning = (row) => ($("s" + row) ? textOf($("s" + row)).slice(0, 60) : "");

// Each set of languages has a place of its own; a new set begins where the reader was last.
function keepPlace() {
  const key = shown().join();
  const places = { ...recall(STORE).places, [key]: { row: place, text: beginning(place) } };
  keep(STORE, { places, last: key });
}

// The row kept. When the text was corrected since, it is the nearest row that begins with the words kept.
function rememberedRow() {
  const { places = {}, last } = recall(STORE);
  const kept = places[shown().join()] || places[last];
  if (!kept) return FIRST;
  for (let away = 0; kept.text && away < ROWS; away++) {
    for (const row of [kept.row + away, kept.row - away]) if (beginning(row) === kept.text) return row;
  }
  const row = Math.min(kept.row, ROWS);
  return sentenceAt(row) ? row : FIRST;
}

// A jump leaves an entry in the browser's history, so that Back leads to where the reader was. The address does not name
// the row: a reload shows the place last read, not the one last jumped to.
const bare = () => location.href.split("#")[0];
function leave(row) {
  try {
    history.replaceState({ row: place }, "", bare());
    history.pushState({ row, jumped: true }, "", bare());
    $("back").hidden = false;
  } catch {
    // Some browsers do not let a page from a file change its history.
  }
}

function jump(row) {
  const sentence = sentenceAt(row);
  if (!sentence) return;
  leave(row);
  pin(null);
  for (const each of counterparts(sentence)) each.classList.add("goal");
  jumping = true;
  visit(sentence);
  jumping = false;
  goTo(row);
}

addEventListener("popstate", (event) => {
  $("back").hidden = !event.state?.jumped;
  if (event.state?.row) goTo(event.state.row);
});
$("back").addEventListener("click", () => history.back());

for (const panel of document.querySelectorAll("#contents, #notes, #words")) {
  panel.addEventListener("click", (event) => {
    const row = Number(event.target.closest("a")?.hash.slice(2));
    if (!row || !sentenceAt(row)) return; // on another page: the link leads there
    event.preventDefault();
    panel.hidePopover();
    jump(row);
  });
}

// A link to a row is followed once. The address then loses it, or a reload would lead back to it.
function follow() {
  const row = Number(location.hash.match(/^#s(\d+)$/)?.[1]);
  if (row && !sentenceAt(row) && pageOf(row)) location.replace(pageOf(row) + location.search + "#s" + row);
  if (!row || !sentenceAt(row)) return false;
  pin(sentenceAt(row));
  visit(sentenceAt(row));
  goTo(row);
  place = row;
  keepPlace();
  try {
    history.replaceState({ row }, "", bare());
  } catch {
    // As above.
  }
  return true;
}
addEventListener("hashchange", follow);

const chapters = [...document.querySelectorAll("#contents a")];
const chapterAt = (row) => chapters.findLast((each) => Number(each.hash.slice(2)) <= row);

// The title until the first chapter is passed, then the chapter's name in the first language that has it.
const title = $("where").textContent;
function showWhere() {
  if (!blocks.length) return;
  const chapter = chapterAt(place);
  const name = chapter && [...chapter.children].find(isShown);
  $("where").textContent = name && place > 1 ? name.textContent : title;
  const cell = name && place > 1 ? name : $("where");
  $("where").lang = cell.lang;
  $("percent").textContent = (place / ROWS).toLocaleString(said.language, { style: "percent" });
}

$("contents")?.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  const here = chapterAt(place) || chapters[0];
  for (const each of chapters) each.removeAttribute("aria-current");
  here.setAttribute("aria-current", "location");
  here.focus();
});

// The place is read 120 ms after the last scrolling, and when the page is left before that.
let waiting = 0;
function arrive() {
  clearTimeout(waiting);
  waiting = 0;
  if (!blocks.length) return;
  keepBeside();
  place = brought?.top === scrollY ? brought.row : topRow();
  keepPlace();
  showWhere();
}
addEventListener("scroll", () => {
  clearTimeout(waiting);
  waiting = setTimeout(arrive, 120);
});
addEventListener("pagehide", () => {
  if (waiting) arrive();
  if (PAGES.length) keepInHistory();
});

// A turned phone has other lines; the row that was at the top comes back to it.
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) {
    applyChoice();
    goTo(place);
  }
  width = innerWidth;
});

// The bar and the names of the columns may take several lines; what is scrolled to comes below them.
const heads = main.querySelector(".heads");
new ResizeObserver(() => {
  root.style.setProperty("--bar", document.querySelector("header").offsetHeight + "px");
  root.style.setProperty("--heads", heads.offsetHeight + "px");
}).observe(heads);

// Of an edition in several pages, links to the others keep the view that a link to this one has; the page with the contents
// leads to where the reader was, and whoever opens a chapter is there now.
function turnPages() {
  const { places = {}, last } = recall(STORE);
  const kept = (places[shown().join()] || places[last])?.row;
  const onward = $("continue");
  if (blocks.length) keepPlace();
  else if (kept) {
    onward.hidden = false;
    onward.href = `${pageOf(kept)}#s${kept}`;
  }
  for (const each of document.querySelectorAll("nav a, #words a")) each.search = location.search;
}

// Back to another page leads to where the reader was on it, for the place that is stored is on the page that was left.
function keepInHistory() {
  try {
    history.replaceState({ ...history.state, row: place }, "");
  } catch {
    // As above.
  }
}
const returnedRow = () => (PAGES.length && sentenceAt(history.state?.row) ? history.state.row : 0);

// What can wait is done when the browser has nothing else to do.
const idle = globalThis.requestIdleCallback || ((task) => setTimeout(task, 500));
