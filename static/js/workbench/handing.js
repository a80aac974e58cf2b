// SPDX-License-Identifier: EUPL-1.2
// What goes out of the page: the code that shows it elsewhere, files and pictures of what is shown. They follow the address.

import { copyFor, offerCopying } from "../components/copying.js";
import { showRequestError } from "../lib/request.js";

export class Handing {
  constructor(root) {
    this.code = root.querySelector("[data-workbench-embed]");
    this.files = [...root.querySelectorAll("[data-workbench-file]")];
    this.simple = root.querySelector("[data-workbench-map-link]");
    this.pictures = [...root.querySelectorAll("[data-picture-of]")];
    offerCopying(root);
    for (const button of root.querySelectorAll("[data-workbench-png]")) button.hidden = false;
    root.addEventListener("click", ({ target }) => this.#clicked(target));
  }

  #clicked(target) {
    const copy = target.closest("[data-copy]");
    if (copy) copyFor(copy);
    const button = target.closest("[data-workbench-png]");
    if (button) this.#png(button.parentNode.querySelector("[data-picture-of]"));
  }

  async #png(link) {
    try {
      const { savePng } = await import("./png.js");
      await savePng(link.href);
    } catch (error) {
      showRequestError(error);
    }
  }

  /** Write code and addresses for a query of the page; the server wrote the first ones. */
  follow(query, title) {
    for (const link of this.files) link.search = query;
    this.simple.search = simpleQuery(this.simple.search, new URLSearchParams(query));
    for (const link of this.pictures) link.search = `${query}&bild=${link.dataset.pictureOf}`;
    const { address, of: whose } = this.code.dataset;
    this.code.value = codeOf(`${address}${query}&sprache=${document.documentElement.lang}`, `${title} – ${whose}`);
  }
}

/** The map of one indicator calls some things otherwise, and knows no panels. */
function simpleQuery(query, given) {
  const named = {
    stand: "stand", gebietsstand: "gebietsstand", methode: "klassen", klassen: "anzahl", grenzen: "zeit", schwellen: "grenzen",
    mitte: "mitte", null: "null", ausreisser: "ausreisser", gebiet: "gebiet",
  };
  const wanted = new URLSearchParams(query);
  for (const [name, from] of Object.entries(named)) {
    if (given.get(from)) wanted.set(name, given.get(from));
    else wanted.delete(name);
  }
  return wanted.toString();
}

/** The frame as HTML. */
export function codeOf(address, title) {
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="900" loading="lazy"></iframe>`;
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
