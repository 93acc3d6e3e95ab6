/** The session: its clicks in order, and what takes them away again. */

import { element } from "./dom.js";
import { title } from "./items.js";

const list = document.getElementById("clicks");
const nothing = document.getElementById("nothing");
const anew = document.getElementById("anew");

export class Clicks {
  items = [];
  #changed;

  /** @param changed is called after each change by the visitor */
  constructor(changed) {
    this.#changed = changed;
    anew.addEventListener("click", () => this.#replace([]));
  }

  add(id) {
    this.#replace([...this.items, id]);
  }

  #replace(items) {
    this.items = items;
    this.show();
    this.#changed();
  }

  /** Whoever took a click away stands at the next one, or at the heading. */
  #remove(at) {
    this.#replace(this.items.filter((id, place) => place !== at));
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] ?? document.getElementById("session-title")).focus();
  }

  show() {
    nothing.hidden = this.items.length > 0;
    anew.disabled = this.items.length === 0;
    list.replaceChildren(
      ...this.items.map((id, at) => {
        const away = element("button", { type: "button", "aria-label": `take away click ${at + 1}, ${title(id)}`, onclick: () => this.#remove(at) }, "×");
        return element("li", {}, element("span", { title: title(id) }, title(id)), away);
      }),
    );
  }
}
