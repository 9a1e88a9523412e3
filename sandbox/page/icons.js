// The few icons of this page, as drawings of our own: no font has to hold them.

const PATHS = {
  channel: "M6.2 2.5 4.8 13.5M11.2 2.5 9.8 13.5M2.5 5.8h11M2.5 10.2h11",
  private: "M4 7.2h8v6.3H4zM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2",
  message: "M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z",
  home: "M2.5 7.5 8 2.8l5.5 4.7M4.2 6.5v6.7h7.6V6.5",
  eye: "M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8zM8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z",
  picture: "M2.5 3.5h11v9h-11zM2.5 11l3.2-3.2 2.3 2.3 2-2 3.5 3.4",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(path);
  return drawing;
}
