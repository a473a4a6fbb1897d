"use strict";
// Map and timeline of the first page move together, through the filter of the address: days chosen on the timeline filter the map; the
// section or the governorate chosen on the map filters the timeline, and both filter the lists.
(() => {
  const card = document.getElementById("map-card");
  const holder = document.querySelector("[data-part=timeline]");
  if (!holder) return;
  const rtl = document.documentElement.dir === "rtl";
  let asked = 0;

  async function apply(changes, keep) {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(changes)) if (value) url.searchParams.set(key, value); else url.searchParams.delete(key);
    if (keep) history.replaceState(null, "", url); else history.pushState(null, "", url);
    const mine = ++asked, answer = await fetch(url);
    const text = await answer.text();
    if (mine !== asked || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const part of document.querySelectorAll("[data-part]")) {
      const found = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!found) continue;
      const opened = [...part.querySelectorAll("details")].map((d) => d.open);
      part.replaceChildren(...found.childNodes);
      part.querySelectorAll("details").forEach((d, i) => { d.open = opened[i] ?? d.open; });
    }
    const points = fresh.getElementById("map-card")?.dataset.points;
    if (card?.marsad && points && points !== card.dataset.points) { card.dataset.points = points; card.marsad.reload(); }
    document.documentElement.dataset.applied = String(mine);
  }
  window.addEventListener("popstate", () => location.reload());

  // ---- the timeline: drag over the bars, or Shift and the arrows from one of them, then Enter
  const bars = () => [...holder.querySelectorAll(".timeline a")];
  const days = (bar) => new URL(bar.href.baseVal, location.href).searchParams;
  let from = -1, to = -1, dragged = false;
  const paint = () => bars().forEach((bar, i) => bar.classList.toggle("brushed", from >= 0 && i >= Math.min(from, to) && i <= Math.max(from, to)));
  const take = () => {
    const all = bars(), a = all[Math.min(from, to)], b = all[Math.max(from, to)];
    from = to = -1;
    if (a && b) apply({ from: days(a).get("from"), to: days(b).get("to") });
  };
  const nearest = (x) => bars().reduce((best, bar, i) => {
    const box = bar.getBoundingClientRect(), away = Math.abs(box.left + box.width / 2 - x);
    return away < best[1] ? [i, away] : best;
  }, [-1, Infinity])[0];
  holder.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".timeline") || event.button) return;
    from = to = nearest(event.clientX);
    dragged = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (from < 0 || !event.buttons) return;
    const now = nearest(event.clientX);
    if (now !== to) { to = now; dragged = true; paint(); }
  });
  window.addEventListener("pointerup", () => { if (from >= 0 && dragged) take(); else from = to = -1; });
  holder.addEventListener("dragstart", (event) => event.preventDefault());
  holder.addEventListener("click", (event) => {
    const bar = event.target.closest(".timeline a");
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dragged) apply({ from: days(bar).get("from"), to: days(bar).get("to") });
    dragged = false;
  });
  holder.addEventListener("keydown", (event) => {
    const at = bars().indexOf(event.target.closest(".timeline a"));
    if (at < 0) return;
    const step = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1 }[event.key];
    if (step && event.shiftKey) {
      if (from < 0) from = to = at;
      to = Math.min(Math.max(to + step, 0), bars().length - 1);
      paint();
      event.preventDefault();
    } else if (event.key === "Enter" && from >= 0) { take(); event.preventDefault(); } else if (event.key === "Escape") { from = to = -1; paint(); }
  });

  // ---- the map: what it shows, and the governorate that is clicked
  const inside = (rings, at) => {
    let crossed = false;
    for (const ring of rings) for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > at.lng !== b[1] > at.lng && a[0] + ((b[0] - a[0]) * (at.lng - a[1])) / (b[1] - a[1]) > at.lat) crossed = !crossed;
    }
    return crossed;
  };
  card?.addEventListener("ready", () => {
    const { map, outlines } = card.marsad;
    let timer = 0;
    map.on("moveend", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const b = map.getBounds(), box = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
        apply({ bbox: [Math.max(-180, box[0]), Math.max(-90, box[1]), Math.min(180, box[2]), Math.min(90, box[3])].map((v) => v.toFixed(2)).join(",") }, true);
      }, 350);
    });
    card.addEventListener("unit", (event) => {
      const key = [...outlines.keys()].find((k) => !k.endsWith("|") && inside(outlines.get(k), event.detail));
      if (!key) return;
      const [country, adm1] = key.split("|"), chosen = new URL(location.href).searchParams.get("adm1") === adm1;
      apply({ country: chosen ? "" : country, adm1: chosen ? "" : adm1, place: "", bbox: "" });
    });
  });
})();
