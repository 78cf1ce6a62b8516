import { API_VERSION } from '@hearthgate/wire';
import { DOCUMENTED_STATUSES, REFUSAL_STATUSES, type Route } from './api.ts';
import { found, jsonDifferences } from './check-request.ts';
import type { Found } from './differences.ts';
import type { Entry } from './har.ts';
import type { Schema } from './schema-diff.ts';

/** What carries the message, and what proxies and browsers add: it says nothing about the API. */
const TRANSPORT =
  /^(:|access-control-|alt-svc$|cf-|via$|server|date$|connection$|keep-alive$|transfer-encoding$|content-(length|encoding|security-policy.*)$|set-cookie$|strict-transport-|report-to$|nel$|x-(forwarded|amz|amzn|cache|served|azure|ms|envoy|powered|frame|content-type-options|xss|dns|permitted|download)|referrer-policy$|permissions-policy$|cross-origin-|origin-agent|age$|expires$|pragma$|accept-ranges$|trailer$|upgrade$)/;
const OURS: ReadonlySet<string> = new Set([
  'x-api-version',
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'content-type',
  'content-language',
  'cache-control',
  'vary',
  'link',
  'location',
  'allow',
  'preference-applied',
  'x-next-cursor',
  'www-authenticate',
]);
const HEADER = 'answer header';

export interface AnswerFindings {
  readonly found: readonly Found[];
  /** The recording does not hold the body that came. */
  readonly isBodyMissing: boolean;
}

/** Status, headers and body of an answer, against what we answer there. */
export function checkAnswer(entry: Entry, route: Route, problem: Schema): AnswerFindings {
  const { status } = entry;
  const isRefusal = REFUSAL_STATUSES.has(status);
  const media = isRefusal ? { 'application/problem+json': problem } : route.answers[status];
  if (!media) {
    const known = [...Object.keys(route.answers), 'or a refusal'].join(', ');
    const unknown = found('status', 'STATUS', '', status, known, route.origin);
    return { found: [unknown, ...ofHeaders(entry)], isBodyMissing: false };
  }
  const body = ofBody(entry, media, isRefusal);
  return { found: [...ofHeaders(entry), ...body.found], isBodyMissing: body.isBodyMissing };
}

function ofHeaders({ answerHeaders, status }: Entry): Found[] {
  const version = answerHeaders.get('x-api-version');
  const expected = `${API_VERSION}, in every answer`;
  return [
    ...(version === undefined
      ? [found(HEADER, 'MISSING', 'x-api-version', undefined, expected, 'reference')]
      : version === API_VERSION
        ? []
        : [found(HEADER, 'VALUE', 'x-api-version', version, expected, 'reference')]),
    ...(status === 429 && !answerHeaders.has('retry-after')
      ? [found(HEADER, 'MISSING', 'retry-after', undefined, 'seconds to wait', 'hearthgate')]
      : []),
    ...[...answerHeaders]
      .filter(([name]) => !OURS.has(name) && !TRANSPORT.test(name))
      .map(([name, value]) => found(HEADER, 'UNKNOWN', name, value, 'no such header', 'hearthgate')),
  ];
}

function ofBody(
  { status, answer, answerSize, answerType }: Entry,
  media: Readonly<Record<string, Schema>>,
  isRefusal: boolean,
): AnswerFindings {
  const types = Object.keys(media);
  const origin = isRefusal && DOCUMENTED_STATUSES.has(status) ? 'reference' : 'hearthgate';
  if (types.length === 0) {
    const more = answer === undefined ? [] : [found('answer body', 'UNKNOWN', '', answer, 'no body', origin)];
    return { found: more, isBodyMissing: false };
  }
  const type = answerType.split(';')[0]?.trim().toLowerCase() ?? '';
  const typed = types.includes(type)
    ? []
    : [found(HEADER, 'VALUE', 'content-type', type, types.join(' or '), 'hearthgate')];
  const isJson = type.endsWith('json');
  const schema = media[type] ?? media[types.find((one) => one.endsWith('json')) ?? ''];
  if (!schema || (!isJson && media[type])) return { found: typed, isBodyMissing: false };
  if (answer !== undefined)
    return {
      // Bodies are our decision throughout: the reference does not document them.
      found: [...typed, ...jsonDifferences('answer body', answer, schema, 'hearthgate')],
      isBodyMissing: false,
    };
  const isMissing = answerSize > 0;
  const none = found('answer body', 'MISSING', '', undefined, 'a JSON body', 'hearthgate');
  return { found: isMissing ? typed : [...typed, none], isBodyMissing: isMissing };
}
