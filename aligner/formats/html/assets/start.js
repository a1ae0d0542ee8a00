// The whole page is there: go to the row that the link names, or else to where the reader was.

for (const button of main.querySelectorAll(".heads button")) {
  button.disabled = false;
  button.title = "Put first";
}
place = recall(STORE).place || 1;
history.scrollRestoration = "manual";
refresh();
if (!follow() && place > 1) goTo(place);
