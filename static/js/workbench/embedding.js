// SPDX-License-Identifier: EUPL-1.2
// The code with which somebody else's page shows this view: it follows the address, and a button copies it.

import { copyFor, offerCopying } from "../components/copying.js";

export class Embedding {
  /** The code of a page; null where there is none. */
  static of(root) {
    const field = root.querySelector("[data-workbench-embed]");
    return field ? new Embedding(field) : null;
  }

  constructor(field) {
    this.field = field;
    const box = field.closest("details");
    offerCopying(box);
    box.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-copy]");
      if (button) copyFor(button);
    });
  }

  /** Write the code for a query of the page; the server wrote the first one. */
  follow(query, title) {
    const { address, of: whose } = this.field.dataset;
    this.field.value = codeOf(`${address}${query}&sprache=${document.documentElement.lang}`, `${title} – ${whose}`);
  }
}

/** The frame as HTML. */
export function codeOf(address, title) {
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="900" loading="lazy"></iframe>`;
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
