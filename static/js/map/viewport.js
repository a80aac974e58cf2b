// SPDX-License-Identifier: EUPL-1.2
// The Leaflet map without tiles: its frame, and buttons for all that fingers and wheels can do.

const L = globalThis.L;
const PAN_STEP = 120;
// Pixels that the scale has at most.
const SCALE_WIDTH = 120;

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const coarse = matchMedia("(pointer: coarse)");

export class Viewport {
  constructor(frame) {
    this.frame = frame;
    this.canvas = frame.querySelector("[data-map-canvas]");
    this.map = L.map(this.canvas, {
      attributionControl: false,
      zoomControl: false,
      keyboard: false,
      doubleClickZoom: false,
      scrollWheelZoom: false,
      boxZoom: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      maxBoundsViscosity: 1,
      fadeAnimation: false,
      zoomAnimation: !calm.matches,
      markerZoomAnimation: false,
      dragging: !coarse.matches,
      touchZoom: !coarse.matches,
    });
    L.control.scale({ imperial: false, maxWidth: SCALE_WIDTH }).addTo(this.map);
    this.bounds = null;
    this.draggedAt = -Infinity;
    this.map.on("dragend", () => (this.draggedAt = performance.now()));
    this.map.on("zoomend moveend", () => this.#tellZoomed());
    this.#listen();
  }

  #listen() {
    for (const button of this.frame.querySelectorAll("[data-map-move]")) {
      button.addEventListener("click", () => this.move(button.dataset.mapMove));
    }
    this.canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    const explore = this.frame.querySelector("[data-map-explore]");
    explore?.addEventListener("click", () => this.explore(explore));
    if (explore) explore.hidden = !coarse.matches;
    new ResizeObserver(() => this.#resized()).observe(this.canvas);
  }

  /** The wheel scrolls the page; with Ctrl it zooms the map, as in other maps. */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.map.setZoomAround(
      this.map.mouseEventToContainerPoint(event), this.map.getZoom() - Math.sign(event.deltaY) * 0.5,
    );
  }

  /** On touch screens the map is a picture until somebody wants to move it: a finger scrolls the page. */
  explore(button) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    button.querySelector("[data-when-still]").hidden = isOn;
    button.querySelector("[data-when-moving]").hidden = !isOn;
    for (const handler of [this.map.dragging, this.map.touchZoom]) isOn ? handler.enable() : handler.disable();
    if (!isOn) this.fit();
  }

  move(way) {
    const animate = !calm.matches;
    const steps = { left: [-PAN_STEP, 0], right: [PAN_STEP, 0], up: [0, -PAN_STEP], down: [0, PAN_STEP] };
    if (way === "in") this.map.zoomIn(1, { animate });
    else if (way === "out") this.map.zoomOut(1, { animate });
    else if (way === "fit") this.fit();
    else this.map.panBy(steps[way], { animate });
  }

  /** Show these bounds, and let nobody get lost outside them. */
  frameOn(bounds) {
    this.bounds = bounds;
    this.fit();
  }

  fit() {
    if (!this.bounds) return;
    this.map.setMinZoom(0);
    this.map.setMaxBounds(null);
    this.map.fitBounds(this.bounds, { animate: false, padding: [6, 6] });
    this.fitZoom = this.map.getZoom();
    this.map.setMinZoom(this.fitZoom);
    this.map.setMaxZoom(this.fitZoom + 6);
    this.map.setMaxBounds(L.latLngBounds(this.bounds).pad(0.3));
    this.#tellZoomed();
  }

  #tellZoomed() {
    const isZoomed = this.map.getZoom() > (this.fitZoom ?? Infinity) + 0.01;
    this.frame.classList.toggle("map-frame--zoomed", isZoomed);
  }

  #resized() {
    const wasFit = this.map.getZoom() === this.fitZoom;
    this.map.invalidateSize({ animate: false, pan: false });
    if (wasFit) this.fit();
  }

  /** How far the map reaches, in degrees. */
  get ground() {
    const reach = L.latLngBounds(this.bounds).pad(0.3);
    return { west: reach.getWest(), south: reach.getSouth(), east: reach.getEast(), north: reach.getNorth() };
  }

  /** Bring an area into the frame if it lies outside. */
  reveal(bounds) {
    if (!this.map.getBounds().contains(bounds)) this.map.panInsideBounds?.(bounds, { animate: !calm.matches });
    if (!this.map.getBounds().intersects(bounds)) this.map.panTo(bounds.getCenter(), { animate: !calm.matches });
  }

  /** Whether a click only ends a drag. */
  get justDragged() {
    return performance.now() - this.draggedAt < 80;
  }

  /** Pixel in the frame of a place on the map. */
  pointOf(latlng) {
    return this.map.latLngToContainerPoint(latlng);
  }
}
