// The list of notes: those of the languages shown, by kind, one after the other.

const notes = $("notes");
const notesShown = () => (notes ? [...notes.querySelectorAll("li")].filter((each) => isShown(each) && !each.hidden) : []);
let noteAt = -1;

function countNotes() {
  if (!notes) return;
  const kind = $("kind")?.value;
  for (const each of notes.querySelectorAll("li")) each.hidden = Boolean(kind) && each.dataset.kind !== kind;
  noteAt = -1;
  const all = [...notes.querySelectorAll("li")].filter(isShown);
  $("count").textContent = all.length ? count(all.length) : "";
  document.querySelector("[popovertarget=notes]").hidden = !all.length;
  showNth();
}

function showNth() {
  const all = notesShown();
  for (const each of notes.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  all[noteAt]?.querySelector("a").setAttribute("aria-current", "true");
  $("nth").textContent = noteAt < 0 ? count(all.length) : say("nth_of", { n: count(noteAt + 1), all: count(all.length) });
}

// Goes to the next note or the one before, from the note last chosen or else from the reader's place.
function stepNote(by) {
  const all = notesShown();
  if (!all.length) return;
  const rows = all.map((each) => Number(each.querySelector("a").hash.slice(2)));
  const near = by > 0 ? rows.findIndex((row) => row >= place) : rows.findLastIndex((row) => row < place);
  noteAt = noteAt < 0 ? Math.max(near, 0) : (noteAt + by + all.length) % all.length;
  showNth();
  jump(rows[noteAt]);
}

notes?.addEventListener("click", (event) => {
  const by = Number(event.target.closest("button")?.value);
  if (by) stepNote(by);
  const item = event.target.closest("li");
  if (item) noteAt = notesShown().indexOf(item);
  showNth();
});
$("kind")?.addEventListener("change", countNotes);
