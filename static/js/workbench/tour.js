// SPDX-License-Identifier: EUPL-1.2
// The tour: the list of the page, one step after the other, each beside the part that it tells of.

const SHOWN = "is-toured";

export class Tour {
  /** `list` holds the steps as the server wrote them; `card` is the dialog that shows one of them. */
  constructor(list, card, { text }) {
    Object.assign(this, { list, card, text });
    this.place = card.querySelector("[data-tour-place]");
    this.title = card.querySelector("[data-tour-title]");
    this.words = card.querySelector("[data-tour-words]");
    this.back = card.querySelector("[data-tour-back]");
    this.forth = card.querySelector("[data-tour-forth]");
    this.back.addEventListener("click", () => this.#show(this.at - 1));
    this.forth.addEventListener("click", () => (this.at + 1 < this.steps.length ? this.#show(this.at + 1) : this.end()));
    card.querySelector("[data-tour-end]").addEventListener("click", () => this.end());
    card.addEventListener("keydown", (event) => this.#key(event));
    card.addEventListener("close", () => this.#leave());
  }

  /** Begin with the first step whose part is on the page; `from` gets the focus back at the end. */
  begin(from) {
    this.from = from;
    this.steps = [...this.list.children].filter((step) => partOf(step));
    this.card.show();
    this.#show(0);
  }

  end() {
    this.card.close();
  }

  #leave() {
    this.part?.classList.remove(SHOWN);
    this.part = null;
    this.from?.focus();
  }

  #key(event) {
    const ways = { ArrowLeft: -1, ArrowRight: 1 };
    if (event.key === "Escape") this.end();
    else if (event.key in ways) this.#show(this.at + ways[event.key]);
    else return;
    event.preventDefault();
  }

  #show(at) {
    const step = this.steps[at];
    if (!step) return;
    this.at = at;
    this.part?.classList.remove(SHOWN);
    this.part = partOf(step);
    this.part.classList.add(SHOWN);
    this.part.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    this.place.textContent = this.text("tour.place", { number: at + 1, count: this.steps.length });
    this.title.textContent = step.querySelector("[data-tour-name]").textContent;
    this.words.textContent = step.querySelector("[data-tour-says]").textContent;
    this.back.setAttribute("aria-disabled", String(at === 0));
    this.forth.firstElementChild.textContent = this.text(at + 1 < this.steps.length ? "tour.forth" : "tour.end");
    this.title.focus();
  }
}

/** The part of the page that a step tells of, if somebody can see it. */
function partOf(step) {
  const part = document.querySelector(step.dataset.tourStep);
  return part?.checkVisibility() ? part : null;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
