// The messages of the channel on show, with their threads; only what changed is drawn again.

import { ask } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { announce, byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { pressIn } from "./press.js";
import { clockTime, isoDay, longDay, shortDay } from "./time.js";
import { botName, nameOf, people, reader, workspace, yourChannels, zone } from "./workspace.js";

let drawn = new Map();
let shownPlace = null;

/** A channel's messages as you see them, with the replies of their threads, oldest first. */
export async function load(place) {
  const path = `channel/${place}?as=${workspace.you.id}`;
  const { messages } = await ask(path);
  const threads = messages.filter((message) => message.reply_count).map(({ ts }) => ask(`${path}&thread=${ts}`));
  const replies = (await Promise.all(threads)).flatMap((thread) => thread.messages);
  const byTs = new Map([...messages, ...replies].map((message) => [message.ts, message]));
  return [...byTs.values()].sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** Show a channel's messages; `reply(message)` and `settled()` are called as people act. */
export function show(place, messages, { reply, settled }) {
  const list = byId("messages");
  const box = byId("scroller");
  const key = `${workspace.you.id} ${place}`;
  const fresh = key !== shownPlace;
  const atEnd = fresh || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  if (fresh) drawn = new Map();
  const before = drawn;
  drawn = new Map();
  const draw = (message, replies) => node(message, replies, { before, place, reply, settled });
  replaceChildren(list, messages.length ? rows(messages, draw) : [emptyRow(place)]);
  if (!fresh) announceNew(messages, before);
  shownPlace = key;
  if (atEnd) box.scrollTop = box.scrollHeight;
  byId("jump").hidden = atEnd || ![...drawn.keys()].some((ts) => !before.has(ts));
}

/** Something else is on show: a channel that is shown again begins at its end. */
export function leave() {
  shownPlace = "";
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

function emptyRow(place) {
  const text = place === "dm" ? `This is your direct message with ${botName()}.` : "Nothing has been said here yet.";
  return el("li", { className: "empty" }, el("p", {}, text), el("p", { className: "muted" }, "Type / to see the commands."));
}

function isReply(message) {
  return message.thread_ts && message.thread_ts !== message.ts;
}

/** List items: days, and top-level messages, each with its replies. */
function rows(messages, draw) {
  const replies = Map.groupBy(messages.filter(isReply), (message) => message.thread_ts);
  const parents = new Set(messages.map(({ ts }) => ts));
  const items = [];
  let day = null;
  for (const message of messages) {
    if (isReply(message) && parents.has(message.thread_ts)) continue;
    const instant = Number(message.ts) * 1000;
    const today = isoDay(instant, zone());
    if (today !== day) items.push(dayRow(today, instant, draw));
    day = today;
    items.push(draw(message, replies.get(message.ts) ?? []));
  }
  return items;
}

function dayRow(key, instant, draw) {
  return draw({ ts: `day ${key}`, day: longDay(instant, zone()) }, []);
}

function node(message, replies, context) {
  const signature = JSON.stringify([message, replies, zone()]);
  const known = context.before.get(message.ts);
  const made = known?.signature === signature ? known.made : make(message, replies, context);
  drawn.set(message.ts, { signature, made });
  replies.forEach(({ ts }) => drawn.set(ts, { signature: null, made: null }));
  return made;
}

function make(message, replies, context) {
  if (message.day) return el("li", { className: "day", role: "separator" }, el("span", {}, message.day));
  const item = el("li", { className: "message" }, article(message, context));
  if (replies.length) {
    item.append(el("ol", { className: "replies", "aria-label": `${replies.length} in the thread` },
      replies.map((each) => el("li", { className: "message" }, article(each, context)))));
  }
  if (context.before.size && !context.before.has(message.ts)) item.classList.add("arrived");
  return item;
}

function authorOf({ user, bot }) {
  const member = workspace.members.get(user);
  return { id: user, isBot: bot, name: member ? nameOf(member) : user };
}

function article(message, { place, reply, settled }) {
  const author = authorOf(message);
  const instant = Number(message.ts) * 1000;
  const time = el("time", { dateTime: new Date(instant).toISOString(), title: `${shortDay(instant, zone())}, your time` },
    clockTime(instant, zone()));
  const byline = el("div", { className: "byline" }, el("strong", {}, author.name), author.isBot && el("span", { className: "tag" }, "App"),
    time, message.ephemeral && el("span", { className: "private" }, icon("eye"), "Only visible to you"));
  const body = el("div", { className: "message-body" }, byline, content(message, { place, settled }));
  if (!message.ephemeral) body.append(tools(message, author, reply));
  return el("article", { className: message.ephemeral ? "ephemeral" : "", "aria-label": `${author.name}, ${time.textContent}` },
    avatar(author.id, author.name), body);
}

function content(message, { place, settled }) {
  const context = blockContext({ channel: place, ts: message.ts }, settled);
  const shown = message.blocks?.length
    ? el("div", { className: "blocks" }, drawBlocks(message.blocks, context))
    : el("div", { className: "prose" }, mrkdwn(message.text ?? "", context.reader));
  const last = shown.lastElementChild?.tagName === "P" ? shown.lastElementChild : shown;
  if (message.edited) last.append(el("span", { className: "edited" }, "(edited)"));
  return shown;
}

function tools(message, author, reply) {
  const parent = message.thread_ts ?? message.ts;
  return el("div", { className: "message-tools" }, el("button", {
    type: "button", className: "quiet", "aria-label": `Reply in the thread of ${author.name}`,
    on: { click: () => reply({ thread_ts: parent, name: author.name }) },
  }, "Reply"));
}

/** What blocks need to be drawn for you at a place: see controls.js. */
export function blockContext(where, settled) {
  const label = (member) => (member.title ? `${nameOf(member)} · ${member.title}` : nameOf(member));
  return {
    reader: reader(),
    people: people().filter(({ deleted }) => !deleted).map((member) => ({ id: member.id, label: label(member) })),
    channels: yourChannels(),
    act: pressIn(where, settled),
  };
}

/** Wire the button that leads to what arrived below. */
export function begin() {
  const box = byId("scroller");
  const jump = byId("jump");
  jump.addEventListener("click", () => box.scrollTo({ top: box.scrollHeight }));
  box.addEventListener("scroll", () => {
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 80) jump.hidden = true;
  });
}
