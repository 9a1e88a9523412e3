// The welcome: who you are, what to try, what the clock does; all of it supplied by whoever started the sandbox.

import { ask } from "./api.js";
import * as clock from "./clock.js";
import { byId, el } from "./dom.js";
import { clockTime, placeName } from "./time.js";
import { nameOf, workspace, zone } from "./workspace.js";

let guide = {};
let attempt = () => {};

/** Fetch the guide; `tried(item)` is called when something to try is chosen. Answers the guide. */
export async function begin(tried) {
  attempt = tried;
  ({ guide } = await ask("guide"));
  return guide;
}

/** Draw it for who you are now. */
export function show() {
  byId("guide-title").textContent = guide.title ?? "Welcome";
  byId("guide-words").replaceChildren(...(guide.welcome ?? []).map((text) => el("p", {}, text)));
  byId("guide-try").replaceChildren(...(guide.try ?? []).map((item) => el("li", {}, attemptButton(item))));
  byId("guide-try-head").hidden = !guide.try?.length;
  byId("guide-clock").textContent = guide.clock ?? "The buttons above move this workspace's time forward. It never goes back.";
}

/** “You are Ada Obi, Freelancer, in Lagos, where it is 18:40.” */
export function tick() {
  const { you } = workspace;
  const title = you.title ? `, ${you.title},` : "";
  const where = `in ${placeName(zone())}, where it is ${clockTime(clock.now(), zone())}.`;
  byId("guide-you").textContent = `You are ${nameOf(you)}${title} ${where}`;
}

function attemptButton(item) {
  const other = item.as && item.as !== workspace.you.id ? workspace.members.get(item.as) : null;
  return el("button", { type: "button", className: "try", on: { click: () => attempt(item) } },
    el("code", {}, item.say), el("span", {}, item.why ?? ""),
    other && el("span", { className: "muted" }, `as ${nameOf(other)}`));
}
