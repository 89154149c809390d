// Comity is whole without this. It adds keys, names while one types, and files dropped anywhere.
"use strict";
(() => {
  const find = (what) => document.querySelector(what);
  const list = find("[data-list]");
  const rows = list ? [...list.tBodies[0].rows] : [];
  let here = -1;

  const go = (to) => {
    if (!rows.length) return;
    rows[here]?.classList.remove("here");
    here = Math.max(0, Math.min(rows.length - 1, to));
    rows[here].classList.add("here");
    rows[here].querySelector("a").focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "nearest" });
  };

  const isTyping = (at) => at.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") || at.isContentEditable;

  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "k") {
      e.preventDefault();
      const who = find("#who");
      if (who) { who.focus(); who.select(); } else location.assign("/check");
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape" && isTyping(e.target)) { e.target.blur(); return; }
    if (isTyping(e.target) || find("dialog[open]")) return;
    const keys = {
      "/": () => (find("#search") ?? find("#who"))?.focus(),
      "?": () => find("#keys")?.showModal(),
      j: () => go(here + 1),
      k: () => go(here - 1),
      x: () => { const box = rows[here]?.querySelector("input[type=checkbox]"); if (box) box.checked = !box.checked; },
    };
    const act = keys[e.key];
    if (act) { e.preventDefault(); act(); return; }
    const one = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    if (one) { e.preventDefault(); one.click(); }
  });

  // Names while one types; asked of this machine alone.
  const who = find("#who"), people = find("#people");
  if (who && people) {
    let last = "", wait = 0;
    who.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const text = who.value.trim();
        if (text.length < 2 || text === last) return;
        last = text;
        const answer = await fetch("/people/names?" + new URLSearchParams({ q: text })).catch(() => null);
        if (!answer?.ok || who.value.trim() !== text) return;
        const names = (await answer.text()).split("\n").filter(Boolean);
        people.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
      }, 120);
    });
  }

  // How far an import has come.
  const live = find("[data-live]");
  if (live) {
    const news = new EventSource("/sources/progress");
    news.addEventListener("message", (e) => {
      const [percent, what] = e.data.split("\n");
      live.querySelector("p").textContent = what;
      if (Number(percent)) live.querySelector("progress").value = Number(percent);
    });
    news.addEventListener("end", () => { news.close(); location.reload(); });
    news.addEventListener("error", () => { news.close(); setTimeout(() => location.reload(), 1000); });
  }

  // Files may be dropped anywhere on a page that takes some.
  const form = find("[data-drop]"), files = form?.querySelector("input[type=file]"), target = form?.querySelector(".target");
  if (files) {
    const over = (on) => (e) => { e.preventDefault(); target.classList.toggle("over", on); };
    addEventListener("dragover", over(true));
    addEventListener("dragleave", over(false));
    addEventListener("drop", (e) => {
      over(false)(e);
      if (!e.dataTransfer?.files.length) return;
      files.files = e.dataTransfer.files;
      files.dispatchEvent(new Event("change"));
    });
    files.addEventListener("change", () => {
      const count = files.files.length;
      const shown = target.querySelector("strong");
      if (count) shown.textContent = count === 1 ? files.files[0].name : `${count} files`;
    });
  }
})();
