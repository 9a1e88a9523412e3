// The list of members, to pick the one that you are.

import { avatar } from "./avatar.js";
import * as clock from "./clock.js";
import { byId, el, trapTab } from "./dom.js";
import { clockTime, placeName, utcOffset, zoneOf } from "./time.js";
import { nameOf, people, workspace } from "./workspace.js";

let choose = () => {};

/** Wire the picker once; `chosen(id)` is called for a choice. */
export function begin(chosen) {
  choose = (id) => {
    byId("picker").close();
    chosen(id);
  };
  byId("you").addEventListener("click", open);
  byId("picker-close").addEventListener("click", () => byId("picker").close());
  byId("picker-search").addEventListener("input", fill);
  byId("picker").addEventListener("keydown", (event) => {
    walk(event);
    trapTab(event, byId("picker"));
  });
}

export function open() {
  byId("picker-search").value = "";
  fill();
  byId("picker").showModal();
  byId("picker-search").focus();
}

function fill() {
  const wanted = byId("picker-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = people().filter((member) => wanted.every((word) => described(member).includes(word)));
  byId("picker-list").replaceChildren(...found.map((member) => el("li", {}, row(member))));
  byId("picker-count").textContent = `${found.length} of ${people().length}`;
}

function described(member) {
  const kind = `${member.is_guest ? "guest" : ""} ${member.deleted ? "deactivated" : ""}`;
  return `${nameOf(member)} ${member.name} ${member.title ?? ""} ${zoneOf(member)} ${kind}`.replaceAll("_", " ").toLowerCase();
}

function row(member) {
  const zone = zoneOf(member);
  const now = clock.now();
  const isYou = member.id === workspace.you?.id;
  return el("button", {
    type: "button", className: "person", disabled: Boolean(member.deleted), on: { click: () => choose(member.id) },
    "aria-current": isYou ? "true" : undefined,
  }, avatar(member.id, nameOf(member)),
  el("span", { className: "person-words" },
    el("span", {}, el("strong", {}, nameOf(member)), isYou && el("span", { className: "tag" }, "You"),
      member.is_guest && el("span", { className: "tag" }, "Guest"),
      member.deleted && el("span", { className: "tag" }, "Deactivated")),
    el("span", { className: "muted" }, member.title || `@${member.name}`)),
  el("span", { className: "person-time" }, el("span", {}, clockTime(now, zone)),
    el("span", { className: "muted" }, `${placeName(zone)}, ${utcOffset(now, zone)}`)));
}

/** Arrow keys move through the list; Enter in the search takes the first found. */
function walk(event) {
  const rows = [...byId("picker-list").querySelectorAll("button:not(:disabled)")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target.id === "picker-search") {
    event.preventDefault(); // else the button that gets the focus back would be pressed by the same key
    rows[0]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  (rows[at + step] ?? (step < 0 ? byId("picker-search") : rows[rows.length - 1]))?.focus();
}
