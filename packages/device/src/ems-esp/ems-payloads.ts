import type { LinkNotification } from '@hearthgate/wire';
import type { VirtualHouse } from '../house/virtual-house.ts';
import { DEVICE_ENTITIES, OTHER_VALUES, type DeviceEntity } from './entity-table.ts';
import { render, renderBoolean } from './render.ts';
import type { EmsEspSettings } from './settings.ts';
import { translated } from './words.ts';

/** One message of the device, below its base topic. */
export interface EmsPublish {
  readonly topic: string;
  readonly payload: string;
}

/** As the device spells an entity: hot water with `ww` in older firmware. */
export function spelledName({ tag, name }: DeviceEntity, { olderNames }: EmsEspSettings): string {
  return olderNames && tag === 'dhw' ? `ww${name}` : name;
}
export function spelledTag({ tag }: DeviceEntity, { olderNames }: EmsEspSettings): string {
  return olderNames && tag === 'dhw' ? '' : tag;
}

/** All values of the device in its format. */
export function dataOf(
  house: VirtualHouse,
  settings: EmsEspSettings,
  lastCodes: Readonly<Record<DeviceEntity['device'], string>>,
): EmsPublish[] {
  const values = house.read();
  // The thermostat comes first on the bus.
  return (['thermostat', 'boiler'] as const).flatMap((device) => {
    const parts: Record<string, Record<string, unknown>> = {
      '': { ...OTHER_VALUES[device], lastcode: lastCodes[device] },
    };
    for (const entity of DEVICE_ENTITIES.filter((one) => one.device === device)) {
      const value = values[entity.leaf];
      const shown = value === undefined ? undefined : render(entity, value, settings);
      const tag = spelledTag(entity, settings);
      const part = (parts[tag] ??= {});
      if (shown !== undefined) part[spelledName(entity, settings)] = shown;
    }
    const { '': own, ...circuits } = parts;
    if (settings.format === 'nested')
      return [{ topic: `${device}_data`, payload: JSON.stringify({ ...own, ...circuits }) }];
    return [
      { topic: `${device}_data`, payload: JSON.stringify(own) },
      ...Object.entries(circuits).map(([tag, part]) => ({
        topic: `${device}_data_${tag}`,
        payload: JSON.stringify(part),
      })),
    ];
  });
}

/** The answer to `<device>/entities`; `bool` and `index` came with newer firmware. */
export function entitiesAnswer(
  device: string,
  house: VirtualHouse,
  settings: EmsEspSettings,
): Record<string, unknown> {
  const entries = DEVICE_ENTITIES.filter((one) => one.device === device).map((entity) => {
    const circuit = spelledTag(entity, settings);
    const name = spelledName(entity, settings);
    return [circuit === '' ? name : `${circuit}.${name}`, entityAnswer(entity, house, settings)] as const;
  });
  return Object.fromEntries(entries);
}

/** The answer to a read of one entity. */
export function entityAnswer(
  entity: DeviceEntity,
  house: VirtualHouse,
  settings: EmsEspSettings,
): Record<string, unknown> {
  const { kind, fullname, writeable } = entity;
  const held = house.read()[entity.leaf];
  const value = held === undefined ? undefined : render(entity, held, settings);
  const circuit = spelledTag(entity, settings);
  const bound = (limit: number) => (settings.fahrenheit ? Math.round(limit * 1.8 + 32) : limit);
  const isDegrees = kind.type === 'number' && kind.uom === '°C';
  return {
    name: spelledName(entity, settings),
    fullname,
    ...(circuit !== '' && { circuit }),
    ...(kind.type === 'boolean' && !settings.olderNames && { bool: held === kind.on }),
    ...(kind.type === 'enum' && {
      enum: kind.options.map((option) => translated(option, settings.language)),
    }),
    value,
    type: kind.type,
    ...(kind.type === 'number' && {
      ...(kind.min !== undefined && { min: isDegrees ? bound(kind.min) : kind.min }),
      ...(kind.max !== undefined && { max: isDegrees ? bound(kind.max) : kind.max }),
      ...(kind.uom !== undefined && { uom: isDegrees && settings.fahrenheit ? '°F' : kind.uom }),
    }),
    readable: true,
    writeable: writeable === true && !settings.readOnly,
    visible: true,
  };
}

export function heartbeatOf(uptimeSec: number, bus: string): EmsPublish {
  return {
    topic: 'heartbeat',
    payload: JSON.stringify({
      bus_status: bus,
      uptime_sec: uptimeSec,
      rxreceived: 13,
      rxfails: 0,
      mqttfails: 0,
    }),
  };
}

/** Discovery of Home Assistant, whose topics lie outside of ours. */
export function discoveryOf(gatewayId: string, settings: EmsEspSettings): EmsPublish[] {
  return DEVICE_ENTITIES.map((entity) => ({
    topic: `homeassistant/sensor/gw/${gatewayId}/ems/${entity.device}_${entity.name}/config`,
    payload: JSON.stringify({ name: entity.fullname, pl_on: renderBoolean(true, settings) }),
  }));
}

/** A fault as a text with its times; `- now` while it goes on. */
export function lastCodeText({ dcd, ccd }: LinkNotification, sinceMs: number, untilMs?: number): string {
  return `${dcd ?? '--'}(${ccd ?? 0}) ${dateText(sinceMs)} - ${untilMs === undefined ? 'now' : dateText(untilMs)}`;
}

function dateText(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  return `${date.split('-').toReversed().join('.')} ${time.slice(0, 5)}`;
}
