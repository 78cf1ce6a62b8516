import type { paths } from './generated/api.ts';
import type {
  AccessExplanation,
  CommandAccepted,
  Contract,
  HearthgateEvent,
  HvacSummary,
} from './generated/api.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Paths of the API that have this method. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
export type Operation<M extends Method, P extends PathWith<M>> =
  paths[P] extends Record<M, infer O> ? O : never;

export type PathVariables<O> = O extends { parameters: { path: infer V } } ? V : Record<string, never>;
export type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
export type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? B
  : undefined;
type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
/** What an operation answers when it is done; a change that waits is `CommandAccepted`. */
export type AnswerOf<O> = O extends { responses: infer R } ? JsonOf<R[keyof R]> : never;

/** Codes of the API's problem documents. */
export type ErrorCode = NonNullable<AccessExplanation['items'][number]['code']>;
export type ContractStatus = Contract['status'];
export type Connectivity = HvacSummary['connectivity'];
export type GatewayType = HvacSummary['gatewayType'];
export type SystemType = HvacSummary['systemType'];
export type Brand = Contract['brand'];
export type EventType = HearthgateEvent['type'];
/** The event of one type. */
export type EventOf<T extends EventType> = Extract<HearthgateEvent, { type: T }>;

/** Types that can be asked for; the others are notices. */
export type LoggedEventType = NonNullable<EventFilter['type']>[number];
export type ContractFilter = QueryOf<Operation<'get', '/contracts'>>;
export type HvacFilter = QueryOf<Operation<'get', '/hvacs'>>;
export type FleetFilter = QueryOf<Operation<'get', '/pro/fleet'>>;
export type CommandFilter = QueryOf<Operation<'get', '/hvacs/{gatewayId}/commands'>>;
export type NotificationFilter = QueryOf<Operation<'get', '/hvacs/{gatewayId}/notifications'>>;
export type RecordingsQuery = QueryOf<Operation<'get', '/hvacs/{gatewayId}/recordings'>>;
export type EventFilter = QueryOf<Operation<'get', '/events'>>;
export type CompletenessQuery = QueryOf<Operation<'get', '/events/completeness'>>;
export type AttemptFilter = QueryOf<Operation<'get', '/webhooks/{webhookId}/attempts'>>;

/**
 * What became of a change. Confirmed: the gateway has read the new values back. Otherwise the command is still on its way
 * (the time of `waitSeconds` was over first); `client.commands.end` waits for its end.
 */
export type Changed<T> =
  | { readonly confirmed: true; readonly state: T }
  | { readonly confirmed: false; readonly command: CommandAccepted };

/** Of every call. */
export interface CallOptions {
  /** Ends the call, waits included, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** For each attempt until its answer has come as a whole; 45 s when left out. */
  readonly timeoutMs?: number | undefined;
}

/** Of calls that write. */
export interface WriteOptions extends CallOptions {
  /** The client makes one for each call; name your own to repeat a call after a restart of your program. */
  readonly idempotencyKey?: string | undefined;
}

/** Of calls that change a heating system. */
export interface ChangeOptions extends WriteOptions {
  /** How long to wait for the confirmation, 0 to 30 s; 10 when left out. */
  readonly waitSeconds?: number | undefined;
  /** Do not wait; the change may wait for an offline gateway until then, a minute to 7 days ahead. */
  readonly expiresAt?: Date | string | undefined;
}
