// The whole page is there: go to the row that the link names, or else to where the reader was.

translate();
for (const button of main.querySelectorAll(".heads button")) {
  button.disabled = false;
  button.title = say("first", { of: button.textContent });
}
history.scrollRestoration = "manual";
place = returnedRow() || rememberedRow();
refresh();
if (!follow() && place > FIRST) goTo(place);
showWhere();
if (PAGES.length) turnPages();
listWords();
idle(makeIndex);
