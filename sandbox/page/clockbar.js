// The workspace's time, and the buttons that move it forward.

import { ask } from "./api.js";
import * as clock from "./clock.js";
import { announce, byId } from "./dom.js";
import { clockTime, fieldValue, instantOf, placeName, shortDay, utcOffset } from "./time.js";
import { zone } from "./workspace.js";

let goal = null;
let settled = () => {};

/** Wire the bar once; `done()` is called when the clock has moved. */
export function begin(done) {
  settled = done;
  for (const button of document.querySelectorAll("[data-advance]")) {
    const { advance, hours } = button.dataset;
    button.addEventListener("click", () => move({ advance }, Number(hours) * 3_600_000));
  }
  byId("clock-to").querySelector("summary").addEventListener("click", prepare);
  byId("clock-to").addEventListener("keydown", ({ key }) => key === "Escape" && leave());
  byId("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    moveTo();
  });
}

/** Show the time in your zone. */
export function show() {
  const now = clock.now();
  byId("clock-day").textContent = shortDay(now, zone());
  byId("clock-time").textContent = clockTime(now, zone());
  byId("clock-zone").textContent = `${placeName(zone())} · ${utcOffset(now, zone())}`;
  if (goal) byId("clock-progress").value = (now - goal.from) / (goal.to - goal.from);
}

/** Whether the clock is on its way. */
export function moving() {
  return goal !== null;
}

function prepare() {
  const next = clock.now() + 3_600_000;
  byId("clock-field").min = fieldValue(clock.now(), zone());
  byId("clock-field").value = fieldValue(next, zone());
  byId("clock-field-zone").textContent = `${placeName(zone())} time`;
}

function leave() {
  byId("clock-to").open = false;
  byId("clock-to").querySelector("summary").focus();
}

function moveTo() {
  if (goal) return null;
  const to = instantOf(byId("clock-field").value, zone());
  if (!(to > clock.now())) return say("The clock only goes forward. Pick a later time.", "error");
  leave();
  return move({ to: new Date(to).toISOString() }, to - clock.now());
}

async function move(body, span) {
  if (goal) return; // one walk at a time
  goal = { from: clock.now(), to: clock.now() + span };
  busy(true);
  say("Moving…");
  try {
    const answer = await ask("clock", body);
    clock.set(answer.now);
    report(answer.lagging);
  } catch (failure) {
    say(failure.message, "error");
  } finally {
    goal = null;
    busy(false);
    show();
    settled();
  }
}

function report(lagging) {
  const now = `It is ${shortDay(clock.now(), zone())}, ${clockTime(clock.now(), zone())}`;
  if (lagging.length) say(`${now}. Still catching up: ${lagging.join(", ")}.`, "error");
  else say("");
  announce(now);
}

function busy(yes) {
  byId("clock-progress").hidden = !yes;
  byId("clock").classList.toggle("moving", yes);
  for (const button of byId("clock").querySelectorAll("button")) button.ariaDisabled = String(yes);
}

function say(text, kind = "") {
  byId("clock-status").textContent = text;
  byId("clock-status").className = `clock-status ${kind}`;
}
