"use strict";
// What the reader has chosen: languages and their order, view, looks. Kept in the browser, and put into links.
// This script runs before the browser has the text, so that the first paint is already as chosen.

const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const form = $("display");
const list = $("languages").querySelector("ol");
const STORE = "aligner:" + root.dataset.edition;
const LOOKS = "aligner:looks";
const SETTINGS = ["view", "by", "theme", "face", "size", "speed"];
const PHONE = matchMedia("(max-width: 46em)"); // as in text.css, where columns begin
const TOUCH = matchMedia("(pointer: coarse)");

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}

function keep(key, values) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...recall(key), ...values }));
  } catch {
    // Storage may be switched off; the page works without.
  }
}

const boxes = () => [...list.querySelectorAll("input")];
const shown = () => boxes().filter((box) => box.checked).map((box) => box.value);
const numberOf = (box) => box.id.slice(1);

// The first of the reader's languages that the page has: the same tag, or the same language and script once both tags
// are completed, so that zh-TW finds zh-Hant and de-AT finds de.
function preferred(keys) {
  for (const wanted of navigator.languages || []) {
    const locale = new Intl.Locale(wanted).maximize();
    const exact = keys.find((key) => key.toLowerCase() === wanted.toLowerCase());
    const near = keys.find((key) => {
      const here = new Intl.Locale(key.split(".")[0]).maximize();
      return here.language === locale.language && here.script === locale.script;
    });
    const found = exact || near;
    if (found) return found;
  }
  return undefined;
}

function firstChoice() {
  const keys = boxes().map((box) => box.value);
  const other = preferred(keys.slice(1));
  return [keys[0], other || keys[1]].filter(Boolean);
}

// Puts the languages of `keys` first, in that order, and shows only them.
function choose(keys) {
  for (const key of [...keys].reverse()) {
    const box = boxes().find((each) => each.value === key);
    if (box) list.prepend(box.closest("li"));
  }
  for (const box of boxes()) box.checked = keys.includes(box.value);
}

function applyChoice() {
  const first = boxes().find((box) => box.checked);
  if (!first) return;
  root.dataset.lead = numberOf(first);
  root.style.setProperty("--shown", shown().length);
  // Columns of 13rem (text.css) that are wider together than the window: with a mouse the page scrolls sideways, and its
  // first column stays; a touch screen would zoom out and lose the bar, so there they are put under each other.
  const wide = shown().length * 13 * parseFloat(getComputedStyle(root).fontSize) > root.clientWidth;
  root.classList.toggle("tight", wide && TOUCH.matches);
  root.classList.toggle("wide", wide && !TOUCH.matches);
}

// What the page says, in the first of the reader's languages that the texts have, or else as the file has it.
const spoken = JSON.parse($("say").textContent);
const said = spoken[preferred(Object.keys(spoken)) || root.lang];
const say = (key, values = {}) => said[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const count = (number) => number.toLocaleString(said.language);

function translate() {
  root.lang = said.language;
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say, each.dataset);
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", say(each.dataset.label, each.dataset));
    each.title = each.getAttribute("aria-label");
  }
  for (const each of document.querySelectorAll("[data-k]")) {
    each.dataset.n = each.dataset.k.split(" ").map((kind) => say("kind_" + kind)).join(", ");
  }
  root.style.setProperty("--missing", `" ${say("missing")}"`);
}

// Keys are language tags, which are the same in capitals (RFC 5646, 2.1.1).
const knownKeys = (names) => {
  const known = new Map(boxes().map((box) => [box.value.toLowerCase(), box.value]));
  return names.map((name) => known.get(name.toLowerCase())).filter(Boolean);
};

function link() {
  const query = new URLSearchParams({ show: shown().join(","), view: form.elements.view.value, by: form.elements.by.value });
  const row = pinnedRow();
  return location.href.split(/[?#]/)[0] + "?" + query.toString().replaceAll("%2C", ",") + (row ? "#s" + row : "");
}

(function restore() {
  root.classList.add("js");
  const query = new URLSearchParams(location.search);
  const looks = { view: PHONE.matches ? "one" : "columns", ...recall(LOOKS), ...Object.fromEntries(query) };
  for (const name of SETTINGS) if (name in looks) form.elements[name].value = looks[name];
  if (looks.keys === false) form.elements.keys.checked = false;
  const wanted = knownKeys((query.get("show") || "").split(","));
  const kept = knownKeys(recall(STORE).show || []);
  root.dataset.veil = (recall(STORE).veil || []).join(" ");
  choose(wanted.length ? wanted : kept.length ? kept : firstChoice());
  applyChoice();
  translate();
})();
