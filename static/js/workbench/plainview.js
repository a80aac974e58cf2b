// SPDX-License-Identifier: EUPL-1.2
// Simple or full view: a setting of this browser, kept only because somebody asked for it, and never a part of the address.

import { announce } from "../lib/announce.js";

const NAME = "ansicht";
const SIMPLE = "einfach";

export class PlainView {
  constructor(root, { text }) {
    Object.assign(this, { text });
    this.line = root.querySelector("[data-workbench-view]");
    this.says = this.line.querySelector("[data-workbench-view-says]");
    this.button = this.line.querySelector("button");
    this.line.classList.add("is-offered");
    this.button.addEventListener("click", () => this.#choose(!this.isSimple));
    this.#show();
  }

  get isSimple() {
    return document.documentElement.dataset.ansicht === SIMPLE;
  }

  #choose(isSimple) {
    if (isSimple) document.documentElement.dataset.ansicht = SIMPLE;
    else delete document.documentElement.dataset.ansicht;
    keep(isSimple);
    this.#show();
    announce(this.says.textContent);
  }

  #show() {
    this.says.textContent = this.text(this.isSimple ? "workbench.view_simple" : "workbench.view_full");
    this.button.firstElementChild.textContent = this.text(this.isSimple ? "workbench.to_full" : "workbench.to_simple");
  }
}

/** What is usual is not kept at all; a browser that keeps nothing forgets it with the page. */
function keep(isSimple) {
  try {
    if (isSimple) localStorage.setItem(NAME, SIMPLE);
    else localStorage.removeItem(NAME);
  } catch {
    // Private windows may refuse: the view holds until the page is left.
  }
}
