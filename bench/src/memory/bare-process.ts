import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** A process of its own with a bare broker that admits everybody. */
const broker = await Aedes.createBroker({
  preConnect: (_client, packet, done) => {
    packet.clientId = packet.username ?? packet.clientId;
    done(null, true);
  },
});
const server = createServer({ noDelay: true }, (socket) => broker.handle(socket));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
});
process.on('disconnect', () => process.exit(0));
