import { randomUUID } from 'node:crypto';
import { topics } from '@hearthgate/wire';
import mqttPacket, { type Packet } from 'mqtt-packet';
import type { Random } from '../random.ts';
import { payload } from './payloads.ts';

export interface Insider {
  readonly gatewayId: string;
  readonly mqttPassword: string;
  readonly dialect: 'native' | 'EMS-ESP';
}

const FRAME_TOO_LONG = 300_000;
const NATIVE = ['hello', 'describe', 'report', 'notifications', 'ack', 'x', ''] as const;
const EMS = [
  'boiler_data',
  'thermostat_data',
  'heatpump_data',
  'info',
  'response',
  'status',
  'heartbeat',
  'x',
] as const;
const OTHERS = ['101000001', '299999999', '#', '+', ''] as const;

export const WAYS = [
  'random bytes',
  'a broken CONNECT',
  'wrong and endless lengths',
  'half a packet',
  'many CONNECTs',
  'packets in the wrong order',
  'packets that are not for a broker',
  'flipped bits',
  'broken payloads, native',
  'broken payloads, EMS-ESP',
] as const;
export type Way = (typeof WAYS)[number];

/** What one bad connection sends. */
export function bytesFor(way: Way, { gatewayId, mqttPassword }: Insider, random: Random): Buffer {
  const good = hello(gatewayId, mqttPassword);
  switch (way) {
    case 'random bytes':
      return Buffer.from(random.anyBytes(1 + random.below(2_000)), 'latin1');
    case 'a broken CONNECT':
      return random.pick([() => flipped(good, random), () => oddConnect(gatewayId, mqttPassword, random)])();
    case 'wrong and endless lengths':
      return Buffer.concat([
        random.chance(0.8) ? good : Buffer.alloc(0),
        Buffer.from([0x30, 0xff, 0xff, 0xff, random.pick([0x7f, 0xff])]),
        Buffer.alloc(random.pick([0, 10, FRAME_TOO_LONG])),
      ]);
    case 'half a packet':
      return good.subarray(0, 1 + random.below(good.length - 1));
    case 'many CONNECTs':
      return Buffer.concat(
        Array.from({ length: 50 }, () => hello(gatewayId, random.chance(0.5) ? mqttPassword : 'wrong')),
      );
    case 'packets in the wrong order':
      return Buffer.concat([
        ...said(gatewayId, 'native', random),
        good,
        good,
        ...said(gatewayId, 'native', random),
      ]);
    case 'packets that are not for a broker':
      return Buffer.concat([good, ...Array.from({ length: 1 + random.below(8) }, () => foreign(random))]);
    case 'flipped bits':
      return Buffer.concat([
        good,
        flipped(Buffer.concat(said(gatewayId, random.pick(['native', 'EMS-ESP']), random)), random),
      ]);
    case 'broken payloads, native':
      return Buffer.concat([good, ...said(gatewayId, 'native', random)]);
    case 'broken payloads, EMS-ESP':
      return Buffer.concat([good, ...said(gatewayId, 'EMS-ESP', random)]);
  }
}

function hello(gatewayId: string, password: string): Buffer {
  return written({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: gatewayId,
    keepalive: 60,
    username: gatewayId,
    password: Buffer.from(password),
  });
}

/** Well-formed, and yet nothing that a gateway says. */
function oddConnect(gatewayId: string, password: string, random: Random): Buffer {
  const will = {
    topic: random.pick(['gw/101000001/up/report', '#', '\0', '']),
    payload: Buffer.from('x'),
    qos: 1 as const,
    retain: true,
  };
  return written({
    cmd: 'connect',
    protocolId: random.chance(0.3) ? 'MQIsdp' : 'MQTT',
    protocolVersion: random.pick([3, 4, 5]),
    clean: true,
    clientId: random.pick(['', gatewayId, 'x'.repeat(60_000), '\ud800', '../..', `${gatewayId}/#`]),
    keepalive: random.pick([0, 1, 65_535]),
    username: random.pick([gatewayId, '', '\0', "' OR 1=1 --", 'x'.repeat(60_000), '999999999999']),
    ...(random.chance(0.8) && {
      password: Buffer.from(random.pick([password, '', '\0', 'x'.repeat(60_000)])),
    }),
    ...(random.chance(0.5) && { will }),
  });
}

/** What a broker says, answers to nothing, and QoS 2. */
function foreign(random: Random): Buffer {
  const messageId = 1 + random.below(65_535);
  return written(
    random.pick<Packet>([
      { cmd: 'connack', returnCode: 0, sessionPresent: true },
      { cmd: 'suback', messageId, granted: [0, 1, 128] },
      { cmd: 'unsuback', messageId, granted: [] },
      { cmd: 'puback', messageId },
      { cmd: 'pubrec', messageId },
      { cmd: 'pubrel', messageId },
      { cmd: 'pubcomp', messageId },
      { cmd: 'pingresp' },
      { cmd: 'pingreq' },
      { cmd: 'unsubscribe', messageId, unsubscriptions: ['#', ''] },
      { cmd: 'publish', topic: 'x', messageId, qos: 2, dup: true, retain: true, payload: 'x' },
      { cmd: 'disconnect' },
    ]),
  );
}

/** What a gateway with a good password may say: nonsense on its own topics, and whatever it likes on those of others. */
function said(gatewayId: string, dialect: Insider['dialect'], random: Random): Buffer[] {
  const jail = topics.jail(random.chance(0.8) ? gatewayId : random.pick(OTHERS));
  const boot = randomUUID();
  return [
    written({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [
        { topic: random.pick(['#', '$SYS/#', 'gw/#', 'gw/+/down/#', topics.allDown(gatewayId)]), qos: 1 },
      ],
    }),
    ...Array.from({ length: 1 + random.below(10) }, (_, at) => {
      const kind = dialect === 'native' ? random.pick(NATIVE) : random.pick(EMS);
      const topic = `${jail}${dialect === 'native' ? 'up' : 'ems'}/${kind}`;
      return written({
        cmd: 'publish',
        topic: topic.replaceAll(/[#+]/g, 'x'),
        messageId: at + 2,
        qos: random.chance(0.5) ? 1 : 0,
        dup: random.chance(0.2),
        retain: random.chance(0.2),
        payload: payload(dialect, kind, boot, random),
      });
    }),
  ];
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = 1 + random.below(8); times > 0; times -= 1) {
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  }
  return copy;
}

/** Some are refused by the library that writes them; then nothing is said. */
function written(packet: Packet): Buffer {
  try {
    return mqttPacket.generate(packet);
  } catch {
    return Buffer.alloc(0);
  }
}
