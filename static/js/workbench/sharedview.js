// SPDX-License-Identifier: EUPL-1.2
// One window for several drawings: whoever moves one of them moves all.

const CLOSER = 1.5;
const STEP = 0.2;
const CLOSEST = 0.05;
const FEWEST_PIXELS = 4;
const WHOLE = Object.freeze({ x: 0, y: 0, size: 1 });
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** The window after a step: parts of the whole drawing, 0 to 1. */
export function moved(view, step) {
  if (step === "fit") return WHOLE;
  if (step in WAYS) return within({ ...view, x: view.x + WAYS[step][0] * STEP * view.size, y: view.y + WAYS[step][1] * STEP * view.size });
  const size = Math.min(1, Math.max(CLOSEST, step === "in" ? view.size / CLOSER : view.size * CLOSER));
  const shift = (view.size - size) / 2;
  return within({ x: view.x + shift, y: view.y + shift, size });
}

/** A window never leaves the drawing. */
export function within({ x, y, size }) {
  const kept = (start) => Math.min(Math.max(start, 0), 1 - size);
  return { x: kept(x), y: kept(y), size };
}

export class SharedView {
  /** `controls` hold buttons that say in `data-facing-move` where to. */
  constructor(drawings, controls) {
    this.drawings = drawings.map((drawing) => {
      const { x, y, width, height } = drawing.viewBox.baseVal;
      return { drawing, base: { x, y, width, height } };
    });
    this.controls = controls;
    this.hasMoved = false;
    this.#show(WHOLE);
    controls.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-facing-move]");
      if (button) this.#show(moved(this.view, button.dataset.facingMove));
    });
    for (const { drawing } of this.drawings) this.#drag(drawing);
  }

  #show(view) {
    this.view = view;
    for (const { drawing, base } of this.drawings) {
      const box = [base.x + view.x * base.width, base.y + view.y * base.height, view.size * base.width, view.size * base.height];
      drawing.setAttribute("viewBox", box.map((number) => Number(number.toFixed(2))).join(" "));
    }
    const isWhole = view.size === 1;
    for (const button of this.controls.querySelectorAll("[data-facing-move]")) {
      button.setAttribute("aria-disabled", String(isWhole && button.dataset.facingMove !== "in"));
    }
  }

  /** A mouse drags what is shown; fingers scroll the page, and have the buttons. */
  #drag(drawing) {
    drawing.addEventListener("pointerdown", (event) => {
      this.hasMoved = false;
      if (event.pointerType !== "mouse" || event.button || this.view.size === 1) return;
      const { view } = this;
      const start = { x: event.clientX, y: event.clientY };
      const box = drawing.getBoundingClientRect();
      const end = new AbortController();
      addEventListener("pointermove", ({ clientX, clientY }) => {
        const [x, y] = [clientX - start.x, clientY - start.y];
        if (Math.hypot(x, y) < FEWEST_PIXELS && !this.hasMoved) return;
        this.hasMoved = true;
        this.#show(within({ ...view, x: view.x - (x / box.width) * view.size, y: view.y - (y / box.height) * view.size }));
      }, { signal: end.signal });
      addEventListener("pointerup", () => end.abort(), { signal: end.signal });
      event.preventDefault();
    });
  }
}
