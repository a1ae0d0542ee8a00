// Words that the reader keeps: each with its counterparts, the sentences, and the row. They stay in the browser; copies of the
// list are files of the reader's own.

const wordList = $("words");
const keptMarks = globalThis.Highlight ? new Highlight() : null;
if (keptMarks) CSS.highlights.set("kept", keptMarks);
const keptWords = () => recall(STORE).words || [];
let offered = null;
const offering = () => !$("pair").hidden;

// The word at a character: as the links have it, or else as the browser divides the language (UAX 29).
function wordAt(sentence, at, marked) {
  const text = textOf(sentence);
  const linked = marked.find(([each, , from, to]) => each === sentence && from <= at && at < to);
  if (linked) return text.slice(linked[2], linked[3]);
  const parts = new Intl.Segmenter(sentence.parentElement.lang, { granularity: "word" }).segment(text);
  const part = parts.containing(at);
  return part?.isWordLike ? part.segment : "";
}

// Shows in the card the word that was tapped, with its counterparts and a button to keep it.
function offer(sentence, at, marked) {
  const word = wordAt(sentence, at, marked);
  $("pair").hidden = !word;
  if (!word) return;
  const others = counterparts(sentence).filter((each) => each !== sentence);
  const meaning = others.map((each) => {
    const parts = marked.filter(([other]) => other === each).map(([, , from, to]) => [from, to]);
    const text = textOf(each);
    const words = [...new Set(parts.sort((one, two) => one[0] - two[0]).map(([from, to]) => text.slice(from, to)))];
    return { lang: each.parentElement.lang, word: words.join(" … "), sentence: text };
  });
  const lang = sentence.parentElement.lang;
  offered = { word, lang, sentence: textOf(sentence), row: rowOf(sentence), others: meaning };
  const shown = [{ lang, word }, ...meaning.filter((each) => each.word)].map((each) => inLanguage("b", each.lang, each.word));
  $("pair").querySelector("span").replaceChildren(...shown.flatMap((each, number) => (number ? [" = ", each] : [each])));
  showKept();
}

function inLanguage(tag, lang, text) {
  const element = document.createElement(tag);
  element.lang = lang;
  element.textContent = text;
  return element;
}

const isSame = (one, two) => one.lang === two.lang && fold(one.word) === fold(two.word);
function showKept() {
  const isKept = keptWords().some((each) => isSame(each, offered));
  $("keep").textContent = say(isKept ? "kept" : "keep");
  $("keep").disabled = isKept;
}

$("keep").addEventListener("click", () => {
  keep(STORE, { words: [...keptWords(), offered] });
  showKept();
  listWords();
});

function listWords() {
  const words = keptWords();
  $("open-words").hidden = false;
  $("no-words").hidden = words.length > 0;
  const items = words.map((each, number) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = pageOf(each.row) + "#s" + each.row;
    link.append(inLanguage("b", each.lang, each.word), " ");
    for (const other of each.others) if (other.word) link.append(inLanguage("span", other.lang, other.word), " ");
    link.append(inLanguage("small", each.lang, each.sentence));
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.word = number;
    button.textContent = "×";
    button.setAttribute("aria-label", say("remove", { of: each.word }));
    item.append(link, button);
    return item;
  });
  wordList.querySelector("ul").replaceChildren(...items);
  markKept();
}

// Kept words are marked wherever they occur, in the blocks that come near the window.
const keptWatch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      keptWatch.unobserve(entry.target);
      for (const sentence of entry.target.querySelectorAll(":scope > * > span")) markKeptIn(sentence);
    }
  },
  { rootMargin: "100%" },
);
function markKept() {
  keptWatch.disconnect();
  keptMarks?.clear();
  if (keptMarks && keptWords().length) for (const block of blocks) keptWatch.observe(block);
}
function markKeptIn(sentence) {
  const text = fold(textOf(sentence));
  for (const each of keptWords()) {
    const word = fold(each.word);
    if (each.lang !== sentence.parentElement.lang || !text.includes(word)) continue;
    for (const range of rangesIn(sentence, word)) if (isWholeRange(range)) keptMarks.add(range);
  }
}
function isWholeRange(range) {
  const { startContainer: node, startOffset, endContainer, endOffset } = range;
  const text = node.data.slice(Math.max(0, startOffset - 1), startOffset) + String(range) + endContainer.data.slice(endOffset, endOffset + 1);
  return isWhole(text, startOffset ? 1 : 0, String(range).length);
}

