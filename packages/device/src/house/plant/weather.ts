import { DAY_MS, HOUR_MS, dayNumber, yearFraction } from '../clock.ts';
import { STREAM, normalAt, uniformAt } from '../random.ts';

/** Central Europe: mean and amplitude of the year, C and K; coldest around 20 January. */
const YEAR_MEAN_C = 9.5;
const YEAR_AMPLITUDE_K = 9.5;
const COLDEST_DAY = 20 / 365.2425;
/** First-order autoregression of the hourly deviation: coefficient per hour and standard deviation, K. */
const PHI = 0.95;
const SIGMA_K = 1.5;
/** Hours after which the deviation has forgotten its start (0.95^240 is below 1e-5). */
const MEMORY_HOURS = 240;
const CLEAR_SUN_WM2 = 500;

/** Outdoor temperature and sun of a place: T(t) = year + day + noise; a function of seed and time alone. */
export class Weather {
  outdoorC = 0;
  /** On a surface that faces the sun, W/m2. */
  sunWM2 = 0;
  readonly #seed: number;
  readonly #offsetK: number;
  #hour: number;
  #deviationK = 0;
  #nextDeviationK = 0;
  #day = Number.NaN;
  #yearC = 0;
  #dayAmplitudeK = 0;
  #dayLengthH = 0;
  #sunPeakWM2 = 0;

  constructor(seed: number, startMs: number) {
    this.#seed = seed;
    this.#offsetK = uniformAt(seed, STREAM.weather, -1) * 2 - 1;
    this.#hour = Math.floor(startMs / HOUR_MS) - MEMORY_HOURS;
    this.moveTo(startMs);
  }

  /** Time only goes forward. */
  moveTo(ms: number): void {
    const hours = ms / HOUR_MS;
    while (this.#hour < Math.floor(hours)) this.#nextHour();
    if (dayNumber(ms) !== this.#day) this.#newDay(ms);
    const hourOfDay = (ms % DAY_MS) / HOUR_MS;
    const share = hours - this.#hour;
    const deviation = this.#deviationK + (this.#nextDeviationK - this.#deviationK) * share;
    const swing = this.#dayAmplitudeK * Math.cos((2 * Math.PI * (hourOfDay - 15)) / 24);
    this.outdoorC = this.#yearC + swing + deviation;
    const sinceSunrise = hourOfDay - (12 - this.#dayLengthH / 2);
    const isDay = sinceSunrise > 0 && sinceSunrise < this.#dayLengthH;
    this.sunWM2 = isDay ? this.#sunPeakWM2 * Math.sin((Math.PI * sinceSunrise) / this.#dayLengthH) : 0;
  }

  #nextHour(): void {
    this.#hour += 1;
    this.#deviationK = this.#nextDeviationK;
    const innovation = SIGMA_K * Math.sqrt(1 - PHI * PHI) * normalAt(this.#seed, STREAM.weather, this.#hour);
    this.#nextDeviationK = PHI * this.#deviationK + innovation;
  }

  #newDay(ms: number): void {
    this.#day = dayNumber(ms);
    const season = Math.cos(2 * Math.PI * (yearFraction(ms) - COLDEST_DAY));
    this.#yearC = YEAR_MEAN_C + this.#offsetK - YEAR_AMPLITUDE_K * season;
    this.#dayAmplitudeK = 4 - season;
    this.#dayLengthH = 12 - 4 * season;
    const clearness = 0.15 + 0.85 * uniformAt(this.#seed, STREAM.clouds, this.#day);
    this.#sunPeakWM2 = CLEAR_SUN_WM2 * clearness * (0.7 - 0.3 * season);
  }
}
