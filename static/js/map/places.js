// SPDX-License-Identifier: EUPL-1.2
// Layers of places over the figures: signs for points, clustered with their number, lines, areas with patterns.

import { requestJson } from "../lib/request.js";
import { clustersOf } from "./clusters.js";
import { next } from "./directions.js";
import { latLngsOf } from "./shapes.js";

const L = globalThis.L;
const SVG = "http://www.w3.org/2000/svg";
// Signs that would lie closer to each other than this, in pixels, are one with their number.
const CLOSE = 30;
const SIZE = 28;
const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

const loaded = new Map();

/** The places of a file, fetched once for all steps of time; what failed may be asked for again. */
function load(file) {
  if (!loaded.has(file)) {
    const places = requestJson(file);
    places.catch(() => loaded.delete(file));
    loaded.set(file, places);
  }
  return loaded.get(file);
}

export class PlacesOverlay {
  /** @param {{map: object}} viewport @param {{text: Function, card: object}} options */
  constructor(viewport, { text, card }) {
    Object.assign(this, { viewport, map: viewport.map, text, card });
    this.turn = 0;
    this.layers = [];
    this.shapes = [];
    this.stops = [];
    this.pane = this.#pane("places", "450");
    this.renderer = L.svg({ pane: "places", padding: 1 });
    this.marks = this.#pane("place-marks", "460");
    this.marks.setAttribute("role", "group");
    this.map.on("zoomend", () => this.#gather());
    for (const pane of [this.pane, this.marks]) this.#listen(pane);
  }

  #pane(name, above) {
    const pane = this.map.createPane(name);
    pane.style.zIndex = above;
    return pane;
  }

  /** Draw the layers as they are at a period. */
  async show({ layers }, position) {
    const turn = ++this.turn;
    const states = layers.map((layer) => layer.states[layer.at[position]]);
    const found = await Promise.all(states.map(({ file, places }) => places ?? load(file)));
    if (turn !== this.turn) return;
    this.layers = layers.map((layer, at) => ({ ...layer, ...states[at], sign: layer.sign ?? at + 1, features: found[at].features }));
    for (const { slug, says } of layers) this.#says(slug, says?.[position]);
    this.card.hide();
    this.#drawShapes();
    this.#gather();
    this.marks.setAttribute("aria-label", this.text("places.list", { layers: layers.map(({ name }) => name).join(", ") }));
    performance.mark("places-drawn");
  }

