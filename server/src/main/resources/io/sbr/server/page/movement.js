/** Lets the rows of a ranking slide to their new places, for eyes that like it. */

const MILLISECONDS = 220;
const liked = matchMedia("(prefers-reduced-motion: no-preference)");

export class Movement {
  #place;
  #before;

  /** @param place whose rows are about to be replaced */
  constructor(place) {
    this.#place = place;
    this.#before = new Map(rows(place).map(([item, row]) => [item, row.offsetTop]));
  }

  /** Starts them from where they were; those that are new appear. */
  show() {
    if (!liked.matches || this.#before.size === 0) {
      return;
    }
    for (const [item, row] of rows(this.#place)) {
      const was = this.#before.get(item);
      const from = was === undefined ? { opacity: 0 } : { transform: `translateY(${was - row.offsetTop}px)` };
      row.animate([from, {}], { duration: MILLISECONDS, easing: "ease-out" });
    }
  }
}

function rows(place) {
  return [...place.querySelectorAll("tbody tr")].map((row) => [row.querySelector("button").dataset.item, row]);
}
