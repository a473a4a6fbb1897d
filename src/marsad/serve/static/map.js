"use strict";
// The map: countries and units as polygons, events gathered in cells on one canvas, a slider that shows a stretch of days.
(() => {
  const card = document.getElementById("map-card");
  if (!card || !window.L) return;
  card.hidden = false;
  const words = JSON.parse(card.dataset.words);
  const CELL = 58; // pixels of a cell within which events are drawn together
  const COLOURS = { corroborated: "--yes", happened_as_planned: "--yes", single_origin: "--one", disputed: "--no", denied_only: "--no", planned: "--plan" };
  const { map, rtl, css: now, number, outlines, write, over, ready } = window.marsadMap("map", words);
  let colours = {}; // of one drawing: asking the style sheet for each disc would take longer than drawing it
  const css = (name) => (colours[name] ||= now(name));

  // ---- the events, on one canvas over everything
  const Events = L.Layer.extend({
    onAdd() {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPanes().overlayPane);
      this.canvas.style.pointerEvents = "none";
      map.on("moveend zoomend resize", this.draw, this);
      this.draw();
    },
    draw() {
      const pen = over(this.canvas);
      colours = {};
      this.cells = gather(map.getSize());
      card.dataset.shown = this.cells.reduce((sum, cell) => sum + cell.n, 0);
      for (const unit of new Set(this.cells.flatMap((cell) => cell.units))) hatch(pen, unit);
      write(pen, this.cells, new Set(data?.units.map(([country]) => country)));
      for (const cell of this.cells) disc(pen, cell);
    },
  });

  let data = null, first = 0, last = 0, from = 0, to = 0;

  function take(found) { // positions on the map are reckoned once, so that a frame with 100,000 events stays short
    data = found;
    const n = data.lat.length;
    data.x = new Float64Array(n); data.y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const sin = Math.sin((data.lat[i] * Math.PI) / 180);
      data.x[i] = data.lon[i] / 360 + 0.5; data.y[i] = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
    }
  }
  function gather(size) {
    const cells = new Map();
    if (!data) return [];
    const zoom = map.getZoom(), scale = 256 * 2 ** zoom, origin = map.getPixelBounds().min, near = zoom >= 11 ? scale / 2e6 : CELL;
    for (let i = 0; i < data.x.length; i++) {
      if (data.day[i] < from || data.day[i] > to) continue;
      const wx = data.x[i] * scale, wy = data.y[i] * scale, x = wx - origin.x, y = wy - origin.y;
      if (x < -60 || y < -60 || x > size.x + 60 || y > size.y + 60) continue;
      const wide = data.precision[i] >= 4;
      const key = wide ? -1 - data.unit[i] : Math.round(wx / near) * 4194304 + Math.round(wy / near);
      let cell = cells.get(key);
      if (!cell) { cell = { x: 0, y: 0, n: 0, by: [], ids: [], near: false, unit: wide ? data.unit[i] : -1, units: wide ? [data.unit[i]] : [] }; cells.set(key, cell); }
      cell.x += x; cell.y += y; cell.n++;
      cell.by[data.status[i]] = (cell.by[data.status[i]] || 0) + 1;
      if (cell.ids.length < 400) cell.ids.push(i);
      if (data.precision[i] > 1) cell.near = true;
    }
    const out = [...cells.values()];
    for (const cell of out) { cell.x /= cell.n; cell.y /= cell.n; sized(cell); }
    return apart(out.sort((a, b) => b.n - a.n), zoom < 11);
  }
  const sized = (cell) => { cell.r = cell.n === 1 ? 5 : Math.min(24, 8 + 2.6 * Math.log2(cell.n)); };
  const touch = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r + 2;
  function unite(cell, other) {
    const all = cell.n + other.n;
    if (cell.unit < 0) { cell.x = (cell.x * cell.n + other.x * other.n) / all; cell.y = (cell.y * cell.n + other.y * other.n) / all; }
    cell.n = all;
    cell.near ||= other.near;
    cell.units.push(...other.units);
    other.by.forEach((n, s) => { cell.by[s] = (cell.by[s] || 0) + n; });
    cell.ids = cell.ids.concat(other.ids).slice(0, 400);
    sized(cell);
  }
  function apart(cells, join) { // no disc hides the number of another: neighbours become one, what stands for a whole unit steps aside
    const out = [];
    for (const cell of cells.filter((c) => c.unit < 0)) {
      const other = join && out.find((o) => touch(o, cell));
      if (other) unite(other, cell); else out.push(cell);
    }
    for (const cell of cells.filter((c) => c.unit >= 0)) {
      const { x, y } = cell;
      let away = out.find((o) => touch(o, cell));
      for (let turn = 0; away && turn < 16; turn++) {
        const far = away.r + cell.r + 4 + 20 * Math.floor(turn / 8);
        cell.x = x + far * Math.cos((turn * Math.PI) / 4); cell.y = y + far * Math.sin((turn * Math.PI) / 4);
        away = out.find((o) => touch(o, cell));
      }
      const other = away && out.filter((o) => o.unit >= 0).sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0];
      if (other) unite(other, cell); else out.push(cell);
    }
    return out.sort((a, b) => b.n - a.n);
  }

  const patterns = new Map();
  function hatching(pen, colour) {
    if (patterns.has(colour)) return patterns.get(colour);
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const p = tile.getContext("2d");
    p.strokeStyle = colour; p.lineWidth = 1;
    p.beginPath(); p.moveTo(0, 8); p.lineTo(8, 0); p.moveTo(-2, 2); p.lineTo(2, -2); p.moveTo(6, 10); p.lineTo(10, 6); p.stroke();
    const made = pen.createPattern(tile, "repeat");
    patterns.set(colour, made);
    return made;
  }
  function hatch(pen, place) {
    const [country, unit] = data.units[place];
    const rings = outlines.get(`${country}|${unit}`);
    if (!rings) return;
    pen.save();
    pen.globalAlpha = unit ? 0.6 : 0.28;
    pen.fillStyle = hatching(pen, css("--soft"));
    pen.beginPath();
    for (const ring of rings) ring.forEach((at, i) => { const p = map.latLngToContainerPoint(at); if (i) pen.lineTo(p.x, p.y); else pen.moveTo(p.x, p.y); });
    pen.fill("evenodd");
    pen.restore();
  }
  function disc(pen, cell) {
    let angle = -Math.PI / 2;
    pen.lineWidth = 2;
    if (cell.near && cell.unit < 0) { // not exactly there: a wider, paler disc around it
      pen.beginPath(); pen.arc(cell.x, cell.y, cell.r + 6, 0, 2 * Math.PI);
      pen.fillStyle = css("--soft"); pen.globalAlpha = 0.16; pen.fill(); pen.globalAlpha = 1;
    }
    data.statuses.forEach((status, s) => {
      const share = cell.by[s];
      if (!share) return;
      const end = angle + (2 * Math.PI * share) / cell.n, colour = css(COLOURS[status] || "--soft");
      pen.beginPath(); pen.moveTo(cell.x, cell.y); pen.arc(cell.x, cell.y, cell.r, angle, end); pen.closePath();
      pen.fillStyle = status === "denied_only" ? css("--card") : colour;
      pen.globalAlpha = 0.9; pen.fill(); pen.globalAlpha = 1;
      if (status === "denied_only" || status === "disputed") {
        pen.setLineDash(status === "denied_only" ? [3, 3] : []);
        pen.strokeStyle = css("--no"); pen.beginPath(); pen.arc(cell.x, cell.y, cell.r + 2, angle, end); pen.stroke(); pen.setLineDash([]);
      }
      angle = end;
    });
    if (cell.n === 1) return;
    pen.beginPath(); pen.arc(cell.x, cell.y, cell.r - 4, 0, 2 * Math.PI); pen.fillStyle = css("--card"); pen.fill();
    pen.fillStyle = css("--ink"); pen.font = `600 ${cell.r > 14 ? 12 : 10}px "Noto Sans Arabic",sans-serif`;
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.direction = "ltr";
    pen.fillText(number(cell.n), cell.x, cell.y + 1);
  }

  const layer = new Events();
  const at = (point) => layer.cells.find((c) => Math.hypot(c.x - point.x, c.y - point.y) <= c.r + 4);
  const picked = document.getElementById("picked");
  map.on("mousemove", (e) => { if (layer.cells) map.getContainer().style.cursor = at(e.containerPoint) ? "pointer" : ""; });
  map.on("click", (e) => {
    const cell = at(e.containerPoint);
    if (!picked) { // on the first page: nearer, or the governorate
      if (cell && cell.n > 1 && cell.unit < 0 && map.getZoom() < 11) map.setView(map.containerPointToLatLng([cell.x, cell.y]), Math.min(12, map.getZoom() + 2));
      else card.dispatchEvent(new CustomEvent("unit", { detail: e.latlng }));
      return;
    }
    if (!cell) { picked.replaceChildren(); return; }
    const spread = cell.ids.some((i) => data.lat[i] !== data.lat[cell.ids[0]] || data.lon[i] !== data.lon[cell.ids[0]]);
    if (cell.n > 12 && spread && cell.unit < 0 && map.getZoom() < 11) { map.setView(map.containerPointToLatLng([cell.x, cell.y]), Math.min(12, map.getZoom() + 2)); return; }
    show(cell);
  });
  function show(cell) {
    const list = document.createElement("ul");
    for (const i of cell.ids.slice(0, 30)) {
      const item = document.createElement("li"), link = document.createElement("a"), rest = document.createElement("span");
      link.href = `/events/${encodeURIComponent(data.ids[i])}`;
      link.textContent = data.types[data.type[i]];
      rest.className = "meta small";
      rest.textContent = ` ${day(data.day[i])} · ${data.units[data.unit[i]][2]} · ${words.status[data.statuses[data.status[i]]] || ""}`;
      item.append(link, rest);
      list.append(item);
    }
    picked.replaceChildren(list);
  }

  // ---- the days
  const slider = document.getElementById("day"), shown = document.getElementById("shown"), play = document.getElementById("play"), bars = document.getElementById("histogram");
  const EPOCH = 719163; // 1970-01-01 as an ordinal
  const format = new Intl.DateTimeFormat(document.documentElement.lang === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const day = (ordinal) => format.format(new Date((ordinal - EPOCH) * 86400000));
  function span() { return Math.max(1, Math.round((last - first + 1) / 40)); }
  function choose() {
    if (!slider) { from = -Infinity; to = Infinity; layer.draw(); return; }
    const value = Number(slider.value);
    if (value < first) { from = -Infinity; to = Infinity; shown.textContent = words.all_days; } else { from = value; to = value + span() - 1; shown.textContent = span() === 1 ? day(from) : `${day(from)} – ${day(to)}`; }
    slider.setAttribute("aria-valuetext", shown.textContent);
    layer.draw();
    histogram();
  }
  function histogram() {
    const ratio = window.devicePixelRatio || 1, width = bars.clientWidth, height = 44;
    bars.width = width * ratio; bars.height = height * ratio;
    const pen = bars.getContext("2d"), steps = Math.min(160, last - first + 1), count = new Array(steps).fill(0);
    pen.scale(ratio, ratio);
    const slot = (d) => Math.min(steps - 1, Math.floor(((d - first) * steps) / (last - first + 1)));
    for (const d of data.day) if (d >= first && d <= last) count[slot(d)]++;
    const most = Math.max(1, ...count), w = width / steps;
    count.forEach((n, i) => {
      const lit = to === Infinity || (i >= slot(Math.max(first, from)) && i <= slot(Math.min(last, to)));
      pen.fillStyle = css(lit ? "--accent" : "--line");
      const x = rtl ? width - (i + 1) * w : i * w, h = (n / most) * (height - 2);
      pen.fillRect(x + 0.5, height - h, Math.max(1, w - 1), h);
    });
  }
  let timer = 0;
  if (slider) play.addEventListener("click", () => {
    const running = timer !== 0;
    clearInterval(timer);
    timer = 0;
    if (!running) timer = setInterval(() => { const next = Number(slider.value) + span(); slider.value = next > last ? first : next; choose(); }, 450);
    play.textContent = running ? words.play : words.stop;
    play.setAttribute("aria-pressed", String(!running));
  });
  if (slider) {
    slider.addEventListener("input", choose);
    window.addEventListener("resize", () => data && histogram());
  }

  Promise.all([ready, fetch(card.dataset.points).then((r) => r.json())]).then(([, found]) => {
    take(found);
    const days = data.day.filter((d) => d > 1).sort((a, b) => a - b);
    first = days[Math.floor(days.length * 0.05)] || 0; // a few misread years must not press the rest together
    last = days[Math.ceil(days.length * 0.995) - 1] || first;
    if (slider) { slider.min = first - span(); slider.max = last; slider.step = span(); slider.value = slider.min; }
    layer.addTo(map);
    const exact = data.lat.map((_, i) => i).filter((i) => data.precision[i] <= 4);
    const middle = (values) => { const sorted = [...values].sort((a, b) => a - b), cut = Math.floor(sorted.length * 0.06); return [sorted[cut], sorted[sorted.length - 1 - cut]]; };
    const box = (card.dataset.bbox || "").split(",").map(Number);
    if (box.length === 4) map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
    else if (exact.length) { // most of the events, not the one far away
      const [south, north] = middle(exact.map((i) => data.lat[i])), [west, east] = middle(exact.map((i) => data.lon[i]));
      map.fitBounds([[south, west], [north, east]], { padding: [40, 40], maxZoom: 8, animate: false });
    }
    choose();
    const reload = () => fetch(card.dataset.points).then((r) => r.json()).then((next) => { take(next); layer.draw(); });
    card.marsad = { map, outlines, reload, cells: () => layer.cells };
    card.dataset.ready = "1";
    card.dispatchEvent(new Event("ready"));
  });
})();
