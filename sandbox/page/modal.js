// The dialog of the view on top of the stack: its fields, its errors, submit and close.

import { ask } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, el, trapTab } from "./dom.js";
import { blockContext } from "./message.js";
import { textObject } from "./mrkdwn.js";
import { reader, workspace } from "./workspace.js";

let open = null;

/** Show the top of a stack of views, or nothing; what was typed stays where its block does. */
export function show(stack, settled) {
  const view = stack[stack.length - 1];
  const shown = stack.map(({ id, title, submit, close, blocks }) => [id, title, submit, close, blocks]);
  const signature = JSON.stringify([workspace.you.id, shown]);
  if (open?.signature === signature) return;
  const typed = view && open?.viewId === view.id ? values(open.inputs) : {};
  const before = open;
  open = null;
  before?.dialog.remove();
  if (view) open = draw(view, stack.length, { signature, typed, settled });
  else if (before) byId("composer-text").focus();
}

function values(inputs) {
  return Object.fromEntries(inputs.map(({ block, read }) => [block.block_id, read()]));
}

function draw(view, depth, { signature, typed, settled }) {
  const context = { ...blockContext({ channel: "modal" }, settled), inputs: [] };
  const blocks = drawBlocks(view.blocks, context);
  const trouble = el("p", { className: "form-error", role: "alert", hidden: true });
  const close = () => act(trouble, () => ask("close", { user: workspace.you.id }), settled);
  const form = el("form", { noValidate: true },
    el("header", { className: "dialog-head" }, el("h2", { id: "modal-title" }, textObject(view.title, reader())),
      depth > 1 && el("span", { className: "muted" }, `step ${depth}`),
      el("button", { type: "button", className: "quiet", "aria-label": "Close", on: { click: close } }, "✕")),
    el("div", { className: "dialog-body blocks" }, blocks, trouble),
    el("footer", { className: "dialog-buttons" },
      el("button", { type: "button", className: "button", on: { click: close } }, view.close?.text ?? "Cancel"),
      view.submit && el("button", { className: "button primary" }, view.submit.text)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(context.inputs, { form, trouble, settled });
  });
  const dialog = el("dialog", { className: "dialog", "aria-labelledby": "modal-title" }, form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("keydown", (event) => trapTab(event, dialog));
  byId("dialogs").append(dialog);
  context.inputs.filter(({ block }) => block.block_id in typed).forEach(({ block, write }) => write(typed[block.block_id]));
  dialog.showModal();
  (context.inputs[0] ?? { focus: () => form.querySelector("footer button:last-child").focus() }).focus();
  return { signature, viewId: view.id, dialog, inputs: context.inputs };
}

async function submit(inputs, { form, trouble, settled }) {
  const button = form.querySelector("footer .primary");
  inputs.forEach(({ fail }) => fail(null));
  button.disabled = true;
  const answer = await act(trouble, () => ask("submit", { user: workspace.you.id, values: values(inputs), wait: 0 }), settled);
  button.disabled = false;
  if (answer?.errors) showErrors(inputs, answer.errors);
}

function showErrors(inputs, errors) {
  const wrong = inputs.filter(({ block, fail }) => {
    const text = errors[block.block_id] ?? errors[block.label.text];
    if (text) fail(text);
    return text;
  });
  wrong[0]?.focus();
}

/** Call the sandbox; what goes wrong is shown in the form. */
async function act(trouble, call, settled) {
  trouble.hidden = true;
  try {
    const answer = await call();
    if (answer.error) throw new Error(`We had some trouble connecting. Try again? (${answer.error})`);
    settled();
    return answer;
  } catch (failure) {
    trouble.textContent = failure.message;
    trouble.hidden = false;
    return null;
  }
}
