import { faultOf } from '../../faults/fault-of.ts';
import type { LinkNotification } from '../native.ts';
import type { EmsReading } from './payload.ts';

/** `H01(5596) 03.04.2022 08:15 - now`, `6A(227) 12.01.2019 06:40 (12 min)`, `A11(1000) @uptime 123 - 456 min`. */
const FAULT = /^\s*([0-9A-Za-z=-]{1,4})\s*\(\s*(\d{1,9})\s*\)\s*(.*)$/;
const SINCE = /^.*\S\s+-\s+(.*)$/;

/** What one entity says of faults: the active one, or that there is none. */
export interface FaultSource {
  readonly source: string;
  readonly active: LinkNotification | undefined;
}

/** The devices that keep a last fault (facts: gateways, section 1.3). */
const KEEPERS = new Set(['boiler', 'thermostat']);

/** What a payload says of faults; empty when it says nothing of them. */
export function faultsIn(readings: readonly EmsReading[]): FaultSource[] {
  const found: FaultSource[] = [];
  for (const { device, tag, name, raw } of readings) {
    if (!KEEPERS.has(device) || tag !== '' || typeof raw !== 'string') continue;
    if (name === 'lastcode') found.push({ source: `${device}/lastcode`, active: activeFault(raw) });
    if (name === 'errorcode' && device === 'thermostat')
      found.push({ source: 'thermostat/errorcode', active: codeOf(raw) });
  }
  return [...found, ...serviceFault(readings)];
}

/** The fault of a `lastcode`, while it goes on: after the dash stands a word instead of an end. */
export function activeFault(lastcode: string): LinkNotification | undefined {
  const [, , , when = ''] = FAULT.exec(lastcode) ?? [];
  const [, end] = SINCE.exec(when) ?? [];
  return end === undefined || /\d/.test(end) ? undefined : codeOf(lastcode);
}

function codeOf(text: string): LinkNotification | undefined {
  const [, dcd, ccd = ''] = FAULT.exec(text) ?? [];
  return dcd === undefined || Number(ccd) === 0 ? undefined : { dcd, ccd: Number(ccd) };
}

/** The current operating code of a boiler is a fault when a fault is what it means. */
function serviceFault(readings: readonly EmsReading[]): FaultSource[] {
  const rawOf = (name: string) =>
    readings.find((one) => one.device === 'boiler' && one.tag === '' && one.name === name)?.raw;
  const dcd = rawOf('servicecode');
  const ccd = rawOf('servicecodenumber');
  if (typeof dcd !== 'string' || typeof ccd !== 'number' || !Number.isInteger(ccd)) return [];
  const code = dcd.trim();
  const { class: meaning } = faultOf(code, ccd);
  const isFault = meaning !== 'STATUS' && meaning !== 'UNKNOWN' && code.length <= 20;
  return [{ source: 'boiler/servicecode', active: isFault ? { dcd: code, ccd } : undefined }];
}
