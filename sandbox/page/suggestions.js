// What the composer offers while you type: commands after a slash, members and user groups after an @.

import { nameOf, people, workspace } from "./workspace.js";

const MOST = 8;

/** {start, end, items: [{insert, title, usage?, detail}]} for the text before the caret; no items where nothing fits. */
export function suggest(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return { start: 0, end: caret, items: commands(before) };
  const mention = before.match(/(?:^|\s)@([\p{L}\p{N}._-]*)$/u);
  if (!mention) return { start: 0, end: 0, items: [] };
  return { start: caret - mention[1].length - 1, end: caret, items: mentions(mention[1].toLowerCase()) };
}

function commands(typed) {
  return workspace.commands.filter(({ command }) => command.startsWith(typed.toLowerCase())).map((each) => ({
    insert: `${each.command} `, title: each.command, usage: each.usage_hint, detail: each.description ?? "",
  }));
}

function mentions(typed) {
  return [...members(typed), ...groups(typed)].slice(0, MOST);
}

function groups(typed) {
  const fits = ({ handle, disabled }) => !disabled && handle.startsWith(typed);
  return workspace.usergroups.filter(fits).map(({ handle, name }) => ({ insert: `@${handle} `, title: name, detail: `@${handle}` }));
}

function members(typed) {
  const fits = (member) => [member.name, ...nameOf(member).split(" ")].some((word) => word.toLowerCase().startsWith(typed));
  return people().filter((member) => !member.deleted && fits(member)).map((member) => ({
    insert: `@${member.name} `, title: nameOf(member), detail: `@${member.name}${member.title ? ` · ${member.title}` : ""}`,
  }));
}

/** The command whose name the text begins with, if it is one. */
export function commandIn(text) {
  const name = text.match(/^\/\S+/)?.[0];
  return workspace.commands.find(({ command }) => command === name) ?? null;
}
