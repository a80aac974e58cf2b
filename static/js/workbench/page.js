// SPDX-License-Identifier: EUPL-1.2
// The workbench: one state, shown by all open panels; a step of time asks nobody once the series is there.

import { announce } from "../lib/announce.js";
import { Brush } from "../lib/brush.js";
import { pageLanguage } from "../lib/format.js";
import { painted } from "../lib/frames.js";
import { RequestError, requestJson, showRequestError } from "../lib/request.js";
import { text } from "../lib/strings.js";
import { MapView } from "../map/mapview.js";
import { readChoice } from "./address.js";
import { AddressBar } from "./addressbar.js";
import { Cells } from "./cells.js";
import { Choosing } from "./choosing.js";
import { ClassesPanel } from "./classes.js";
import { Filter, sieve } from "./filter.js";
import { Ground, unfold } from "./ground.js";
import { Meant } from "./meant.js";
import { orderedPlaces } from "./ordering.js";
import { Parts } from "./parts.js";
import { panelsAtOnce, panelsOnDemand, STEPPED } from "./panels.js";
import { Place } from "./place.js";
import { loadSeries } from "./series.js";
import { writePeriod } from "./words.js";

export class Workbench {
  constructor(root, { onStep }) {
    Object.assign(this, { root, onStep, dropped: "" });
    this.answer = JSON.parse(document.getElementById("workbench-answer").textContent);
    this.address = new AddressBar(root.dataset.query);
    this.address.onWritten = (query) => this.#written(query);
    this.#read();
    const ground = this.#groundAt(this.answer.position);
    this.brush = new Brush({ focus: ground.numberOf(this.answer.focus), chosen: this.answer.chosen.map((place) => ground.numbers[place]) });
    this.choosing = new Choosing(this, { text });
    this.view = new MapView(root.querySelector("[data-map-frame]"), {
      onChoose: (key) => this.choosing.focusOn(this.ground.numberOf(key)),
      onClear: () => this.choosing.focusOn(null),
      onPoint: (key) => this.brush.point(key === null ? null : this.ground.numberOf(key)),
    });
    this.place = new Place(this.view.viewport, { onMove: (karte) => this.#replace({ karte }) });
    this.meant = new Meant(root.querySelector("[data-workbench-meant]"), { text });
    this.panels = panelsAtOnce(root, this.#ways);
    this.classes = new ClassesPanel(root.querySelector("[data-workbench-histogram]"), {
      text, language: pageLanguage(), onBounds: (grenzen) => this.ask({ klassen: "eigene", anzahl: "", mitte: "", grenzen }),
      onMiddle: (mitte) => this.ask({ mitte }),
    });
    this.filter = new Filter(root, this);
    this.parts = new Parts(root, { text, language: pageLanguage(), onTurn: () => this.#arrange() });
    this.brush.on("point", () => this.view.point(this.key(this.brush.pointed)));
  }

  /** What panels listen to and tell. */
  get #ways() {
    return {
      brush: this.brush, address: this.address, text, language: pageLanguage(),
      onFocus: (number) => this.choosing.focusOn(number), onTake: (numbers) => this.choosing.take(numbers), onOrder: (order) => this.order(order), onStep: (position) => this.step(position),
      onPush: (changes) => this.push(changes),
    };
  }

  #read() {
    this.position = this.answer.position;
    this.grounds = Object.fromEntries(Object.entries(this.answer.grounds).map(([edition, told]) => [edition, new Ground(edition, told)]));
    for (const period of this.answer.periods) unfold(period);
    sieve(this.answer, (position) => this.#groundAt(position));
  }

  #groundAt(position) {
    return this.grounds[this.answer.periods[position].edition];
  }

  get period() {
    return this.answer.periods[this.position];
  }

  get ground() {
    return this.#groundAt(this.position);
  }

  get query() {
    return this.address.query;
  }

  get reihenfolge() {
    return this.address.given.get("reihenfolge") ?? "name";
  }

  /** The key on the ground shown of the area with a number; null where it is not there. */
  key(number) {
    return this.ground.keys[this.ground.placeOf(number)] ?? null;
  }

  /** Load the series and draw what the server wrote. */
  async start() {
    try {
      const [slices, more] = await Promise.all([loadSeries(this.answer), panelsOnDemand(this.root, this.#ways)]);
      this.slices = slices;
      Object.assign(this.panels, more);
      this.#take();
      await this.#draw();
      this.#drawSeries();
      this.#problem(null);
    } catch (error) {
      this.#problem(error);
    }
    performance.measure("first-map", { start: 0 });
  }

  #problem(error) {
    if (error && !(error instanceof RequestError)) throw error;
    const frame = this.root.querySelector("[data-map-frame]");
    frame.querySelector("[data-map-skeleton]").hidden = true;
    frame.hidden = Boolean(error);
    this.root.classList.toggle("workbench--drawn", !error);
    if (error) showRequestError(error);
  }

  /** Read the figures of the period shown. */
  #take() {
    const { period, ground } = this;
    this.cells = new Cells({ slice: this.slices[this.position], period, ground, language: pageLanguage(), text });
  }

  /** Draw the period shown: the map first, then every panel but those that hold all periods. */
  async #draw() {
    const { answer, period, ground } = this;
    const slice = this.slices[this.position];
    const words = { ...answer, interval: period.interval, judgements: period.judgements, profiles: ground.profiles, showsUnsure: true };
    await this.view.draw({ period, slice, outlines: answer.outlines[period.edition], words });
    this.place.restore(this.address.given.get("karte"));
    this.view.layers(this.position);
    this.view.services();
    this.areas();
    await painted();
    // Somebody may have gone on meanwhile.
    if (answer !== this.answer || period !== this.period) return;
    this.#arrange();
    const facts = { answer, position: this.position, grounds: this.#allGrounds(), slices: this.slices, cells: this.cells };
    for (const name of STEPPED) this.panels[name]?.show(facts);
  }

  /** Put ranking and table in order and write their figures. */
  #arrange() {
    const { answer, cells, period, ground } = this;
    const order = this.reihenfolge;
    const all = orderedPlaces(order, cells, ground).filter((place) => !(period.removes && period.outside.has(place)));
    const part = this.parts.of(all, { focus: ground.placeOf(this.brush.focus), order });
    const facts = { cells, period, ground, ...part, order, axis: answer.axis, startsAtZero: answer.startsAtZero };
    this.classes.show(answer, period);
    this.panels.rangfolge?.show(facts);
    this.panels.tabelle?.show(facts);
    this.panels.auffaellig?.arrange(order);
  }

  #allGrounds() {
    return this.answer.periods.map((_, position) => this.#groundAt(position));
  }

  /** Draw what holds all periods. */
  #drawSeries() {
    const facts = { answer: this.answer, slices: this.slices, grounds: this.#allGrounds() };
    this.panels.verlauf?.show(facts);
    this.panels.reihe?.show(facts);
  }

  /** Mark on the map, and name beside it, the areas that are meant. */
  areas() {
    const { brush, cells, period, ground, query, answer } = this;
    this.view.choose(this.key(brush.focus) ?? "");
    if (this.parts.misses(ground.placeOf(brush.focus))) this.#arrange();
    this.view.mark([...brush.chosen].map((number) => this.key(number)).filter(Boolean));
    this.meant.show({ brush, cells, period, ground, query, areas: answer.areas });
  }

  /** Show another period: nothing is asked for. While they play one after the other, Back leads before the first. */
  async step(position, { isArrival = false, isPlaying = false } = {}) {
    if (position === this.position || !this.slices || !this.answer.periods[position]) return;
    const started = performance.now();
    const last = this.ground;
    this.position = position;
    if (this.ground !== last) this.dropped = this.choosing.crossOver(last) || this.dropped;
    this.#words();
    const asked = { stand: this.period.code, gebietsstand: this.period.gebietsstand, ...this.choosing.written };
    if (!isArrival) this.#go(asked, isPlaying ? "replaceState" : "pushState");
    this.#take();
    for (const panel of [this.panels.verlauf, this.panels.reihe]) panel?.moveTo(position);
    this.onStep(position);
    // The hand is answered by slider and words; 542 areas take longer than a frame.
    await painted();
    if (position !== this.position) return;
    await this.#draw();
    // Gone on while this one was drawn: a sentence now would name the period after it.
    if (position !== this.position) return;
    performance.measure("step", { start: started });
    // A sentence for every period that flies by would be said over the last one.
    if (!isPlaying) this.rest();
  }

  /** Say which period is shown, and which areas of the choice were let go on the way to it. */
  rest() {
    announce([this.period.announcement, this.dropped].filter(Boolean).join(" "));
    this.dropped = "";
  }

  /** Put the server's words on the period in their places. */
  #words() {
    writePeriod(this.root, this.period);
    this.filter.says(this.period);
    document.title = document.title.replace(this.lastLabel ?? this.answer.periods[this.answer.position].named, this.period.named);
    this.lastLabel = this.period.named;
  }

  /** Put the areas in another order. */
  async order(order) {
    this.push({ reihenfolge: order });
    this.onStep(this.position);
    this.panels.tabelle?.orderBy(order);
    await painted();
    if (order === this.reihenfolge) this.#arrange();
  }

  /** Ask for other classes, another comparison, another filter: the server says them, the figures are there. */
  async ask(changes, typed = "") {
    this.push(changes);
    await this.#reload(typed);
  }

  /** `typed` are conditions as somebody wrote them: the server reads them and says how an address does. */
  async #reload(typed = "") {
    this.abort?.abort();
    this.abort = new AbortController();
    try {
      const asked = [this.query, typed].filter(Boolean).join("&");
      const last = this.answer.filter;
      this.answer = await requestJson(`${this.root.dataset.answer}${asked}`, { signal: this.abort.signal });
      this.#read();
      // Where a middle was left to the server it is named from now on, and so is what a filter means.
      const { mitte, filters: filter, removes } = this.answer;
      this.#go({ mitte, filter, ausserhalb: removes ? "weg" : "" }, typed ? "pushState" : "replaceState");
      this.#words();
      this.filter.show(this.answer);
      this.#take();
      await this.#draw();
      this.#drawSeries();
      this.onStep(this.position);
      const isOther = last !== this.answer.filter;
      announce(isOther ? this.period.filterSays ?? text("filter.none") : this.period.headline);
    } catch (error) {
      showRequestError(error);
    }
  }

  /** Change the address, so that Back undoes it. */
  push(changes) {
    this.#go(changes, "pushState");
  }

  #replace(changes) {
    this.#go(changes, "replaceState");
  }

  #go(changes, method) {
    this.address.go(changes, method);
  }

  /** What hands the address on follows it. */
  #written(query) {
    this.filter.follow(query);
    this.onAddress?.(query);
  }

  /** Somebody went back or forward: what changed is put in place, classes are asked for again. */
  async arrive() {
    const { before: last, given: now } = this.address;
    const before = new URLSearchParams(last);
    const differs = (...names) => names.some((name) => String(before.getAll(name)) !== String(now.getAll(name)));
    const asked = ["filter", "ausserhalb", "klassen", "anzahl", "zeit", "grenzen", "mitte", "null", "ausreisser", "vergleich", "anpassung"];
    if (differs(...asked)) await this.#reload();
    const position = this.answer.periods.findIndex(({ code }) => code === now.get("stand"));
    if (position >= 0) await this.step(position, { isArrival: true });
    this.brush.focusOn(this.ground.numberOf(now.get("gebiet")));
    this.brush.choose(readChoice(this.ground, now.get("auswahl")));
    this.areas();
    this.#arrange();
    this.place.restore(now.get("karte"), { isArrival: true });
    this.#written(this.query);
  }
}
