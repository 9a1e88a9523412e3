// Which places have something new since you looked.

import { DM, HOME, workspace } from "./workspace.js";

let news = new Set();

/** Take in a journal entry: a post of the bot, or what somebody else said. */
export function hear({ kind, method, args, answer, type, event }) {
  if (kind === "call" && answer?.ok && method === "chat.postMessage") news.add(answer.channel);
  if (kind === "call" && answer?.ok && method === "views.publish" && args.user_id === workspace.you.id) news.add(HOME);
  if (kind === "event" && type.startsWith("message.") && !event.hidden && event.user !== workspace.you.id) news.add(event.channel);
}

/** The places with news, but for the one on show; `dmId` is the channel behind your `dm`. */
export function places(dmId) {
  read(workspace.place, dmId);
  return new Set([...news].map((id) => (id === dmId ? DM : id)));
}

export function read(place, dmId) {
  news.delete(place === DM ? dmId : place);
}

/** As somebody else you begin with nothing new. */
export function forget() {
  news = new Set();
}
