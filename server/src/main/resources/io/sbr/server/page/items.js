/** What is known of items beside their ids. */

import { askAgain } from "./server.js";

const TITLES = ["title", "name", "label", "product"];

/** Ids in one question: together no longer than a header may be. */
const MOST = 100;
const LONGEST = 4000;

const known = new Map();

/** Keeps what an answer says of items. */
export function learn(items) {
  for (const item of items) {
    known.set(item.item, item.attributes ?? {});
  }
}

/** Asks a run for what is not known yet of these; of very many the last are shown by their ids. */
export async function learnAll(ids, run) {
  const query = new URLSearchParams({ run });
  const missing = [...new Set(ids)].filter((id) => !known.has(id)).slice(0, MOST);
  const asked = missing.filter((id) => {
    query.append("id", id);
    return query.toString().length <= LONGEST;
  });
  if (asked.length > 0) {
    const { answer } = await askAgain("v1/items?" + new URLSearchParams([["run", run], ...asked.map((id) => ["id", id])]));
    learn(asked.map((id) => ({ item: id })));
    learn(answer.items);
  }
}

/** What an item is called: a title, or else its id. */
export function title(id) {
  const attributes = known.get(id) ?? {};
  const column = Object.keys(attributes).find((name) => TITLES.includes(name.toLowerCase()));
  return column ? attributes[column] : id;
}

/** All else that is known of it, in a line. */
export function about(id) {
  const attributes = known.get(id) ?? {};
  return Object.entries(attributes)
    .filter(([name]) => !TITLES.includes(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
