// Charts: a drawing of bars, lines, areas or a pie, with its numbers in words for who can't see it, and as a table.

import { el, svg } from "./dom.js";
import { table } from "./table.js";

const [WIDTH, HEIGHT] = [560, 230];
const PLOT = { left: 44, right: WIDTH - 8, top: 12, bottom: HEIGHT - 46 };
const LETTER = 6.4; // the width of one, roughly

/** The figure of a data_visualization block. */
export function chart({ title, chart: drawn }, reader) {
  const rows = drawn.type === "pie" ? slices(drawn) : points(drawn);
  const picture = drawn.type === "pie" ? pie(drawn) : plot(drawn);
  return el("figure", { className: "chart" }, el("figcaption", {}, title),
    el("div", { className: `picture ${drawn.type}`, role: "img", "aria-label": inWords(drawn.type, title, rows) }, picture),
    el("details", { className: "numbers" }, el("summary", {}, "Numbers"), table({ rows, name: `Numbers of ${title}` }, reader)));
}

// -- the numbers

const raw = (value) => (typeof value === "number" ? { type: "raw_number", value } : { type: "raw_text", text: value });

function slices({ segments }) {
  return [["", "Value"], ...segments.map(({ label, value }) => [label, value])].map((row) => row.map(raw));
}

function points({ series, axis_config: { categories } }) {
  const rows = categories.map((category) => [category, ...series.map((one) => valueAt(one, category))]);
  return [["", ...series.map(({ name }) => name)], ...rows].map((row) => row.map(raw));
}

function valueAt({ data }, category) {
  return data.find(({ label }) => label === category)?.value ?? 0;
}

function inWords(type, title, [head, ...rows]) {
  const said = (row) => row.slice(1).map(({ value }, index) => (row.length > 2 ? `${head[index + 1].text} ${value}` : value)).join(", ");
  return `${type} chart, ${title}. ${rows.map((row) => `${row[0].text}: ${said(row)}`).join("; ")}.`;
}

// -- bars, lines and areas

/** Round steps for the axis, from the lowest to the highest. */
function ticks(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function plot({ type, series, axis_config: axis }) {
  const marks = ticks(series.flatMap(({ data }) => data.map(({ value }) => value)));
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const slot = (PLOT.right - PLOT.left) / axis.categories.length;
  const scale = {
    slot,
    x: (index) => PLOT.left + slot * (index + 0.5),
    y: (value) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top),
  };
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    grid(marks, scale), labels(axis, scale), series.map((one, index) => DRAW[type](one, index, { axis, scale, count: series.length })));
  return series.length > 1 ? [drawing, legend(series.map(({ name }) => name))] : [drawing];
}

function grid(marks, { y }) {
  return marks.flatMap((mark) => [
    svg("line", { class: mark === 0 ? "zero" : "grid", x1: PLOT.left, x2: PLOT.right, y1: y(mark), y2: y(mark) }),
    svg("text", { class: "mark", x: PLOT.left - 6, y: y(mark) + 4, "text-anchor": "end" }, mark.toLocaleString("en")),
  ]);
}

/** The categories, as many as there is room for, and the names of the axes. */
function labels({ categories, x_label: across, y_label: up }, { slot, x }) {
  const every = Math.ceil((Math.max(...categories.map(({ length }) => length)) * LETTER) / slot);
  const shown = categories.flatMap((category, index) => (index % every ? [] : [
    svg("text", { class: "mark", x: x(index), y: PLOT.bottom + 16, "text-anchor": "middle" }, category)]));
  const middle = (PLOT.left + PLOT.right) / 2;
  if (across) shown.push(svg("text", { class: "axis", x: middle, y: HEIGHT - 8, "text-anchor": "middle" }, across));
  const turned = `rotate(-90 10 ${(PLOT.top + PLOT.bottom) / 2})`;
  if (up) shown.push(svg("text", { class: "axis", x: 10, y: (PLOT.top + PLOT.bottom) / 2, "text-anchor": "middle", transform: turned }, up));
  return shown;
}

function bars(one, index, { axis, scale, count }) {
  const wide = Math.min(46, (scale.slot * 0.72) / count);
  const left = (at) => scale.x(at) - (wide * count) / 2 + wide * index;
  return svg("g", { class: `tint-${index}` }, axis.categories.map((category, at) => {
    const [value, zero] = [scale.y(valueAt(one, category)), scale.y(0)];
    return svg("rect", { x: left(at), y: Math.min(value, zero), width: Math.max(wide - 2, 1), height: Math.abs(zero - value), rx: 2 });
  }));
}

function path(one, { axis, scale }) {
  return axis.categories.map((category, at) => `${at ? "L" : "M"}${scale.x(at)} ${scale.y(valueAt(one, category))}`).join(" ");
}

function line(one, index, context) {
  const { axis, scale } = context;
  return svg("g", { class: `tint-${index}` }, svg("path", { class: "line", d: path(one, context) }), axis.categories.map((category, at) =>
    svg("circle", { cx: scale.x(at), cy: scale.y(valueAt(one, category)), r: 3 })));
}

function area(one, index, context) {
  const { axis, scale } = context;
  const floor = scale.y(0);
  const closed = `${path(one, context)} L${scale.x(axis.categories.length - 1)} ${floor} L${scale.x(0)} ${floor} Z`;
  const drawn = line(one, index, context);
  drawn.prepend(svg("path", { class: "area", d: closed }));
  return drawn;
}

const DRAW = { bar: bars, line, area };

// -- a pie

function pie({ segments }) {
  const sum = segments.reduce((total, { value }) => total + value, 0);
  let from = 0;
  const drawn = segments.map(({ value }, index) => {
    const share = value / sum;
    const slice = share > 0.9999 ? svg("circle", { cx: 0, cy: 0, r: 1 }) : svg("path", { d: wedge(from, from + share) });
    slice.setAttribute("class", `slice tint-${index}`);
    from += share;
    return slice;
  });
  const percent = (value) => `${Math.round((value / sum) * 100)} %`;
  return [svg("svg", { viewBox: "-1.04 -1.04 2.08 2.08", "aria-hidden": "true" }, drawn),
    legend(segments.map(({ label, value }) => `${label}: ${value.toLocaleString("en")} (${percent(value)})`))];
}

function wedge(from, to) {
  const at = (share) => [Math.sin(share * 2 * Math.PI), -Math.cos(share * 2 * Math.PI)].map((one) => one.toFixed(5)).join(" ");
  return `M0 0 L${at(from)} A1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
}

function legend(names) {
  return el("ul", { className: "legend" }, names.map((name, index) => el("li", {},
    svg("svg", { viewBox: "0 0 10 10", class: `key tint-${index}` }, svg("rect", { width: 10, height: 10, rx: 2 })), name)));
}
