// SPDX-License-Identifier: EUPL-1.2
// One polite live region: what changed is said once, the focus stays where it is.

const PAUSE = 150;

/** Says sentences in one element; of several in quick succession only the last. */
export class Announcer {
  #element;
  #setTimer;
  #clearTimer;
  #timer = null;

  constructor(element, { setTimer = setTimeout, clearTimer = clearTimeout } = {}) {
    this.#element = element;
    // Browsers insist on their own `this` for timers.
    this.#setTimer = setTimer.bind(globalThis);
    this.#clearTimer = clearTimer.bind(globalThis);
  }

  say(sentence) {
    this.#clearTimer(this.#timer);
    this.#timer = this.#setTimer(() => this.#write(sentence), PAUSE);
  }

  #write(sentence) {
    // The same sentence again would be no change, and not be said.
    const isSame = this.#element.textContent === sentence;
    this.#element.textContent = isSame ? `${sentence}\u00a0` : sentence;
  }
}

let announcer = null;

/** Say a sentence in the live region of the page. */
export function announce(sentence) {
  announcer ??= new Announcer(document.getElementById("announcer"));
  announcer.say(sentence);
}
