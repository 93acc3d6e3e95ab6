/** Draws the session graph: nodes by first click, larger the more attention they got. */

import { drawn, short } from "./dom.js";
import { title } from "./items.js";

const GAP = 96;
const MARGIN = 72;
const LEAST = 8;
const MOST = 20;
const LONGEST = 20;
const ENDING = 8;
const LINE = 16;
const LOOP = 24;

/** How much of its size a picture may lose to fit; beyond that one scrolls. */
const SMALLEST = 0.8;

let pictures = 0;

/**
 * A picture.
 *
 * @param clicks with item, node and attention
 * @param edges between nodes
 */
export function graph(clicks, edges) {
  const nodes = summed(clicks);
  const most = Math.max(...nodes.map((node) => Math.abs(node.attention)), 1e-12);
  const arrow = `arrow-${pictures++}`;
  const pairs = [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
  const up = Math.max(0, ...pairs.filter((edge) => edge.to >= edge.from).map(rise));
  const down = Math.max(2 * LINE, ...pairs.filter((edge) => edge.to < edge.from).map(rise));
  const base = up + MOST + LINE;
  const height = base + MOST + Math.max(down, 4 * LINE) + LINE;
  const at = (node) => MARGIN + (node - 1) * GAP;
  const width = at(nodes.length) + MARGIN;
  const radius = (node) => LEAST + (MOST - LEAST) * Math.sqrt(Math.abs(nodes[node - 1].attention) / most);
  const picture = drawn("svg", { class: "graph", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words(nodes, pairs) });
  picture.style.width = `clamp(${SMALLEST * width}px, 100%, ${width}px)`;
  picture.append(drawn("defs", {}, head(arrow)));
  for (const edge of pairs) {
    picture.append(line(edge, at, base, radius, arrow));
  }
  for (const node of nodes) {
    const spot = drawn("circle", { cx: at(node.number), cy: base, r: radius(node.number) });
    spot.setAttribute("fill-opacity", 0.15 + (0.85 * Math.abs(node.attention)) / most);
    spot.classList.toggle("negative", node.attention < 0);
    spot.append(drawn("title", {}, spoken(node)));
    picture.append(spot, ...label(node, at(node.number), base + MOST));
  }
  return picture;
}

/** What an item is called, lower at every other node so that names have room, and its attention. */
function label(node, x, top) {
  const y = top + LINE + (node.number % 2 === 0 ? 2 * LINE : 0);
  const lines = [drawn("text", { x, y }, cut(title(node.item)))];
  if (node.known) {
    lines.push(drawn("text", { x, y: y + LINE - 1, class: "value" }, short(node.attention)));
  }
  return lines;
}

/** How far from the nodes an edge goes. */
function rise(edge) {
  const steps = edge.to - edge.from;
  return steps === 0 ? LOOP : steps === 1 ? 0 : 15 + 20 * Math.abs(steps);
}

/** The nodes in order; what a node's clicks got is the node's. */
function summed(clicks) {
  const nodes = [];
  for (const click of clicks) {
    nodes[click.node - 1] ??= { number: click.node, item: click.item, attention: 0, known: click.attention !== null };
    nodes[click.node - 1].attention += click.attention ?? 0;
  }
  return nodes;
}

function head(id) {
  return drawn(
    "marker",
    { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    drawn("path", { d: "M0 0 8 4 0 8z", class: "head" }),
  );
}

/** Onwards above the nodes, back below them, to itself as a loop. */
function line(edge, at, base, radius, arrow) {
  const from = at(edge.from);
  const to = at(edge.to);
  let path;
  if (edge.from === edge.to) {
    const top = base - radius(edge.from);
    path = `M${from - 6} ${top} c-14 -30 26 -30 13 -2`;
  } else if (edge.to === edge.from + 1) {
    path = `M${from + radius(edge.from)} ${base} H${to - radius(edge.to) - 2}`;
  } else {
    const side = edge.to > edge.from ? -1 : 1;
    const bend = base + side * 2 * rise(edge);
    path = `M${from} ${base + side * radius(edge.from)} Q${(from + to) / 2} ${bend} ${to} ${base + side * (radius(edge.to) + 2)}`;
  }
  return drawn("path", { d: path, class: "edge", "marker-end": `url(#${arrow})` });
}

/** Items are often told apart by how their names end. */
function cut(text) {
  const letters = [...text];
  return letters.length > LONGEST ? [...letters.slice(0, LONGEST - ENDING - 1), "…", ...letters.slice(-ENDING)].join("") : text;
}

function spoken(node) {
  return title(node.item) + (node.known ? ` with attention ${short(node.attention)}` : "");
}

function words(nodes, edges) {
  const items = nodes.map(spoken).join(", ");
  const ways = edges.map((edge) => `${title(nodes[edge.from - 1].item)} to ${title(nodes[edge.to - 1].item)}`).join(", ");
  return `Session graph of ${items}. ${ways === "" ? "No edges." : "Edges: " + ways + "."}`;
}