  #says(slug, says) {
    const element = document.querySelector(`[data-layer-says="${CSS.escape(slug)}"]`);
    if (element && says) element.textContent = says;
  }

  /** Lines and areas, drawn once: zooming changes nothing of them. */
  #drawShapes() {
    for (const { shape } of this.shapes) shape.remove();
    this.shapes = this.layers.filter(({ kind }) => kind !== "point").flatMap((layer) => (
      layer.features.filter(({ geometry }) => geometry).map((feature) => this.#shape(layer, feature))
    ));
  }

  #shape(layer, feature) {
    const isLine = layer.kind === "line";
    const latlngs = isLine ? linesOf(feature.geometry) : latLngsOf(feature.geometry);
    const options = {
      renderer: this.renderer, pane: "places", interactive: false, noClip: true, smoothFactor: 0, stroke: false, fill: false,
      className: `place-shape place-shape--${layer.kind} place-shape--${layer.sign}`,
    };
    const shape = (isLine ? L.polyline : L.polygon)(latlngs, options).addTo(this.map);
    const element = shape.getElement();
    return { shape, stop: { element, latlng: shape.getBounds().getCenter(), layer, features: [feature] } };
  }

  /** Put the signs of points where they are, those close to each other together; the focus stays where it can. */
  #gather() {
    const held = this.stops.find(({ element }) => element === document.activeElement)?.features[0];
    for (const { marker } of this.stops) marker?.remove();
    const points = this.layers.filter(({ kind }) => kind === "point").flatMap((layer) => this.#clusters(layer));
    this.stops = [...points, ...this.shapes.map(({ stop }) => stop)];
    this.stops.forEach((stop, at) => this.#name(stop, at));
    const again = this.stops.findIndex(({ features }) => held && features.includes(held));
    this.#stopAt(Math.max(0, again), { grab: again >= 0 });
  }

  #clusters(layer) {
    const features = layer.features.filter(({ geometry }) => geometry?.type === "Point");
    const latlngs = features.map(({ geometry: { coordinates: [east, north] } }) => L.latLng(north, east));
    const pixels = latlngs.map((latlng) => this.map.project(latlng));
    return clustersOf(pixels, CLOSE).map((members) => {
      const element = sign(layer.sign, members.length);
      const latlng = middle(members.map((at) => latlngs[at]));
      const icon = L.divIcon({ html: element, className: "place-spot", iconSize: [SIZE, SIZE] });
      const marker = L.marker(latlng, { icon, pane: "place-marks", interactive: false, keyboard: false }).addTo(this.map);
      const bounds = L.latLngBounds(members.map((at) => latlngs[at]));
      return { element, marker, latlng, bounds, layer, features: members.map((at) => features[at]) };
    });
  }

  #name({ element, layer, features }, at) {
    const [{ properties }] = features;
    const words = features.length > 1
      ? this.text("places.cluster", { count: features.length, layer: layer.name })
      : this.text("places.one", { name: properties.n || properties.k, layer: layer.name });
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", words);
    element.setAttribute("tabindex", "-1");
    element.dataset.place = String(at);
  }

  #stopAt(at, { grab }) {
    this.stops[this.at]?.element.setAttribute("tabindex", "-1");
    this.at = at;
    const element = this.stops[at]?.element;
    element?.setAttribute("tabindex", "0");
    if (grab) element?.focus({ preventScroll: true });
  }

  #listen(pane) {
    pane.addEventListener("click", (event) => {
      const at = placeOf(event);
      if (at === null || this.viewport.justDragged) return;
      event.stopPropagation();
      this.#stopAt(at, { grab: true });
      this.#open(at);
    });
    pane.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    const at = placeOf(event);
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") this.#open(at);
    else if (event.key === "Escape") this.card.hide();
    else if (event.key in WAYS) this.#go(next(this.stops.map(({ latlng }) => planar(latlng)), at, WAYS[event.key]));
    else if (event.key === "Home") this.#go(0);
    else if (event.key === "End") this.#go(this.stops.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #go(at) {
    if (at === null) return;
    const { latlng } = this.stops[at];
    if (!this.map.getBounds().contains(latlng)) this.map.panTo(latlng, { animate: false });
    this.#stopAt(at, { grab: true });
  }

  /** Several places that can be told apart are looked at more closely; any others are told beside the map. */
  #open(at) {
    const { bounds, features, layer, element } = this.stops[at];
    const isCloser = features.length > 1 && this.map.getZoom() < this.map.getMaxZoom() && !isOneSpot(bounds);
    if (isCloser) this.map.fitBounds(bounds.pad(0.2), { animate: false, maxZoom: this.map.getMaxZoom() });
    else this.card.show({ layer, features: features.map(({ properties }) => properties), from: element });
  }
}

function placeOf(event) {
  const element = event.target.closest?.("[data-place]");
  return element ? Number(element.dataset.place) : null;
}

const isOneSpot = (bounds) => bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-6);

function planar({ lat, lng }) {
  return { x: lng * Math.cos((lat * Math.PI) / 180), y: lat };
}

function middle(latlngs) {
  const sum = (name) => latlngs.reduce((all, latlng) => all + latlng[name], 0) / latlngs.length;
  return L.latLng(sum("lat"), sum("lng"));
}

function linesOf({ type, coordinates }) {
  const lines = type === "LineString" ? [coordinates] : coordinates;
  return lines.map((line) => line.map(([east, north]) => [north, east]));
}

/** The sign of a layer, with its number where it stands for several places. */
function sign(number, count) {
  const element = document.createElement("div");
  element.className = `place-mark place-mark--${number}${count > 1 ? " place-mark--many" : ""}`;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "place-mark__sign");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#place-sign-${number}`);
  svg.append(use);
  element.append(svg);
  if (count > 1) {
    const words = document.createElement("span");
    words.className = "place-mark__count";
    words.textContent = String(count);
    element.append(words);
  }
  return element;
}
