// The panels that can be hidden and brought back: guide, inspector, and on a narrow window the sidebar.

import { byId } from "./dom.js";

const NARROW = matchMedia("(max-width: 60rem)");
const PANELS = { guide: "guide-toggle", inspector: "inspector-toggle", sidebar: "sidebar-toggle" };

const BESIDE = { guide: "inspector", inspector: "guide" };

/** Wire the buttons once; `opened(name)` is called as a panel appears. */
export function begin(opened) {
  for (const [name, toggle] of Object.entries(PANELS)) {
    byId(toggle).addEventListener("click", () => {
      set(name, byId(name).hidden);
      if (!byId(name).hidden) opened(name);
    });
    byId(name).addEventListener("keydown", ({ key }) => key === "Escape" && leave(name));
  }
  for (const button of document.querySelectorAll("[data-hide]")) {
    button.addEventListener("click", () => leave(button.dataset.hide));
  }
  NARROW.addEventListener("change", settle);
  settle();
}

/** Show or hide a panel; guide and inspector share their place, and on a narrow window all do. */
export function set(name, visible) {
  byId(name).hidden = !visible;
  byId(PANELS[name]).setAttribute("aria-expanded", String(visible));
  if (!visible) return;
  const others = narrow() ? Object.keys(PANELS).filter((other) => other !== name) : [BESIDE[name]];
  others.filter(Boolean).forEach((other) => set(other, false));
}

/** Whether panels cover the messages instead of standing beside them. */
export function narrow() {
  return NARROW.matches;
}

/** On a narrow window a panel covers what you chose from it: out of the way, then. */
export function makeRoom() {
  if (NARROW.matches) Object.keys(PANELS).forEach((name) => set(name, false));
}

function settle() {
  set("sidebar", !NARROW.matches);
}

function leave(name) {
  if (name === "sidebar" && !NARROW.matches) return;
  set(name, false);
  byId(PANELS[name]).focus();
}
