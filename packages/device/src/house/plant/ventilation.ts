import { HOUR_MS, MINUTE_MS, STEP_S, minuteOfDay } from '../clock.ts';
import { STREAM, uniformAt } from '../random.ts';

export type FanLevel = 'min' | 'red' | 'nom' | 'max';

/** Share of the full air flow and electricity of both fans. */
const LEVELS: Readonly<Record<FanLevel, { readonly share: number; readonly powerW: number }>> = {
  min: { share: 0.2, powerW: 12 },
  red: { share: 0.45, powerW: 22 },
  nom: { share: 0.7, powerW: 42 },
  max: { share: 1, powerW: 85 },
};
const RECOVERY = 0.85;
/** The bypass opens when it is warm outside and warmer inside, C. */
const BYPASS_OUTDOOR_C = 15;
const BYPASS_ROOM_C = 23;
/** A clogged filter makes the fans work harder. */
const CLOGGED = 1.4;
const FILTER_MINUTES = 180 * 1_440;
/** Carbon dioxide of the outdoor air, and what people at home add at level `nom`, ppm. */
const OUTDOOR_PPM = 420;
const PEOPLE_PPM = 380;

/** Supply and exhaust air with heat recovery: warms what the house loses by ventilation. */
export class Ventilation {
  level: FanLevel = 'nom';
  isBypassed = false;
  extractC = 21;
  supplyC = 18;
  exhaustC = 5;
  co2Ppm = OUTDOOR_PPM;
  /** The owner has not changed the filter. */
  isClogged = false;
  runMinutes = 0;
  powerW = 0;
  powerKwh = 0;
  recoveredKwh = 0;
  readonly #seed: number;
  #filterLeft: number;

  constructor(seed: number, startMs: number) {
    this.#seed = seed;
    this.#filterLeft = FILTER_MINUTES - ((Math.floor(startMs / MINUTE_MS) + seed) % FILTER_MINUTES);
  }

  /** Until the filter has to be changed; over when it is clogged. */
  get filterMinutes(): number {
    return this.isClogged ? 0 : this.#filterLeft;
  }

  /** `wallMs` is the local time. */
  step(wallMs: number, nobodyHome: boolean, roomC: number, outdoorC: number): void {
    const minute = minuteOfDay(wallMs);
    const isNight = minute < 6 * 60 || minute >= 22 * 60;
    const byDay = this.co2Ppm > 1_100 ? 'max' : 'nom';
    this.level = nobodyHome ? 'min' : isNight ? 'red' : byDay;
    const { share, powerW } = LEVELS[this.level];
    this.isBypassed = outdoorC > BYPASS_OUTDOOR_C && roomC > BYPASS_ROOM_C;
    const recovery = this.isBypassed ? 0 : RECOVERY;
    this.extractC = roomC;
    this.supplyC = outdoorC + recovery * (roomC - outdoorC);
    this.exhaustC = roomC - recovery * (roomC - outdoorC);
    this.powerW = this.isClogged ? powerW * CLOGGED : powerW;
    this.powerKwh += (this.powerW * STEP_S) / 3.6e6;
    this.#breathe(wallMs, nobodyHome, share);
    this.#age();
  }

  /** Heat of this step that comes back into a room that loses `ventilationWK`, W; gaps lose the rest. */
  recoveredW(roomC: number, outdoorC: number, ventilationWK: number): number {
    if (this.isBypassed) return 0;
    const heatW = LEVELS[this.level].share * RECOVERY * ventilationWK * (roomC - outdoorC);
    this.recoveredKwh += (Math.max(0, heatW) * STEP_S) / 3.6e6;
    return heatW;
  }

  #breathe(wallMs: number, nobodyHome: boolean, share: number): void {
    const people = nobodyHome
      ? 0
      : 0.4 + 1.2 * uniformAt(this.#seed, STREAM.people, Math.floor(wallMs / HOUR_MS));
    const target = OUTDOOR_PPM + (people * PEOPLE_PPM * 0.7) / share;
    this.co2Ppm += (target - this.co2Ppm) * 0.02;
  }

  /** Somebody changes the filter when its time is over. */
  #age(): void {
    this.runMinutes += 1;
    this.#filterLeft = this.#filterLeft > 1 ? this.#filterLeft - 1 : FILTER_MINUTES;
  }
}
