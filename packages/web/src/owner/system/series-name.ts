import { say } from '../../lib/format.ts';
import type { OwnerTexts } from '../texts/en.ts';

/** A data point in words where it is one that people ask for; the others by their own names. */
export function seriesName(t: OwnerTexts, dataPoint: string): string {
  const [part, rest] = split(dataPoint);
  const [, circuit] = /^heatingCircuit\.hc(\d)$/.exec(part) ?? [];
  const [, water] = /^domesticHotWater\.dhw(\d)$/.exec(part) ?? [];
  if (circuit !== undefined) return `${say(t.system.circuit, { n: circuit })}: ${wordOf(t, rest)}`;
  if (water !== undefined) return `${say(t.system.water, { n: water })}: ${wordOf(t, rest)}`;
  return wordOf(t, rest) || dataPoint;
}

function split(dataPoint: string): [string, string] {
  const parts = dataPoint.replace(/^hvac\./, '').split('.');
  return [parts.slice(0, -1).join('.'), parts.at(-1) ?? ''];
}

function wordOf(t: OwnerTexts, name: string): string {
  const words: Readonly<Record<string, string>> = {
    roomTemperature: t.word.room,
    roomSetpoint: t.system.setpoint,
    setpoint: t.system.setpoint,
    flowTemperature: t.system.flow,
    actualTemperature: t.word.hotWater,
    outdoorTemperature: t.word.outdoor,
    pressure: t.system.pressure,
    numberOfStarts: t.system.starts,
  };
  return words[name] ?? name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
