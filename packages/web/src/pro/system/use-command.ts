import { useState } from 'react';
import type { Command } from '@hearthgate/wire';
import { call, newKey } from '../../lib/api.ts';
import { useChange, useGet } from '../../lib/queries.ts';

/** Seconds that the server may wait for the appliance before it says that it takes longer. */
const WAIT_SECONDS = 25;
const TIMEOUT_MS = 40_000;

/** The answer of a change: the state as it was read back, or a command that goes on. */
interface Changed {
  readonly commandId: string;
  readonly withoutEffectUntil?: string | null;
  readonly overridingModes?: readonly { readonly mode: string }[];
}

/**
 * Sends a change and follows it to its end: confirmed by being read back, refused with a reason, or expired. What the server
 * does not know within its wait is followed by the stream.
 */
export function useCommand(gatewayId: string, method: 'PATCH' | 'PUT', path: string) {
  const [commandId, setCommandId] = useState<string | null>(null);
  const change = useChange(
    (body: object) => {
      setCommandId(null);
      const headers = { prefer: `wait=${WAIT_SECONDS}` };
      return call<Changed>(method, path, { body, headers, idempotencyKey: newKey(), timeoutMs: TIMEOUT_MS });
    },
    {
      refreshes: [`/hvacs/${gatewayId}`],
      onDone: (answer) => setCommandId(answer.commandId),
    },
  );
  const command = useGet<Command>(`/hvacs/${gatewayId}/commands/${commandId}`, {
    enabled: commandId !== null,
  });
  return {
    send: (body: object) => change.mutate(body),
    isSending: change.isPending,
    problem: change.error,
    command: command.data,
    answer: change.data,
  };
}

export type CommandInFlight = ReturnType<typeof useCommand>;
