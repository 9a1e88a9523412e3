// Draws Block Kit; interactive elements are left to controls.js.

import { chart } from "./chart.js";
import { control } from "./controls.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { mrkdwnLine, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";

/**
 * The nodes of a list of blocks. `context` is what controls take, and `inputs`: an array that collects
 * {block, read, write, fail(text)} of each input block, for a form.
 */
export function drawBlocks(blocks, context) {
  return blocks.map((block) => {
    const node = (DRAW[block.type] ?? unknown)(block, context);
    node.classList.add("block");
    return node;
  });
}

const DRAW = {
  header: (block, { reader }) => el("h3", { className: "block-header" }, textObject(block.text, reader)),
  divider: () => el("hr"),
  section,
  context: (block, { reader }) => el("div", { className: "block-context" }, block.elements.map((element) =>
    element.type === "image" ? image(element) : el("span", {}, contextText(element, reader)))),
  actions: (block, context) => el("div", { className: "block-actions" }, block.elements.map((element) =>
    control(element, context).node)),
  image: (block) => el("figure", {}, image(block), block.title && el("figcaption", {}, block.title.text)),
  markdown: (block) => el("div", { className: "prose" }, markdown(block.text)),
  rich_text: (block, { reader }) => el("div", { className: "prose" }, richText(block, reader)),
  table: (block, { reader }) => table({ rows: block.rows }, reader),
  data_table: ({ rows, caption, page_size: size = 5, row_header_column_index: heading = 0 }, { reader }) =>
    table({ rows, caption, size, heading }, reader),
  data_visualization: (block, { reader }) => chart(block, reader),
  input,
};

function unknown(block) {
  return el("p", { className: "muted" }, `(A “${block.type}” block is not drawn here.)`);
}

function section(block, context) {
  const { reader } = context;
  const words = el("div", { className: "section-words" },
    block.text && el("div", { className: "prose" }, textObject(block.text, reader)),
    block.fields && el("div", { className: "fields" }, block.fields.map((field) =>
      el("div", { className: "prose" }, textObject(field, reader)))));
  const { accessory } = block;
  if (!accessory) return el("div", { className: "section" }, words);
  const side = accessory.type === "image" ? image(accessory) : control(accessory, context).node;
  return el("div", { className: "section" }, words, el("div", { className: "accessory" }, side));
}

function contextText(element, reader) {
  return element.type === "mrkdwn" ? mrkdwnLine(element.text, reader) : textObject(element, reader);
}

/** An image by its alternative text alone: nothing is fetched from elsewhere. */
function image({ alt_text: text }) {
  return el("span", { className: "image", role: "img", "aria-label": text }, icon("picture"), text);
}

function input(block, context) {
  const act = block.dispatch_action ? context.act : undefined;
  const made = control(block.element, { ...context, act });
  const [hint, error] = [freshId("hint"), freshId("error")];
  const grouped = made.node.matches(".choices");
  made.field.id = freshId("input");
  made.field.removeAttribute("aria-label");
  made.node.setAttribute("aria-describedby", `${hint} ${error}`);
  const label = el(grouped ? "span" : "label", { className: "label", id: freshId("label"), for: grouped ? null : made.field.id },
    block.label.text, block.optional && el("span", { className: "muted" }, " (optional)"));
  if (grouped) made.node.setAttribute("aria-labelledby", label.id);
  const shown = el("p", { className: "field-error", id: error, hidden: true });
  const fail = (text) => {
    shown.textContent = text ?? "";
    shown.hidden = !text;
    made.node.setAttribute("aria-invalid", String(Boolean(text)));
  };
  context.inputs?.push({ block, read: made.read, write: made.write, fail, focus: () => made.field.focus() });
  return el("div", { className: "input" }, label, made.node, shown,
    el("p", { className: "hint", id: hint }, block.hint ? textObject(block.hint, context.reader) : ""));
}
