import { STREAM, uniformAt } from '../random.ts';

/** Tapping profile L of EN 16147: 24 draws, 11.655 kWh a day; minute of the day and heat drawn, kWh. */
const PROFILE_L: readonly (readonly [minute: number, kwh: number])[] = [
  [420, 0.105],
  [425, 1.4],
  [450, 0.105],
  [465, 0.105],
  [485, 3.605],
  [505, 0.105],
  [510, 0.105],
  [525, 0.105],
  [540, 0.105],
  [570, 0.105],
  [630, 0.105],
  [690, 0.105],
  [705, 0.105],
  [765, 0.315],
  [870, 0.105],
  [930, 0.105],
  [990, 0.105],
  [1_080, 0.105],
  [1_095, 0.105],
  [1_110, 0.105],
  [1_140, 0.105],
  [1_230, 0.735],
  [1_260, 3.605],
  [1_290, 0.105],
];
/** A tap at 10 l/min takes about this much, W. */
const TAP_W = 21_000;
const JITTER_MINUTES = 40;

/** Heat drawn in each minute of a local day, W; times and amounts vary a little with seed and day. */
export function drawsOfDay(seed: number, day: number, households: number): Float64Array {
  const watts = new Float64Array(1_440);
  for (const [index, [minute, kwh]] of PROFILE_L.entries()) {
    const at = day * PROFILE_L.length + index;
    const start = minute + Math.floor((uniformAt(seed, STREAM.draws, at) - 0.5) * JITTER_MINUTES);
    let leftWs = households * kwh * 3.6e6 * (0.8 + 0.4 * uniformAt(seed + 1, STREAM.draws, at));
    for (let now = start; leftWs > 0 && now < watts.length; now += 1) {
      const takenWs = Math.min(leftWs, households * TAP_W * 60);
      watts[now] = (watts[now] ?? 0) + takenWs / 60;
      leftWs -= takenWs;
    }
  }
  return watts;
}
