// A list of messages that draws again only what changed: that of the channel on show, or of one thread.

import { ask } from "./api.js";
import { announce, el } from "./dom.js";
import { article, authorOf } from "./message.js";
import { isoDay, longDay } from "./time.js";
import { workspace, zone } from "./workspace.js";

/** A channel's messages as you see them, or those of one thread, oldest first. */
export async function load(place, thread) {
  const { messages } = await ask(`channel/${place}?as=${workspace.you.id}${thread ? `&thread=${thread}` : ""}`);
  return messages;
}

export class MessageList {
  /** `list` is the element of the items, `box` the one that scrolls, `jump` the button that leads down, if any. */
  constructor({ list, box, jump }) {
    this.list = list;
    this.box = box;
    this.jump = jump;
    this.drawn = new Map();
    this.shown = null;
    jump?.addEventListener("click", () => box.scrollTo({ top: box.scrollHeight }));
    box.addEventListener("scroll", () => {
      if (jump && this.atEnd()) jump.hidden = true;
    });
  }

  atEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 80;
  }

  /** Show messages under a key: another one begins anew, at the end. `empty` stands there if there are none, and
   * `divided` says how many replies follow the first. */
  show(key, messages, { empty, ...context }) {
    const fresh = key !== this.shown;
    const follow = fresh || this.atEnd();
    const before = fresh ? new Map() : this.drawn;
    this.drawn = new Map();
    replaceChildren(this.list, messages.length ? this.rows(messages, before, context) : [empty]);
    if (!fresh) announceNew(messages, before);
    this.shown = key;
    if (follow) this.box.scrollTop = this.box.scrollHeight;
    if (this.jump) this.jump.hidden = follow || ![...this.drawn.keys()].some((ts) => !before.has(ts));
  }

  /** Something else is on show: what is shown again begins at its end. */
  leave() {
    this.shown = null;
  }

  /** List items: days, and messages. */
  rows(messages, before, context) {
    const items = [];
    let day = null;
    for (const message of messages) {
      const instant = Number(message.ts) * 1000;
      const today = isoDay(instant, zone());
      if (today !== day) items.push(this.node(`day ${today}`, longDay(instant, zone()), before, dayRow));
      day = today;
      items.push(this.node(message.ts, message, before, (one) => row(one, before, context)));
      if (context.divided && message === messages[0]) items.push(this.node("replies", said(messages.length - 1), before, dayRow));
    }
    return items;
  }

  node(key, value, before, make) {
    const signature = JSON.stringify([value, zone(), workspace.you.id]);
    const known = before.get(key);
    const made = known?.signature === signature ? known.made : make(value);
    this.drawn.set(key, { signature, made });
    return made;
  }
}

/** Leave nodes that stay where they are, so that focus and open menus survive. */
function replaceChildren(list, nodes) {
  const wanted = new Set(nodes);
  [...list.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  nodes.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
}

function announceNew(messages, before) {
  const arrived = messages.filter(({ ts, user }) => !before.has(ts) && user !== workspace.you.id);
  if (arrived.length) announce(arrived.map((message) => `${authorOf(message).name}: ${message.text}`).join(". "));
}

function said(replies) {
  return replies === 0 ? "No replies yet" : replies === 1 ? "1 reply" : `${replies} replies`;
}

function dayRow(day) {
  return el("li", { className: "day", role: "separator" }, el("span", {}, day));
}

function row(message, before, context) {
  const item = el("li", { className: "message" }, article(message, context));
  item.dataset.ts = message.ts;
  if (before.size && !before.has(message.ts)) item.classList.add("arrived");
  return item;
}
