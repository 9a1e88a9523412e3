// Lays text out as paragraphs, lists, quotes and preformatted parts; a dialect says how one line is read.

import { el } from "./dom.js";

const BULLET = /^(\s*)(?:[•◦▪‣-])\s+(.*)$/;
const NUMBERED = /^(\s*)(\d+)[.)]\s+(.*)$/;

/**
 * A fragment for the text. A dialect has `token` (a global RegExp), `build(match, inline)` (its node), `plain(text)`
 * (what a part without tokens says) and `quote` (a RegExp for the mark of a quoted line); `heading` is optional.
 */
export function prose(text, dialect) {
  const fragment = document.createDocumentFragment();
  text.split(/```\n?/).forEach((part, index) => {
    if (index % 2 === 1) fragment.append(el("pre", {}, el("code", {}, dialect.plain(part.replace(/\n$/, "")))));
    else fragment.append(...lines(part, dialect));
  });
  return fragment;
}

/** The nodes of one line. */
export function inline(text, dialect) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(dialect.token)) {
    if (match.index > from) nodes.push(dialect.plain(text.slice(from, match.index)));
    nodes.push(dialect.build(match, (inner) => inline(inner, dialect)));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(dialect.plain(text.slice(from)));
  return nodes;
}

/** A link where the scheme is one that can do no harm, else the text as it stands. */
export function link(url, label) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return label;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function kindOf(line, dialect) {
  if (dialect.heading?.test(line)) return "heading";
  if (dialect.quote.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  if (NUMBERED.test(line)) return "numbered";
  return line.trim() === "" ? "gap" : "words";
}

function lines(text, dialect) {
  const runs = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line, dialect);
    const last = runs[runs.length - 1];
    if (last && last.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.map((run) => DRAW[run.kind](run.lines, dialect)).filter(Boolean);
}

function words(rows, dialect) {
  const paragraph = el("p");
  rows.forEach((row, index) => paragraph.append(...(index ? [el("br")] : []), ...inline(row, dialect)));
  return paragraph;
}

function list(tag, pattern, rows, dialect) {
  const items = rows.map((row) => {
    const found = row.match(pattern);
    return el("li", { className: found[1].length > 1 ? "nested" : "" }, inline(found[found.length - 1], dialect));
  });
  return el(tag, tag === "ol" ? { start: Number(rows[0].match(NUMBERED)[2]) } : {}, items);
}

const DRAW = {
  heading: (rows, dialect) => el("div", {}, rows.map((row) => el("h4", {}, inline(row.replace(dialect.heading, ""), dialect)))),
  quote: (rows, dialect) => el("blockquote", {}, words(rows.map((row) => row.replace(dialect.quote, "")), dialect)),
  bullet: (rows, dialect) => list("ul", BULLET, rows, dialect),
  numbered: (rows, dialect) => list("ol", NUMBERED, rows, dialect),
  gap: () => null,
  words,
};
