// The rich_text block and the cells of tables, which hold the same elements.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwnLine } from "./mrkdwn.js";
import { link } from "./prose.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function styled(node, style = {}) {
  return Object.keys(STYLES).filter((name) => style[name]).reduce((inner, name) => el(STYLES[name], {}, inner), node);
}

const LEAVES = {
  text: ({ text }) => withEmoji(text),
  link: ({ url, text }) => link(url, text ?? url),
  emoji: ({ name }) => withEmoji(`:${name}:`),
  user: ({ user_id }, reader) => el("span", {}, mrkdwnLine(`<@${user_id}>`, reader)),
  channel: ({ channel_id }, reader) => el("span", {}, mrkdwnLine(`<#${channel_id}>`, reader)),
  usergroup: ({ usergroup_id }, reader) => el("span", {}, mrkdwnLine(`<!subteam^${usergroup_id}>`, reader)),
  date: ({ timestamp, format }, reader) => el("span", {}, mrkdwnLine(`<!date^${timestamp}^${format}|>`, reader)),
  broadcast: ({ range }, reader) => el("span", {}, mrkdwnLine(`<!${range}>`, reader)),
};

function leaf(part, reader) {
  return styled(LEAVES[part.type]?.(part, reader) ?? "", part.style);
}

const PARTS = {
  rich_text_section: (tag, content) => el(tag, {}, content),
  rich_text_quote: (tag, content) => el("blockquote", {}, content),
  rich_text_preformatted: (tag, content) => el("pre", {}, el("code", {}, content)),
};

function part({ type, elements, style }, reader) {
  if (type === "rich_text_list") {
    return el(style === "ordered" ? "ol" : "ul", {}, elements.map((item) => el("li", {}, item.elements.map((one) => leaf(one, reader)))));
  }
  return PARTS[type]?.("p", elements.map((one) => leaf(one, reader))) ?? "";
}

/** The nodes of a rich_text block. */
export function richText(block, reader) {
  return block.elements.map((each) => part(each, reader));
}

/** The nodes of one cell: raw text, a number, or rich text. */
export function cell(content, reader) {
  if (content.type === "rich_text") return richText(content, reader);
  return withEmoji(String(content.text ?? content.value ?? content.number ?? ""));
}
