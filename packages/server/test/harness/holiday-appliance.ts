import { ReplayAppliance, type Appliance, type Tree, type WriteResult } from '@hearthgate/device';
import type { Leaf, LinkValue } from '@hearthgate/wire';

const CIRCUITS = ['heatingCircuits/hc1', 'dhwCircuits/dhw1'];
const NEVER = '2009-01-01/2009-01-01';

/**
 * An ICOM with holiday slots, away and one circuit of each kind, which honours its holidays: each circuit tells the slot that
 * holds for it on the day of `now`, counted in UTC.
 */
export class HolidayAppliance implements Appliance {
  readonly #replay: ReplayAppliance;
  readonly #now: () => number;
  readonly #slots: readonly string[];

  constructor(slots: number, now: () => number) {
    this.#slots = Array.from({ length: slots }, (_, index) => `hm${index + 1}`);
    this.#replay = new ReplayAppliance(treeOf(this.#slots));
    this.#now = now;
  }

  get identity() {
    return this.#replay.identity;
  }

  describe(): Leaf[] {
    return this.#replay.describe();
  }

  read(): Record<string, LinkValue> {
    const values = this.#replay.read();
    const today = new Date(this.#now()).toISOString().slice(0, 10);
    for (const circuit of CIRCUITS) {
      const slot = this.#slots.find((id) => {
        const period = values[`/system/holidayModes/${id}/startStop`];
        const assigned = values[`/system/holidayModes/${id}/assignedTo`];
        const name = circuit.split('/').at(-1);
        const isFor = Array.isArray(assigned) && assigned.some((word) => word === name);
        const [start = '', end = ''] = typeof period === 'string' ? period.split('/') : [];
        return isFor && start <= today && today <= end;
      });
      values[`/${circuit}/holidayMode/activated`] = slot ?? '';
    }
    return values;
  }

  write(path: string, value: LinkValue): WriteResult {
    return this.#replay.write(path, value);
  }

  notifications() {
    return [];
  }
}

function treeOf(slots: readonly string[]): Tree {
  const leaves = new Map<string, { leaf: Leaf; value: LinkValue }>();
  const add = (id: string, value: LinkValue, extra: Partial<Leaf> = {}) => {
    const type = Array.isArray(value) ? 'words' : typeof value === 'number' ? 'number' : 'string';
    leaves.set(id, { leaf: { id, type, writeable: true, ...extra }, value });
  };
  add('/gateway/versionHardware', 'iCom_Low_NSC_v1', { writeable: false });
  add('/gateway/tzInfo/timeZone', 'UTC', { writeable: false });
  add('/heatingCircuits/hc1/operationMode', 'auto', { allowedValues: ['auto', 'manual'] });
  add('/dhwCircuits/dhw1/operationMode', 'ownprogram', { allowedValues: ['Off', 'high', 'ownprogram'] });
  for (const circuit of CIRCUITS) add(`/${circuit}/holidayMode/activated`, '', { writeable: false });
  add('/system/awayMode/enabled', 'false', { allowedValues: ['true', 'false'] });
  add('/system/awayMode/temperature', 15, { unit: 'C', min: 5, max: 30, step: 0.5 });
  for (const slot of slots) {
    const base = `/system/holidayModes/${slot}`;
    add(`${base}/startStop`, NEVER);
    add(`${base}/assignedTo`, [], { allowedValues: ['hc1', 'hc2', 'dhw1', 'dhw2'] });
    add(`${base}/hcMode`, 'AUTO_SAT', { allowedValues: ['AUTO_SAT', 'FIX_TEMP', 'OFF', 'ECO'] });
    add(`${base}/dhwMode`, 'TD_OFF', { allowedValues: ['OFF', 'TD_OFF'] });
    add(`${base}/fixTemperature`, 17, { unit: 'C', min: 5, max: 30, step: 0.5 });
  }
  return { leaves, notifications: [], skipped: new Map() };
}
