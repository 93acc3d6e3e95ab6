/** What a run came to when it was trained. */

import { element, table } from "./dom.js";

const KINDS = [
  ["recall", "Recall, %"],
  ["mrr", "MRR, %"],
  ["ndcg", "NDCG, %"],
];

/** The figures that the run folder holds; a sentence where it holds none. */
export function figures(run) {
  const parts = [];
  if (run.test) {
    parts.push(measured(run.test));
  } else {
    parts.push(element("p", {}, "The folder does not say how good this run is."));
  }
  if (run.data) {
    const { name, items, trainSessions, testSessions } = run.data;
    const counts = [items, trainSessions, testSessions].map((count) => count.toLocaleString("en"));
    parts.push(element("p", { className: "hint" }, `Data ${name}: ${counts[0]} items, ${counts[1]} sessions to learn from, ${counts[2]} to be measured on.`));
  }
  if (run.epochs?.length > 1) {
    parts.push(element("p", { className: "hint" }, `Epoch ${run.selected_epoch} of ${run.epochs.length} answers.`));
  }
  if (run.settings) {
    const model = Object.entries(run.settings.model).map(([name, value]) => `${name} ${value}`);
    const seed = run.settings.seed === undefined ? "" : `, seed ${run.settings.seed}`;
    parts.push(element("p", { className: "hint" }, `Settings: ${model.join(", ")}; protocol ${run.settings.protocol}${seed}.`));
  }
  return parts;
}

function measured(test) {
  const depths = [...new Set(Object.keys(test).map((key) => Number(key.split("@")[1])))];
  const rows = depths.map((k) => [`first ${k}`, ...KINDS.map(([kind]) => test[`${kind}@${k}`] ?? "")]);
  return table("On the test part", ["among the", ...KINDS.map(([, name]) => name)], rows);
}
