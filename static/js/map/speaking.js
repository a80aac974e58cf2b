// SPDX-License-Identifier: EUPL-1.2
// What the keyboard and screen readers meet where areas are drawn on a canvas: a listbox with one option that speaks.

import { describe } from "./marks.js";

/** Areas of which one at a time is an element; whoever draws them says how rings look. */
export class SpokenAreas {
  constructor(frame, shapes) {
    this.shapes = shapes;
    this.listbox = listbox();
    frame.append(this.listbox);
    this.marks = [];
    this.position = 0;
  }

  get root() {
    return this.listbox;
  }

  /** Which area speaks. */
  get at() {
    return this.position;
  }

  set label(words) {
    this.listbox.setAttribute("aria-label", words);
  }

  /** Take what areas show; the one in focus says it. */
  tell(marks, { palette, classes, colours = classes }) {
    this.listbox.dataset.palette = palette;
    this.listbox.dataset.classes = String(colours);
    this.marks = marks;
    this.#speak();
  }

  focus(position, { grab }) {
    this.position = position;
    this.#speak();
    if (!grab) return;
    this.listbox.focus({ preventScroll: true });
    this.handlers?.focus(position);
  }

  #speak() {
    const [option] = this.listbox.children;
    const { name, remark = "", group = "" } = this.marks[this.position] ?? this.shapes[this.position];
    option.textContent = name;
    describe(option, remark);
    option.dataset.position = String(this.position);
    option.dataset.key = this.shapes[this.position].key;
    option.dataset.group = group;
    option.setAttribute("aria-posinset", String(this.position + 1));
    option.setAttribute("aria-setsize", String(this.shapes.length));
    option.setAttribute("aria-selected", String(this.position === this.selected));
  }

  select(position) {
    this.selected = position;
    this.#speak();
    this.ring("selected", position);
  }

  ring(kind, position) {
    this.ringAll(kind, [position].filter((place) => place !== null && place !== undefined));
  }

  /** Tell what the focus does; pointers are a matter of the drawing. */
  hear(handlers) {
    this.handlers = handlers;
    this.listbox.addEventListener("focus", () => handlers.focus(this.position));
    this.listbox.addEventListener("blur", handlers.blur);
  }

  placeOf() {
    return this.position;
  }

  destroy() {
    this.listbox.remove();
  }
}

function listbox() {
  const element = document.createElement("div");
  element.className = "map-frame__listbox";
  element.tabIndex = 0;
  element.setAttribute("role", "listbox");
  element.setAttribute("aria-describedby", "map-help");
  element.setAttribute("aria-activedescendant", "map-option");
  const option = document.createElement("div");
  option.id = "map-option";
  option.setAttribute("role", "option");
  element.append(option);
  return element;
}
