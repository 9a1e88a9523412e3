// The Markdown of Slack's markdown block, in a plain form.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link, prose } from "./prose.js";

const ITALIC = /(?<![\p{L}\p{N}*_])[*_](?=\S)([^\n*_]+?)[*_](?![\p{L}\p{N}*_])/u;
const OTHERS = /`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)|\*\*([^\n]+?)\*\*|~~([^\n]+?)~~/u;
const TOKEN = new RegExp(`${OTHERS.source}|${ITALIC.source}`, "gu");

const DIALECT = {
  token: TOKEN,
  quote: /^> ?/,
  heading: /^#{1,6} +/,
  plain: withEmoji,
  build: ([, code, label, url, bold, struck, italic], nested) => {
    if (code !== undefined) return el("code", {}, code);
    if (url !== undefined) return link(url, label);
    if (bold !== undefined) return el("strong", {}, nested(bold));
    return italic === undefined ? el("s", {}, nested(struck)) : el("em", {}, nested(italic));
  },
};

export function markdown(text) {
  return prose(text, DIALECT);
}
