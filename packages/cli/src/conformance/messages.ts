import { randomInt } from 'node:crypto';
import {
  EVENT_EXAMPLES,
  isCompanysOwn,
  messageSigner,
  type EventType,
  type NoticeType,
} from '@hearthgate/wire';

export type MessageType = EventType | NoticeType;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_CHARACTERS = 23;
const COMPANY_ID = `cmp_conformance`;

/** A body with the id that it is sent under. */
export interface Message {
  readonly id: string;
  /** Ids of the events in it; the id itself, unless it is a batch. */
  readonly eventIds: readonly string[];
  readonly body: string;
  readonly isBatch: boolean;
}

/** Events as deliveries send them, each with an id that was never used before. */
export class Messages {
  readonly #gatewayId: string;
  #seq = 0;

  constructor(gatewayId: string) {
    this.#gatewayId = gatewayId;
  }

  /** The next event of the gateway, or of the company. `changes` replace members of the envelope. */
  event(type: MessageType = 'DATA_POINT', changes: Readonly<Record<string, unknown>> = {}): Message {
    const envelope = this.#envelope(type, changes);
    const { id } = envelope;
    return { id, eventIds: [id], body: JSON.stringify(envelope), isBatch: false };
  }

  /** So many events in one message. */
  batch(count: number, changes: Readonly<Record<string, unknown>> = {}): Message {
    const envelopes = Array.from({ length: count }, () => this.#envelope('DATA_POINT', changes));
    const eventIds = envelopes.map(({ id }) => id);
    return { id: newId('bat'), eventIds, body: JSON.stringify(envelopes), isBatch: true };
  }

  #envelope(type: MessageType, changes: Readonly<Record<string, unknown>>) {
    const time = new Date().toISOString();
    const isOwn = isCompanysOwn(type);
    const seq = isOwn ? 0 : (this.#seq += 1);
    return {
      specversion: '1.0',
      id: newId('evt'),
      source: isOwn ? `/companies/${COMPANY_ID}` : `/hvacs/${this.#gatewayId}`,
      type,
      time,
      datacontenttype: 'application/json',
      companyid: COMPANY_ID,
      ...(!isOwn && { gatewayid: this.#gatewayId, gatewayseq: seq, previousseq: seq - 1 }),
      data: EVENT_EXAMPLES[type],
      ...changes,
    };
  }
}

/** Data of so many points, about 130 bytes each: a first report tells all that a gateway has. */
export function manyPoints(count: number): object {
  const measuredAt = new Date().toISOString();
  const points = Array.from({ length: count }, (_, index) => {
    const name = `hvac.heatingCircuit.hc${(index % 8) + 1}.roomTemperature`;
    return { name, unit: 'C', value: 20 + (index % 50) / 10, measuredAt };
  });
  return { points };
}

/** Headers of one attempt, signed at `atMs` with each of the secrets. */
export function signedHeaders(message: Message, secrets: readonly string[], atMs: number) {
  const timestamp = String(Math.floor(atMs / 1_000));
  const sign = (secret: string) => messageSigner(secret)(message.id, timestamp, message.body);
  return {
    'content-type': message.isBatch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  };
}

function newId(kind: 'evt' | 'bat'): string {
  const characters = Array.from({ length: ID_CHARACTERS }, () => BASE62[randomInt(BASE62.length)]);
  return `${kind}_${characters.join('')}`;
}
