import { EVENT_DATA, type EventData } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { eventOfFact } from './event-of-fact.ts';
import type { Fact } from './facts.ts';

const AT = '2026-01-15T06:30:00.000Z';
const CONTRACT: EventData['CONTRACT_STATUS'] = {
  from: null,
  to: 'PENDING',
  actor: 'OWNER',
  contract: {
    gatewayId: '101000001',
    status: 'PENDING',
    initiatedBy: 'OWNER',
    brand: 'BOSCH',
    createdAt: AT,
    updatedAt: AT,
    consent: { version: '2024-07', givenAt: AT, language: 'en', outdated: false },
    scope: { monitoring: true, remoteControl: true, dataPoints: false },
    transitions: ['ACCEPT', 'REJECT'],
  },
};
const CONNECTIVITY: EventData['CONNECTIVITY_STATUS'] = { status: 'OFFLINE', previous: 'ONLINE', since: AT };
const OUTDATED: EventData['CONSENT_OUTDATED'] = {
  gatewayId: '101000001',
  givenVersion: '2024-07',
  requiredVersion: '2026-02',
  updateUrl: 'https://portal.example/gateways/101000001/consent',
  effectiveFrom: AT,
};
const COMMAND: EventData['COMMAND_STATUS'] = { commandId: 'cmd_1', status: 'CONFIRMED', results: [] };

const PAUSED: EventData['WEBHOOK_PAUSED'] = {
  webhookId: 'whk_1',
  name: 'main',
  reason: 'GONE',
  since: AT,
};

function measured(points: Extract<Fact, { kind: 'measured' }>['points'], late = false): Fact {
  return { kind: 'measured', atMs: Date.parse(AT), late, points };
}

const TOLD: [Fact, string, object][] = [
  [
    { kind: 'contract-status', data: CONTRACT, monitoring: true, dataPoints: false },
    'CONTRACT_STATUS',
    CONTRACT,
  ],
  [{ kind: 'connectivity', data: CONNECTIVITY }, 'CONNECTIVITY_STATUS', CONNECTIVITY],
  [{ kind: 'consent-outdated', data: OUTDATED }, 'CONSENT_OUTDATED', OUTDATED],
  [{ kind: 'command-status', data: COMMAND }, 'COMMAND_STATUS', COMMAND],
  [{ kind: 'webhook-paused', data: PAUSED }, 'WEBHOOK_PAUSED', PAUSED],
];

test.each(TOLD)('$kind is told as it is, and nothing besides', (fact, type, data) => {
  const event = eventOfFact(fact, ['en']);
  expect(event).toEqual({ type, data, late: false });
  expect(Value.Check(EVENT_DATA[event.type], event.data)).toBe(true);
});

test('all points of a report are told with their names, units and time', () => {
  const event = eventOfFact(
    measured([
      { point: 1, instance: 2, value: 20.5 },
      { point: 6, instance: 1, value: 'auto' },
      { point: 60, instance: 0, value: 0 },
    ]),
    ['en'],
  );
  expect(event).toEqual({
    type: 'DATA_POINT',
    late: false,
    data: {
      points: [
        { name: 'hvac.heatingCircuit.hc2.roomTemperature', unit: 'C', value: 20.5, measuredAt: AT },
        { name: 'hvac.heatingCircuit.hc1.operationMode', value: 'auto', measuredAt: AT },
        { name: 'hvac.system.sensor.outdoorTemperature', unit: 'C', value: 0, measuredAt: AT },
      ],
    },
  });
  expect(Value.Check(EVENT_DATA.DATA_POINT, event.data)).toBe(true);
});

test('what was measured while the gateway was out of reach is told as late', () => {
  expect(eventOfFact(measured([], true), ['en']).late).toBe(true);
});

test('a point that this version does not know is left out, the others are told', () => {
  const points = [
    { point: 99_999, instance: 1, value: 1 },
    { point: 46, instance: 0, value: 1.5 },
  ];
  expect(eventOfFact(measured(points), ['en']).data).toMatchObject({
    points: [{ name: 'hvac.system.pressure' }],
  });
});

function applianceStatus(displayCode: string, causeCode: number): Fact {
  return {
    kind: 'appliance-status',
    state: 'RAISED',
    codes: { notificationId: 'ntf_1', displayCode, causeCode, class: 'BLOCKING', component: 'hc2' },
    sinceMs: Date.parse(AT),
    occurrences: 1,
  };
}

test("a fault is told in the company's languages, the first of them foremost, and in no other", () => {
  const event = eventOfFact(applianceStatus('A32', 3122), ['sv', 'nl']);
  expect(event).toEqual({
    type: 'APPLIANCE_STATUS',
    late: false,
    data: {
      state: 'RAISED',
      notificationId: 'ntf_1',
      displayCode: 'A32',
      causeCode: 3122,
      class: 'BLOCKING',
      component: 'hc2',
      text: 'Temperaturvakten i krets 2 öppen eller bygling saknas',
      texts: {
        sv: 'Temperaturvakten i krets 2 öppen eller bygling saknas',
        nl: 'Temperatuurbegrenzer van cv-groep 2 open of brug ontbreekt',
      },
      since: AT,
      occurrences: 1,
    },
  });
  expect(Value.Check(EVENT_DATA.APPLIANCE_STATUS, event.data)).toBe(true);
});

test('a fault without a public meaning is told as its code, and in English where no language is known', () => {
  expect(eventOfFact(applianceStatus('4U', 521), []).data).toMatchObject({
    text: 'Unknown message (code 4U/521)',
    texts: { en: 'Unknown message (code 4U/521)' },
  });
});
