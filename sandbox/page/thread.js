// The pane of one thread: its first message, the replies, and a composer of its own.

import { Composer } from "./composer.js";
import { byId, el } from "./dom.js";
import { MessageList, load } from "./messages.js";
import * as panels from "./panels.js";
import { placeTitle, workspace } from "./workspace.js";

let ts = null;
let list = null;
let composer = null;
let changed = () => {};

/** Wire the pane once; `settled()` is called when something has been done in it. */
export function begin(settled) {
  changed = settled;
  list = new MessageList({ list: byId("thread-messages"), box: byId("thread-scroller") });
  composer = new Composer(byId("thread-composer"), {
    id: "reply", name: "Reply in the thread",
    target: () => ({ channel: workspace.place, thread_ts: ts, reply_broadcast: byId("thread-also").checked }),
    settled: () => {
      if (!composer.field.value) byId("thread-also").checked = false; // it was sent
      settled();
    },
  });
  composer.placeholder("Reply…");
}

/** Open a message's thread beside the channel, ready to write in. */
export function open(first) {
  panels.set("thread", true);
  if (first !== ts) {
    composer.clear();
    byId("thread-messages").replaceChildren();
  }
  ts = first;
  byId("thread-place").textContent = placeTitle(workspace.place);
  byId("thread-also").checked = false;
  composer.field.focus();
  changed();
}

export function close() {
  if (!ts) return;
  ts = null;
  list.leave();
  panels.set("thread", false);
}

/** What is to be drawn: the messages of the open thread, or null. */
export async function read() {
  return ts && !byId("thread").hidden ? load(workspace.place, ts) : null;
}

/** Draw them; a thread that is gone closes. */
export function show(messages) {
  if (!messages) return;
  if (!messages.length) return close();
  const context = { place: workspace.place, settled: changed, empty: el("li"), divided: true };
  list.show(`${workspace.you.id} ${ts}`, messages, context);
}
