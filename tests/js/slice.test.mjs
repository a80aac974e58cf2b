// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { SliceError, flagWords, hasValue, readSlice } from "../../static/js/lib/slice.js";

const MISSING = -(2 ** 31);

/** Write a slice byte by byte, as docs/adr/0002-release-slice.md says. */
function slice({ magic = "SPS1", version = 1, value = [327, MISSING, 0], scale = 1, extra = {} } = {}) {
  const n = value.length;
  const padded = (length) => Math.ceil(length / 8) * 8;
  const place = { status: padded(4 * n), flags: padded(4 * n) + padded(n) };
  const bands = [
    { name: "value", type: "i4", scale, offset: 0, missing: MISSING },
    { name: "status", type: "u1", scale: 0, offset: place.status, missing: null },
    { name: "flags", type: "u1", scale: 0, offset: place.flags, missing: null },
  ];
  const header = new TextEncoder().encode(JSON.stringify({ bands, n, version, indicator: "Müll", ...extra }));
  const body = padded(8 + header.length);
  const buffer = new ArrayBuffer(body + place.flags + padded(n));
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(4, header.length, true);
  bytes.set(header, 8);
  value.forEach((integer, at) => view.setInt32(body + 4 * at, integer, true));
  bytes.set([0, 6, 1].slice(0, n), body + place.status);
  bytes.set([2, 0, 33].slice(0, n), body + place.flags);
  return buffer;
}

test("numbers are the integers divided by their scale, missing is NaN", () => {
  const { header, bands } = readSlice(slice());

  assert.deepEqual([...bands.value], [32.7, NaN, 0]);
  assert.deepEqual([...bands.status], [0, 6, 1]);
  assert.equal(header.indicator, "Müll");
});

test("a division gives the very double that the decimal number has", () => {
  const integers = Array.from({ length: 2000 }, (_, at) => at * 37 + 1);
  const n = integers.length;
  const bands = [
    { name: "value", type: "i4", scale: 3, offset: 0, missing: MISSING },
    { name: "status", type: "u1", scale: 0, offset: 0, missing: null },
    { name: "flags", type: "u1", scale: 0, offset: 0, missing: null },
  ];

  const read = readSlice(slice({ value: integers, extra: { bands, n } }));

  read.bands.value.forEach((value, at) => assert.equal(value, Number(`${integers[at]}e-3`)));
});

test("negative and largest integers are read with their sign", () => {
  const { bands } = readSlice(slice({ value: [-1, 2 ** 31 - 1, -(2 ** 31) + 1], scale: 0 }));

  assert.deepEqual([...bands.value], [-1, 2147483647, -2147483647]);
});

test("a band that nobody knows is read and left alone", () => {
  const bands = [
    { name: "value", type: "i4", scale: 1, offset: 0, missing: MISSING },
    { name: "status", type: "u1", scale: 0, offset: 16, missing: null },
    { name: "flags", type: "u1", scale: 0, offset: 24, missing: null },
    { name: "later", type: "u2", scale: 0, offset: 16, missing: null },
  ];

  const read = readSlice(slice({ extra: { bands } }));

  assert.deepEqual([...read.bands.later], [0x0600, 1, 0]);
});

const REFUSED = {
  "bytes of another kind": slice({ magic: "JSON" }),
  "another version": slice({ version: 2 }),
  "no bytes at all": new ArrayBuffer(0),
  "a header that ends too early": slice().slice(0, 20),
  "a body that ends too early": slice().slice(0, slice().byteLength - 16),
  "no band of values": slice({ extra: { bands: [] } }),
  "a band of an unknown type": slice({ extra: { bands: [{ name: "value", type: "f8", offset: 0 }] } }),
};
for (const [what, buffer] of Object.entries(REFUSED)) {
  test(`${what}: refused with an error of its own`, () => assert.throws(() => readSlice(buffer), SliceError));
}

test("a header that is no JSON is refused", () => {
  const buffer = slice();
  new Uint8Array(buffer)[8] = 0x5b;

  assert.throws(() => readSlice(buffer), SliceError);
});

test("only the first three statuses come with a value", () => {
  assert.deepEqual(
    Array.from({ length: 11 }, (_, status) => hasValue(status)),
    [true, true, true, ...new Array(8).fill(false)],
  );
});

test("flags are told by their words", () => {
  assert.deepEqual(flagWords(0), []);
  assert.deepEqual(flagWords(2 | 32 | 64), ["provisional", "revised", "recomputed"]);
});
