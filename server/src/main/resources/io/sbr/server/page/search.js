/** Finds items while one types. */

import { brief, clickable, element } from "./dom.js";
import { learn, title } from "./items.js";
import { askAgain } from "./server.js";

const PAUSE = 120;
const MOST = 20;

const field = document.getElementById("query");
const list = document.getElementById("results");
const found = document.getElementById("found");

export class Search {
  #click;
  #run;
  #trouble;
  #waiting;
  #asked = new AbortController();

  /**
   * @param run whose items are found, as a function
   * @param click gets the id of an item that is chosen
   * @param trouble gets what goes wrong
   */
  constructor(run, click, trouble) {
    this.#run = run;
    this.#click = click;
    this.#trouble = trouble;
    field.addEventListener("input", () => this.#soon());
    field.addEventListener("keydown", (key) => this.#key(key));
    list.addEventListener("keydown", (key) => this.#key(key));
  }

  #soon() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.look(), PAUSE);
  }

  /** Finds what the field says; the items clicked most where it says nothing. */
  async look() {
    this.#asked.abort();
    this.#asked = new AbortController();
    const text = field.value.trim();
    const query = new URLSearchParams({ q: text, k: MOST, run: this.#run() });
    try {
      const { answer } = await askAgain("v1/items?" + query, undefined, this.#asked.signal);
      learn(answer.items);
      list.replaceChildren(...answer.items.map((item) => this.#entry(item.item)));
      found.textContent = said(text, answer.items.length);
    } catch (failure) {
      if (failure.name !== "AbortError") {
        this.#trouble(failure);
      }
    }
  }

  /** Clicks on the first item of what the field says now. */
  async #first() {
    clearTimeout(this.#waiting);
    await this.look();
    list.querySelector("button")?.click();
  }

  #entry(id) {
    const entry = document.createElement("li");
    const known = title(id) === id ? [] : [" ", element("span", { className: "id" }, id)];
    entry.append(clickable(id, this.#click, brief(id), ...known));
    return entry;
  }

  /** Arrows go through what was found, escape goes back. */
  #key(key) {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (key.key === "ArrowDown") {
      buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    } else if (key.key === "ArrowUp" && at >= 0) {
      (buttons[at - 1] ?? field).focus();
    } else if (key.key === "Escape" && at >= 0) {
      field.focus();
    } else if (key.key === "Enter" && at < 0 && field.value.trim() !== "") {
      this.#first();
    } else {
      return;
    }
    key.preventDefault();
  }
}

function said(text, count) {
  if (text === "") {
    return "Most clicked:";
  }
  if (count === 0) {
    return `Nothing begins with “${text}”.`;
  }
  const items = count === 1 ? "1 item" : `${count} items`;
  return count === MOST ? `The first ${count} items:` : `${items}:`;
}
