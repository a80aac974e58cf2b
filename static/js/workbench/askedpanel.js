// SPDX-License-Identifier: EUPL-1.2
// Panels of the areas that are meant: a choice is not known beforehand, so that the server says anew what follows from it.

import { requestJson, showRequestError } from "../lib/request.js";

const ASKED = ["indikator", "ebene", "stand", "gebietsstand", "gebiet", "auswahl", "eigenes"];

/** What of the address the panel depends on. */
function askedIn(search, panel) {
  const given = new URLSearchParams(search);
  const told = ASKED.filter((name) => given.get(name)).map((name) => [name, given.get(name)]);
  return `?${new URLSearchParams([...told, ["tafeln", panel]])}`;
}

export class AskedPanel {
  constructor(panel, { brush, address, onFocus }) {
    Object.assign(this, { panel, brush, address, onFocus });
    this.body = panel.querySelector("[data-asked-body]");
    this.body.addEventListener("click", (event) => this.#click(event));
    this.body.addEventListener("pointerover", ({ target }) => brush.point(this.#numberAt(target)));
    this.body.addEventListener("pointerleave", () => brush.point(null));
    brush.on("point", () => this.#point());
    // The address is changed a moment after the brush.
    for (const kind of ["focus", "choose"]) brush.on(kind, () => queueMicrotask(() => this.#follow()));
  }

  #numberAt(target) {
    const named = target.closest("[data-place]");
    return named ? this.ground?.numbers[Number(named.dataset.place)] ?? null : null;
  }

  #click(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest("[data-asked-focus]")) return;
    event.preventDefault();
    this.onFocus(this.#numberAt(event.target));
  }

  /** Show one period: it is asked for once. */
  async show({ position, grounds }) {
    this.ground = grounds[position];
    if (!this.known) {
      this.wanted = askedIn(this.address.query, this.panel.dataset.workbenchPanel);
      this.known = new Map([[this.wanted, this.body.innerHTML]]);
    }
    await this.#follow();
  }

  async #follow() {
    const wanted = askedIn(this.address.query, this.panel.dataset.workbenchPanel);
    if (!this.known || wanted === this.wanted) return void this.#point();
    this.wanted = wanted;
    this.abort?.abort();
    const body = this.known.get(wanted) ?? await this.#asked(wanted);
    // Somebody went on meanwhile.
    if (body === null || this.wanted !== wanted) return;
    this.known.set(wanted, body);
    this.#write(body);
  }

  async #asked(wanted) {
    this.abort = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    // No figure stands under a period or a choice that it does not belong to.
    this.#write("", true);
    try {
      return (await requestJson(`${this.panel.dataset.askedAddress}${wanted}`, { signal: this.abort.signal })).body;
    } catch (error) {
      showRequestError(error);
      return null;
    }
  }

  /** Put the words of the server in their place; who reads the table or stands on a name goes on there. */
  #write(body, isBusy = false) {
    const details = this.body.querySelector("[data-asked-figures]");
    if (details) this.isOpen = details.open;
    const held = this.body.contains(document.activeElement) ? this.#numberAt(document.activeElement) : null;
    if (held !== null) this.held = held;
    this.body.innerHTML = body;
    if (isBusy) return;
    this.panel.removeAttribute("aria-busy");
    this.body.querySelector("[data-asked-figures]")?.toggleAttribute("open", Boolean(this.isOpen));
    const place = this.ground.placeOf(this.held);
    if (this.held !== null && document.activeElement === document.body) {
      this.body.querySelector(`[data-place="${place}"] [data-asked-focus]`)?.focus({ preventScroll: true });
    }
    this.held = null;
    this.#point();
  }

  /** Mark what is pointed to. */
  #point() {
    for (const marked of this.body.querySelectorAll(".is-pointed")) marked.classList.remove("is-pointed");
    const place = this.ground?.placeOf(this.brush.pointed);
    if (place === undefined) return;
    for (const marked of this.body.querySelectorAll(`[data-place="${place}"]`)) marked.classList.add("is-pointed");
  }
}
