// Sends what a person does with a button or another control, and says so at the control if it fails.

import { ask } from "./api.js";
import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { reader, workspace } from "./workspace.js";

/** The `act` of blocks.js for the blocks at `where`: {channel, ts?}. */
export function pressIn(where, settled) {
  return async (element, value, node) => {
    if (node.ariaBusy === "true" || !(await confirmed(element.confirm, reader()))) return;
    if (element.url) window.open(element.url, "_blank", "noopener");
    await send({ where, element, value, node });
    settled();
  };
}

async function send({ where, element, value, node }) {
  clearNote(node);
  node.ariaBusy = "true";
  const { action_id } = element;
  try {
    const answer = await ask("action", { user: workspace.you.id, ...where, action_id, value: value ?? undefined, wait: 0 });
    if (answer.error) addNote(node, `That failed with the error ${answer.error}`);
  } catch (failure) {
    addNote(node, failure.message);
  } finally {
    node.ariaBusy = "false";
  }
}

function addNote(node, text) {
  node.after(el("span", { className: "note error", role: "alert" }, text));
}

function clearNote(node) {
  if (node.nextElementSibling?.matches(".note")) node.nextElementSibling.remove();
}
