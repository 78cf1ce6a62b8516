import {
  createHouse,
  FAULT_KINDS,
  gatewayTypeOf,
  HOUSE_FAULTS,
  HOUSE_PROFILES,
  type FaultParameters,
  type HouseFault,
} from '@hearthgate/device';
import { AppError } from '../platform/app-error.ts';
import { sliceOfGateway } from '../platform/database/unit-of-work.ts';
import { invalid, noHouse } from './invalid.ts';
import type { Houses } from './houses.ts';
import type { SandboxServices } from './services.ts';
import { deleteFault, sandboxFaults, upsertFault, type FaultRow } from './store.ts';

const END_KIND = 'sandbox-fault-end';

export interface FaultWish extends FaultParameters {
  readonly fault: string;
  readonly durationMs?: number | undefined;
}

/** The faults of the houses: written down, so that a restart finds them again, and ended by a timer of the movable clock. */
export class Faults {
  readonly #services: SandboxServices;
  readonly #houses: Houses;
  readonly #active = new Map<number, Map<HouseFault, FaultRow>>();

  constructor(services: SandboxServices, houses: Houses) {
    this.#services = services;
    this.#houses = houses;
    services.platform.timers.on<{ gatewayId: number; fault: HouseFault }>(END_KIND, async (unit, payload) => {
      const { gatewayId, fault } = payload;
      await deleteFault(unit.tx, gatewayId, fault);
      unit.afterCommit(() => this.#switchOff(gatewayId, fault));
    });
  }

  /** Before the houses connect, so that none tells a fault to be over that is not. */
  async load(): Promise<void> {
    this.#active.clear();
    for (const row of await sandboxFaults(this.#services.platform.db)) this.#keep(row);
  }

  /** Switches what was on before into a house that was just built. */
  apply(gatewayId: number): void {
    for (const { fault, parameters } of this.#of(gatewayId).values())
      this.#houses.setFault(gatewayId, fault, true, parameters);
  }

  active(gatewayId: number) {
    return [...this.#of(gatewayId).values()].map(({ fault, parameters, since, until }) => ({
      fault,
      kind: FAULT_KINDS[fault].kind,
      ...parameters,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    }));
  }

  /** What is on in a house, and what can be. */
  list(gatewayId: number) {
    const possible = this.#possible(gatewayId).map((fault) => {
      const { kind, effect, parameter } = FAULT_KINDS[fault];
      const { name, ...range } = parameter ?? {};
      return { fault, kind, effect, parameters: name === undefined ? {} : { [name]: range } };
    });
    return { gatewayId: String(gatewayId), active: this.active(gatewayId), possible };
  }

