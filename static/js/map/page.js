// SPDX-License-Identifier: EUPL-1.2
// The page of a map: what was asked for is drawn at once from slices, and the server's words follow.

import { announce } from "../lib/announce.js";
import { RequestError, requestText, showRequestError } from "../lib/request.js";
import { text } from "../lib/strings.js";
import { MapView } from "./mapview.js";
import { refocus, showPeriod, swap } from "./regions.js";
import { loadShapes } from "./shapes.js";
import { loadAhead, loadSlice } from "./slices.js";

// While somebody moves the slider, only the map follows; the table waits until the slider rests.
const REST = 250;
const DRAWN_AT_ONCE = ["head", "legend", "share", "time", "periods"];

export class MapPage {
  constructor(frame, { onFresh, onHalt = () => {} }) {
    Object.assign(this, { onFresh, onHalt });
    this.frame = frame;
    this.view = new MapView(frame, {
      onChoose: (key) => this.choose(key),
      onClear: () => this.choose(""),
      onFailed: (error) => this.#problem(error),
    });
    this.turn = 0;
    this.shown = location.search;
    this.#readScript();
  }

  #readScript() {
    this.script = JSON.parse(document.getElementById("map-script").textContent);
    this.position = this.script.position;
    this.focusKey = this.script.focus;
  }

  get period() {
    return this.script.periods[this.position];
  }

  get places() {
    return this.view.shapes ?? [];
  }

  /** Draw what the server wrote. */
  async start() {
    await this.#draw();
    performance.measure("first-map", { start: 0 });
    this.#markRow();
    this.#loadOthers();
  }

  async #draw() {
    const { period, script, turn } = this;
    try {
      const outlines = script.outlines[period.edition];
      const [slice] = await Promise.all([loadSlice(period.slice), loadShapes(outlines)]);
      if (turn !== this.turn) return;
      await this.view.draw({ period, slice, outlines, words: script });
      this.view.choose(this.focusKey);
      this.view.layers(this.position);
      this.view.services();
      this.#problem(null);
    } catch (error) {
      this.#problem(error);
    }
  }

  #problem(error) {
    if (error && !(error instanceof RequestError)) throw error;
    this.frame.querySelector("[data-map-skeleton]").hidden = true;
    this.frame.querySelector("[data-map-problem]").hidden = !error;
    if (error) this.frame.querySelector("[data-map-problem-text]").textContent = text("map.failed");
  }

  /** Load again what could not be loaded. */
  retry() {
    return this.#draw();
  }

  #loadOthers() {
    const { position, script } = this;
    const others = script.periods.map((period, place) => ({ period, away: Math.abs(place - position) }));
    others.sort((a, b) => a.away - b.away);
    return loadAhead(others.slice(1).map(({ period }) => period.slice));
  }

  /**
   * Show another period: the map, its words and the address at once, table and panel when the slider rests. While they
   * play one after the other, Back leads before the first and nothing is said.
   */
  async step(position, { isPlaying = false } = {}) {
    const last = this.period;
    const hadArea = Boolean(this.focusKey);
    this.position = position;
    this.turn += 1;
    // An answer that is still under way speaks of another period.
    this.abort?.abort();
    this.#go(`?${this.period.query}`, isPlaying ? "replaceState" : "pushState");
    if (this.period.edition !== last.edition || this.script.isPattern) {
      // The server works out the pattern of another period and writes the slider anew: a player ends here.
      this.onHalt();
      const isDropped = hadArea && this.period.edition !== last.edition;
      announce(isDropped ? `${text("map.dropped")} ${this.period.announcement}` : this.period.announcement);
      return this.#fetch({ drawn: false });
    }
    if (!isPlaying) this.rest();
    this.onFresh(showPeriod(document.querySelector(`template[data-map-period="${position}"]`)));
    this.#wait();
    return this.#draw();
  }

  /** Say which period is shown: the player has stopped there. */
  rest() {
    announce(this.period.announcement);
  }

  #wait() {
    clearTimeout(this.resting);
    this.#busy(true);
    this.resting = setTimeout(() => this.#fetch({ drawn: true }), REST);
  }

  /** Choose an area, or none with an empty key. */
  choose(key) {
    const query = new URLSearchParams(this.period.query);
    if (key) query.set("gebiet", key);
    else query.delete("gebiet");
    this.focusKey = key;
    this.view.choose(key);
    this.#go(`?${query}`);
    const position = key ? this.view.placeOf(key) : -1;
    announce(position < 0 ? text("map.cleared") : text("map.chosen", { name: this.view.marks[position].name }));
    return this.#fetch({ drawn: false, isChoice: true });
  }

  /** Show another state of the page, such as another indicator; `query` starts with a question mark. */
  async open(query) {
    this.#go(query || location.pathname);
    this.turn += 1;
    if (await this.#fetch({ drawn: false })) announce(this.period.announcement);
  }

  /** Show another part of the table, or another order; the map stays as it is. */
  async leaf(query) {
    this.#go(query);
    if (await this.#fetch({ drawn: true })) announce(document.querySelector("[data-map-part-words]").textContent);
  }

  /** Somebody went back or forward; a jump inside the page changes nothing. */
  async arrive() {
    if (location.search === this.shown) return;
    this.shown = location.search;
    this.turn += 1;
    if (await this.#fetch({ drawn: false })) announce(this.period.announcement);
  }

  #go(address, method = "pushState") {
    history[method](null, "", address);
    this.shown = location.search;
  }

  /** Let the server write the page's words anew and put them in their places; says whether it did. */
  async #fetch({ drawn, isChoice = false }) {
    clearTimeout(this.resting);
    this.abort?.abort();
    this.abort = new AbortController();
    this.#busy(true);
    try {
      const html = await requestText(location.href, { signal: this.abort.signal });
      const focused = document.activeElement?.id ?? "";
      const swapped = swap(html, { keep: drawn ? DRAWN_AT_ONCE : isChoice ? ["time"] : [] });
      this.#readScript();
      this.onFresh(swapped);
      if (swapped.includes("layers")) this.view.services();
      refocus(focused);
      this.#markRow();
      if (!drawn && !isChoice) await this.#draw();
      this.#busy(false);
      return true;
    } catch (error) {
      if (error.name !== "AbortError") this.#busy(false);
      showRequestError(error);
      return false;
    }
  }

  /** Mark the row of the chosen area in the table. */
  #markRow() {
    for (const row of document.querySelectorAll("[data-map-table] tbody tr")) {
      row.classList.toggle("table__row--focus", row.dataset.key === this.focusKey);
    }
  }

  #busy(isBusy) {
    for (const name of ["facts", "panel"]) {
      document.querySelector(`[data-region="${name}"]`).setAttribute("aria-busy", String(isBusy));
    }
  }
}
