import { boilerData, thermostatData } from '../gateways/payloads.ts';
import type { Random } from '../random.ts';
import { spoilt } from './broken.ts';

/** Above the limit of a payload. */
const TOO_LONG = 140_000;
const DEEP = 5_000;
const TIMES = [
  '2026-01-01T00:00:00Z',
  '',
  'never',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '-000001-01-01T00:00:00Z',
] as const;

/** A payload that a gateway would say, with something wrong; or no payload at all. */
export function payload(
  dialect: 'native' | 'EMS-ESP',
  kind: string,
  boot: string,
  random: Random,
): Buffer | string {
  const way = random.next();
  if (way < 0.25) return garbage(random);
  const good: unknown = dialect === 'native' ? native(kind, boot, random) : ems(kind, random);
  const text = JSON.stringify(way < 0.85 ? spoilt(good, random) : good) ?? '';
  return way < 0.95 ? text : text.slice(0, random.below(text.length + 1));
}

function garbage(random: Random): Buffer | string {
  return random.pick<() => Buffer | string>([
    () => '',
    () => '{',
    () => 'null',
    () => '[]',
    () => '"\\u0000"',
    () => '['.repeat(DEEP),
    () => '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
    () => `"${'x'.repeat(TOO_LONG)}"`,
    () => '{"__proto__":{"x":1},"a":1e999}',
    () => Buffer.from(random.anyBytes(300), 'latin1'),
    () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0xc0, 0x80]),
  ])();
}

function native(kind: string, boot: string, random: Random): object {
  const seq = 1 + random.below(20);
  switch (kind) {
    case 'hello':
      return {
        protocol: 1,
        boot,
        gatewayType: 'ICOM',
        brand: 'BOSCH',
        firmware: '1.2.3',
        hardware: 'x',
        ring: [{ boot, oldestSeq: 1, lastSeq: seq }],
      };
    case 'describe':
      return {
        leaves: [
          { id: '/heatingCircuits/hc1/roomtemperature', type: 'number', unit: 'C', writeable: false },
          {
            id: '/heatingCircuits/hc1/operationMode',
            type: 'string',
            writeable: true,
            allowedValues: ['auto', 'off'],
          },
          {
            id: '/heatingCircuits/hc1/manualRoomSetpoint',
            type: 'number',
            writeable: true,
            min: 5,
            max: 30,
            step: 0.5,
          },
        ],
      };
    case 'notifications':
      return {
        at: random.pick(TIMES),
        items: [{ code: 'A01', subcode: 1, class: 'FAULT', at: random.pick(TIMES) }],
      };
    case 'ack':
      return {
        cid: 'cmd_1',
        results: [{ path: '/heatingCircuits/hc1/operationMode', status: 'OK', value: 'auto' }],
      };
    default:
      return {
        boot,
        seq,
        at: random.pick(TIMES),
        values: {
          '/heatingCircuits/hc1/roomtemperature': 20.5,
          '/heatingCircuits/hc1/operationMode': 'auto',
        },
      };
  }
}

function ems(kind: string, random: Random): unknown {
  if (kind === 'boiler_data') return JSON.parse(boilerData(random.below(1_000)));
  if (kind === 'thermostat_data') return JSON.parse(thermostatData(random.below(1_000)));
  if (kind === 'status') return random.pick(['online', 'offline', 'x']);
  return {
    system: { version: '3.7.0', uptime: 1 },
    devices: [{ type: 'boiler', productID: 123, entities: 40 }],
  };
}
