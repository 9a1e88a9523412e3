// The page's entry: who you are, where you look, and drawing that anew whenever something happens.

import { ask, follow } from "./api.js";
import * as clock from "./clock.js";
import * as clockbar from "./clockbar.js";
import { Composer } from "./composer.js";
import { byId, el } from "./dom.js";
import * as guide from "./guide.js";
import * as home from "./home.js";
import * as inspector from "./inspector.js";
import * as links from "./links.js";
import * as menu from "./menu.js";
import { MessageList, load as loadMessages } from "./messages.js";
import * as modal from "./modal.js";
import { mrkdwnLine } from "./mrkdwn.js";
import * as panels from "./panels.js";
import * as picker from "./picker.js";
import * as sidebar from "./sidebar.js";
import * as thread from "./thread.js";
import * as unread from "./unread.js";
import { DM, HOME, botName, load, people, placeTitle, reader, workspace, yourChannels, yourDm } from "./workspace.js";

const GATHER = 60;
const GATHER_WHILE_MOVING = 400;
const LOST = "The connection to the sandbox is lost. Trying again…";
let turn = 0;
let live = true;
let waiting = null;
let list = null;
let composer = null;

/** Draw anew soon; several wishes within a moment are one. */
function refreshSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    refresh().catch(trouble);
  }, clockbar.moving() ? GATHER_WHILE_MOVING : GATHER);
}

/** Fetch what is on show and draw it; an answer that came too late is dropped. */
async function refresh() {
  const mine = (turn += 1);
  const { you, place } = workspace;
  const [views, channel, replies] = await Promise.all([
    ask(`views?as=${you.id}`),
    place === HOME ? null : loadMessages(place),
    thread.read(),
    load(),
  ]);
  if (mine !== turn) return;
  warn(live ? "" : LOST);
  if (!isYours(place)) return go(DM);
  drawFrame();
  if (channel) {
    const context = { place, settled: refreshSoon, openThread: thread.open, empty: emptyRow(place) };
    list.show(`${you.id} ${place}`, channel, context);
  } else {
    list.leave();
    home.show(views.home, refreshSoon);
  }
  thread.show(replies);
  modal.show(views.stack, refreshSoon);
}

function emptyRow(place) {
  const text = place === DM ? `This is your direct message with ${botName()}.` : "Nothing has been said here yet.";
  return el("li", { className: "empty" }, el("p", {}, text), el("p", { className: "muted" }, "Type / to see the commands."));
}

function drawFrame() {
  const atHome = workspace.place === HOME;
  byId("messages").hidden = atHome;
  byId("composer").hidden = atHome;
  byId("home").hidden = !atHome;
  byId("team").textContent = workspace.team.name;
  byId("place-title").textContent = placeTitle(workspace.place);
  const topic = workspace.channels.find(({ id }) => id === workspace.place)?.topic ?? "";
  byId("place-topic").replaceChildren(...[mrkdwnLine(topic, reader())].flat());
  document.title = `${placeTitle(workspace.place)} · ${workspace.team.name}`;
  composer.placeholder(`Message ${placeTitle(workspace.place)}, or / for a command`);
  sidebar.show(unread.places(yourDm()?.id), go);
  tick();
}

/** Every place that says what time it is. */
function tick() {
  clockbar.show();
  sidebar.tick();
  guide.tick();
}

async function go(place) {
  workspace.place = place;
  unread.read(place, yourDm()?.id);
  remember();
  thread.close();
  panels.makeRoom();
  const opened = place === HOME ? ask("home", { user: workspace.you.id, wait: 0 }) : null;
  await refresh();
  await opened;
}

async function become(id) {
  workspace.you = workspace.members.get(id);
  unread.forget();
  await load();
  guide.show();
  await go(isYours(workspace.place) ? workspace.place : DM);
}

function isYours(place) {
  return place === DM || place === HOME || yourChannels().some(({ id }) => id === place);
}

async function attempt({ say, as }) {
  if (as && as !== workspace.you.id && workspace.members.has(as)) await become(as);
  if (workspace.place === HOME) await go(DM);
  panels.makeRoom();
  composer.put(say);
}

/** The address keeps who and where, so that a second tab can be somebody else. */
function remember() {
  history.replaceState(null, "", `#as=${workspace.you.id}&in=${workspace.place}`);
}

function heard(entry, isNew) {
  inspector.hear(entry);
  if (!isNew) return;
  unread.hear(entry);
  if (entry.kind === "clock") clock.set(entry.now);
  tick();
  refreshSoon();
}

function connected(yes) {
  live = yes;
  if (yes) refreshSoon();
  else warn(LOST);
}

function trouble(failure) {
  warn(live ? failure.message : LOST);
}

function warn(text) {
  byId("offline").textContent = text;
  byId("offline").hidden = text === "";
}

/** Begin as the address says, else as the guide says, else as the first member. */
function settle(wishes, address) {
  const alive = people().filter(({ deleted }) => !deleted);
  const wanted = [address.get("as"), wishes.you].map((id) => alive.find((member) => member.id === id));
  workspace.you = wanted.find(Boolean) ?? alive[0];
  const places = [address.get("in"), wishes.channel];
  workspace.place = places.find(isYours) ?? DM;
}

async function begin() {
  await load();
  const wishes = await guide.begin((item) => attempt(item).catch(trouble));
  const isFirstVisit = location.hash === "";
  settle(wishes, new URLSearchParams(location.hash.slice(1)));
  composer = new Composer(byId("composer"), {
    id: "composer", name: "Message", target: () => ({ channel: workspace.place }), settled: refreshSoon,
  });
  list = new MessageList({ list: byId("messages"), box: byId("scroller"), jump: byId("jump") });
  thread.begin(refreshSoon);
  menu.begin();
  links.begin({ go, openThread: thread.open });
  clockbar.begin(refreshSoon);
  picker.begin((id) => become(id).catch(trouble));
  panels.begin((name) => name === "inspector" && inspector.show());
  guide.show();
  await go(workspace.place);
  panels.set("guide", isFirstVisit && !panels.narrow());
  setInterval(tick, 1000);
  await follow({ heard, connected });
}

begin().catch(trouble);
