import type { Hearthgate } from '@hearthgate/sdk';
import type { Api } from '../api/connect.ts';
import { platformNowMs } from '../api/platform-time.ts';
import { momentOf } from '../shell/duration.ts';
import { json, styled, type Screen } from '../shell/screen.ts';
import { faultsOf, type Walk } from './completeness.ts';
import { readToEnd } from './read-log.ts';
import { checkStatement } from './statement.ts';

/** As long as the log keeps events. */
const DEFAULT_SPAN = '30d';

interface Wish {
  readonly gatewayIds: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly json: boolean;
}

/** `hearthgate events verify`: what the platform states under its signature, beside what it really gives. */
export async function verify({ client, url }: Api, screen: Screen, wish: Wish): Promise<void> {
  const nowMs = await platformNowMs(url);
  const span = {
    from: momentOf('--from', wish.from ?? DEFAULT_SPAN, nowMs),
    ...(wish.to !== undefined && { to: momentOf('--to', wish.to, nowMs) }),
  };
  const gatewayIds =
    wish.gatewayIds.length > 0
      ? wish.gatewayIds
      : (await client.contracts.list().toArray()).map(({ gatewayId }) => gatewayId);
  const results = [];
  for (const gatewayId of gatewayIds) {
    screen.progress(`gateway ${gatewayId}`);
    const result = await verifyGateway(client, url, { gatewayId, ...span });
    screen.progress('');
    results.push(result);
    if (!wish.json) for (const line of linesOf(result)) screen.print(line);
  }
  if (wish.json) screen.print(json(results));
  else if (results.length === 0) screen.print('The company has no contracts, so there is nothing to verify.');
  const wrong = results.filter(({ faults }) => faults.length > 0).length;
  if (wrong > 0)
    throw new Error(`the events of ${wrong} of ${results.length} gateways are not as they should be`);
}

type Result = Awaited<ReturnType<typeof verifyGateway>>;

async function verifyGateway(
  client: Hearthgate,
  url: string,
  query: { gatewayId: string; from: string; to?: string },
) {
  const answer = await client.events.completeness(query);
  const { statement, keyId, fault } = await checkStatement(answer, url);
  const walk = await walkLog(client, { ...query, last: statement.last });
  return {
    gatewayId: query.gatewayId,
    from: statement.from,
    to: statement.to,
    first: statement.first,
    last: statement.last,
    events: walk.numbers.length,
    keyId,
    gaps: statement.gaps,
    faults: [...(fault === undefined ? [] : [fault]), ...faultsOf(statement, walk)],
  };
}

async function walkLog(
  client: Hearthgate,
  { gatewayId, from, last }: { gatewayId: string; from: string; last: number | null },
): Promise<Walk> {
  const numbers: number[] = [];
  const previous: number[] = [];
  if (last === null) return { numbers, previous };
  for await (const { gatewayseq, previousseq } of readToEnd(client, { gatewayId, from })) {
    if (gatewayseq === undefined) continue;
    if (gatewayseq > last) break;
    numbers.push(gatewayseq);
    previous.push(previousseq ?? gatewayseq - 1);
  }
  return { numbers, previous };
}

function linesOf({ gatewayId, first, last, events, gaps, faults, keyId }: Result): string[] {
  const range = first === null ? 'no events in this span' : `${events} events, ${first} to ${last}`;
  const state = faults.length === 0 ? styled('green', 'ok   ') : styled('red', 'WRONG');
  return [
    `${state}  ${gatewayId}  ${range}; statement signed with ${keyId}`,
    ...faults.map((fault) => `         ${fault}`),
    ...gaps.map((gap) => `         ${gapText(gap)}`),
  ];
}

function gapText(gap: Result['gaps'][number]): string {
  if (gap.cause === 'REPORTS_LOST')
    return `the gateway gave up ${gap.reports ?? 'some'} reports (noticed ${gap.noticedAt}); no event was made of them`;
  const range = gap.fromSeq === gap.toSeq ? `${gap.fromSeq}` : `${gap.fromSeq} to ${gap.toSeq}`;
  switch (gap.cause) {
    case 'WITHHELD':
      return `${range}: logged, but the right to see them has ended`;
    case 'EXPIRED':
      return `up to ${gap.toSeq}: older than the log keeps`;
    case 'MISSING':
      return `${range}: the platform itself says that they are missing`;
  }
}
