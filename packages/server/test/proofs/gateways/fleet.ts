import { LightDevice, type FleetOptions } from './light-device.ts';

/** Values every ten seconds, each device at its own moment; a heartbeat every minute. */
const SLOTS = 100;
const SLOT_MS = 100;
const CYCLES_PER_HEARTBEAT = 6;
/** Boards that are switched on, one after the other; after that all come back at once. */
const FIRST_PER_SLOT = 50;

export type FleetOrder =
  | { readonly kind: 'start'; readonly ids: readonly string[]; readonly options: FleetOptions }
  | { readonly kind: 'pause' | 'resume' | 'cut' | 'look' | 'count' | 'stop' };

export interface FleetCount {
  readonly connected: number;
  readonly connections: number;
  readonly refused: number;
  readonly asked: number;
  /** Of this process so far, microseconds. */
  readonly cpu: number;
  /** Payloads of values. */
  readonly said: number;
  /** Numbers of `boiler_data`, by gateway; empty unless it was asked to count. */
  readonly published: readonly (readonly [gatewayId: string, count: number])[];
}

/** Thousands of boards in a process of their own; the proof gives the orders. */
let devices: LightDevice[] = [];
let isPaused = false;
let slot = 0;

function tick(): void {
  const cycle = Math.floor(slot / SLOTS);
  for (let index = slot % SLOTS; index < devices.length; index += SLOTS) {
    const device = devices[index];
    if (isPaused) device?.ping();
    else {
      device?.publish();
      if ((cycle + index) % CYCLES_PER_HEARTBEAT === 0) device?.heartbeat();
    }
  }
  slot += 1;
}

function switchOn(from: number): void {
  for (const device of devices.slice(from, from + FIRST_PER_SLOT)) device.connect();
  if (from + FIRST_PER_SLOT < devices.length) setTimeout(() => switchOn(from + FIRST_PER_SLOT), SLOT_MS);
}

function count(kind: FleetOrder['kind']): FleetCount {
  const sum = (of: (device: LightDevice) => number) =>
    devices.reduce((total, device) => total + of(device), 0);
  return {
    connected: devices.filter((device) => device.isConnected).length,
    connections: sum((device) => device.connections),
    refused: sum((device) => device.refused),
    asked: sum((device) => device.asked),
    cpu: process.cpuUsage().user + process.cpuUsage().system,
    said: 2 * sum((device) => device.published),
    published: kind === 'count' ? devices.map((device) => [device.gatewayId, device.published]) : [],
  };
}

process.on('message', (order: FleetOrder) => {
  switch (order.kind) {
    case 'start':
      devices = order.ids.map((id) => new LightDevice(id, order.options));
      switchOn(0);
      setInterval(tick, SLOT_MS);
      break;
    case 'pause':
      isPaused = true;
      break;
    case 'resume':
      isPaused = false;
      break;
    case 'cut':
      for (const device of devices) device.cut();
      break;
    case 'look':
    case 'count':
      break;
    case 'stop':
      for (const device of devices) device.stop();
      setImmediate(() => process.exit(0));
      return;
  }
  process.send?.(count(order.kind));
});
