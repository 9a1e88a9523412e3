// Links into this very workspace: they are followed here, and not to an address out in the world.

import { el } from "./dom.js";
import { DM, workspace, yourChannels, yourDm } from "./workspace.js";

const NO_CONTENT = "Only the name of a file is kept here, not what is in it.";

/** Wire it once: `go(place)` shows a place, `openThread(ts)` a thread in it. */
export function begin({ go, openThread }) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.host !== `${workspace.team.domain}.slack.com`) return;
    event.preventDefault();
    follow(link, { go, openThread });
  });
}

async function follow(link, { go, openThread }) {
  const [, channel, stamp] = link.pathname.match(/^\/archives\/(\w+)\/p(\d{7,})$/) ?? [];
  if (!channel) return say(link, link.pathname.startsWith("/files/") ? NO_CONTENT : "There is nothing at this address.");
  const place = placeOf(channel);
  if (!place) return say(link, "You are not in that channel.");
  await go(place);
  const thread = new URL(link.href).searchParams.get("thread_ts");
  if (thread) return openThread(thread);
  return point(`${stamp.slice(0, -6)}.${stamp.slice(-6)}`);
}

function placeOf(channel) {
  if (channel === yourDm()?.id) return DM;
  return yourChannels().find(({ id }) => id === channel)?.id;
}

/** Bring a message into view, with the focus on it. */
function point(ts) {
  const item = document.querySelector(`#messages [data-ts="${ts}"]`);
  if (!item) return;
  item.tabIndex = -1;
  item.scrollIntoView({ block: "center" });
  item.focus();
}

function say(link, text) {
  if (link.nextElementSibling?.matches(".note")) link.nextElementSibling.remove();
  link.after(el("span", { className: "note muted", role: "status" }, text));
}
