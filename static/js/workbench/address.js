// SPDX-License-Identifier: EUPL-1.2
// The address of the workbench: what the script changes of it, in the order in which the server writes it.

import { readAreas, writeAreas, LONGEST } from "../lib/areaset.js";

export const PANELS = Object.freeze([
  "rangfolge", "verlauf", "gegenueber", "kennzahlen", "verteilung", "trichter", "zusammenhang", "vergleichstafel", "auffaellig", "bilanz",
  "nebeneinander", "reihe", "tabelle",
]);
const USUAL_PANELS = "rangfolge,verlauf,tabelle";
const ORDER = [
  "indikator", "ebene", "stand", "gebietsstand", "umgerechnet", "klassen", "anzahl", "zeit", "grenzen", "mitte", "null", "ausreisser",
  "vergleich", "anpassung", "tafeln", "reihenfolge", "karte", "anordnung", "orte", "dienste", "gebiet", "auswahl", "eigenes", "zweiter", "weitere", "form", "filter", "ausserhalb",
];
const USUAL = { klassen: "standard", zeit: "alle", tafeln: USUAL_PANELS, reihenfolge: "name", ausserhalb: "grau" };
// What an address has room for.
const LONGEST_ADDRESS = 2000;

/** The query with some parameters changed; what has its default, or is empty, is left out. The filter has several conditions. */
export function changed(query, { filter, ...changes }) {
  const given = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) given.set(name, value ?? "");
  const said = (name) => (name === "filter" ? filter ?? given.getAll(name) : [given.get(name)]);
  const told = ORDER.flatMap((name) => said(name).filter((value) => value && value !== USUAL[name]).map((value) => (
    `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3B", ";").replaceAll("%3A", ":")}`
  )));
  return `?${told.join("&")}`;
}

/** The conditions of the filter. */
export function conditionsIn(query) {
  return new URLSearchParams(query).getAll("filter");
}

/** Whether an address has no room for a query. */
export function isTooLong(query) {
  return query.length - 1 > LONGEST_ADDRESS;
}

/** How maps and lines of some panels lie. */
const arrangement = (given) => Object.fromEntries(["anordnung", "form"].map((name) => [name, given.get(name)]));

/** Another query of the server, with what somebody changed since the page came. */
export function carriedOver(query, current) {
  const given = new URLSearchParams(current);
  return changed(query, { filter: given.getAll("filter"), ausserhalb: given.get("ausserhalb"), reihenfolge: given.get("reihenfolge"), ...arrangement(given) });
}

/** The panels with one of them opened or closed, as the address says it. */
export function toggledPanels(query, name) {
  const said = new URLSearchParams(query).get("tafeln") ?? USUAL.tafeln;
  const open = said.split(",").filter((each) => PANELS.includes(each));
  const wanted = open.includes(name) ? open.filter((each) => each !== name) : [...open, name];
  return wanted.join(",") || "keine";
}

/** The chosen areas as text for an address; null when they find no room there. */
export function writtenChoice(ground, numbers) {
  const places = [...numbers].map((number) => ground.placeOf(number)).filter((place) => place !== undefined);
  const text = writeAreas(places, ground.order);
  return text.length > LONGEST ? null : text;
}

/** The numbers of the chosen areas that an address names on the ground shown. */
export function readChoice(ground, text) {
  const found = text ? readAreas(text) : null;
  if (found?.order !== ground.order) return [];
  return found.positions.filter((place) => place < ground.size).map((place) => ground.numbers[place]);
}
