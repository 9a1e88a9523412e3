// A button that opens a short list of things to do: with the mouse, the arrow keys, and Escape to leave.

import { el } from "./dom.js";

/** `items` are {label, detail?, tone?, run}; `sign` is what the button shows, `name` what it is called. */
export function menu({ sign, name, className = "button" }, items) {
  const node = el("details", { className: "overflow" });
  const row = ({ label, detail, tone, run }) => el("button", {
    type: "button", className: tone ?? "", on: { click: () => { shut(node); run(node); } },
  }, label, detail && el("small", {}, detail));
  node.append(el("summary", { className, "aria-label": name, title: name }, sign), el("div", { className: "menu" }, items.map(row)));
  node.addEventListener("toggle", () => node.open && place(node));
  node.addEventListener("keydown", (event) => walk(node, event));
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !node.contains(relatedTarget)) node.open = false;
  });
  return node;
}

function shut(node) {
  node.open = false;
  node.firstChild.focus();
}

/** Open upwards where there is no room below. */
function place(node) {
  const box = node.closest(".scroller, .dialog-body")?.getBoundingClientRect();
  node.classList.remove("up");
  const list = node.lastChild.getBoundingClientRect();
  node.classList.toggle("up", Boolean(box) && list.bottom > box.bottom && list.top - list.height > box.top);
}

function walk(node, event) {
  if (!node.open) return;
  const rows = [...node.lastChild.children];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") shut(node);
  else rows[(to + rows.length) % rows.length].focus();
}

/** A click elsewhere closes what is open. */
export function begin() {
  document.addEventListener("click", ({ target }) => {
    for (const open of document.querySelectorAll("details.overflow[open]")) {
      if (!open.contains(target)) open.open = false;
    }
  });
}