// Files: a table for spreadsheets (RFC 4180), notes for Anki (its manual, "Text Files"), and a copy of the whole list.
const cells = (each) => [each.word, each.lang, each.others.map((other) => other.word).filter(Boolean).join("; "), each.sentence,
  each.others.map((other) => other.sentence).join(" / "), `${document.title}, ${each.row}`];
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
// A cell that a spreadsheet would take for a formula gets an apostrophe, which shows that it is text.
const guarded = (text) => (/^[=+\-@\t]/.test(text) ? "'" + text : text);
const html = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const FILES = {
  csv: (words) => ["words.csv", "text/csv", "\ufeff" + [["word", "language", "meaning", "sentence", "translation", "place"], ...words.map(cells)]
    .map((row) => row.map((cell) => quoted(guarded(cell))).join(",") + "\r\n").join("")],
  anki: (words) => ["words.anki.txt", "text/plain", "#separator:tab\n#html:true\n" + words.map(cells)
    .map((row) => row.map((cell) => html(cell.replace(/\s+/g, " "))).join("\t") + "\n").join("")],
  save: (words) => ["words.json", "application/json", JSON.stringify({ format: "aligner-words", words }, null, 1)],
};
function download([name, type, content]) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

wordList.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.word) keep(STORE, { words: keptWords().filter((_, number) => number !== Number(button.dataset.word)) });
  if (button.dataset.word) return listWords();
  if (button.value === "load") return $("load").click();
  download(FILES[button.value](keptWords()));
});

// A list that was saved is added to the one that is here.
const isWord = (each) => typeof each?.word === "string" && typeof each.lang === "string" && typeof each.sentence === "string" &&
  Number.isInteger(each.row) && Array.isArray(each.others) && each.others.every((other) => typeof other?.word === "string" && typeof other.sentence === "string");
$("load").addEventListener("change", async () => {
  const [file] = $("load").files;
  $("load").value = "";
  try {
    const { words } = JSON.parse(await file.text());
    if (!words.every(isWord)) throw new TypeError();
    const here = keptWords();
    keep(STORE, { words: [...here, ...words.filter((each) => !here.some((other) => isSame(each, other)))] });
    listWords();
  } catch {
    $("no-words").hidden = false;
    $("no-words").textContent = say("not_loaded");
  }
});

// Reading aloud, with a voice of the device; voices of a server would send the text away.
const RATES = { slow: 0.7, calm: 0.85, plain: 1, fast: 1.2 };
function voiceFor(lang) {
  const base = (tag) => tag.replace("_", "-").split("-")[0].toLowerCase();
  return globalThis.speechSynthesis?.getVoices().find((voice) => voice.localService && base(voice.lang) === base(lang));
}
let reading = null;
function read(sentence) {
  const voice = voiceFor(sentence.parentElement.lang);
  if (!voice) {
    $("said").textContent = say("no_voice", { of: nameOf(sentence) });
    return hush();
  }
  reading = sentence;
  $("listen").setAttribute("aria-pressed", "true");
  const words = new SpeechSynthesisUtterance(textOf(sentence));
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = RATES[form.elements.speed.value];
  words.onend = () => reading === sentence && goOn(sentence);
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
// Reads on with the next sentence of the same language, until the reader stops it or the text ends.
function goOn(sentence) {
  let row = rowOf(sentence);
  let next = null;
  do next = sentenceAt(++row, classOf(sentence.parentElement));
  while (next && !textOf(next).trim());
  if (!next) return hush();
  pin(next);
  visit(next);
  read(next);
}
function hush() {
  reading = null;
  $("listen").setAttribute("aria-pressed", "false");
  globalThis.speechSynthesis?.cancel();
}
$("listen").addEventListener("click", () => (reading ? hush() : read(stop && pins.includes(stop) ? stop : pins[0])));
$("unpin").addEventListener("click", hush);
addEventListener("pagehide", hush);
