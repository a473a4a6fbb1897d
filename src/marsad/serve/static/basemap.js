"use strict";
// The map under all maps: countries, units, rivers and their names, drawn from the packaged outlines; `marsadMap(element, words)`.
window.marsadMap = (element, words) => {
  const rtl = words.dir === "rtl";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (n) => String(n).replace(/\d/g, (d) => words.digits[d]);

  const map = L.map(element, { preferCanvas: true, zoomControl: false, attributionControl: false, minZoom: 3, maxZoom: 12, zoomSnap: 0.5, worldCopyJump: false });
  L.control.zoom({ position: rtl ? "topright" : "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  L.control.attribution({ prefix: false, position: rtl ? "bottomleft" : "bottomright" }).addAttribution("Natural Earth").addTo(map);
  map.setView([30, 40], 4);

  const unpack = (steps) => {
    const line = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) { x += steps[i]; y += steps[i + 1]; line.push([y / 100, x / 100]); }
    return line;
  };
  const outlines = new Map(); // "SY|Aleppo" or "SY|" -> rings
  const units = L.layerGroup(), labels = [];
  const regions = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });

  function drawBase(base) {
    for (const c of base.countries) if (c.code) labels.push({ at: [c.at[1], c.at[0]], code: c.code, text: regions.of(c.code), least: 3.5, most: 7, big: true });
    for (const c of base.countries) L.polygon(c.lines.map(unpack), { color: css("--quiet"), weight: 1, fill: !tiled, fillColor: css("--card"), fillOpacity: 1, interactive: false }).addTo(map);
    if (!tiled) for (const line of base.lakes) L.polygon(unpack(line), { stroke: false, fillColor: css("--accent-soft"), fillOpacity: 1, interactive: false }).addTo(map);
    if (!tiled) for (const line of base.rivers) L.polyline(unpack(line), { color: css("--accent-soft"), weight: 1.2, interactive: false }).addTo(map);
    for (const unit of base.units) {
      const rings = unit.lines.map(unpack);
      outlines.set(`${unit.country}|${unit.adm1}`, rings);
      labels.push({ at: middleOf(rings), text: words.units[`${unit.country}|${unit.adm1}`] || unit.adm1, least: 6, most: 13, big: false });
      const whole = outlines.get(`${unit.country}|`) || [];
      outlines.set(`${unit.country}|`, whole.concat(rings));
      L.polygon(rings, { color: css("--line"), weight: 0.8, fill: false, interactive: false }).addTo(units);
    }
  }
  function middleOf(rings) {
    const ring = rings.reduce((a, b) => (b.length > a.length ? b : a));
    return [ring.reduce((sum, p) => sum + p[0], 0) / ring.length, ring.reduce((sum, p) => sum + p[1], 0) / ring.length];
  }
  const SHIFTS = [0, 15, -15, 28, -28]; // a name that has no room where it belongs stands a line or two below or above
  function write(pen, drawn = [], first = new Set()) { // the browser itself shapes the letters, so Arabic comes out joined
    if (written) return; // the tiles bring names of their own
    const zoom = map.getZoom(), size = map.getSize();
    const taken = drawn.map((c) => [c.x - c.r - 3, c.y - c.r - 3, c.x + c.r + 3, c.y + c.r + 3]);
    taken.push(rtl ? [0, size.y - 18, 90, size.y] : [size.x - 90, size.y - 18, size.x, size.y], rtl ? [size.x - 48, 0, size.x, 80] : [0, 0, 48, 80]);
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.direction = words.dir; pen.lineJoin = "round";
    for (const label of labels.slice().sort((a, b) => first.has(b.code) - first.has(a.code))) { // where little room is, the countries of the events
      if (!label.text || zoom < label.least || zoom >= label.most) continue;
      const p = map.latLngToContainerPoint(label.at);
      pen.font = `${label.big ? "600 13px" : "400 11px"} "Noto Sans Arabic",sans-serif`;
      const half = pen.measureText(label.text).width / 2 + 2;
      if (p.x < half || p.y < 8 || p.x > size.x - half || p.y > size.y - 8) continue; // not cut off at the edge
      const room = SHIFTS.map((by) => [p.x - half, p.y + by - 8, p.x + half, p.y + by + 8]).find((box) => !taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1]));
      if (!room) continue;
      taken.push(room);
      const y = room[1] + 8;
      pen.strokeStyle = css("--card"); pen.lineWidth = 3; pen.strokeText(label.text, p.x, y);
      pen.fillStyle = css("--soft"); pen.fillText(label.text, p.x, y);
    }
  }
  const showUnits = () => { if (map.getZoom() >= 5) units.addTo(map); else units.remove(); };
  map.on("zoomend", showUnits);

  const names = L.Layer.extend({
    onAdd() {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPanes().overlayPane);
      this.canvas.style.pointerEvents = "none";
      map.on("moveend zoomend resize", this.draw, this);
      this.draw();
    },
    draw() { const pen = over(this.canvas); write(pen); },
  });
  function over(canvas) { // a canvas over the whole map, cleared, in pixels of the page
    const size = map.getSize(), ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    return pen;
  }
  // ---- the user's own tiles, where there are some, lie under all of it
  let tiled = false, written = false;
  const script = (name) => new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = `/static/vendor/${name}`; tag.onload = done; tag.onerror = failed;
    document.head.append(tag);
  });
  async function lay() {
    await script("pmtiles.js");
    const file = new window.pmtiles.PMTiles(words.tiles), header = await file.getHeader();
    if (header.tileType === 1) {
      await script("protomaps-leaflet.js");
      const dark = css("color-scheme") === "dark" || getComputedStyle(document.documentElement).colorScheme === "dark";
      window.protomapsL.leafletLayer({ url: words.tiles, flavor: dark ? "dark" : "light", lang: document.documentElement.lang, maxDataZoom: header.maxZoom }).addTo(map);
      written = true;
    } else window.pmtiles.leafletRasterLayer(file, { maxNativeZoom: header.maxZoom, minZoom: 0 }).addTo(map);
    map.setMaxZoom(Math.max(12, Math.min(18, header.maxZoom + 1)));
    tiled = true;
    map.getContainer().dataset.tiles = String(header.tileType);
  }
  const ready = Promise.all([
    fetch("/static/map/base.json").then((r) => r.json()),
    words.tiles ? lay().catch((error) => { map.getContainer().dataset.tiles = `failed: ${error.message}`; }) : null,
  ]).then(([base]) => { drawBase(base); showUnits(); });
  return { map, rtl, css, number, outlines, labels, write, over, Names: names, ready };
};
