import multicastDns from 'multicast-dns';
import { SERVICE } from '../agent/k40rf/discover.ts';

type Options = NonNullable<Parameters<typeof multicastDns>[0]>;

/** Answers on the network as a K 40 RF does. */
export function announceGateway(
  gateway: { readonly deviceId: string; readonly port: number; readonly tokenPort: number },
  options: Options = {},
): { stop(): void } {
  const mdns = multicastDns(options);
  const name = `K40RF-${gateway.deviceId}.${SERVICE}`;
  const target = 'k40rf-1a2b3c.local';
  const txt = [`uuid=${gateway.deviceId}`, `authport=${gateway.tokenPort}`, 'brand=BOSCH', 'model=K40RF'];
  mdns.on('query', ({ questions }, rinfo) => {
    if (!questions?.some((question) => question.name === SERVICE)) return;
    const answer = {
      answers: [{ name: SERVICE, type: 'PTR' as const, data: name }],
      additionals: [
        { name, type: 'SRV' as const, data: { target, port: gateway.port } },
        { name, type: 'TXT' as const, data: txt },
        { name: target, type: 'A' as const, data: '127.0.0.1' },
      ],
    };
    mdns.respond(answer, rinfo);
  });
  return { stop: () => mdns.destroy() };
}
