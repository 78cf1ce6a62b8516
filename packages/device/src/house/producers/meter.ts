import { STEP_S } from '../clock.ts';
import type { Purpose } from './producer.ts';

const STEP_KWH_W = STEP_S / 3.6e6;

/** What a source has done for one purpose since it was installed. */
export interface Meter {
  outputKwh: number;
  /** Electricity of a compressor, gas of a boiler. */
  inputKwh: number;
  starts: number;
  runS: number;
}

export type Meters = Readonly<Record<Purpose, Meter>>;

export function newMeters(): Meters {
  return { ch: newMeter(), dhw: newMeter(), pool: newMeter() };
}

function newMeter(): Meter {
  return { outputKwh: 0, inputKwh: 0, starts: 0, runS: 0 };
}

/** Counts one step. */
export function count(meter: Meter, outputW: number, inputW: number, isRunning: boolean): void {
  if (outputW > 0) meter.outputKwh += outputW * STEP_KWH_W;
  meter.inputKwh += inputW * STEP_KWH_W;
  if (isRunning) meter.runS += STEP_S;
}

/** Sum over all purposes. */
export function totalOf(meters: Meters): Meter {
  const { ch, dhw, pool } = meters;
  return {
    outputKwh: ch.outputKwh + dhw.outputKwh + pool.outputKwh,
    inputKwh: ch.inputKwh + dhw.inputKwh + pool.inputKwh,
    starts: ch.starts + dhw.starts + pool.starts,
    runS: ch.runS + dhw.runS + pool.runS,
  };
}

/** Years of service before the house was looked at, in the proportions of real installations. */
export function addHistory(
  meter: Meter,
  years: number,
  yearly: { readonly outputKwh: number; readonly inputKwh: number; starts: number; hours: number },
): void {
  meter.outputKwh = Math.round(yearly.outputKwh * years);
  meter.inputKwh = Math.round(yearly.inputKwh * years);
  meter.starts = Math.round(yearly.starts * years);
  meter.runS = Math.round(yearly.hours * years) * 3_600;
}
