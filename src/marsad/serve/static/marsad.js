// What pages do beyond reading: light a claim and its words together, open the filters where there is room, move by keys.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  if (window.matchMedia("(min-width: 60.01rem)").matches) for (const folded of all("details[data-wide]")) folded.open = true;
  // On a narrow screen the bar of pages is wider than the screen: the page that is shown stands in sight.
  const bar = document.querySelector(".pages"), here = bar?.querySelector("[aria-current]");
  if (here) bar.scrollLeft += here.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - here.clientWidth) / 2;
  // An empty choice need not stand in the address.
  for (const form of all("form.filter-form, form.find")) {
    form.addEventListener("submit", () => {
      for (const field of all("input, select", form)) if (!field.value) field.disabled = true;
    });
  }

  const reader = document.querySelector("#text");
  if (reader) {
    const light = (id, card) => {
      for (const lit of all(".on")) lit.classList.remove("on");
      if (!id) return;
      for (const mark of all("mark", reader)) mark.classList.toggle("on", mark.dataset.claims.split(" ").includes(id));
      const claim = document.getElementById("c-" + id);
      if (claim) {
        claim.classList.add("on");
        if (card) claim.scrollIntoView({ block: "nearest", behavior: "smooth" });
      }
    };
    const pulse = (name) => {
      for (const mark of all("mark[data-names]", reader)) {
        const found = mark.dataset.names.split(" ").includes(name);
        mark.classList.toggle("pulse", found);
        if (found) mark.scrollIntoView({ block: "center", behavior: "smooth" });
      }
    };
    reader.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (!mark || !window.getSelection().isCollapsed) return;
      const ids = mark.dataset.claims.split(" ");
      const now = ids.findIndex((id) => document.getElementById("c-" + id)?.classList.contains("on"));
      light(ids[(now + 1) % ids.length], true); // claims that share words take turns
      event.preventDefault();
    });
    for (const card of all(".claim[data-claim]")) {
      card.addEventListener("click", (event) => {
        light(card.dataset.claim, false);
        const link = event.target.closest('a[href^="#s-"], a[href^="#w-"]');
        if (link) {
          pulse(link.getAttribute("href").slice(1));
          history.replaceState(null, "", link.getAttribute("href"));
          event.preventDefault();
        }
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
      if (event.key !== "j" && event.key !== "k") return;
      const cards = all(".claim[data-claim]");
      const at = cards.findIndex((card) => card.classList.contains("on"));
      const next = cards[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), cards.length - 1)];
      if (next) {
        light(next.dataset.claim, true);
        pulse("w-" + next.dataset.claim);
      }
    });
  }
})();
