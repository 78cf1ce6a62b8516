import multicastDns from 'multicast-dns';

export const SERVICE = '_hvac-open-api._tcp.local';
/** A gateway answers within a second; the question is asked twice, since multicast gets lost. */
const LISTEN_MS = 3_000;
const ASK_AGAIN_MS = 1_000;

/** A K 40 RF as it announces itself. */
export interface Announced {
  /** The gateway's id, which is the login on its label. */
  readonly deviceId: string;
  readonly host: string;
  readonly port: number;
  readonly tokenPort: number | undefined;
  readonly model: string | undefined;
}

type Options = NonNullable<Parameters<typeof multicastDns>[0]>;
type Packet = Parameters<Parameters<ReturnType<typeof multicastDns>['on']>[1]>[0];
type Row = NonNullable<Packet['answers']>[number];

/** All gateways of this network that answer by then. */
export async function discoverGateways(listenMs = LISTEN_MS, options: Options = {}): Promise<Announced[]> {
  const mdns = multicastDns(options);
  const rows: Row[] = [];
  mdns.on('response', ({ answers, additionals }) => rows.push(...(answers ?? []), ...(additionals ?? [])));
  const ask = () => mdns.query({ questions: [{ name: SERVICE, type: 'PTR' }] });
  try {
    await new Promise<void>((resolve, reject) => {
      mdns.on('error', reject);
      ask();
      setTimeout(ask, Math.min(ASK_AGAIN_MS, listenMs / 2)).unref();
      setTimeout(resolve, listenMs);
    });
  } finally {
    mdns.destroy();
  }
  return announced(rows);
}

function announced(rows: readonly Row[]): Announced[] {
  const names = new Set(
    rows.flatMap((row) => (row.type === 'PTR' && row.name === SERVICE ? [row.data] : [])),
  );
  return [...names].flatMap((name) => {
    const service = rows.find((row) => row.type === 'SRV' && row.name === name);
    if (service?.type !== 'SRV') return [];
    const address = rows.find((row) => row.type === 'A' && row.name === service.data.target);
    const texts = new Map(
      rows.flatMap((row) => (row.type === 'TXT' && row.name === name ? pairsOf(row.data) : [])),
    );
    const deviceId = texts.get('uuid') ?? /^[^-]+-([^.]+)/.exec(name)?.[1] ?? '';
    const tokenPort = Number(texts.get('authport'));
    return [
      {
        deviceId,
        host: address?.type === 'A' ? address.data : service.data.target,
        port: service.data.port,
        tokenPort: Number.isInteger(tokenPort) && tokenPort > 0 ? tokenPort : undefined,
        model: texts.get('model'),
      },
    ];
  });
}

function pairsOf(data: string | Buffer | (string | Buffer)[]): [string, string][] {
  const texts = Array.isArray(data) ? data : [data];
  return texts.map((text) => {
    const [key = '', ...value] = text.toString().split('=');
    return [key.toLowerCase(), value.join('=')];
  });
}
