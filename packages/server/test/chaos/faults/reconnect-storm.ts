import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { GATEWAYS } from '../load/load.ts';
import { Reporter } from '../load/reporter.ts';
import { until } from '../until.ts';

const DEVICES = 500;
const CONNECTED_WITHIN_MS = 120_000;
/** The storm on a machine that does other things too. */
const BACK_WITHIN_MS = 60_000;

export const reconnectStorm: Fault = {
  name: 'reconnect-storm',
  setUps: ['one', 'many'],
  promise: `${DEVICES} gateways that come back in the same moment are all there again within a minute, with what they had to report.`,
  how: `${DEVICES} gateways beside those of the load lose their connections in one moment, have a report each, and connect again after less than half a second.`,
  backWithinS: 10,
  wishes: { gateways: DEVICES },
  inflict: async ({ world }) => {
    const devices = world.made.slice(GATEWAYS, GATEWAYS + DEVICES).map(
      ({ gatewayId, mqttPassword: password }) =>
        new Reporter({
          gatewayId,
          password,
          brokerUrl: () => world.brokerUrl,
          acceptedBy: world.acceptedBy,
        }),
    );
    try {
      for (const device of devices) device.start();
      const isThere = () => devices.every(({ isConnected, waiting }) => isConnected && waiting === 0);
      if (!(await until(isThere, CONNECTED_WITHIN_MS)))
        return { complaints: ['not all gateways got connected at first'] };
      await wait(1_000);
      const since = performance.now();
      for (const device of devices) {
        device.cut();
        device.report();
      }
      await until(() => !devices.some(({ isConnected }) => isConnected), 1_000);
      const isBack = await until(isThere, BACK_WITHIN_MS);
      const tookMs = performance.now() - since;
      const connections = devices.reduce((total, one) => total + one.connections, 0);
      return {
        measured: [
          `all ${DEVICES} connected and their reports accepted after ${(tookMs / 1_000).toFixed(1)} s`,
          `${connections - DEVICES} connections were made for it`,
        ],
        complaints: isBack
          ? []
          : [`${devices.filter(({ waiting }) => waiting > 0).length} are still missing`],
      };
    } finally {
      await Promise.all(devices.map((device) => device.stop()));
    }
  },
};
