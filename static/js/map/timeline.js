// SPDX-License-Identifier: EUPL-1.2
// The time control: a range, two step buttons and a play button over the ticks that the server wrote.

const PLAY_INTERVAL = 1400;
const GAP = 6;

/**
 * Which of `count` periods have room for their label: all of them, or else the one shown and of the first and the
 * last those that do not touch it. `pitch` and `width` are those of a tick and of a label, in pixels.
 */
export function labelled(count, current, pitch, width) {
  const apart = width + GAP;
  if (pitch >= apart) return new Set(Array.from({ length: count }, (_, position) => position));
  const kept = [current];
  for (const end of [0, count - 1]) {
    if (kept.every((other) => Math.abs(end - other) * pitch >= apart)) kept.push(end);
  }
  return new Set(kept);
}

/**
 * Drives the control in `root`; calls `onStep(position, { isPlaying })` when a person or the player chose another
 * period, and `onRest()` when the player has stopped.
 */
export class Timeline {
  constructor(root, { onStep, onRest = () => {} }) {
    Object.assign(this, { root, onStep, onRest });
    this.range = root.querySelector("[data-timeline-range]");
    this.back = root.querySelector("[data-timeline-back]");
    this.forth = root.querySelector("[data-timeline-forth]");
    this.play = root.querySelector("[data-timeline-play]");
    this.ticks = [...root.querySelectorAll("[data-timeline-tick]")];
    this.timer = null;
    root.style.setProperty("--ticks", String(this.ticks.length));
    root.hidden = false;
    this.resized = new ResizeObserver(() => this.#measure());
    this.resized.observe(root);
    this.#listen();
    this.show(Number(this.range.value));
  }

  get position() {
    return Number(this.range.value);
  }

  #listen() {
    this.range.addEventListener("input", () => this.#choose(this.position));
    this.back.addEventListener("click", () => this.#choose(this.position - 1));
    this.forth.addEventListener("click", () => this.#choose(this.position + 1));
    this.play.addEventListener("click", () => (this.timer ? this.#rest() : this.#start()));
    this.ticks.forEach((tick, position) => tick.addEventListener("click", () => this.#choose(position)));
    document.addEventListener("visibilitychange", () => document.hidden && this.#rest());
  }

  #choose(position) {
    if (position < 0 || position >= this.ticks.length) return;
    this.stop();
    this.#go(position);
  }

  #go(position, { isPlaying = false } = {}) {
    this.show(position);
    this.onStep(position, { isPlaying });
  }

  /** Show a position without telling anybody. */
  show(position) {
    if (position === this.shown) return;
    this.shown = position;
    this.range.value = String(position);
    this.range.setAttribute("aria-valuetext", this.ticks[position]?.dataset.timelineTick ?? "");
    this.ticks.forEach((tick, other) => tick.classList.toggle("timeline__tick--current", other === position));
    this.#label();
    // A button that goes grey under the finger would lose the keyboard focus: it stays and says so.
    this.back.setAttribute("aria-disabled", String(position === 0));
    this.forth.setAttribute("aria-disabled", String(position === this.ticks.length - 1));
  }

  /** Take the room that there is; asked at every step it would lay out the whole page in the middle of it. */
  #measure() {
    this.room = { tick: this.ticks[0].offsetWidth, label: Math.max(...this.ticks.map((tick) => tick.firstElementChild.offsetWidth)) };
    this.#label();
  }

  /** Write no label over another. */
  #label() {
    if (!this.room) return;
    const labels = this.ticks.map((tick) => tick.firstElementChild);
    const kept = labelled(this.ticks.length, this.position, this.room.tick, this.room.label);
    labels.forEach((label, position) => label.classList.toggle("timeline__label--crowded", !kept.has(position)));
  }

  #start() {
    this.#tellPlaying(true);
    // The first step is one that a person made; what flies by behind it is not.
    let isPlaying = this.position === this.ticks.length - 1;
    this.timer = setInterval(() => {
      this.#go(this.position + 1, { isPlaying });
      // One step of a person tells by itself where it led.
      const isLast = this.position === this.ticks.length - 1;
      if (isLast && isPlaying) this.#rest();
      else if (isLast) this.stop();
      isPlaying = true;
    }, PLAY_INTERVAL);
    // Last, for a step may end the player at once.
    if (isPlaying) this.#go(0);
  }

  /** Stop where the player is, and tell. */
  #rest() {
    const hasPlayed = this.timer !== null;
    this.stop();
    if (hasPlayed) this.onRest();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.#tellPlaying(false);
  }

  #tellPlaying(isPlaying) {
    this.play.setAttribute("aria-pressed", String(isPlaying));
    this.play.querySelector("[data-when-stopped]").hidden = isPlaying;
    this.play.querySelector("[data-when-playing]").hidden = !isPlaying;
  }

  /** End the player before the control is thrown away. */
  destroy() {
    this.resized.disconnect();
    clearInterval(this.timer);
    this.timer = null;
  }
}
