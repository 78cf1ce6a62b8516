import { say, type Format } from '../../lib/format.ts';
import type { OwnerTexts } from '../texts/en.ts';

/** A leaf of the gateway's tree in the words of its owner. */
export function resourceName(t: OwnerTexts, path: string): string {
  const [, kind, n, key = ''] = /^\/(heatingCircuits\/hc|dhwCircuits\/dhw)(\d+)\/(.+)$/.exec(path) ?? [];
  if (n === undefined) return path.startsWith('/system/awayMode') ? t.resources.away : path;
  const place = say(kind?.startsWith('heating') === true ? t.system.circuit : t.system.water, { n });
  return `${place}, ${leafName(t, key)}`;
}

function leafName(t: OwnerTexts, key: string): string {
  const words = t.resources;
  if (key === 'operationMode') return words.operationMode;
  if (/^(manualRoomSetpoint|temperatureRoomSetpoint)$/.test(key)) return words.roomSetpoint;
  if (key === 'temporaryRoomSetpoint') return words.temporarySetpoint;
  if (/^(temperatureLevels\/|\w+Stop$)/.test(key))
    return say(words.level, { level: wordOf(t, key.replace(/^temperatureLevels\/|Stop$/, '')) });
  if (key === 'activeSwitchProgram') return words.activeProgram;
  if (key.startsWith('switchPrograms/'))
    return say(words.program, { name: key.slice('switchPrograms/'.length) });
  if (key.startsWith('boost')) return words.boost;
  if (/^(charge|chargeDuration|singleChargeSetpoint)/.test(key)) return words.charge;
  if (key.startsWith('thermalDisinfect')) return words.disinfection;
  if (key.startsWith('suWi')) return words.summer;
  return key;
}

/** What a change made different; all of it when that was nothing. */
export function differences<C extends { readonly from?: unknown; readonly to?: unknown }>(
  changes: readonly C[],
): readonly C[] {
  const different = changes.filter(({ from, to }) => to === undefined || from !== to);
  return different.length === 0 ? changes : different;
}

/** A value with its unit; words of gateways that people know are translated, others stand as they are. */
export function valueWord(t: OwnerTexts, format: Format, path: string, value: unknown): string {
  if (value === undefined) return t.words.nothing;
  if (typeof value === 'string') return wordOf(t, value);
  if (typeof value !== 'number') return JSON.stringify(value);
  const isTemperature = /setpoint|temperature|Stop$/i.test(path);
  return isTemperature ? format.temperature(value) : format.number(value);
}

function wordOf(t: OwnerTexts, word: string): string {
  const words: Readonly<Record<string, string>> = t.words;
  return words[word.replace(/\d+$/, '')] ?? word;
}
