// Asks before an act, as a block's confirm object says.

import { byId, el } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Whether the person agrees; at once where there is nothing to confirm. */
export function confirmed(question, reader) {
  if (!question) return Promise.resolve(true);
  const tone = question.style === "danger" ? "danger" : "primary";
  const dialog = el(
    "dialog",
    { className: "dialog small", "aria-labelledby": "confirm-title" },
    el("form", { method: "dialog" },
      el("h2", { id: "confirm-title" }, textObject(question.title, reader)),
      el("div", { className: "prose" }, textObject(question.text, reader)),
      el("div", { className: "dialog-buttons" },
        el("button", { value: "no", className: "button" }, question.deny?.text ?? "Cancel"),
        el("button", { value: "yes", className: `button ${tone}` }, question.confirm?.text ?? "Yes"))),
  );
  byId("dialogs").append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
