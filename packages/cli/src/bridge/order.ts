import type { DhwCircuitPatch, DhwChargeOrder, HeatingCircuitPatch } from '@hearthgate/sdk';
import type { System } from './read-system.ts';
import type { SetTopic } from './topics.ts';

/** What a message on a set topic asks for, as the API takes it. */
export type Order =
  | { readonly kind: 'heatingCircuits'; readonly patch: HeatingCircuitPatch }
  | { readonly kind: 'dhwCircuits'; readonly patch: DhwCircuitPatch }
  | { readonly kind: 'charge'; readonly patch: DhwChargeOrder };

/** The message says nothing that can be asked for. */
export class OrderFault extends Error {}

/** Bodies of the API are smaller. */
const PAYLOAD_MAX = 4_096;
const CLIMATE_MODES: Readonly<Record<string, 'OFF' | 'MANUAL' | 'AUTO'>> = {
  off: 'OFF',
  heat: 'MANUAL',
  auto: 'AUTO',
};

export function orderOf({ kind, circuitId, field }: SetTopic, payload: string, system: System): Order {
  if (payload.length > PAYLOAD_MAX) throw new OrderFault(`more than ${PAYLOAD_MAX} characters`);
  if (field === undefined) return { kind, patch: objectOf(payload) };
  if (kind === 'heatingCircuits') return { kind, patch: heatingPatch(field, payload, system, circuitId) };
  if (field === 'charge') return { kind: 'charge', patch: { status: wordOf(payload, ['START', 'STOP']) } };
  return { kind, patch: dhwPatch(field, payload) };
}

function heatingPatch(
  field: string,
  payload: string,
  system: System,
  circuitId: number,
): HeatingCircuitPatch {
  switch (field) {
    case 'mode': {
      const mode = CLIMATE_MODES[payload];
      if (mode === undefined) throw new OrderFault('not off, heat or auto');
      return { operationMode: mode };
    }
    case 'preset':
      return { boost: { active: wordOf(payload, ['boost', 'none']) === 'boost' } };
    case 'temperature':
      return { [setpointOf(system, circuitId)]: numberOf(payload) };
    default:
      throw new OrderFault(`there is no set/${field} of a heating circuit`);
  }
}

/** A thermostat has one set-point: by program it holds until the next switch point, else it is that of the mode MANUAL. */
function setpointOf(
  { hvac, heatingCircuits }: System,
  id: number,
): 'temporaryRoomSetpoint' | 'manualRoomSetpoint' {
  const isAuto = heatingCircuits.find((one) => one.id === id)?.operationMode === 'AUTO';
  const own = hvac.capabilities.heatingCircuits.find((one) => one.id === id);
  const isTemporary = own?.writable.includes('temporaryRoomSetpoint') === true;
  return isAuto && isTemporary ? 'temporaryRoomSetpoint' : 'manualRoomSetpoint';
}

function dhwPatch(field: string, payload: string): DhwCircuitPatch {
  if (field === 'operationMode')
    return { operationMode: wordOf(payload, ['OFF', 'ECO_PLUS', 'ECO', 'COMFORT', 'AUTO']) };
  const [, level, end] = /^temperatureLevels\.(ecoPlus|eco|comfort)\.(start|stop)$/.exec(field) ?? [];
  if (level === undefined || end === undefined) throw new OrderFault(`there is no set/${field} of hot water`);
  return { temperatureLevels: { [level]: { [end]: numberOf(payload) } } };
}

function numberOf(payload: string): number {
  const value = payload.trim() === '' ? Number.NaN : Number(payload);
  if (!Number.isFinite(value)) throw new OrderFault('not a number');
  return value;
}

function wordOf<const W extends string>(payload: string, words: readonly W[]): W {
  const word = words.find((one) => one === payload);
  if (word === undefined) throw new OrderFault(`not one of ${words.join(', ')}`);
  return word;
}

function objectOf(payload: string): object {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw new OrderFault('not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OrderFault('not a JSON object');
  return value;
}

/** Two orders for the same circuit as one: what is newer wins, field by field. */
export function merged(older: Order, newer: Order): Order | undefined {
  if (older.kind !== newer.kind) return undefined;
  return { kind: newer.kind, patch: deepMerged(older.patch, newer.patch) } as Order;
}

function deepMerged(older: object, newer: object): object {
  const result: Record<string, unknown> = { ...older };
  for (const [name, value] of Object.entries(newer) as [string, unknown][]) {
    const before = result[name];
    result[name] = isObject(before) && isObject(value) ? deepMerged(before, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
