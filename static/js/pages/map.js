// SPDX-License-Identifier: EUPL-1.2
// The page Karte: ties the form, the slider, the search and the links to the map.

import { copyFor, offerCopying } from "../components/copying.js";
import { MapPage } from "../map/page.js";
import { formQuery } from "../map/query.js";
import { AreaSearch } from "../map/search.js";
import { makeSortable } from "../map/sorting.js";
import { Timeline } from "../map/timeline.js";

const WIDE = matchMedia("(min-width: 64rem)");
const frame = document.querySelector("[data-map-frame]");
let timeline = null;

frame.hidden = false;
openRail();
WIDE.addEventListener("change", openRail);

const page = new MapPage(frame, { onFresh: enhance, onHalt: () => timeline?.stop() });

/** Give the parts that the server wrote their behaviour. */
function enhance(regions) {
  if (regions.includes("time")) timeline = startTimeline();
  else timeline?.show(page.position);
  if (regions.includes("controls")) startControls();
  if (regions.includes("share")) offerCopying(document);
  if (regions.includes("facts")) makeSortable(document.querySelector("[data-map-table]"));
}

/** Beside the map the rail is always unfolded; above it, it waits for somebody who wants to change something. */
function openRail() {
  document.querySelector("[data-map-rail]").open = WIDE.matches;
}

function startTimeline() {
  timeline?.destroy();
  for (const list of document.querySelectorAll("[data-map-periods]")) list.hidden = true;
  const root = document.querySelector("[data-timeline]");
  return root ? new Timeline(root, { onStep: (position, how) => page.step(position, how), onRest: () => page.rest() }) : null;
}

function startControls() {
  document.querySelector("[data-map-submit]").hidden = true;
  const input = document.querySelector("[data-map-search]");
  // A level with one area has nothing to search.
  if (!input) return;
  const chosen = page.places.find(({ key }) => key === input.value);
  if (chosen) input.value = chosen.name;
  new AreaSearch(input, {
    places: () => page.places,
    onChoose: (position) => page.choose(page.places[position].key),
    areas: () => page.script.areas,
    here: () => [page.script.level, page.script.periods[page.position].edition],
  });
}

function step(position) {
  page.step(position);
  timeline?.show(position);
}

function changed(event) {
  const control = event.target;
  if (control.matches("[data-map-search]")) return;
  if (control.matches("[data-map-period-choice]")) {
    step(page.script.periods.findIndex(({ code }) => code === control.value));
  } else if (control.matches("[data-map-jump]")) {
    page.open(`?${control.selectedOptions[0].dataset.query}`);
  } else if (control.form?.matches("[data-map-form]")) {
    page.open(formQuery(control.form, { focus: page.focusKey }));
  }
}

function clicked(event) {
  const copy = event.target.closest("[data-copy]");
  if (copy) return void copyFor(copy);
  if (event.target.closest("[data-map-retry]")) return void page.retry();
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches("[data-map-link]")) page.open(link.search);
  else if (link.matches("[data-map-part], #table .pagination__link[href]")) page.leaf(link.search);
  else if (link.matches("[data-map-area]")) page.choose(link.dataset.mapArea);
  else if (link.matches("[data-map-clear]")) page.choose("");
  else if (link.matches("[data-map-newest]")) step(page.script.periods.length - 1);
  else return;
  event.preventDefault();
}

document.addEventListener("change", changed);
document.addEventListener("click", clicked);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-map-form]")) event.preventDefault();
});
addEventListener("popstate", () => page.arrive());

await page.start();
enhance(["time", "controls", "share", "facts"]);
