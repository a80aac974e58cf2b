// SPDX-License-Identifier: EUPL-1.2
// The drawn map: areas of one boundary version, one slice after the other on them, hover, focus and choice.

import { announce } from "../lib/announce.js";
import { pageLanguage } from "../lib/format.js";
import { showRequestError } from "../lib/request.js";
import { text } from "../lib/strings.js";
import { SvgAreas } from "./areas.js";
import { CanvasAreas } from "./canvas.js";
import { MapCard } from "./card.js";
import { MapKeyboard } from "./keyboard.js";
import { marksOf } from "./marks.js";
import { boundsOf, loadShapes, middleOf } from "./shapes.js";
import { Tooltip } from "./tooltip.js";
import { Viewport } from "./viewport.js";

// Up to here every area is a path of its own; more would make zooming slow.
const MOST_PATHS = 600;

/**
 * Draws in `frame`; `onChoose(key)` and `onClear()` tell what a person did, `onPoint(key)` what is pointed to (null:
 * nothing), `onFailed(error)` that a part of the map could not be loaded. `marksFor(names)` says what areas show that
 * is no slice.
 */
export class MapView {
  constructor(frame, { onChoose, onClear, onPoint = () => {}, onFailed = () => {}, marksFor = null }) {
    Object.assign(this, { frame, onChoose, onClear, onPoint, onFailed, marksFor });
    this.viewport = new Viewport(frame);
    this.tooltip = new Tooltip(frame, { onHide: () => this.areas?.ring("focus", this.pointed) });
    this.card = new MapCard(document.querySelector("[data-map-card]"));
    this.areas = null;
    this.edition = null;
    // What another panel points to keeps its ring when the note of the map closes.
    this.pointed = null;
    this.marks = [];
  }

  /** Draw a period: its boundary version if it is another one, then its slice. */
  async draw({ period, slice, outlines, words }) {
    if (this.edition !== `${words.level} ${period.edition}`) {
      const { shapes, outlines: over, lines } = await loadShapes(outlines);
      this.#build(shapes, { outlines: over, lines, tiles: outlines.tiles }, await drawingOf(shapes, outlines));
      this.edition = `${words.level} ${period.edition}`;
    }
    this.#paint(slice, period, words);
    // Those that are drawn from tiles are there when the tiles are.
    await this.areas.ready?.();
  }

  /** Layers of places over the figures, where the page names some, and a file of the reader; their script is fetched then alone. */
  async layers(position) {
    this.position = position;
    this.#offerOwnFile();
    const told = JSON.parse(document.getElementById("layers-script")?.textContent ?? "null") ?? { layers: [] };
    const own = (this.ownFile?.layers ?? []).map(({ features, ...layer }) => ({ ...layer, at: { [position]: 0 }, states: [{ places: { features } }] }));
    const layers = [...told.layers, ...own];
    if (!layers.length && !this.overlay) return;
    try {
      const [{ PlacesOverlay }, { PlaceCard }] = await Promise.all([import("./places.js"), import("./placecard.js")]);
      this.overlay ??= new PlacesOverlay(this.viewport, { text, card: new PlaceCard(document.querySelector("[data-place-card]")) });
      await this.overlay.show({ layers }, position);
    } catch (error) {
      showRequestError(error);
    }
  }

