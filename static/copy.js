// Buttons that copy a text; without a script the text is there to be marked and copied by hand.
"use strict";

for (const button of document.querySelectorAll("[data-kopiera]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.kopiera);
    const note = button.closest(".letter").querySelector("[data-kopierat]");
    note.hidden = false;
    try {
      await navigator.clipboard.writeText(text.value);
      note.textContent = "Texten är kopierad. Klistra in den i ett nytt mejl.";
    } catch {
      text.select();
      note.textContent = "Det gick inte att kopiera. Texten är markerad: tryck på Ctrl och C.";
    }
  });
}
