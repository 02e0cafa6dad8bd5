// What is typed is kept beside the plan a few seconds later, so that it survives this browser. Only
// while the program cannot be reached, or is locked, does it lie in the browser instead.
"use strict";

(() => {
  const form = document.querySelector("form[data-utkast]");
  if (!form) return;
  const AFTER = 3000, AGAIN = 15000; // ms
  const PREFIX = "utkast ";
  const note = document.getElementById("utkast-sparat");
  const address = form.dataset.utkast;
  const name = `${PREFIX}${address} ${form.elements.sida.value}`;
  let timer = 0, typed = false, saving = false;

  function say(text) {
    note.textContent = text;
    note.hidden = false;
  }

  function typedNow() {
    return new URLSearchParams(new FormData(form));
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  }

  async function keep() {
    const data = typedNow();
    timer = 0;
    try {
      const answer = await fetch(address, { method: "POST", body: data });
      if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
      localStorage.removeItem(name);
      const now = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
      const at = now.replace(":", ".");
      if (answer.ok) say(`Det du skrev är i säkerhet sedan ${at}. Det kommer med i planen när du sparar.`);
    } catch {
      later(AGAIN); // first: a full browser refuses what follows
      data.delete("csrf_token");
      localStorage.setItem(name, data);
      say("Programmet svarar inte. Det du skriver ligger kvar i webbläsaren så länge.");
    }
  }

  form.addEventListener("input", () => {
    typed = true;
    later(AFTER);
  });
  form.addEventListener("submit", (event) => {
    saving = !(event.submitter && event.submitter.dataset.byt);
    if (saving) clearTimeout(timer);
  });
  addEventListener("pagehide", () => {
    if (timer && !saving) fetch(address, { method: "POST", body: typedNow(), keepalive: true });
  });

  // What lies in the browser since the program was away is handed in now.
  async function handIn(left) {
    const to = left.slice(PREFIX.length).split(" ")[0];
    const data = new URLSearchParams(localStorage.getItem(left));
    data.set("csrf_token", form.elements.csrf_token.value);
    const answer = await fetch(to, { method: "POST", body: data });
    if (!answer.ok && answer.status !== 404) return;
    localStorage.removeItem(left);
    if (answer.ok && to === address && !typed) location.reload(); // to be offered it
  }

  for (const left of Object.keys(localStorage)) {
    if (left.startsWith(`${PREFIX}/`) && left !== name) handIn(left).catch(() => {});
  }
})();
