import type { EventData, EventType, NoticeData, NoticeType } from '@hearthgate/wire';
import { envelope } from '../envelope.ts';
import type { EventRow } from '../tables.ts';

/** What the sandbox logs, of each type one. */
const DATA: EventData & NoticeData = {
  CONNECTIVITY_STATUS: { status: 'ONLINE', previous: 'OFFLINE', since: '2026-01-15T07:30:00.000Z' },
  APPLIANCE_STATUS: {
    state: 'RAISED',
    notificationId: 'ntf_00VbmLV763a7pVrkLrUsFgD',
    displayCode: 'A32',
    causeCode: 3122,
    class: 'BLOCKING',
    component: 'hc2',
    text: 'Temperature limiter of circuit 2 open or its bridge missing',
    texts: {
      en: 'Temperature limiter of circuit 2 open or its bridge missing',
      de: 'Temperaturwächter von Heizkreis 2 offen oder Brücke fehlt',
    },
    since: '2026-01-15T06:30:00.000Z',
    occurrences: 1,
  },
  CONTRACT_STATUS: {
    from: null,
    to: 'ACTIVE',
    actor: 'OWNER',
    contract: {
      gatewayId: '101000001',
      brand: 'BOSCH',
      status: 'ACTIVE',
      scope: { monitoring: true, remoteControl: true, dataPoints: true },
      initiatedBy: 'OWNER',
      consent: { version: '2024-07', language: 'en', givenAt: '2026-01-15T06:30:00.000Z', outdated: false },
      createdAt: '2026-01-15T06:30:00.000Z',
      updatedAt: '2026-01-15T06:30:00.000Z',
      transitions: ['REVOKE'],
    },
  },
  DATA_POINT: {
    points: [
      {
        name: 'hvac.system.sensor.t0',
        unit: 'C',
        value: 35.3,
        measuredAt: '2026-01-16T03:30:00.000Z',
      },
      {
        name: 'hvac.system.workingTime',
        unit: 's',
        value: 20_066_760,
        measuredAt: '2026-01-16T03:30:00.000Z',
      },
    ],
  },
  DAILY_AGGREGATE: {
    date: '2026-01-15',
    timeZone: 'Europe/Berlin',
    name: 'hvac.system.workingTime',
    value: 61_380,
    unit: 's',
    revision: 0,
    coverage: 1,
  },
  COMMAND_STATUS: {
    commandId: 'cmd_00V8Lo3qS04ZlzoqVeYOtNy',
    status: 'CONFIRMED',
    results: [{ resource: '/heatingCircuits/hc1/operationMode', status: 'CONFIRMED', value: 'auto' }],
  },
  CONSENT_OUTDATED: {
    gatewayId: '101000001',
    givenVersion: '2024-07',
    requiredVersion: '2026-02',
    updateUrl: 'https://portal.example.com/consent?gatewayId=101000001',
    effectiveFrom: '2026-02-15T00:00:00.000Z',
  },
  API_KEY_CREATED: { keyId: 'key_00V8Lo3qS1HmviDBdK6QNrd', expiresAt: '2026-07-15T06:30:00.000Z' },
  API_KEY_REMOVED: { keyId: 'key_00V8Lo3qS1HmviDBdK6QNrd', expiresAt: '2026-07-15T06:30:00.000Z' },
  API_KEY_EXPIRING: {
    keyId: 'key_00V8Lo3qS1HmviDBdK6QNrd',
    expiresAt: '2026-07-15T06:30:00.000Z',
    daysLeft: 30,
  },
  WEBHOOK_PAUSED: {
    webhookId: 'whk_00V8Lo3qS27XwqNd0cE5LuT',
    name: 'main',
    reason: 'GONE',
    since: '2026-01-15T06:30:00.000Z',
  },
  FIRMWARE_OUTDATED: {
    version: '04.09.02',
    recommended: '04.10.01',
    minimum: '04.08.00',
    commandsRefused: false,
  },
  WITHHELD: {},
  GAP: { from: 120, to: 180, count: 61 },
  WEBHOOK_TEST: { webhookId: 'whk_00V8Lo3qS27XwqNd0cE5LuT', name: 'main' },
  HEARTBEAT: { webhookId: 'whk_00V8Lo3qS27XwqNd0cE5LuT', name: 'main', cursor: 'ZTEuMTIw', backlog: 0 },
};

/** Of the company itself, not of one of its gateways. */
const COMPANYS_OWN: ReadonlySet<EventType | NoticeType> = new Set([
  'API_KEY_CREATED',
  'API_KEY_REMOVED',
  'API_KEY_EXPIRING',
  'WEBHOOK_PAUSED',
  'GAP',
  'WEBHOOK_TEST',
  'HEARTBEAT',
]);

/** An event of this type in its envelope, made as those of the log are. */
export function exampleOf(type: EventType | NoticeType): object {
  const isOwn = COMPANYS_OWN.has(type);
  const row: EventRow = {
    company_id: 'cmp_00V8Lo3qS0a7kTt4RzXcJm2',
    seq: 1,
    recorded_at: new Date(0),
    event_id: 'evt_00V8Lo3qS3kQm1VbT0yWd9e',
    type: type as EventType,
    gateway_id: isOwn ? null : 101_000_001,
    gatewayseq: isOwn ? null : 8,
    previous: isOwn ? null : { CONTRACT_STATUS: 1, DATA_POINT: 7 },
    occurred_at: new Date('2026-01-15T07:30:00Z'),
    late: false,
    data: JSON.stringify(DATA[type]),
  };
  return JSON.parse(envelope(row, { types: ['CONTRACT_STATUS', 'DATA_POINT'] })) as object;
}
