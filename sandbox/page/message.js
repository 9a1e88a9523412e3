// One message: who wrote it and when, what it says, its files, and what you may do with it.

import { ask } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { escaped } from "./composer.js";
import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { pressIn } from "./press.js";
import { clockTime, shortDay } from "./time.js";
import { botName, nameOf, people, reader, workspace, yourChannels, zone } from "./workspace.js";

const TOMBSTONE = "tombstone";

export function authorOf({ user, bot }) {
  const member = workspace.members.get(user);
  return { id: user, isBot: bot, name: member ? nameOf(member) : user };
}

/** `context` is {place, settled(), openThread(ts)?}; without `openThread` it stands in the thread's own pane. */
export function article(message, context) {
  if (message.subtype === TOMBSTONE) return tombstone(message, context);
  const author = authorOf(message);
  const instant = Number(message.ts) * 1000;
  const time = el("time", { dateTime: new Date(instant).toISOString(), title: `${shortDay(instant, zone())}, your time` },
    clockTime(instant, zone()));
  const byline = el("div", { className: "byline" }, el("strong", {}, author.name), author.isBot && el("span", { className: "tag" }, "App"),
    time, message.ephemeral && el("span", { className: "private" }, icon("eye"), "Only visible to you"));
  const words = content(message, context);
  const body = el("div", { className: "message-body" }, inThread(message, context), byline, words, files(message), replies(message, context));
  const node = el("article", { className: message.ephemeral ? "ephemeral" : "", "aria-label": `${author.name}, ${time.textContent}` },
    avatar(author.id, author.name), body);
  if (!message.ephemeral) node.append(tools(message, { ...context, author, words }));
  return node;
}

/** What stays of a message that was deleted under its replies. */
function tombstone(message, context) {
  return el("article", { className: "tombstone", "aria-label": "A deleted message" }, el("span", { className: "avatar gone" }, icon("bin")),
    el("div", { className: "message-body" }, el("p", { className: "muted" }, message.text), replies(message, context)));
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

function files({ files: shared }) {
  if (!shared?.length) return null;
  return el("ul", { className: "files", "aria-label": "Files" }, shared.map((file) => el("li", { className: "file" }, icon("file"),
    el("a", { href: file.permalink, target: "_blank", rel: "noopener noreferrer", title: "Only the name is kept here" }, file.name),
    el("span", { className: "muted" }, file.filetype.toUpperCase()))));
}

// -- threads

/** How many replies stand under a message, as the way into its thread. */
function replies({ ts, reply_count: count, reply_users: users, latest_reply: latest }, { openThread }) {
  if (!count || !openThread) return null;
  const faces = (users ?? []).slice(0, 4).map((user) => avatar(user, authorOf({ user }).name));
  const last = Number(latest) * 1000;
  return el("button", { type: "button", className: "thread-link", on: { click: () => openThread(ts) } }, faces,
    el("strong", {}, count === 1 ? "1 reply" : `${count} replies`),
    el("span", { className: "muted" }, `Last ${shortDay(last, zone()).slice(0, -5)}, ${clockTime(last, zone())}`));
}

/** Over a reply that is shown in the channel too: the way to its thread. */
function inThread({ thread_ts: thread }, { openThread }) {
  if (!thread || !openThread) return null;
  return el("button", { type: "button", className: "broadcast", on: { click: () => openThread(thread) } }, "Replied in a thread");
}

// -- what you may do

function tools(message, context) {
  const { author, openThread } = context;
  const reply = openThread && el("button", {
    type: "button", className: "quiet", "aria-label": `Reply in the thread of ${author.name}`, title: "Reply in the thread",
    on: { click: () => openThread(message.thread_ts ?? message.ts) },
  }, icon("message"));
  const offered = [...shortcuts(message, context), ...(message.user === workspace.you.id ? own(message, context) : [])];
  const more = offered.length > 0 && menu({ sign: "⋮", name: `More actions on the message of ${author.name}`, className: "quiet" }, offered);
  return el("div", { className: "message-tools" }, reply, more);
}

/** The app's message shortcuts, as its manifest declares them. */
function shortcuts({ ts }, { place, settled, words }) {
  const run = (name) => attempt(words, () => ask("shortcut", { user: workspace.you.id, channel: place, ts, label: name, wait: 0 }), settled);
  return workspace.shortcuts.filter(({ type }) => type === "message").map(({ name }) => ({ label: name, detail: botName(), run: () => run(name) }));
}

function own(message, context) {
  return [
    { label: "Edit message", run: () => change(message, context) },
    { label: "Delete message", tone: "danger-words", run: () => remove(message, context) },
  ];
}

/** Write a message anew where it stands. */
function change({ ts, text }, { place, settled, words }) {
  const field = el("textarea", { className: "field", value: typed(text), rows: 2, "aria-label": "Edit your message" });
  const form = el("form", { className: "editing" }, field, el("div", { className: "editing-buttons" },
    el("button", { type: "button", className: "button", on: { click: () => form.replaceWith(words) } }, "Cancel"),
    el("button", { className: "button primary" }, "Save")));
  const save = async () => {
    const said = field.value.trim();
    if (!said) return field.focus();
    form.replaceWith(words);
    if (said === typed(text)) return null;
    return attempt(words, () => ask("edit", { user: workspace.you.id, channel: place, ts, text: escaped(said) }), settled);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.replaceWith(words);
    else if (event.key === "Enter" && !event.shiftKey && event.target === field && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  words.replaceWith(form);
  field.focus();
}

/** A message's text as it was typed: names for ids, and no escapes. */
function typed(text) {
  const named = { "@": (id) => workspace.members.get(id)?.name, "#": (id) => reader().channelName(id), "!subteam^": (id) => reader().groupName(id) };
  const plain = text.replace(/<(@|#|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>/g, (token, mark, id) => {
    const name = named[mark](id);
    return name ? `${mark === "#" ? "#" : "@"}${name}` : token;
  });
  return plain.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

async function remove({ ts }, { place, settled, words }) {
  const plain = (text) => ({ type: "plain_text", text });
  const question = {
    title: plain("Delete this message?"), text: plain("It is gone for everybody. Who read it has read it."),
    confirm: plain("Delete"), deny: plain("Keep it"), style: "danger",
  };
  if (!(await confirmed(question, reader()))) return;
  await attempt(words, () => ask("delete", { user: workspace.you.id, channel: place, ts }), settled);
}

/** Do it, and say under the message if it failed. */
async function attempt(words, act, settled) {
  if (words.nextElementSibling?.matches(".note")) words.nextElementSibling.remove();
  try {
    const { error } = await act();
    if (error === "operation_timeout") throw new Error(`That failed with the error ${error}`);
  } catch (failure) {
    words.after(el("p", { className: "note error", role: "alert" }, failure.message));
  }
  settled();
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
