// Who you are, and the places you can look at.

import { avatar } from "./avatar.js";
import * as clock from "./clock.js";
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { clockTime, placeName } from "./time.js";
import { DM, HOME, botName, nameOf, workspace, yourChannels, zone } from "./workspace.js";

/** Draw the sidebar; `unread` is a set of places, `go(place)` shows one. */
export function show(unread, go) {
  drawYou();
  const channels = yourChannels().map((channel) => [channel.id, channel.is_private ? "private" : "channel", channel.name]);
  fill(byId("channel-list"), channels, unread, go);
  fill(byId("app-list"), [[DM, "message", botName()], [HOME, "home", "Home"]], unread, go);
  byId("no-channels").hidden = channels.length > 0;
}

function drawYou() {
  const { you } = workspace;
  const name = nameOf(you);
  byId("you").replaceChildren(
    avatar(you.id, name),
    el("span", { className: "you-words" },
      el("strong", {}, name),
      el("span", {}, you.title || "No title"),
      el("span", { className: "muted", id: "you-time" })),
    el("span", { className: "you-change" }, "Change"));
}

export function tick() {
  byId("you-time").textContent = `${placeName(zone())}, ${clockTime(clock.now(), zone())}`;
}

function fill(list, places, unread, go) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  list.replaceChildren(...places.map(([place, sign, name]) => el("li", {}, link(place, { sign, name }, unread, go))));
  if (focused) list.querySelector(`[data-place="${focused}"]`)?.focus();
}

function link(place, { sign, name }, unread, go) {
  const news = unread.has(place);
  const node = el("button", {
    type: "button", className: `place ${news ? "unread" : ""}`, "aria-current": place === workspace.place ? "page" : undefined,
    on: { click: () => go(place) },
  }, icon(sign), el("span", { className: "place-name" }, name),
  news && el("span", { className: "dot", role: "img", "aria-label": "new messages" }));
  node.dataset.place = place;
  return node;
}
