// Which places have something new since you looked.

import { DM, HOME, workspace } from "./workspace.js";

const POSTS = new Set(["chat.postMessage", "chat.postEphemeral"]);
let news = new Set();

/** Take in a journal entry: a post of the bot, or what somebody said. */
export function hear({ kind, method, ok, args, answer, type, channel, user }) {
  const posted = kind === "call" && POSTS.has(method) && ok !== false;
  const said = kind === "event" && type === "message" && user !== workspace.you?.id;
  if (posted || said) news.add(answer?.channel ?? args?.channel ?? channel);
  if (kind === "call" && method === "views.publish" && args?.user_id === workspace.you?.id) news.add(HOME);
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
