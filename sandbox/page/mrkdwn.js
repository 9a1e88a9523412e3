// Slack's mrkdwn and plain text, drawn for one reader.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { inline, link, prose } from "./prose.js";
import { slackDate } from "./time.js";

const WORD = "[\\p{L}\\p{N}_]";
const marked = (mark) => `(?<!${WORD}|[${mark}])[${mark}](?=\\S)([^\\n]*?[^\\s${mark}])[${mark}](?!${WORD}|[${mark}])`;
const TOKEN = new RegExp(
  ["`([^`\\n]+)`", "<([^<>\\n]+)>", "(https?://[^\\s<>]*[^\\s<>.,;:!?)'\"])", marked("*"), marked("_"), marked("~")].join("|"),
  "gu",
);

/** Undo Slack's three escapes; done last, so that what people typed never turns into markup. */
function decoded(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** Nodes for mrkdwn; `reader` is {zone, now, you, memberName, channelName, groupName}. */
export function mrkdwn(text, reader) {
  return prose(text, dialect(reader));
}

/** Nodes for one line of mrkdwn, without paragraphs. */
export function mrkdwnLine(text, reader) {
  return inline(text.replaceAll("\n", " "), dialect(reader));
}

/** A text object (`{type, text}`) as nodes. */
export function textObject(object, reader) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text, reader) : withEmoji(object.text);
}

function dialect(reader) {
  return {
    token: TOKEN,
    quote: /^(?:&gt;|>) ?/,
    plain: (text) => withEmoji(decoded(text)),
    build: ([, code, angled, url, bold, italic, struck], nested) => {
      if (code !== undefined) return el("code", {}, decoded(code));
      if (angled !== undefined) return bracket(angled, reader);
      if (url !== undefined) return link(decoded(url), decoded(url));
      if (bold !== undefined) return el("strong", {}, nested(bold));
      return italic === undefined ? el("s", {}, nested(struck)) : el("em", {}, nested(italic));
    },
  };
}

function bracket(inside, reader) {
  const [target, label] = split(inside, "|");
  if (target.startsWith("@")) return mention(target.slice(1), label, reader);
  if (target.startsWith("#")) return pill(`#${reader.channelName(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target.slice(6), label, reader);
  if (target.startsWith("!subteam^")) return pill(`@${reader.groupName(target.slice(9)) ?? label ?? "group"}`);
  if (target.startsWith("!")) return pill(`@${label ?? target.slice(1)}`, "loud");
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return decoded(`<${inside}>`);
  return link(decoded(target), label ? withEmoji(decoded(label)) : decoded(target.replace(/^mailto:/, "")));
}

function mention(id, label, reader) {
  return pill(`@${reader.memberName(id) ?? label ?? id}`, id === reader.you ? "loud" : "");
}

function date(inside, fallback, reader) {
  const [unix, pattern, url] = inside.split("^");
  const instant = Number(unix) * 1000;
  if (!Number.isFinite(instant) || !pattern) return decoded(fallback ?? "");
  const text = slackDate(pattern, instant, reader.zone, reader.now);
  const time = el("time", { dateTime: new Date(instant).toISOString() }, text);
  return url ? link(decoded(url), time) : time;
}

function pill(text, tone = "") {
  return el("span", { className: `pill ${tone}` }, decoded(text));
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
