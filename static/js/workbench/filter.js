// SPDX-License-Identifier: EUPL-1.2
// The filter: which areas are outside it in each period, its banner, and the controls that change it.

import { readAreas } from "../lib/areaset.js";
import { text } from "../lib/strings.js";
import { changed, conditionsIn } from "./address.js";
import { drawingModule } from "./panels.js";

// What the form asks for, as it is called there.
const FIELDS = ["filterwert", "von", "bis", "filterraum", "umkreis", "umkreisort", "ecken"];

/** Tell each period which places are outside the filter, and whether they are taken away; the server judged them. */
export function sieve({ periods, removes }, groundOf) {
  periods.forEach((period, position) => {
    if (period.passing === undefined) return;
    const { size } = groundOf(position);
    const passing = new Set(readAreas(period.passing, { longest: Infinity })?.positions ?? []);
    period.outside = new Set(Array.from({ length: size }, (_, place) => place).filter((place) => !passing.has(place)));
    period.removes = removes;
  });
}

/** What the form asks for, as somebody typed it: the server reads it. */
function typedIn(form) {
  const given = FIELDS.map((name) => [name, form.elements[name]?.value ?? ""]).filter(([, value]) => value);
  return new URLSearchParams(given).toString();
}

/** Writes the banner and listens to its links and to the form. */
export class Filter {
  constructor(root, workbench) {
    Object.assign(this, { workbench, place: root.querySelector("[data-workbench-filter]") });
    this.form = root.querySelector("[data-workbench-form]");
    this.box = root.querySelector("[data-workbench-remarks]").parentNode;
    this.form.addEventListener("click", (event) => this.#added(event));
    this.form.elements.ausserhalb.addEventListener("change", ({ target }) => this.#turn(target.value));
    root.addEventListener("click", (event) => this.#pressed(event));
    for (const button of this.form.querySelectorAll("[data-workbench-draw]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.#draw(button));
    }
    this.#outline(workbench.answer.shapes);
  }

  /** Draw the circles and shapes of the filter on the map. */
  async #outline(shapes) {
    if (!shapes.length && !this.outlines) return;
    const { Outlines } = await drawingModule();
    this.outlines ??= new Outlines(this.workbench.view.viewport.map);
    this.outlines.show(shapes);
  }

  /** Let somebody choose a place or draw a shape; the fields hold what was drawn. */
  async #draw(button) {
    if (this.isDrawing) return;
    this.isDrawing = true;
    const isShape = button.dataset.workbenchDraw === "shape";
    const { Drawing, typed } = await drawingModule();
    const { view } = this.workbench;
    const field = this.form.elements[isShape ? "ecken" : "umkreisort"];
    new Drawing(view.frame, view.viewport.map, { isShape, text, onEnd: (points) => {
      this.isDrawing = false;
      button.focus();
      if (!points) return;
      field.value = typed(points);
      const metres = this.form.elements.umkreis;
      if (isShape || metres.value) this.#add();
      else metres.focus();
    } }).start();
  }

  #added(event) {
    if (!event.target.closest("[data-workbench-filter-add]")) return;
    event.preventDefault();
    this.#add();
  }

  #add() {
    const typed = typedIn(this.form);
    if (!typed) return void this.form.elements.filterwert.focus();
    this.workbench.ask({}, `${typed}&ausserhalb=${this.form.elements.ausserhalb.value}`);
    for (const name of FIELDS) if (this.form.elements[name]) this.form.elements[name].value = "";
  }

  #turn(ausserhalb) {
    const { query } = this.workbench;
    if (conditionsIn(query).length) this.workbench.ask({ ausserhalb });
  }

  #pressed(event) {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { workbenchUnfilter: gone, workbenchTurn: turned, workbenchList: list, workbenchHull: hull } = link.dataset;
    const { query } = this.workbench;
    if (gone !== undefined) {
      const filter = gone ? conditionsIn(query).filter((text) => text !== gone) : [];
      this.workbench.ask({ filter, ...(!filter.length && { ausserhalb: "" }) });
    } else if (turned !== undefined) this.#turn(turned);
    else if (list !== undefined) this.#list(query);
    else if (hull !== undefined) this.workbench.ask({ filter: [...conditionsIn(query), "flaeche:auswahl"] });
    else return;
    event.preventDefault();
    this.isPressed = this.place.contains(link);
  }

  /** The choice becomes a condition, and is empty then. */
  #list(query) {
    const text = `liste:${new URLSearchParams(query).get("auswahl")}`;
    this.workbench.brush.choose([]);
    this.workbench.ask({ auswahl: "", filter: [...conditionsIn(query).filter((each) => each !== text), text] });
  }

  /** Show what the server says of filter and address; a link that was pressed gives its focus to the heading. */
  show({ filter, remarks, removes, filters, shapes }) {
    this.#outline(shapes);
    this.place.innerHTML = filter;
    this.place.hidden = !filter;
    // Without a filter a form says what would happen to areas outside the next one.
    if (filters.length) this.form.elements.ausserhalb.value = removes ? "weg" : "grau";
    this.box.hidden = !remarks.length;
    this.box.firstElementChild.replaceChildren(...remarks.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    if (this.isPressed) (this.place.querySelector("h2") ?? document.getElementById("workbench-title")).focus({ preventScroll: true });
    this.isPressed = false;
  }

  /** Ways to saved selections, for those who have some, and to questions lead on from the query of the page. */
  follow(query) {
    for (const link of document.querySelectorAll("[data-workbench-follow]")) link.search = query;
    for (const link of this.place.querySelectorAll("[data-workbench-own]")) link.search = changed(query, { filter: [], ausserhalb: "", eigenes: link.dataset.workbenchOwn });
    for (const link of document.querySelectorAll("[data-workbench-without]")) link.search = changed(query, { [link.dataset.workbenchWithout]: "" });
    for (const link of document.querySelectorAll("[data-workbench-saved] a")) {
      link.search = query;
      if (link.dataset.workbenchSave !== undefined) link.hidden = !new URLSearchParams(query).get("auswahl");
    }
  }

  /** Tell what the filter comes to in a period. */
  says({ filterSays = "" }) {
    const says = this.place.querySelector("[data-workbench-filter-says]");
    if (says) says.textContent = filterSays;
  }
}
