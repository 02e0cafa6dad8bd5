// Comfort on top of pages that work without it: small buttons act in place, a counter, a warning.
"use strict";

(() => {
  const form = document.getElementById("svar");
  const summary = document.getElementById("fel");
  const first = summary || document.getElementById("besked") ||
    document.getElementById("forstatt");
  if (first) first.focus();

  // A key that is held down presses once, and not what has the focus on the page that follows.
  addEventListener("keydown", (event) => {
    const isPress = event.key === "Enter" || event.key === " ";
    if (event.repeat && isPress && event.target.matches("button, a")) event.preventDefault();
  });

  // What is asked about is answered once, however often the button is pressed.
  let answered = false;
  addEventListener("submit", (event) => {
    if (!event.target.matches(".ask form, .undo")) return;
    if (answered) event.preventDefault();
    answered = true;
  });

  // The second press of a double click meets the button of the next one: nobody has read it yet.
  const SETTLED = 700;
  const shown = performance.now();
  addEventListener("click", (event) => {
    const isPointed = event.detail > 0 && performance.now() - shown < SETTLED;
    if (isPointed && event.target.closest(".ask button")) event.preventDefault();
  });
  addEventListener("pageshow", () => { answered = false; });

  if (!form) return;

  let unsaved = Boolean(summary || document.getElementById("forstatt"));
  let leaving = false;

  form.addEventListener("input", () => { unsaved = true; });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });

  // The server does what the button says; only the piece that changed is exchanged.
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.byt) {
      if (leaving && form.dataset.vanta) event.preventDefault(); // a second press of the button
      leaving = true;
      if (button && button.value !== "ny-nyckel") wait();
      return;
    }
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, button));
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      exchange(button, page);
      unsaved = true;
    } catch {
      leaving = true;
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: button.name, value: button.value });
      form.append(hidden);
      form.submit();
    }
  });

  // Said while the program works, for who cannot see that the browser waits.
  function wait() {
    const note = form.querySelector(".waiting");
    if (note) note.textContent = form.dataset.vanta;
  }

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    const note = form.querySelector(".waiting");
    if (note) note.textContent = "";
  });

  function exchange(button, page) {
    const piece = button.dataset.byt;
    const [verb, target] = button.value.split(":");
    const opened = [...document.querySelectorAll("details[open]")].map((details) => rowId(details));
    document.querySelector(piece).replaceWith(document.importNode(page.querySelector(piece), true));
    for (const details of document.querySelectorAll("details")) {
      if (opened.includes(rowId(details))) details.open = true;
    }
    settle();
    focusAfter(verb, target, document.querySelector(piece));
  }

  // A row keeps its id when it moves, so an opened row stays open.
  function rowId(details) {
    const card = details.closest("fieldset.card");
    return card && card.querySelector("input[name$='-id']").value;
  }

  function focusAfter(verb, target, piece) {
    if (verb === "forslag") {
      const box = piece.querySelector("textarea");
      box.focus();
      const bracket = /\[[^\]]*\]/.exec(box.value);
      if (bracket) box.setSelectionRange(bracket.index, bracket.index + bracket[0].length);
    } else if (verb === "lagg-till") {
      const cards = piece.querySelectorAll(":scope > fieldset.card");
      cards[cards.length - 1].querySelector("input:not([type=hidden])").focus();
    } else if (verb === "upp" || verb === "ned") {
      const [, name, number] = /^(.*)-(\d+)$/.exec(target);
      document.getElementById(`${name}-${Number(number) + (verb === "upp" ? -1 : 1)}`).focus();
    } else if (verb === "ta-bort") {
      piece.querySelector(":scope > button").focus();
    } else {
      piece.querySelector("input, textarea").focus();
    }
  }

  // Code points, as the server counts them; a string's length counts UTF-16 units.
  function count(box) {
    const note = document.querySelector(`[data-raknar="${box.id}"]`);
    const left = Number(box.dataset.hogst) - [...box.value.normalize("NFC").trim()].length;
    const number = Math.abs(left).toLocaleString("sv-SE");
    note.textContent = left < 0 ? `${number} tecken för mycket` : `${number} tecken kvar`;
    note.classList.toggle("over", left < 0);
    if ("nara" in note.dataset) note.hidden = left >= 100;
    note.toggleAttribute("aria-live", left < 100);
    if (left < 100) note.setAttribute("aria-live", "polite");
  }

  // Only a mobile number needs the question whether it is a work number.
  function askAboutMobile(card, typed) {
    const question = card.querySelector("[data-om-mobil]");
    if (!question) return;
    const inRow = ":scope > .row .phone input, :scope > details .phone input";
    const numbers = [...card.querySelectorAll(inRow)].map((box) => box.value.replace(/[\s-]/g, ""));
    const mobile = numbers.some((number) => /^(\+46|0046|0)\s*\(?0?\)?7/.test(number));
    question.hidden = !mobile;
    if (typed && mobile && !question.querySelector(":checked")) {
      card.querySelector("details").open = true;
    }
  }

  function settle() {
    for (const box of form.querySelectorAll("textarea[data-hogst]")) count(box);
    for (const card of form.querySelectorAll("fieldset.card")) askAboutMobile(card, false);
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-hogst]")) count(event.target);
  });
  form.addEventListener("change", (event) => {
    const card = event.target.closest("fieldset.card");
    if (card) askAboutMobile(card, true);
  });
  settle();
})();
