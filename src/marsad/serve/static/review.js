// Review by keyboard: a letter opens its form or does what its button does; words are chosen by mouse or word by word by keys.
"use strict";
(() => {
  const passage = document.querySelector("[data-review]");
  const typing = (node) => node instanceof Element && node.closest("input, textarea, select");
  const first = (root) => root.querySelector("[data-first]") || root.querySelector("input:not([type=hidden]), select, textarea");
  let field = null; // the last field for words that was in use

  const open = (details) => {
    for (const other of document.querySelectorAll("details[data-key]")) if (other !== details) other.open = false;
    details.open = true;
    const input = first(details);
    if (input) input.focus();
    details.scrollIntoView({ block: "nearest" });
  };
  for (const details of document.querySelectorAll("details[data-key]")) {
    details.addEventListener("toggle", () => { if (details.open) field = details.querySelector("[data-words]"); });
    if (details.open) open(details);
  }
  for (const input of document.querySelectorAll("[data-words]")) {
    input.addEventListener("focus", () => { field = input; });
    // Words that are typed are looked for in the text: offsets of what was selected before hold no more.
    input.addEventListener("input", () => { input.form.elements.start.value = input.form.elements.end.value = ""; });
  }

  const points = (text) => [...text].length; // offsets count code points, not UTF-16 units
  const offset = (node, at) => {
    const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!holder) {
      const next = node.childNodes[at] || node.nextSibling;
      const found = next && (next.nodeType === Node.ELEMENT_NODE ? next.matches("[data-at]") ? next : next.querySelector("[data-at]") : null);
      return found ? Number(found.dataset.at) : null;
    }
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at ? holder.textContent : "";
    return Number(holder.dataset.at) + points(before);
  };
  const take = () => {
    const chosen = window.getSelection();
    if (!passage || !field || chosen.isCollapsed || !passage.contains(chosen.anchorNode) || !passage.contains(chosen.focusNode)) return false;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return false;
    field.value = chosen.toString().replace(/\s+/g, " ").trim();
    field.form.elements.start.value = start;
    field.form.elements.end.value = end;
    return true;
  };
  if (passage) {
    passage.addEventListener("mouseup", take);
    const lit = passage.querySelector("mark");
    if (lit) lit.scrollIntoView({ block: "center" });
  }

  // A cursor of words, for those who do without a mouse: arrows move it, Shift lengthens what is chosen, Enter takes it.
  let words = null, anchor = 0, focus = 0;
  const listed = () => {
    const out = [];
    const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const found of node.data.matchAll(/[^\s]+/g)) out.push([node, found.index, found.index + found[0].length]);
    }
    return out;
  };
  const show = () => {
    const [a, b] = [words[Math.min(anchor, focus)], words[Math.max(anchor, focus)]];
    window.getSelection().setBaseAndExtent(a[0], a[1], b[0], b[2]);
    words[focus][0].parentElement.scrollIntoView({ block: "nearest" });
  };
  const enter = () => {
    words = words || listed();
    const mark = passage.querySelector("mark");
    anchor = focus = Math.max(0, words.findIndex(([node]) => mark && mark.contains(node)));
    passage.focus();
    if (words.length) show();
  };
  if (passage) passage.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 1, ArrowRight: -1, ArrowDown: 12, ArrowUp: -12 }[event.key];
    if (step) {
      if (!words) enter();
      focus = Math.min(Math.max(focus + step, 0), words.length - 1);
      if (!event.shiftKey) anchor = focus;
      show();
      event.preventDefault();
    } else if (event.key === "Enter" && take()) {
      field.focus();
      event.preventDefault();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      for (const details of document.querySelectorAll("details[data-key]")) details.open = false;
      document.activeElement.blur();
      return;
    }
    if (typing(event.target)) {
      // From a field for words the arrow up leads into the text.
      if (event.key === "ArrowUp" && event.target.matches("[data-words]")) { enter(); event.preventDefault(); }
      return;
    }
    if (event.code === "KeyV" && passage) { enter(); event.preventDefault(); return; }
    // By the place of the key and not by its letter: an Arabic keyboard works as well.
    const found = document.querySelector(`[data-key="${event.code}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("details")) open(found);
    else found.click();
  });
})();
