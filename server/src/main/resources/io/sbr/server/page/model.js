/** One run beside others: what it recommends, why, and how good it is. */

import { element } from "./dom.js";
import { explanation, itemsOf } from "./explanation.js";
import { figures } from "./figures.js";
import { learn, learnAll, title } from "./items.js";
import { Movement } from "./movement.js";
import { ranking } from "./ranking.js";
import { ask, askAgain } from "./server.js";

const SHOWN = 10;
const EXPLAINED = 5;

export class Model {
  place;
  #run;
  #click;
  #trouble;
  #before;
  #asked = new AbortController();
  #how = element("p", { className: "latency" });
  #ranking = element("div");
  #why = element("div", { className: "why" });
  #figures = element("div");

  /**
   * @param run as the list of runs has it
   * @param click gets the id of an item that is chosen
   * @param trouble gets what goes wrong
   */
  constructor(run, click, trouble) {
    this.#run = run;
    this.#click = click;
    this.#trouble = trouble;
    const name = run.run === run.model ? run.run : `${run.run}: ${run.model}`;
    const heading = element("div", { className: "name" }, element("h3", {}, name), this.#how);
    const good = element("details", { className: "figures" }, element("summary", {}, "Figures of this run"), this.#figures);
    good.addEventListener("toggle", () => this.#measure(), { once: true });
    this.place = element("article", { className: "card", "aria-label": name }, heading, this.#ranking, this.#why, good);
    this.place.dataset.run = run.run;
  }

  /**
   * Asks for a session.
   *
   * @returns what came of it, in a sentence for whoever does not see it; undefined if nothing did,
   *     or another session has been asked for meanwhile
   */
  async show(items, excludeSeen) {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.place.setAttribute("aria-busy", "true");
    delete this.place.dataset.shown;
    try {
      return await this.#answer({ items, exclude_seen: excludeSeen, run: this.#run.run }, signal);
    } catch (failure) {
      if (!signal.aborted) {
        this.#how.textContent = "";
        this.#rank([]);
        this.#why.replaceChildren();
        this.#trouble(failure);
      }
      return undefined;
    } finally {
      if (!signal.aborted) {
        this.place.removeAttribute("aria-busy");
      }
    }
  }

  async #answer(question, signal) {
    const { answer, milliseconds } = await ask("v1/recommend", { ...question, k: SHOWN }, signal);
    learn(answer.items);
    this.#how.textContent = said(answer, milliseconds);
    this.#rank(answer.items);
    this.#before = answer.items.length === 0 ? undefined : new Map(answer.items.map((item, at) => [item.item, at]));
    await this.#explain(question, answer.known_clicks, signal);
    const best = answer.items.slice(0, 3).map((item) => title(item.item));
    return `${this.#run.run}: ${best.length === 0 ? "nothing" : best.join(", ")}, after ${milliseconds.toFixed(0)} ms.`;
  }

  /** Whoever stood at an item stands there again, wherever it is now, or at the first one. */
  #rank(items) {
    const movement = new Movement(this.#ranking);
    const held = this.#ranking.contains(document.activeElement) ? document.activeElement.dataset.item : undefined;
    this.#ranking.replaceChildren(items.length === 0 ? "" : ranking(items, this.#before, this.#click));
    movement.show();
    if (held !== undefined) {
      const buttons = [...this.#ranking.querySelectorAll("button")];
      (buttons.find((button) => button.dataset.item === held) ?? buttons[0])?.focus();
    }
  }

  /** An answer stands even where it cannot be explained. */
  async #explain(question, known, signal) {
    try {
      const parts = known === 0 ? [] : await this.#explained(question, signal);
      if (!signal.aborted) {
        this.#why.replaceChildren(...parts);
        this.place.dataset.shown = question.items.join(",");
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.#why.replaceChildren();
        this.#trouble(failure);
      }
    }
  }

  async #explained(question, signal) {
    const { answer } = await askAgain("v1/explain", { ...question, k: EXPLAINED }, signal);
    await learnAll(itemsOf(answer), this.#run.run);
    return explanation(answer);
  }

  async #measure() {
    try {
      const { answer } = await askAgain("v1/runs/" + encodeURIComponent(this.#run.run));
      this.#figures.replaceChildren(...figures(answer));
    } catch (failure) {
      this.#trouble(failure);
    }
  }
}

function said(answer, milliseconds) {
  const time = `Answered in ${milliseconds.toFixed(1)} ms`;
  const unknown = answer.unknown_clicks === 0 ? "" : `; ${answer.unknown_clicks} of the clicks ${answer.unknown_clicks === 1 ? "is" : "are"} unknown to this run`;
  switch (answer.answered_by) {
    case "popularity":
      return `${time}: the items most clicked, as no click is known.`;
    case "nothing":
      return answer.unknown_clicks === 0 ? "Nothing yet: it answers once there is a click." : `${time}: nothing${unknown}.`;
    default:
      return `${time}${unknown}.`;
  }
}
