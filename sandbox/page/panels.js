// The panels that can be hidden and brought back: guide, inspector, a thread, and on a narrow window the sidebar.

import { byId } from "./dom.js";

const NARROW = matchMedia("(max-width: 60rem)");
const PANELS = { guide: "guide-toggle", inspector: "inspector-toggle", sidebar: "sidebar-toggle", thread: "composer-text" };
const BESIDE = ["guide", "inspector", "thread"]; // these share a place

/** Wire the buttons once; `opened(name)` is called as a panel appears. The thread is opened from a message. */
export function begin(opened) {
  for (const [name, toggle] of Object.entries(PANELS)) {
    byId(name).addEventListener("keydown", ({ key }) => key === "Escape" && leave(name));
    if (name === "thread") continue;
    byId(toggle).addEventListener("click", () => {
      set(name, byId(name).hidden);
      if (!byId(name).hidden) opened(name);
    });
  }
  for (const button of document.querySelectorAll("[data-hide]")) {
    button.addEventListener("click", () => leave(button.dataset.hide));
  }
  NARROW.addEventListener("change", settle);
  settle();
}

/** Show or hide a panel; those beside the messages share their place, and on a narrow window all do. */
export function set(name, visible) {
  byId(name).hidden = !visible;
  if (name !== "thread") byId(PANELS[name]).setAttribute("aria-expanded", String(visible));
  if (!visible) return;
  const rivals = narrow() ? Object.keys(PANELS) : BESIDE.includes(name) ? BESIDE : [];
  rivals.filter((other) => other !== name).forEach((other) => set(other, false));
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
