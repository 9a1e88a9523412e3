// The most recent entries of the journal: calls, envelopes, acknowledgements with their latency, refusals.

import { byId, el } from "./dom.js";
import { clockTime, isoDay } from "./time.js";
import { zone } from "./workspace.js";

const KEPT = 200;
const entries = [];
let queued = false;

/** Take in an entry; it is drawn soon if the inspector is open. A walk of the clock is one entry: its latest step. */
export function hear(entry) {
  const isNextStep = entry.kind === "clock" && entries[entries.length - 1]?.kind === "clock";
  if (isNextStep || entries.length === KEPT) entries.splice(isNextStep ? -1 : 0, 1);
  entries.push(entry);
  if (!byId("inspector").hidden && !queued) {
    queued = true;
    setTimeout(show, 150);
  }
}

/** Draw what has been heard, newest first; entries that stand already are left alone. */
export function show() {
  queued = false;
  const list = byId("inspector-list");
  const kept = new Set(entries.map(({ n }) => String(n)));
  [...list.children].filter(({ dataset }) => !kept.has(dataset.n)).forEach((child) => child.remove());
  const newest = Number(list.firstElementChild?.dataset.n ?? -1);
  list.prepend(...entries.filter(({ n }) => n > newest).reverse().map(row));
  byId("inspector-empty").hidden = entries.length > 0;
}

function row(entry) {
  const { n, kind, at, real, ...rest } = entry;
  const item = el("li", {}, el("details", {},
    el("summary", {}, el("span", { className: "muted" }, `#${n}`),
      el("span", { className: `kind ${kind}` }, kind), el("span", { className: "what" }, summary(entry)),
      el("span", { className: "muted" }, figure(entry))),
    el("pre", {}, JSON.stringify(rest, null, 2))));
  item.dataset.n = n;
  return item;
}

function summary({ method, type, payload, did, what, to, now }) {
  if (type === "slash_commands") return `${payload.command} ${payload.text}`;
  if (now) return `${isoDay(Date.parse(now), zone())} ${clockTime(Date.parse(now), zone())}`;
  const told = payload?.event?.type ?? payload?.actions?.[0]?.action_id ?? payload?.type ?? type;
  return method ?? (to && `of #${to}`) ?? told ?? did ?? what ?? "";
}

/** What went wrong, or how long an acknowledgement took after its envelope. */
function figure({ kind, to, real, error, answer }) {
  if (error ?? answer?.error) return error ?? answer.error;
  const sent = kind === "ack" && entries.find(({ n }) => n === to);
  return sent ? `${Math.round((real - sent.real) * 1000)} ms` : "";
}
