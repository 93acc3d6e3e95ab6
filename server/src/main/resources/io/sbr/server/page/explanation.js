/** Why a run answers as it does: each kind of explanation as the server gives it. */

import { brief, element, named, number, short, table, unseen, wide } from "./dom.js";
import { graph } from "./graph.js";
import { title } from "./items.js";

const RESTS = {
  bias: "bias",
  again: "for being clicked again",
  rounding: "rounding",
  interaction: "clicks together",
};

const SIZE = "The more attention an item gets, the larger and fuller its circle. ";

/** All items that an explanation names. */
export function itemsOf(why) {
  if (why.network) {
    return [...itemsOf(why.network), ...itemsOf(why.neighbours)];
  }
  const results = why.results ?? why.items;
  return [
    ...why.clicks.map((click) => click.item ?? click),
    ...results.map((result) => result.item),
    ...results.flatMap((result) => result.sessions ?? []).flatMap((session) => session.items),
  ];
}

/** An explanation as elements. */
export function explanation(why) {
  if (why.network) {
    return blended(why);
  }
  if (why.edges) {
    return network(why);
  }
  if (why.counted !== undefined) {
    return counted(why);
  }
  return why.items.some((item) => item.causes) ? ruled(why) : neighbours(why);
}

function network(why) {
  const parts = [];
  if (why.edges.length > 0 || why.attention !== "none") {
    parts.push(element("h4", {}, "The session graph, and attention"), wide("The session graph", graph(why.clicks, why.edges)));
    parts.push(element("p", { className: "hint" }, attention(why)));
    parts.push(edgesOf(why));
  }
  parts.push(element("h4", {}, "What each click contributed"), contributions(why));
  parts.push(element("p", { className: "hint" }, method(why)));
  return parts;
}

function attention(why) {
  switch (why.attention) {
    case "share":
      return SIZE + (why.attention_of_padding > 0
        ? `Attention is shared: ${short(why.attention_of_padding)} of it went to padding, as published.`
        : "Attention is shared: it sums to 1 over the clicks.");
    case "weight":
      return SIZE + "Attention is a free weight here: it may be negative (orange) and need not sum to 1.";
    default:
      return "This read-out has no attention.";
  }
}

function method(why) {
  const again = why.again === undefined ? "" : ` The model gives ${short(why.again)} to a click on an item of this session again.`;
  return (
    (why.method === "sum"
      ? "A score is the sum of its column: blue raises it, orange lowers it. What a click contributes includes what its neighbours sent it along the graph."
      : "Blue raises the score, orange lowers it: a contribution is what leaving the click out takes from the score, or the whole score of a single click; the rest is what clicks do together.") + again
  );
}

function edgesOf(why) {
  const node = (wanted) => title(why.clicks.find((click) => click.node === wanted).item);
  const clicks = why.clicks.map((click) => [named(click.item), click.node, click.attention ?? ""]);
  const edges = why.edges.map((edge) => [node(edge.from), node(edge.to), edge.graph, Object.entries(edge.weights).map(([name, weight]) => `${name} ${short(weight)}`).join(", ")]);
  const tables = [table("Clicks", ["item", "node", "attention"], clicks)];
  tables[0].classList.add("attention");
  if (edges.length > 0) {
    tables.push(table("Edges", ["from", "to", "graph", "weights"], edges));
  }
  return element("details", {}, element("summary", {}, "as tables"), ...tables.map((one) => wide(one.caption.textContent, one)));
}

/** A column for each result, added up as one does on paper. */
function contributions(why) {
  const rows = why.clicks.map((click, at) => [brief(click.item, `${at + 1}. `), ...why.results.map((result) => result.contributions[at])]);
  rows.push([RESTS[why.rest] ?? why.rest, ...why.results.map((result) => result.rest)]);
  rows.push(["score", ...why.results.map((result) => result.score)]);
  const heads = why.results.map((result, at) => element("span", { title: title(result.item) }, String(at + 1), unseen(`, ${title(result.item)}`)));
  const caption = `Terms of the score of each of the first ${why.results.length}`;
  const made = table(caption, ["click", ...heads], rows, [0, why.clicks.length]);
  made.classList.add("contributions");
  return wide("What each click contributed", made);
}

function counted(why) {
  const rows = why.items.map((item) => [named(item.item), item.count, item.popularity, item.score]);
  return [element("h4", {}, "What was counted"), wide("Counts", table(`Counted: ${why.counted}`, ["item", "count", "popularity", "score"], rows))];
}

function ruled(why) {
  const rows = why.items.map((item) => [named(item.item), item.causes.map((cause) => `${cause.position + 1}. ${title(cause.click)}: ${short(cause.weight)}`).join("; ") || "no rule: popularity", item.score]);
  return [element("h4", {}, "Which clicks have a rule for it"), wide("Rules", table("Weights of the rules, the last click first", ["item", "rules", "score"], rows))];
}

function neighbours(why) {
  const clicked = new Set(why.clicks);
  return [
    element("h4", {}, "Which past sessions spoke for it"),
    ...why.items.map((item, at) =>
      element(
        "details",
        { open: at === 0 },
        element("summary", {}, title(item.item), ": score ", number(item.score), heard(item)),
        element("ol", { className: "voices" }, ...item.sessions.map((voice) => spoken(voice, clicked))),
      ),
    ),
  ];
}

function heard(item) {
  const shown = item.sessions.length;
  switch (item.neighbours) {
    case 0:
      return ", no neighbour";
    case 1:
      return ", 1 neighbour";
    default:
      return `, ${item.neighbours} neighbours${shown < item.neighbours ? `, the ${shown} that add most:` : ""}`;
  }
}

function spoken(voice, clicked) {
  const items = voice.items.flatMap((id, at) => [at === 0 ? "" : ", ", element("span", { className: clicked.has(id) ? "clicked" : "" }, title(id))]);
  const when = voice.days < 1 ? "on the last day" : `${short(voice.days)} days before the last`;
  const said = element("div", { className: "hint" }, "adds ", number(voice.said), ", similarity ", number(voice.similarity), `, ${when}`);
  return element("li", {}, ...items, said);
}

function blended(why) {
  const rows = why.results.map((result) => [named(result.item), result.from_network, result.from_neighbours, result.score]);
  return [
    element("h4", {}, "What network and neighbours add"),
    wide("Network and neighbours", table(`Neighbours have ${short(100 * why.lambda)} % of the weight in this session`, ["item", why.network.model, why.neighbours.model, "probability"], rows, [0, rows.length], 2)),
    ...network(why.network),
    ...neighbours(why.neighbours),
  ];
}
