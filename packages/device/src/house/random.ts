/** Mulberry32 (Tommy Ettinger, public domain): a small generator with 32 bits of state; numbers in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [0, 1) that depends on nothing but its arguments, so that any moment can be asked in any order. */
export function uniformAt(seed: number, stream: number, index: number): number {
  let mixed = Math.imul(seed ^ Math.imul(stream, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(index, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Standard normal value of a moment (Irwin-Hall sum of four uniform ones, scaled to variance 1). */
export function normalAt(seed: number, stream: number, index: number): number {
  let sum = 0;
  for (let part = 0; part < 4; part += 1) sum += uniformAt(seed, stream * 8 + part + 1, index);
  return (sum - 2) * Math.sqrt(3);
}

/** Streams of `uniformAt` and `normalAt`: one for each thing that varies. */
export const STREAM = {
  weather: 1,
  clouds: 2,
  draws: 3,
  roomNoise: 4,
  outdoorNoise: 5,
  defrost: 6,
  pressure: 7,
  price: 8,
  people: 9,
  radio: 10,
};
