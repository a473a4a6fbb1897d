"use strict";
// A place chosen on the map: a click, or Enter for the cross in the middle, asks what lies around that spot. Arrows and + - move the map.
(() => {
  const card = document.getElementById("pick-map");
  if (!card || !window.L) return;
  const details = card.closest("details"), form = details.querySelector("form.look-up"), opener = document.getElementById("pick-open");
  const words = JSON.parse(card.dataset.words), number = (v) => v.toFixed(4);
  let base = null, towns = [], asked = "";

  const ask = (at) => {
    form.elements.lookup.value = `${number(at.lat)}, ${number(at.lng)}`;
    form.requestSubmit();
  };
  const dot = (pen, at, colour, r) => {
    const p = base.map.latLngToContainerPoint(at);
    pen.beginPath(); pen.arc(p.x, p.y, r, 0, 2 * Math.PI); pen.lineWidth = 2; pen.strokeStyle = base.css(colour); pen.stroke();
    return p;
  };
  function paint(pen) {
    const size = base.map.getSize();
    base.write(pen);
    pen.font = '400 12px "Noto Sans Arabic",sans-serif'; pen.textBaseline = "middle"; pen.textAlign = "center";
    const taken = [];
    for (const town of towns) {
      const p = dot(pen, [town.lat, town.lon], "--quiet", 2);
      const wide = pen.measureText(town.name).width / 2 + 4;
      if (taken.some((t) => Math.abs(t.x - p.x) < t.wide + wide && Math.abs(t.y - p.y) < 16)) continue;
      taken.push({ x: p.x, y: p.y, wide });
      pen.strokeStyle = base.css("--card"); pen.lineWidth = 3; pen.strokeText(town.name, p.x, p.y - 10);
      pen.fillStyle = base.css("--ink"); pen.fillText(town.name, p.x, p.y - 10);
    }
    for (const mark of JSON.parse(card.dataset.marks)) dot(pen, mark, "--accent", 7);
    pen.strokeStyle = base.css("--accent"); pen.lineWidth = 1.5; pen.beginPath();
    pen.moveTo(size.x / 2 - 9, size.y / 2); pen.lineTo(size.x / 2 + 9, size.y / 2); pen.moveTo(size.x / 2, size.y / 2 - 9); pen.lineTo(size.x / 2, size.y / 2 + 9); pen.stroke();
  }
  function draw() {
    card.hidden = false;
    if (base) { base.map.invalidateSize(); return; }
    base = window.marsadMap(card, words);
    const marks = JSON.parse(card.dataset.marks);
    if (marks.length) base.map.setView(marks[0], 9);
    const Marks = base.Names.extend({ draw() { paint(base.over(this.canvas)); } });
    const layer = new Marks();
    const look = () => {
      const b = base.map.getBounds();
      const box = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(2)).join(",");
      if (base.map.getZoom() < 6 || box === asked) { if (base.map.getZoom() < 6) towns = []; layer.draw(); return; }
      asked = box;
      fetch(`${card.dataset.towns}?bbox=${box}`).then((r) => r.json()).then((found) => { if (box === asked) { towns = found; layer.draw(); } });
    };
    base.ready.then(() => { layer.addTo(base.map); base.map.on("moveend", look); look(); card.dataset.ready = "1"; });
    base.map.on("click", (event) => ask(event.latlng));
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== card) return;
      ask(base.map.getCenter());
      event.preventDefault();
    });
  }
  opener.hidden = false;
  opener.addEventListener("click", () => { details.open = true; draw(); card.scrollIntoView({ block: "nearest" }); card.focus(); });
  if (card.dataset.open && details.open) draw();
})();
