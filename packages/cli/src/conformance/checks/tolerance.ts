import { EVENT_TYPES } from '@hearthgate/wire';
import { accepted, type Check } from '../check.ts';
import { isTaken, type Answer } from '../post.ts';

export const TOLERANCE_CHECKS: readonly Check[] = [
  {
    id: 'every-type',
    title: 'every type of event is accepted',
    why: 'CONTRACT_STATUS is always sent, and the notices WITHHELD, WEBHOOK_TEST and HEARTBEAT need no subscription.',
    fix: 'Answer 2xx to types that you do not use.',
    run: async (bench) => {
      const types = [...EVENT_TYPES, 'WITHHELD', 'WEBHOOK_TEST', 'HEARTBEAT'] as const;
      const answers: Answer[] = [];
      for (const type of types) answers.push(await bench.deliver(bench.messages.event(type)));
      const finding = accepted(`one event of each of ${types.length} types`, answers);
      const refusedTypes = types.filter((_, index) => !isTaken(answers[index] ?? {}));
      return refusedTypes.length === 0
        ? finding
        : { ...finding, came: `${finding.came}; not taken: ${refusedTypes.join(', ')}` };
    },
  },
  {
    id: 'key-expiry',
    title: 'the end of an API key is heard of',
    why: 'API_KEY_EXPIRING comes 30, 7 and 1 days before the end. After it every call is 401.',
    fix: 'Take the event, make a new key by POST /api-keys, and let somebody know.',
    run: async (bench) =>
      accepted('API_KEY_EXPIRING with one day left', [
        await bench.deliver(
          bench.messages.event('API_KEY_EXPIRING', {
            data: { keyId: 'key_conformance', expiresAt: new Date().toISOString(), daysLeft: 1 },
          }),
        ),
      ]),
  },
  {
    id: 'consent-outdated',
    title: 'a consent that ends in mid-session is survived',
    why: 'From effectiveFrom on, changes of that gateway are 451. Its events go on, and so must you.',
    fix: 'Take the event, show updateUrl to the owner, and stop remote control only; events and readings go on.',
    run: async (bench) =>
      accepted('CONSENT_OUTDATED, and an event of the same gateway after it', [
        await bench.deliver(
          bench.messages.event('CONSENT_OUTDATED', {
            data: {
              gatewayId: bench.options.gatewayId,
              givenVersion: '2024-07',
              requiredVersion: '2099-01',
              updateUrl: 'https://portal.example.com/consent',
              effectiveFrom: new Date().toISOString(),
            },
          }),
        ),
        await bench.deliver(bench.messages.event()),
      ]),
  },
  {
    id: 'unknown-type',
    title: 'a type that does not exist yet is accepted',
    why: 'New types come without a new version; a refused one blocks its gateway until it is parked.',
    fix: 'Answer 2xx to types that you do not know, and note them.',
    run: async (bench) =>
      accepted('an event of the type CONFORMANCE_UNKNOWN', [
        await bench.deliver(
          bench.messages.event('DATA_POINT', { type: 'CONFORMANCE_UNKNOWN', data: { anything: [1, null] } }),
        ),
      ]),
  },
  {
    id: 'unknown-fields',
    title: 'fields and words that do not exist yet are accepted',
    why: 'New fields, data points and words of a list are no new version.',
    fix: 'Read what you need and ignore the rest; no additionalProperties: false, no closed enums in what you read.',
    run: async (bench) =>
      accepted(
        'an event with an unknown attribute, an unknown field, and an unknown data point with a text',
        [
          await bench.deliver(
            bench.messages.event('DATA_POINT', {
              conformance: 'unknown',
              data: {
                points: [{ name: 'hvac.conformance.unknown', value: 'WORD', measuredAt: now(), quality: 1 }],
                conformance: { nested: true },
              },
            }),
          ),
          await bench.deliver(
            bench.messages.event('CONNECTIVITY_STATUS', {
              data: { status: 'CONFORMANCE_UNKNOWN', previous: 'ONLINE', since: now() },
            }),
          ),
        ],
      ),
  },
];

function now(): string {
  return new Date().toISOString();
}
