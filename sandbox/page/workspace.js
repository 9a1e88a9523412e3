// What this tab knows of the workspace: its members and channels, who you are, and where you look.

import { ask } from "./api.js";
import * as clock from "./clock.js";
import { zoneOf } from "./time.js";

export const DM = "dm";
export const HOME = "home";

export const workspace = {
  team: {}, app: {}, members: new Map(), channels: [], usergroups: [], commands: [], shortcuts: [], you: null, place: DM,
};

/** Read the workspace anew, as you see it. */
export async function load() {
  const as = workspace.you ? `?as=${workspace.you.id}` : "";
  const state = await ask(`state${as}`);
  workspace.members = new Map(state.members.map((member) => [member.id, member]));
  for (const part of ["team", "app", "channels", "usergroups", "commands", "shortcuts"]) workspace[part] = state[part];
  if (workspace.you) workspace.you = workspace.members.get(workspace.you.id) ?? null;
  clock.set(state.clock.now);
}

export function zone() {
  return workspace.you ? zoneOf(workspace.you) : "UTC";
}

/** The name that people see: the full one, else the handle. */
export function nameOf(member) {
  return member.real_name || member.name;
}

/** The members whom you can be. */
export function people() {
  return [...workspace.members.values()].filter((member) => !member.is_bot);
}

export function botName() {
  return workspace.app.name;
}

export function yourChannels() {
  const yours = workspace.channels.filter((channel) => !channel.is_im && channel.members.includes(workspace.you.id));
  return yours.sort((one, other) => one.name.localeCompare(other.name));
}

/** Your direct message with the bot, if there has been one. */
export function yourDm() {
  return workspace.channels.find((channel) => channel.is_im && channel.members.includes(workspace.you.id));
}

export function placeTitle(place) {
  if (place === DM) return botName();
  if (place === HOME) return `${botName()} · Home`;
  return `#${workspace.channels.find((channel) => channel.id === place)?.name ?? place}`;
}

/** Who reads, for what is drawn: see mrkdwn.js. */
export function reader() {
  return {
    zone: zone(),
    now: clock.now(),
    you: workspace.you.id,
    memberName: (id) => workspace.members.has(id) ? nameOf(workspace.members.get(id)) : null,
    channelName: (id) => workspace.channels.find((channel) => channel.id === id)?.name ?? null,
    groupName: (id) => workspace.usergroups.find((group) => group.id === id)?.handle ?? null,
  };
}
