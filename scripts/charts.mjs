// SPDX-License-Identifier: EUPL-1.2
// What charts need of d3, in one file; scripts/build_front.mjs writes it to static/build/charts.js.

export { scaleLinear } from "d3-scale";
export { area, line } from "d3-shape";
