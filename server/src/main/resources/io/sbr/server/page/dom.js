/** Makes elements, and shows numbers and items the same way everywhere. */

import { title } from "./items.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties, or attributes where a name has a dash, and children. */
export function element(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/** The same of a picture; all properties are attributes. */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function filled(made, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children);
  return made;
}

/**
 * A number as people read it, with all its digits for programs.
 *
 * @param digits after the point, where numbers stand below each other
 */
export function number(value, digits) {
  const exact = element("data", { value: String(value) });
  exact.textContent = digits === undefined ? short(value) : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return exact;
}

/** Digits after the point with which the largest of some numbers has four that count. */
export function digitsOf(values) {
  const most = Math.max(...values.map(Math.abs));
  return most > 0 ? Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(most)))) : 0;
}

/** Four digits that count, or four after the point. */
export function short(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value)) {
    return String(value);
  }
  if (size < 0.001 || size >= 100000) {
    return value.toExponential(1);
  }
  return value.toLocaleString("en", size < 1 ? { maximumFractionDigits: 4 } : { maximumSignificantDigits: 4 });
}

/** What an item is called, and its id where that is something else. */
export function named(id) {
  const name = title(id);
  return name === id ? [id] : [name, " ", element("span", { className: "id" }, id)];
}

/** What it is called in two lines at most; a long title is whole where one points at it. */
export function brief(id, ...before) {
  return element("span", { className: "brief", title: title(id) }, ...before, title(id));
}

/** Words for ears alone. */
export function unseen(text) {
  return element("span", { className: "unseen" }, text);
}

/** A button that clicks on an item as the visitor would. */
export function clickable(id, click, ...children) {
  const button = element("button", { type: "button", className: "item", onclick: () => click(id) }, ...children);
  button.dataset.item = id;
  return button;
}

/**
 * A table.
 *
 * @param caption what it says
 * @param heads of the columns: text or elements
 * @param rows of cells: text, elements, or a number
 * @param shares the rows, from and to, that are coloured by their share of the largest number
 * @param columns how many columns after the first are so
 */
export function table(caption, heads, rows, [from, to] = [0, 0], columns = heads.length) {
  const coloured = (row, column) => row >= from && row < to && column > 0 && column <= columns;
  const compared = rows.flatMap((cells, row) => cells.filter((cell, column) => coloured(row, column)));
  const most = Math.max(0, ...compared.map(Math.abs));
  const digits = most > 0 ? digitsOf(rows.flat().filter((cell) => typeof cell === "number")) : undefined;
  const numeric = (column) => rows.length > 0 && typeof rows[0][column] === "number";
  const head = element("tr", {}, ...heads.map((text, column) => element("th", { scope: "col", className: numeric(column) ? "number" : "" }, ...[text].flat())));
  const body = rows.map((cells, row) => element("tr", {}, ...cells.map((cell, column) => made(cell, column, digits, coloured(row, column) ? most : 0))));
  return element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...body));
}

function made(cell, column, digits, most) {
  if (column === 0) {
    return element("th", { scope: "row" }, ...[cell].flat());
  }
  if (typeof cell !== "number") {
    return element("td", {}, ...[cell].flat());
  }
  const td = element("td", { className: "number" }, number(cell, digits));
  if (most > 0) {
    td.classList.add("share");
    td.classList.toggle("below", cell < 0);
    td.style.setProperty("--share", Math.abs(cell) / most);
  }
  return td;
}

/** A table that may be wider than the screen: the keyboard scrolls it, too. */
export function wide(name, content) {
  return element("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": name }, content);
}
