// Where you type: messages, commands with their hints, mentions, and what you said last.

import { ask } from "./api.js";
import { byId, el } from "./dom.js";
import { commandIn, suggest } from "./suggestions.js";
import { workspace } from "./workspace.js";

const field = byId("composer-text");
const offers = byId("suggestions");
const said = [];
let recalled = 0;
let offered = { items: [] };
let picked = 0;
let thread = null;
let settled = () => {};

/** Wire the composer once; `done()` is called when something has been sent. */
export function begin(done) {
  settled = done;
  field.addEventListener("input", changed);
  field.addEventListener("keydown", pressed);
  field.addEventListener("blur", () => offer({ items: [] }));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("thread-leave").addEventListener("click", () => replyTo(null));
}

/** Put words in, ready to be sent. */
export function put(words) {
  field.value = words;
  field.focus();
  field.setSelectionRange(words.length, words.length);
  fit();
  hint();
}

/** Answer in a thread ({thread_ts, name}), or in the channel again (null). */
export function replyTo(target) {
  thread = target;
  byId("thread").hidden = !target;
  byId("thread-name").textContent = target ? `Replying in the thread of ${target.name}` : "";
  if (target) field.focus();
}

export function placeholder(title) {
  field.placeholder = `Message ${title}, or / for a command`;
}

function changed() {
  status("");
  fit();
  hint();
  offer(suggest(field.value, field.selectionStart));
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}

function hint() {
  const command = commandIn(field.value);
  byId("composer-hint").textContent = command && field.value.includes(" ")
    ? `${command.command} ${command.usage_hint ?? ""}` : "";
}

function offer(found) {
  offered = found;
  picked = 0;
  offers.replaceChildren(...found.items.map(({ title, usage, detail }, index) => el("li", {
    id: `suggestion-${index}`, role: "option", on: { mousedown: (event) => { event.preventDefault(); take(index); } },
  }, el("strong", {}, title), usage && el("code", {}, usage), el("span", { className: "muted" }, detail))));
  offers.hidden = found.items.length === 0;
  field.setAttribute("aria-expanded", String(!offers.hidden));
  mark();
}

function mark() {
  [...offers.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === picked)));
  if (offers.hidden) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", `suggestion-${picked}`);
  offers.children[picked]?.scrollIntoView({ block: "nearest" });
}

function take(index) {
  const { insert } = offered.items[index];
  const { start, end } = offered;
  field.setRangeText(insert, start, end, "end");
  offer({ items: [] });
  fit();
  hint();
}

function pressed(event) {
  if (event.isComposing) return;
  if (!offers.hidden && inList(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  }
  if (event.key === "Escape" && thread) replyTo(null);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step && (field.value === "" || field.value === said[recalled])) recall(step, event);
}

/** Whether a key was for the open list. A command that is typed in full is sent by Enter, not picked. */
function inList(event) {
  const isWhole = picked === 0 && field.value === commandIn(field.value)?.command;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) {
    picked = (picked + step + offered.items.length) % offered.items.length;
    mark();
  } else if (event.key === "Tab" || (event.key === "Enter" && !isWhole)) take(picked);
  else if (event.key === "Escape") offer({ items: [] });
  else return false;
  return true;
}

function recall(step, event) {
  const next = (field.value === "" ? said.length : recalled) + step;
  if (next < 0 || next > said.length) return;
  event.preventDefault();
  recalled = next;
  put(said[next] ?? "");
}

function status(text, kind = "") {
  byId("composer-status").textContent = text;
  byId("composer-status").className = kind;
}

async function send() {
  const text = field.value.trim();
  if (!text || field.readOnly) return;
  offer({ items: [] });
  hold(true);
  status("Sending…");
  try {
    const { error, words } = await deliver(text);
    status(error ? words : "", error ? "error" : "");
    if (!error) sent(text);
  } catch (failure) {
    status(failure.message, "error");
  } finally {
    hold(false);
    settled();
  }
}

function hold(busy) {
  field.readOnly = busy;
  byId("send").disabled = busy;
}

function sent(text) {
  if (said[said.length - 1] !== text) said.push(text);
  recalled = said.length;
  field.value = "";
  fit();
  hint();
}

async function deliver(text) {
  const where = { user: workspace.you.id, channel: workspace.place, wait: 0 };
  if (!text.startsWith("/")) return ask("message", { ...where, text: escaped(text), thread_ts: thread?.thread_ts });
  const [, command, rest] = text.match(/^(\/\S*)\s*([\s\S]*)$/);
  if (thread) throw new Error(`${command} is not supported in threads. Sorry!`);
  const answer = await ask("command", { ...where, command, text: rest });
  const isCode = answer.error && !answer.error.includes(" ");
  return { ...answer, words: isCode ? `${command} failed with the error ${answer.error}` : answer.error };
}

/** What is typed is text: Slack's clients escape these three before they send a message. */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
