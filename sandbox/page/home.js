// The App Home: the view that the bot has published for you.

import { drawBlocks } from "./blocks.js";
import { byId, el } from "./dom.js";
import { blockContext } from "./message.js";
import { botName, workspace } from "./workspace.js";

let drawn = null;

export function show(view, settled) {
  const signature = JSON.stringify([workspace.you.id, view?.blocks]);
  if (signature === drawn) return;
  drawn = signature;
  const nothing = el("p", { className: "muted" }, `${botName()} has not published a home for you yet.`);
  byId("home").replaceChildren(...(view ? drawBlocks(view.blocks, blockContext({ channel: "home" }, settled)) : [nothing]));
}
