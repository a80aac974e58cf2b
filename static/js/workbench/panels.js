// SPDX-License-Identifier: EUPL-1.2
// The panels of the page: those that most pages open come with it, the others are fetched where they stand open.

import { LinePanel } from "./line.js";
import { RankingPanel } from "./ranking.js";
import { TablePanel } from "./table.js";

const AT_ONCE = { rangfolge: RankingPanel, verlauf: LinePanel, tabelle: TablePanel };
const ON_DEMAND = {
  gegenueber: async () => (await import("./askedpanel.js")).AskedPanel,
  kennzahlen: async () => (await import("./askedpanel.js")).AskedPanel,
  verteilung: async () => (await import("./distribution.js")).DistributionPanel,
  trichter: async () => (await import("./funnel.js")).FunnelPanel,
  zusammenhang: async () => (await import("./scatter.js")).ScatterPanel,
  vergleichstafel: async () => (await import("./cross.js")).CrossPanel,
  auffaellig: async () => (await import("./striking.js")).StrikingPanel,
  bilanz: async () => (await import("./balance.js")).BalancePanel,
  nebeneinander: async () => (await import("./facing.js")).FacingPanel,
  reihe: async () => (await import("./multiples.js")).MultiplesPanel,
};

// Those of them that show one period: a step of time draws them anew.
export const STEPPED = Object.freeze(Object.keys(ON_DEMAND).filter((name) => name !== "reihe"));

/** Circles and shapes on the map, and what draws them. */
export const drawingModule = () => import("./drawing.js");

/** The open panels by name that need nothing more; `ways` are what they listen to and tell. */
export function panelsAtOnce(root, ways) {
  return opened(root, Object.keys(AT_ONCE), (name) => AT_ONCE[name], ways);
}

/** The other open panels. */
export async function panelsOnDemand(root, ways) {
  const names = Object.keys(ON_DEMAND).filter((name) => root.querySelector(`[data-workbench-panel="${name}"]`));
  const kinds = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await ON_DEMAND[name]()])));
  return opened(root, names, (name) => kinds[name], ways);
}

function opened(root, names, kindOf, ways) {
  const panels = [...root.querySelectorAll("[data-workbench-panel]")];
  return Object.fromEntries(panels.filter(({ dataset }) => names.includes(dataset.workbenchPanel)).map((panel) => {
    const name = panel.dataset.workbenchPanel;
    return [name, new (kindOf(name))(panel, ways)];
  }));
}
