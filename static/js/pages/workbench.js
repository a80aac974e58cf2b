// SPDX-License-Identifier: EUPL-1.2
// The page Analyse: ties form, slider, links and history to the workbench.

import { announce } from "../lib/announce.js";
import { isAmbiguous, pageLanguage, readNumber, typedNumber } from "../lib/format.js";
import { text } from "../lib/strings.js";
import { Timeline } from "../map/timeline.js";
import { carriedOver, changed, toggledPanels } from "../workbench/address.js";
import { Handing } from "../workbench/handing.js";
import { offerTour } from "../workbench/help.js";
import { Workbench } from "../workbench/page.js";
import { PlainView } from "../workbench/plainview.js";

const root = document.querySelector("[data-workbench]");
const form = root.querySelector("[data-workbench-form]");
root.querySelector("[data-map-frame]").hidden = false;
for (const part of form.querySelectorAll("[data-workbench-submit], [data-workbench-typed]")) part.hidden = true;

const workbench = new Workbench(root, { onStep: follow });
const timeline = startTimeline();
const handing = new Handing(root);
new PlainView(root, { text });
offerTour(root, { text });
workbench.onAddress = showAddress;

function startTimeline() {
  for (const list of root.querySelectorAll("[data-map-periods]")) list.hidden = true;
  const control = root.querySelector("[data-timeline]");
  if (!control) return null;
  return new Timeline(control, { onStep: (position, how) => workbench.step(position, how), onRest: () => workbench.rest() });
}

/** Controls follow what panels did. */
function follow(position) {
  timeline?.show(position);
  const regional = form.querySelector("[data-workbench-regional]");
  if (regional) showRegional(regional, workbench.period);
  form.elements.stand.value = workbench.answer.periods[position].code;
  const order = form.elements.reihenfolge;
  order.value = workbench.reihenfolge;
  const words = order.selectedOptions[0]?.textContent ?? "";
  const says = root.querySelector("[data-workbench-ordered]");
  if (says) says.textContent = text("workbench.ordered", { order: words });
}

/** The classes shown are those that a steward may let everybody see first. */
function showRegional(link, { inner, sided }) {
  link.search = `?grenzen=${inner.join(";")}${sided === undefined ? "" : "&mitte=1"}`;
}

/** The address of the view, files, pictures and the simple map follow what is shown. */
function showAddress(query) {
  const link = root.querySelector("[data-workbench-address]");
  const address = `${link.href.split("?")[0]}${query}`;
  Object.assign(link, { href: address, textContent: address });
  handing.follow(query, `${workbench.answer.name}, ${workbench.period.named}`);
  const given = new URLSearchParams(query);
  for (const [name, usual] of [["klassen", "standard"], ["anzahl", ""], ["zeit", "alle"], ["vergleich", ""], ["anpassung", ""]]) {
    if (form.elements[name]) form.elements[name].value = given.get(name) ?? usual;
  }
  if (form.elements.mitte) showMiddle(given);
  form.elements.anzahl.disabled = given.get("klassen") === "eigene";
}

/** Where both sides meet, and which classes stand apart, as the form says it. */
function showMiddle(given) {
  const { mitte, zahl, anzahl, klassen } = form.elements;
  const said = given.get("mitte") ?? "";
  klassen.options[0].textContent = klassen.dataset[said && given.get("klassen") !== "schwelle" ? "sided" : "plain"];
  const isNumber = !["", "0", "stadt"].includes(said);
  mitte.value = isNumber ? "zahl" : said;
  // A threshold is one: it cannot be none.
  mitte.options[0].disabled = given.get("klassen") === "schwelle";
  zahl.value = isNumber ? typedNumber(Number(said), { language: pageLanguage() }) : "";
  form.querySelector("[data-workbench-middle]").hidden = !isNumber;
  for (const option of anzahl.options) option.disabled = Boolean(said) && Number(option.value) % 2 === 1;
  for (const name of ["null", "ausreisser"]) form.elements[name].checked = given.get(name) === "eigene";
}

/** Own bounds begin with those that are shown; any other method has none, and a threshold alone leaves its middle. */
function classify({ name, value, checked, type }) {
  if (type === "checkbox") return void workbench.ask({ [name]: checked ? value : "" });
  if (name === "mitte" || name === "zahl") return void middle(name, value);
  if (name !== "klassen") return void workbench.ask({ [name]: value });
  const isOwn = value === "eigene";
  const wasThreshold = new URLSearchParams(workbench.query).get("klassen") === "schwelle";
  const grenzen = isOwn ? workbench.period.inner.join(";") : "";
  workbench.ask({ klassen: value, grenzen, ...((isOwn || wasThreshold) && { mitte: "" }), ...(isOwn && { anzahl: "" }) });
}

/** A number as the middle begins with the one that is shown, else with the middle area. */
function middle(name, value) {
  const { sided, five } = workbench.period;
  const isUnclear = name === "zahl" && isAmbiguous(value, { language: pageLanguage() });
  form.elements.zahl.setCustomValidity(isUnclear ? text("classes.unclear", { text: value }) : "");
  if (isUnclear) return void form.elements.zahl.reportValidity();
  const number = name === "zahl" ? readNumber(value) : (sided ?? five?.[2] ?? 0);
  const mitte = name === "zahl" || value === "zahl" ? String(Number(number.toFixed(workbench.answer.decimals))) : value;
  const isOwn = new URLSearchParams(workbench.query).get("klassen") === "eigene";
  if (Number.isFinite(number)) workbench.ask({ mitte, ...(isOwn && { klassen: "standard", grenzen: "" }) });
}

/** Another page, on which whoever chose by keyboard goes on from the same control. */
function jumpBackTo({ id, selectedOptions: [{ dataset }] }) {
  location.assign(`${carriedOver(`?${dataset.query}`, workbench.query)}#${id}`);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-workbench-jump]")) jumpBackTo(target);
  else if (target.matches("[data-workbench-period]")) {
    timeline?.stop();
    workbench.step(workbench.answer.periods.findIndex(({ code }) => code === target.value));
  } else if (target.matches("[data-workbench-classes]")) classify(target);
  else if (target.matches("[data-workbench-ask]")) workbench.ask({ [target.name]: target.value });
  else if (target.matches("[data-workbench-order]")) {
    workbench.order(target.value);
    announce(text("workbench.ordered", { order: target.selectedOptions[0].textContent }));
  }
});

root.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { workbenchToggle: key, workbenchLeave: leave, workbenchEmpty: empty, workbenchJumpLink: jump, workbenchLayers: layers, workbenchServices: services } = link.dataset;
  if (key !== undefined) workbench.choosing.toggle(workbench.ground.numberOf(key));
  else if (leave !== undefined) workbench.choosing.focusOn(null);
  else if (empty !== undefined) workbench.choosing.empty();
  else if (jump !== undefined) {
    location.assign(`${changed(workbench.query, { tafeln: toggledPanels(workbench.query, link.id.replace("panel-", "")) })}${link.hash}`);
  } else if (layers !== undefined) location.assign(`${changed(workbench.query, { orte: layers })}#layers`);
  else if (services !== undefined) location.assign(`${changed(workbench.query, { dienste: services })}#layers`);
  else return;
  event.preventDefault();
});

addEventListener("popstate", () => {
  timeline?.stop();
  workbench.arrive();
});
await workbench.start();
follow(workbench.position);
showAddress(workbench.query);
