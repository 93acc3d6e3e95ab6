/** What a run recommends, and how that differs from what it recommended before. */

import { brief, clickable, digitsOf, element, number, unseen } from "./dom.js";
import { about, title } from "./items.js";

/**
 * The table of an answer.
 *
 * @param items best first
 * @param before place of each item in the answer before, by id; undefined if there was none
 */
export function ranking(items, before, click) {
  const digits = digitsOf(items.map((item) => item.score));
  const rows = items.map((item, at) =>
    element(
      "tr",
      {},
      element("td", { className: "rank" }, String(at + 1), change(before, item.item, at)),
      element("td", {}, clickable(item.item, click, brief(item.item)), ...note(item.item)),
      element("td", { className: "number" }, number(item.score, digits)),
    ),
  );
  return element(
    "table",
    { className: "ranking" },
    element("caption", { className: "unseen" }, "What is recommended, best first"),
    element("thead", {}, element("tr", {}, head(unseen("rank")), head("item"), head("score", "number"))),
    element("tbody", {}, ...rows),
  );
}

function head(text, className = "") {
  return element("th", { scope: "col", className }, text);
}

/** Below the title: its id, and what else is known. */
function note(id) {
  const texts = [title(id) === id ? "" : id, about(id)].filter((text) => text !== "");
  const text = texts.join(" · ");
  return text === "" ? [] : [element("div", { className: "hint line", title: text }, text)];
}

/** Where it stood before: signs for eyes, words for ears. */
function change(before, id, at) {
  const was = before?.get(id);
  if (before === undefined || was === at) {
    return before === undefined ? "" : unseen(" as before");
  }
  if (was === undefined) {
    return element("span", { className: "moved up" }, " new");
  }
  const up = was > at;
  const places = Math.abs(was - at);
  const sign = element("span", { "aria-hidden": "true" }, (up ? " ▲" : " ▼") + places);
  return element("span", { className: `moved ${up ? "up" : "down"}` }, sign, unseen(` ${up ? "up" : "down"} ${places}`));
}
