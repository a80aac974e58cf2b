// SPDX-License-Identifier: EUPL-1.2
// What the page shows as an address: known at once, written into the bar after the frame that shows it.

import { painted } from "../lib/frames.js";
import { changed } from "./address.js";

/** Holds the query of the page. `onWritten(query)` is told what stands in the bar by now. */
export class AddressBar {
  #waiting = [];

  constructor(query) {
    // The server says what an address left open: who comes back to it, or passes it on, means what is shown.
    this.query = this.before = changed(query, {});
    history.replaceState(null, "", this.query + location.hash);
    // Before anybody else listens: panels read the query when somebody goes back.
    addEventListener("popstate", () => this.#arrive());
    addEventListener("pagehide", () => this.#write());
  }

  get given() {
    return new URLSearchParams(this.query);
  }

  /** Change the address; "pushState" lets Back undo it. A browser takes longer to note it than a frame has room for. */
  go(changes, method) {
    const query = changed(this.query, changes);
    if (query === this.query) return;
    this.query = query;
    this.#waiting.push([method, query]);
    if (this.#waiting.length === 1) painted().then(() => this.#write());
  }

  #write() {
    if (!this.#waiting.length) return;
    for (const [method, query] of this.#waiting.splice(0)) history[method](null, "", query);
    this.onWritten?.(this.query);
  }

  #arrive() {
    this.#waiting = [];
    this.before = this.query;
    this.query = changed(location.search, {});
  }
}