  /** Switches a fault on, or gives one that is on other parameters; answers when the platform has heard of it. */
  async set(gatewayId: number, wish: FaultWish) {
    const fault = this.#requirePossible(gatewayId, wish.fault);
    const parameters = parametersOf(fault, wish);
    const { excludes } = FAULT_KINDS[fault];
    if (excludes !== undefined && this.#of(gatewayId).has(excludes)) {
      const message = `${excludes} is on, and the two exclude each other; end it first with DELETE`;
      throw new AppError('transition-not-allowed', { errors: [{ pointer: '/fault', message }] });
    }
    const now = this.#services.clock.now();
    const row: FaultRow = {
      gateway_id: gatewayId,
      fault,
      parameters,
      since: new Date(now),
      until: wish.durationMs === undefined ? null : new Date(now + wish.durationMs),
    };
    const timer = { slice: sliceOfGateway(gatewayId), id: timerId(gatewayId, fault) };
    await this.#services.platform.transact(async (unit) => {
      await upsertFault(unit.tx, row);
      if (row.until) {
        const payload = { gatewayId, fault };
        await unit.schedule({ ...timer, kind: END_KIND, dueAtMs: row.until.getTime(), payload });
      } else await unit.cancel(timer.slice, timer.id);
    });
    this.#keep(row);
    this.#houses.setFault(gatewayId, fault, true, parameters);
    await this.#houses.settled(gatewayId);
    return this.active(gatewayId).find((one) => one.fault === fault);
  }

  /** One that is not on stays off. */
  async end(gatewayId: number, name: string): Promise<void> {
    const fault = this.#requirePossible(gatewayId, name);
    await this.#services.platform.transact(async (unit) => {
      await deleteFault(unit.tx, gatewayId, fault);
      await unit.cancel(sliceOfGateway(gatewayId), timerId(gatewayId, fault));
    });
    this.#switchOff(gatewayId, fault);
    await this.#houses.settled(gatewayId);
  }

  async endAll(gatewayId: number): Promise<void> {
    this.#possible(gatewayId);
    for (const fault of this.#of(gatewayId).keys()) await this.end(gatewayId, fault);
  }

  #switchOff(gatewayId: number, fault: HouseFault): void {
    if (this.#active.get(gatewayId)?.delete(fault)) this.#houses.setFault(gatewayId, fault, false);
  }

  #of(gatewayId: number): ReadonlyMap<HouseFault, FaultRow> {
    return this.#active.get(gatewayId) ?? new Map<HouseFault, FaultRow>();
  }

  #keep(row: FaultRow): void {
    const rows = this.#active.get(row.gateway_id) ?? new Map<HouseFault, FaultRow>();
    this.#active.set(row.gateway_id, rows.set(row.fault, row));
  }

  #possible(gatewayId: number): readonly HouseFault[] {
    const possible = this.#houses.possibleFaults(gatewayId);
    if (possible) return possible;
    throw noHouse();
  }

  #requirePossible(gatewayId: number, name: string): HouseFault {
    const possible = this.#possible(gatewayId);
    const fault = HOUSE_FAULTS.find((known) => known === name);
    if (!fault) throw invalid('/fault', `unknown fault ${name}; there are ${HOUSE_FAULTS.join(', ')}`);
    if (possible.includes(fault)) return fault;
    const message = `this house cannot have it: ${lackOf(fault)}; it can have ${possible.join(', ')}`;
    throw new AppError('not-supported-by-gateway', {
      capability: fault,
      errors: [{ pointer: '/fault', message }],
    });
  }
}

function timerId(gatewayId: number, fault: HouseFault): string {
  return `sandbox-fault/${gatewayId}/${fault}`;
}

/** Parameters with what is usual filled in; those of other faults are refused. */
function parametersOf(fault: HouseFault, wish: FaultWish): FaultParameters {
  const { percent, delayMs, skewMinutes, slowSeconds } = wish;
  const given = Object.entries({ percent, delayMs, skewMinutes, slowSeconds }).filter(
    ([, value]) => value !== undefined,
  );
  const { parameter } = FAULT_KINDS[fault];
  const foreign = given.find(([name]) => name !== parameter?.name);
  if (foreign) {
    const own = parameter ? `its parameter is ${parameter.name}` : 'it has no parameter of its own';
    throw invalid(`/${foreign[0]}`, `not a parameter of ${fault}; ${own}`);
  }
  if (!parameter) return {};
  const { name, min, max, usual } = parameter;
  const value = wish[name] ?? usual;
  if (value < min || value > max) throw invalid(`/${name}`, `give a whole number from ${min} to ${max}`);
  return { [name]: value };
}

/** What would have to be there, and where it is. */
function lackOf(fault: HouseFault): string {
  const { kind } = FAULT_KINDS[fault];
  if (kind === 'link') return 'messages of an EMS-ESP carry neither number nor time';
  const profiles = HOUSE_PROFILES.filter((profile) => {
    const house = createHouse(profile, { seed: 0, startMs: 0, brand: 'BOSCH' });
    return house.possibleFaults.some((one) => one === fault);
  });
  const named = profiles.map((profile) => `${profile} (${gatewayTypeOf(profile)})`).join(', ');
  return `it needs a house of the profile ${named}`;
}