  /** Let a reader open a file where the page has a place for it; the script comes when somebody does, or did in this tab. */
  #offerOwnFile() {
    const root = document.querySelector("[data-own-file]");
    if (!root?.hidden) return;
    root.hidden = false;
    const open = async () => {
      const { OwnFile } = await import("./ownfile.js");
      const { viewport } = this;
      this.ownFile = new OwnFile(root, { ground: () => viewport.ground, onChange: () => this.layers(this.position) });
      this.ownFile.restore();
    };
    if (sessionStorage.getItem(`own-file ${root.dataset.ownFile}`)) open();
    else root.querySelector("[data-own-choice]").addEventListener("toggle", open, { once: true });
  }

  /** Pictures of map services behind and over the figures, where the page names some; their script is fetched then alone. */
  async services() {
    const { services } = JSON.parse(document.getElementById("services-script")?.textContent ?? "null") ?? { services: [] };
    if (!services.length && !this.pictures) return;
    const { ServicePictures } = await import("./services.js");
    this.pictures ??= new ServicePictures(this.viewport, { announce });
    this.pictures.show(services);
  }

  #build(shapes, ground, Areas) {
    this.#clear();
    this.shapes = shapes;
    this.middles = shapes.map(middleOf);
    this.names = shapes.map(({ name }) => name);
    this.places = { points: this.middles, names: this.names };
    // Leaflet places nothing before it has a view.
    this.viewport.frameOn(boundsOf(shapes));
    this.areas = new Areas(this.viewport.map, shapes, { ...ground, frame: this.frame });
    this.areas.focus(0, { grab: false });
    this.#listen();
  }

  #paint(slice, period, words) {
    const started = performance.now();
    this.profiles = words.profiles;
    this.marks = this.marksFor
      ? this.marksFor(this.names)
      : marksOf(slice, period, { ...words, names: this.names, language: pageLanguage() }, text);
    this.areas.paint(this.marks, { ...period, showsUnsure: words.showsUnsure });
    this.#leaveOut();
    if (this.chosen >= 0) this.#fillCard(this.chosen);
    this.areas.label = text("map.list", { areas: words.areas, headline: period.headline });
    performance.measure("recolour", { start: started });
  }

  /** What a filter takes away is no place for the keyboard. */
  #leaveOut() {
    const gone = new Set(this.marks.flatMap(({ isGone }, position) => (isGone ? [position] : [])));
    const is = (position) => gone.has(position);
    Object.assign(this.places, {
      gone,
      points: this.middles.map((point, position) => (is(position) ? null : point)),
      names: this.names.map((name, position) => (is(position) ? "" : name)),
    });
    if (is(this.areas.at ?? 0)) this.areas.focus(Math.max(0, this.marks.findIndex(({ isGone }) => !isGone)), { grab: false });
  }

  #listen() {
    const { areas } = this;
    this.keyboard = new MapKeyboard({
      root: areas.root,
      placeOf: (event) => areas.placeOf(event),
      places: this.places,
      onFocus: (position) => this.focus(position),
      onSelect: (position) => this.onChoose(this.shapes[position].key),
      onLeave: () => this.#leave(),
    });
    areas.listen({
      enter: (position, event) => this.#hover(position, event),
      leave: () => this.#unhover(),
      click: (position) => {
        if (!this.viewport.justDragged) this.onChoose(this.shapes[position].key);
      },
      focus: (position) => this.#focused(position),
      blur: () => this.#blurred(),
      failed: (error) => this.onFailed(error),
    });
  }

  /** The note stays where the pointer came in, and crossing other areas quickly leads into it. */
  #hover(position, event) {
    if (position === this.hovered) return;
    this.hovered = position;
    this.onPoint(this.shapes[position].key);
    if (this.card.isUsed) return;
    const point = this.viewport.map.mouseEventToContainerPoint(event);
    this.tooltip.showSoon(this.marks[position].lines, point, () => this.areas.ring("focus", position));
  }

  #unhover() {
    this.hovered = null;
    this.onPoint(null);
    this.tooltip.hideSoon();
  }

  #focused(position) {
    if (this.card.isUsed) this.#fillCard(position);
    else this.#note(position);
    this.areas.ring("focus", position);
    this.onPoint(this.shapes[position].key);
  }

  /** Mark an area that is pointed to elsewhere; null marks none. */
  point(key) {
    const position = key === null ? -1 : this.placeOf(key);
    this.pointed = position < 0 ? null : position;
    this.areas?.ring("focus", this.pointed);
  }

  /** Mark areas that were chosen beside the one in focus. */
  mark(keys) {
    this.areas?.ringAll("chosen", keys.map((key) => this.placeOf(key)).filter((position) => position >= 0));
  }

  #note(position) {
    this.tooltip.show(this.marks[position].lines, this.viewport.pointOf(this.areas.boundsOf(position).getCenter()));
  }

  #fillCard(position) {
    this.card.show(this.marks[position].lines, `${this.profiles}${this.shapes[position].key}/`);
  }

  #blurred() {
    this.tooltip.hideSoon();
    this.onPoint(null);
  }

  /** Escape closes the note, then gives the choice back. */
  #leave() {
    if (this.tooltip.isOpen) this.tooltip.hide();
    else this.onClear();
  }

  /** Bring the keyboard focus to an area. */
  focus(position) {
    this.viewport.reveal(this.areas.boundsOf(position));
    this.areas.focus(position, { grab: true });
  }

  /** Mark an area as chosen; null marks none. */
  choose(key) {
    const position = key ? this.placeOf(key) : -1;
    this.chosen = position;
    this.areas.select(position < 0 ? null : position);
    if (position < 0) return void this.card.hide();
    this.#fillCard(position);
    if (this.marks[position]?.isGone) return;
    this.areas.focus(position, { grab: false });
    this.viewport.reveal(this.areas.boundsOf(position));
  }

  placeOf(key) {
    return this.shapes.findIndex((shape) => shape.key === key);
  }

  #clear() {
    this.keyboard?.destroy();
    this.areas?.destroy();
    this.pointed = null;
    this.tooltip.hide();
    this.card.hide();
    this.chosen = -1;
  }
}

/** How areas are drawn: few as paths, more on a canvas, those of a very large level from tiles. */
async function drawingOf(shapes, { tiles }) {
  if (tiles) return (await import("./tileareas.js")).TileAreas;
  return shapes.length > MOST_PATHS ? CanvasAreas : SvgAreas;
}
