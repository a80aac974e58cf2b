// SPDX-License-Identifier: EUPL-1.2
// A canvas over the whole map that moves and grows with it; what it shows is drawn by whoever holds it.

const L = globalThis.L;

/** Make a sheet; `draw(context, bounds)` draws in pixels of Leaflet's layers, `bounds` is what the sheet covers. */
export function makeSheet(draw, options = { padding: 0.25 }) {
  return new Sheet(draw, options);
}

// Leaflet places, moves and enlarges whatever a renderer calls its container.
const Sheet = L.Renderer.extend({
  initialize(draw, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._draw = draw;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  // No single layer of Leaflet lies on a sheet.
  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const fineness = globalThis.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    Object.assign(this._container, { width: Math.round(size.x * fineness), height: Math.round(size.y * fineness) });
    Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    this.redraw();
  },

  redraw() {
    if (!this._bounds || !this._container) return;
    const fineness = globalThis.devicePixelRatio || 1;
    const { min } = this._bounds;
    const context = this._container.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    context.setTransform(fineness, 0, 0, fineness, -min.x * fineness, -min.y * fineness);
    this._draw(context, this._bounds);
  },
});
