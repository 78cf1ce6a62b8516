import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { CommandStatus, Timestamp } from '@hearthgate/wire';
import { traceOfCommand } from '../../platform/tracing/tracing.ts';
import type { CommandOutcome, CommandWish } from './run-command.ts';

/** Real seconds that a change waits for its confirmation, unless `Prefer: wait=N` says otherwise. */
const WAIT_SECONDS = 10;
const WAIT_SECONDS_MAX = 30;

/** Headers of every call that changes the appliance. */
export const CommandHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The same key and body answer as the first time (24 h).',
    }),
  ),
  prefer: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        '`wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with ' +
        '`expiresAt` the change also waits for a gateway that is offline.',
    }),
  ),
});
export type CommandHeaders = Type.Static<typeof CommandHeaders>;

/** Query of every call that changes the appliance. */
export const CommandQuery = Type.Object(
  {
    expiresAt: Type.Optional({
      ...Timestamp,
      description:
        'Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.',
    }),
  },
  { additionalProperties: false },
);
export type CommandQuery = Type.Static<typeof CommandQuery>;

/** 202: the gateway needs longer; `Location` leads to the command. */
export const Pending = Type.Object({
  commandId: Type.String(),
  status: CommandStatus,
  expiresAt: Timestamp,
});

export function commandWish(
  request: FastifyRequest<{ Headers: CommandHeaders; Querystring: CommandQuery }>,
): CommandWish {
  const { 'idempotency-key': key, prefer } = request.headers;
  const { expiresAt } = request.query;
  const { respondAsync, waitSeconds } = preferencesOf(prefer);
  // Of the path alone: the query is part of what is asked for.
  const [path = ''] = request.url.split('?', 1);
  return {
    waitMs: 1000 * (waitSeconds ?? (respondAsync ? 0 : WAIT_SECONDS)),
    respondAsync,
    onAccepted: (commandId) => (request.traceName = traceOfCommand(commandId)),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    ...(key !== undefined && { idempotencyKey: `${request.method} ${path} ${key}` }),
  };
}

/** The answer of a change: the new state, or where to ask for what becomes of it. */
export function sendOutcome<T extends object>(
  reply: FastifyReply,
  gatewayId: string,
  outcome: CommandOutcome | T,
): T | Type.Static<typeof Pending> {
  const isPending = 'kind' in outcome;
  const { respondAsync, waitSeconds } = preferencesOf(reply.request.headers['prefer']);
  const applied = [
    ...(respondAsync && isPending ? ['respond-async'] : []),
    ...(waitSeconds === undefined ? [] : [`wait=${waitSeconds}`]),
  ];
  if (applied.length > 0) reply.header('preference-applied', applied.join(', '));
  if (!isPending) return outcome;
  const { commandId, status, expiresAt } = outcome;
  reply.code(202).header('location', `/hvacs/${gatewayId}/commands/${commandId}`);
  return { commandId, status, expiresAt: expiresAt.toISOString() };
}

/** `Prefer` (RFC 7240): the first of each counts, what is unknown or malformed is ignored. */
export function preferencesOf(prefer: string | readonly string[] | undefined): {
  respondAsync: boolean;
  waitSeconds?: number;
} {
  const preferences = String(prefer ?? '')
    .toLowerCase()
    .split(/[,;]/)
    .map((preference) => preference.trim());
  const [wait] = preferences.flatMap((preference) => /^wait *= *"?(\d{1,9})"?$/.exec(preference)?.[1] ?? []);
  return {
    respondAsync: preferences.includes('respond-async'),
    ...(wait !== undefined && { waitSeconds: Math.min(Number(wait), WAIT_SECONDS_MAX) }),
  };
}
