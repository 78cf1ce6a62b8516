import { DownAck, DownCommand, Refresh, topics } from '@hearthgate/wire';
import { Compile } from 'typebox/compile';

export type Incoming =
  | { readonly kind: 'ack'; readonly ack: DownAck }
  | { readonly kind: 'cmd'; readonly command: DownCommand; readonly expiresAtMs: number }
  | { readonly kind: 'refresh' };

const ackSchema = Compile(DownAck);
const commandSchema = Compile(DownCommand);
const refreshSchema = Compile(Refresh);

/** Undefined for anything that is not a valid payload of the native dialect. */
export function parseIncoming(gatewayId: string, topic: string, payload: Uint8Array): Incoming | undefined {
  const body = parseJson(payload);
  switch (topic) {
    case topics.down(gatewayId, 'ack'):
      return ackSchema.Check(body) ? { kind: 'ack', ack: body } : undefined;
    case topics.down(gatewayId, 'cmd'): {
      if (!commandSchema.Check(body)) return undefined;
      const expiresAtMs = Date.parse(body.expiresAt);
      return Number.isNaN(expiresAtMs) ? undefined : { kind: 'cmd', command: body, expiresAtMs };
    }
    case topics.down(gatewayId, 'refresh'):
      return refreshSchema.Check(body) ? { kind: 'refresh' } : undefined;
    default:
      return undefined;
  }
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}
