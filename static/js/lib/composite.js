// SPDX-License-Identifier: EUPL-1.2
// An index weighed anew in the browser: the same sums, scales, ranks and classes as on the server, over its columns.

// Relative to the largest, scores closer than this are equal, as on the server.
const SAME = 1e11;

const sum = (values) => values.reduce((total, value) => total + value, 0);

function spreadOf(values, ddof) {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return { mean, sd: Math.sqrt(squares / (values.length - ddof)) };
}

const SCALES = {
  none: (values) => values,
  z(values, { ddof, mean: to, sd: by }) {
    const { mean, sd } = spreadOf(values, ddof);
    return values.map((value) => to + by * ((value - mean) / sd));
  },
  sd(values, { ddof }) {
    const { sd } = spreadOf(values, ddof);
    return values.map((value) => value / sd);
  },
  minmax(values, { low, high }) {
    const least = Math.min(...values);
    const width = Math.max(...values) - least;
    return values.map((value) => low + (high - low) * ((value - least) / width));
  },
};

/** The index of the rated areas; `weightOf(node)` gives the present weight of a part or domain. */
export function indexOf(domain, weightOf = ({ weight }) => weight) {
  const columns = domain.parts.map((part) => part.values ?? indexOf(part, weightOf));
  const weights = domain.parts.map((part) => weightOf(part));
  const divisor = domain.divisor === "weights" ? sum(weights) : domain.divisor;
  const score = columns[0].map((_, place) => {
    let total = 0;
    for (let column = 0; column < columns.length; column += 1) total += columns[column][place] * weights[column];
    return (total / divisor) * domain.direction;
  });
  return SCALES[domain.scale.kind](score, domain.scale);
}

/** Ranks from 1 for the most need. */
export function ranksOf(values, { highFirst, ties = "min" }) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const keys = values.map((value) => Math.round(((highFirst ? -value : value) * SAME) / largest));
  const order = keys.map((_, place) => place).sort((a, b) => keys[a] - keys[b] || a - b);
  const ranks = new Array(values.length);
  let dense = 0;
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && keys[order[last + 1]] === keys[order[first]]) last += 1;
    dense += 1;
    const rank = { min: first + 1, max: last + 1, average: (first + last + 2) / 2, dense }[ties];
    for (let place = first; place <= last; place += 1) ranks[order[place]] = rank;
    first = last + 1;
  }
  return ranks;
}

/** A quantile of sorted values: R's type 7, or type 9. */
function quantile(sorted, share, rule) {
  const n = sorted.length;
  const [alpha, beta] = rule === "type_9" ? [3 / 8, 3 / 8] : [1, 1];
  const place = Math.min(Math.max(n * share + (alpha + share * (1 - alpha - beta)) - 1, 0), n - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, n - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The number of the class of each area, from 1; 0 without classes. */
export function classNumbers(values, { cuts, quantiles, highFirst }) {
  if (!quantiles) {
    const has = (value, [at, goes]) => (goes === "upper" ? value >= at : value > at);
    return values.map((value) => (cuts.length ? 1 + cuts.filter((cut) => has(value, cut)).length : 0));
  }
  const [count, rule] = quantiles;
  if (rule === "rank" || rule === "rank_up") {
    const lifted = (rank) => (rule === "rank" ? Math.ceil((rank * count) / values.length)
      : Math.floor(((rank - 1) * count) / values.length) + 1);
    return ranksOf(values, { highFirst }).map(lifted);
  }
  const sorted = [...values].sort((a, b) => a - b);
  const bounds = Array.from({ length: count - 1 }, (_, k) => quantile(sorted, (k + 1) / count, rule));
  return values.map((value) => 1 + bounds.filter((bound) => value >= bound).length);
}

/** Index, ranks, classes and shades of the rated areas under other weights; null where weights make no index. */
export function weighed(model, weightOf) {
  const values = indexOf(model.tree, weightOf);
  if (!values.every(Number.isFinite)) return null;
  const ranks = ranksOf(values, model);
  const classes = classNumbers(values, model);
  const folded = (rank) => model.folded - Math.floor(((Math.floor(rank) - 1) * model.folded) / values.length);
  const shades = classes.map((number, place) => (number ? model.shades[number - 1] : folded(ranks[place])));
  return { values, ranks, classes, shades };
}
