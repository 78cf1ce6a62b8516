import type { EventData, NoticeData } from './events.ts';

/** `data` of each type, once, as a sandbox logs it: for documents, and for whoever sends an event to try a receiver. */
export const EVENT_EXAMPLES: EventData & NoticeData = {
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

const COMPANYS_OWN: ReadonlySet<string> = new Set<keyof EventData | keyof NoticeData>([
  'API_KEY_CREATED',
  'API_KEY_REMOVED',
  'API_KEY_EXPIRING',
  'WEBHOOK_PAUSED',
  'GAP',
  'WEBHOOK_TEST',
  'HEARTBEAT',
]);

/** Is an event of this type about the company itself, so that it names no gateway? */
export function isCompanysOwn(type: string): boolean {
  return COMPANYS_OWN.has(type);
}
