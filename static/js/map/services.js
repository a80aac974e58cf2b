// SPDX-License-Identifier: EUPL-1.2
// Pictures of map services behind and over the figures, all of them from our own server.

const L = globalThis.L;
// A picture that did not come is asked for again so often, each time after twice as long, before readers are told.
const TRIES = 3;
const FIRST_WAIT = 1000;
// Our server leaves alone for half a minute a service that did not answer: after that it may be there again.
const REST = 30_000;
const MOST_DOUBLED = 4;
const LARGE = 512;

export class ServicePictures {
  /** @param {{map: object}} viewport @param {{announce: (words: string) => void}} options */
  constructor({ map }, { announce }) {
    Object.assign(this, { map, announce });
    this.layers = new Map();
    this.strengths = new Map();
    this.down = new Set();
    this.#pane("service-base", "410");
    this.#pane("service-overlay", "420");
    document.addEventListener("input", ({ target }) => {
      const slug = target.closest?.("[data-service-strength]")?.dataset.serviceStrength;
      if (slug) this.#strengthen(slug, Number(target.value));
    });
  }

  #pane(name, above) {
    const pane = this.map.createPane(name);
    pane.style.zIndex = above;
    pane.setAttribute("aria-hidden", "true");
  }

  /** Draw these services and no others; what a reader changed of one stays. */
  show(services) {
    const wanted = new Set(services.map(({ slug }) => slug));
    for (const [slug, layer] of this.layers) {
      if (wanted.has(slug)) continue;
      layer.remove();
      this.layers.delete(slug);
      this.down.delete(slug);
    }
    for (const service of services) {
      if (!this.layers.has(service.slug)) this.layers.set(service.slug, this.#layer(service).addTo(this.map));
      this.#controls(service);
    }
  }

  #layer({ slug, isBase, address, pixels, lowest, highest, bounds, opacity }) {
    // A larger picture shows as much ground as a smaller one that lies one zoom further out.
    const shift = pixels === LARGE ? 1 : 0;
    const layer = L.tileLayer(address, {
      pane: isBase ? "service-base" : "service-overlay",
      tileSize: pixels,
      zoomOffset: -shift,
      minNativeZoom: lowest + shift,
      maxNativeZoom: highest + shift,
      maxZoom: 24,
      bounds,
      noWrap: true,
      keepBuffer: 1,
      updateWhenZooming: false,
      opacity: (this.strengths.get(slug) ?? opacity) / 100,
    });
    layer.on("tileerror", ({ tile }) => this.#again(slug, layer, tile));
    layer.on("tileload", ({ tile }) => this.#came(slug, tile));
    return layer;
  }

  #again(slug, layer, tile) {
    const tries = Number(tile.dataset.tries ?? 0) + 1;
    tile.dataset.tries = String(tries);
    const { src } = tile;
    if (tries > TRIES && tile.isConnected) this.#tell(slug, true);
    setTimeout(() => { if (tile.isConnected) tile.src = src; }, waitAfter(tries));
  }

  #came(slug, tile) {
    if (tile.dataset.tries) this.#tell(slug, false);
  }

  /** Say that a service fails, or that it sends again: once, beside its source. */
  #tell(slug, isDown) {
    const element = document.querySelector(`[data-service-down="${CSS.escape(slug)}"]`);
    if (isDown && !this.down.has(slug) && element) this.announce(element.textContent);
    if (isDown) this.down.add(slug);
    else this.down.delete(slug);
    if (element) element.hidden = !isDown;
  }

  /** The server may have written what is said of a service anew. */
  #controls({ slug, opacity }) {
    const strength = document.querySelector(`[data-service-strength="${CSS.escape(slug)}"]`);
    if (strength) {
      strength.hidden = false;
      strength.querySelector("input").value = String(this.strengths.get(slug) ?? opacity);
    }
    const down = document.querySelector(`[data-service-down="${CSS.escape(slug)}"]`);
    if (down) down.hidden = !this.down.has(slug);
  }

  #strengthen(slug, percent) {
    this.strengths.set(slug, percent);
    this.layers.get(slug)?.setOpacity(percent / 100);
  }
}

/** How long to wait before a picture is asked for again that did not come so many times, in milliseconds. */
function waitAfter(tries) {
  return tries <= TRIES ? FIRST_WAIT * 2 ** (tries - 1) : REST * 2 ** Math.min(tries - TRIES - 1, MOST_DOUBLED);
}
