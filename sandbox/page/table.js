// Tables: plain ones, and those of data, which have a caption, a header of each row, and pages.

import { el } from "./dom.js";
import { cell } from "./richtext.js";

/** `rows` of cells, the first being the header; `heading` is the column that names a row; `size` the rows of a page. */
export function table({ rows, caption, name, heading, size }, reader) {
  const [head, ...body] = rows;
  const inner = el("tbody");
  const box = el("div", { className: "table-box", tabIndex: 0, role: "region", "aria-label": caption ?? name ?? "Table" },
    el("table", {}, caption && el("caption", {}, caption),
      el("thead", {}, el("tr", {}, head.map((content) => el("th", { scope: "col", className: kind(content, body, head) }, cell(content, reader))))),
      inner));
  const fill = (from, to) => inner.replaceChildren(...body.slice(from, to).map((row) => el("tr", {}, row.map((content, index) =>
    el(index === heading ? "th" : "td", { className: kind(content), ...(index === heading && { scope: "row" }) }, cell(content, reader))))));
  fill(0, size ?? body.length);
  return size && body.length > size ? el("div", {}, box, pager({ size, total: body.length, fill })) : box;
}

/** Numbers stand to the right, and so does the head of a column of them. */
function kind(content, body, head) {
  if (!body) return content.type === "raw_number" ? "number" : "";
  const column = body.map((row) => row[head.indexOf(content)]);
  return column.length && column.every((one) => one?.type === "raw_number") ? "number" : "";
}

function pager({ size, total, fill }) {
  let from = 0;
  const where = el("span", { className: "muted", role: "status" });
  const turn = (to) => {
    if (to < 0 || to >= total) return; // the buttons stay where the focus is, and do nothing at an end
    from = to;
    const end = Math.min(from + size, total);
    fill(from, end);
    where.textContent = `${from + 1} to ${end} of ${total}`;
    back.ariaDisabled = String(from === 0);
    on.ariaDisabled = String(end === total);
  };
  const back = el("button", { type: "button", className: "chip", on: { click: () => turn(from - size) } }, "Previous");
  const on = el("button", { type: "button", className: "chip", on: { click: () => turn(from + size) } }, "Next");
  turn(0);
  return el("div", { className: "pager" }, back, on, where);
}
