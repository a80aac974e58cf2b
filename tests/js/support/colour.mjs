// SPDX-License-Identifier: EUPL-1.2
// Colour arithmetic for the palette gate: CIELAB (D65), CIEDE2000 (Sharma et al. 2005), colour vision (Machado et al. 2009).

/** Matrices for complete deficiency (severity 1.0), Machado, Oliveira and Fernandes 2009, table 1; linear RGB. */
export const VISION = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const WHITE = [0.95047, 1, 1.08883];
const RGB_TO_XYZ = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const DEGREE = Math.PI / 180;

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, factor, at) => sum + factor * vector[at], 0));
const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Linear RGB of `#rrggbb`. */
export function linearRgb(hex) {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255].map((part) => linear(part / 255));
}

/** What an eye of this kind sees, as linear RGB within the gamut. */
export function seen(rgb, vision) {
  return times(VISION[vision], rgb).map((part) => Math.min(1, Math.max(0, part)));
}

/** CIELAB of linear RGB. */
export function lab(rgb) {
  const [x, y, z] = times(RGB_TO_XYZ, rgb).map((part, at) => {
    const share = part / WHITE[at];
    return share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27 * share + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Relative luminance (WCAG 2). */
export function luminance(hex) {
  return times([RGB_TO_XYZ[1]], linearRgb(hex))[0];
}

/** Contrast ratio (WCAG 2). */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function hueOf(b, a) {
  if (a === 0 && b === 0) return 0;
  const hue = Math.atan2(b, a) / DEGREE;
  return hue < 0 ? hue + 360 : hue;
}

function hueDifference(one, other, isGrey) {
  if (isGrey) return 0;
  const step = other - one;
  if (step > 180) return step - 360;
  return step < -180 ? step + 360 : step;
}

function meanHue(one, other, isGrey) {
  if (isGrey) return one + other;
  if (Math.abs(one - other) <= 180) return (one + other) / 2;
  return one + other < 360 ? (one + other + 360) / 2 : (one + other - 360) / 2;
}

/** CIEDE2000 between two CIELAB colours. */
export function distance([l1, a1, b1], [l2, a2, b2]) {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [hueOf(b1, a1 * stretch), hueOf(b2, a2 * stretch)];
  const isGrey = c1 * c2 === 0;
  const hueStep = 2 * Math.sqrt(c1 * c2) * Math.sin((hueDifference(h1, h2, isGrey) / 2) * DEGREE);
  const [light, chroma, hue] = [(l1 + l2) / 2, (c1 + c2) / 2, meanHue(h1, h2, isGrey)];
  const weightOfHue =
    1 -
    0.17 * Math.cos((hue - 30) * DEGREE) +
    0.24 * Math.cos(2 * hue * DEGREE) +
    0.32 * Math.cos((3 * hue + 6) * DEGREE) -
    0.2 * Math.cos((4 * hue - 63) * DEGREE);
  const turn = 30 * Math.exp(-(((hue - 275) / 25) ** 2));
  const rotation = -Math.sin(2 * turn * DEGREE) * 2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const byLight = (l2 - l1) / (1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2));
  const byChroma = (c2 - c1) / (1 + 0.045 * chroma);
  const byHue = hueStep / (1 + 0.015 * chroma * weightOfHue);
  return Math.sqrt(byLight ** 2 + byChroma ** 2 + byHue ** 2 + rotation * byChroma * byHue);
}
