import { newWebhookPrivateKey, newWebhookSecret, SIGNATURE_TOLERANCE_SECONDS } from '@hearthgate/wire';
import type { Bench } from '../bench.ts';
import { accepted, refused, type Check } from '../check.ts';
import type { Call } from '../post.ts';

/** Well outside of what Standard Webhooks allow. */
const TOO_OLD_MS = 2 * SIGNATURE_TOLERANCE_SECONDS * 1_000;
/** A receiver whose clock is a little off must go on. */
const LITTLE_OFF_MS = 30_000;

const AS_IT_CAME =
  'Check the signature over `webhook-id.webhook-timestamp.body` with the bytes of the body as they came, in constant time, and answer 401.';

export const SIGNATURE_CHECKS: readonly Check[] = [
  {
    id: 'wrong-signature',
    title: 'a signature of another secret is refused',
    why: 'Whoever knows the address could send events in our name.',
    fix: AS_IT_CAME,
    refuses: true,
    run: async (bench) =>
      refused('an event signed with a secret that your endpoint does not have', [
        await bench.forge(bench.messages.event(), { secrets: [otherSecret(bench)] }),
      ]),
  },
  {
    id: 'no-signature',
    title: 'a message without a whole signature is refused',
    why: 'A check that only runs when the header is there protects nobody.',
    fix: 'Refuse when one of the three webhook headers is missing or empty, or has no entry that is right.',
    refuses: true,
    run: async (bench) => {
      const withHeaders = (change: Record<string, string>) => (call: Call) => ({
        ...call,
        headers: { ...call.headers, ...change },
      });
      const without = (name: string) => (call: Call) => ({
        ...call,
        headers: Object.fromEntries(Object.entries(call.headers).filter(([key]) => key !== name)),
      });
      const changes = [
        without('webhook-signature'),
        without('webhook-timestamp'),
        without('webhook-id'),
        withHeaders({ 'webhook-signature': 'v1,' }),
        withHeaders({ 'webhook-signature': 'not a signature' }),
        withHeaders({ 'webhook-timestamp': 'yesterday' }),
      ];
      const answers = [];
      for (const change of changes) answers.push(await bench.forge(bench.messages.event(), { change }));
      return refused(
        'six events: without signature, without time, without id, with an empty signature, with one that is none, with a time that is none',
        answers,
      );
    },
  },
  {
    id: 'changed-body',
    title: 'a body that was changed on its way is refused',
    why: 'The signature is there so that nobody between us can change a value.',
    fix: AS_IT_CAME,
    refuses: true,
    run: async (bench) =>
      refused('an event with a right signature and one blank more at its end', [
        await bench.forge(bench.messages.event(), {
          change: (call) => ({ ...call, body: `${call.body ?? ''} ` }),
        }),
      ]),
  },
  {
    id: 'changed-id',
    title: 'an id that was changed on its way is refused',
    why: 'With a free choice of ids an old event could be sent again and would count as new.',
    fix: AS_IT_CAME,
    refuses: true,
    run: async (bench) => {
      const other = bench.messages.event();
      return refused('an event under the webhook-id of another one', [
        await bench.forge(bench.messages.event(), {
          change: (call) => ({ ...call, headers: { ...call.headers, 'webhook-id': other.id } }),
        }),
      ]);
    },
  },
  {
    id: 'old-timestamp',
    title: 'a time far away is refused',
    why: 'A request that somebody recorded could be sent again years later.',
    fix: `Refuse when webhook-timestamp is more than ${SIGNATURE_TOLERANCE_SECONDS} seconds away from your clock, in both directions.`,
    refuses: true,
    run: async (bench) =>
      refused('two events with right signatures, one of ten minutes ago and one of ten minutes ahead', [
        await bench.forge(bench.messages.event(), { atMs: Date.now() - TOO_OLD_MS }),
        await bench.forge(bench.messages.event(), { atMs: Date.now() + TOO_OLD_MS }),
      ]),
  },
  {
    id: 'clock-skew',
    title: 'a clock that is a little off does not matter',
    why: 'Two machines never have the same time; refused events come again for days.',
    fix: `Take what is at most ${SIGNATURE_TOLERANCE_SECONDS} seconds away, and let NTP set the clock of your machine.`,
    run: async (bench) =>
      accepted('two events, 30 seconds old and 30 seconds ahead', [
        await bench.deliver(bench.messages.event(), { atMs: Date.now() - LITTLE_OFF_MS }),
        await bench.deliver(bench.messages.event(), { atMs: Date.now() + LITTLE_OFF_MS }),
      ]),
  },
  {
    id: 'rotation',
    title: 'a change of the secret loses nothing',
    why: 'For 24 hours after rotate-secret both secrets sign; whoever reads one entry only refuses everything for that day.',
    fix: 'Split webhook-signature at blanks and take the message when any entry of a version you know is right; skip the others.',
    run: async (bench) => {
      const { secret } = bench.options;
      const other = otherSecret(bench);
      const ofFuture = (call: Call) => ({
        ...call,
        headers: { ...call.headers, 'webhook-signature': `v9,AAAA ${call.headers['webhook-signature']}` },
      });
      return accepted(
        'three events signed by two secrets: yours last, yours first, and yours after a version that nobody knows yet',
        [
          await bench.deliver(bench.messages.event(), { secrets: [other, secret] }),
          await bench.deliver(bench.messages.event(), { secrets: [secret, other] }),
          await bench.deliver(bench.messages.event(), { change: ofFuture }),
        ],
      );
    },
  },
  {
    id: 'raw-body',
    title: 'the body is checked as it came',
    why: 'Parsed and written anew, the same JSON has other bytes, and the signature fits only by luck.',
    fix: 'Keep the raw bytes for the check: express.raw({ type: () => true }), a content type parser with parseAs buffer in Fastify, await request.text() elsewhere.',
    run: async (bench) => {
      const message = bench.messages.event('APPLIANCE_STATUS');
      const body = JSON.stringify(JSON.parse(message.body), undefined, 1)
        .replaceAll('/', String.raw`\/`)
        .replace('3122', '3.122e3');
      return accepted('an event with blanks, umlauts, escaped slashes and a number written as 3.122e3', [
        await bench.deliver({ ...message, body }),
      ]);
    },
  },
];

/** Of the same kind as the endpoint's, which nobody has. */
function otherSecret({ options }: Bench): string {
  return options.secret.startsWith('whsk_') ? newWebhookPrivateKey() : newWebhookSecret();
}
