import {
  NOTHING_KNOWN,
  decodeReadings,
  derivedValues,
  faultsIn,
  heatSourceOf,
  parseEmsTopic,
  parseObject,
  readingsOf,
  type EmsKnowledge,
  type EmsReading,
  type LinkNotification,
  type LinkValue,
} from '@hearthgate/wire';
import type { LocalMessage } from './local-broker.ts';

/** By then a board with a thermostat has shown its scale; one without is taken for Celsius, the default. */
const SCALE_SHOWN_MS = 60_000;
/** Command topics too are below the base, and what is written there is a wish, no value. */
const VALUES = /^[a-z]+_data(?:_|\/|$)/;

/** Everything that a board has told so far. */
export class Told {
  knowledge: EmsKnowledge = NOTHING_KNOWN;
  firmware = '';
  /** Of the bus behind the board. */
  bus = '';
  isOffline = false;
  /** Monotonic times of the first and of the last word that was not kept by the broker. */
  firstAt: number | undefined;
  lastAt: number | undefined;
  readonly #values: Record<string, LinkValue> = {};
  readonly #faults = new Map<string, LinkNotification | undefined>();
  readonly #held = new Map<string, EmsReading>();
  readonly #devices = new Set<string>();

  get values(): Record<string, LinkValue> {
    return {
      ...this.#values,
      ...derivedValues(this.knowledge),
      ...(this.firmware !== '' && { '/gateway/versionFirmware': this.firmware }),
    };
  }

  /** The active ones. */
  get faults(): LinkNotification[] {
    const active = [...this.#faults.values()].flatMap((one) => (one ? [one] : []));
    return [...new Map(active.map((one) => [JSON.stringify(one), one])).values()];
  }

  /** Device types that have told values: `boiler`, `thermostat`. */
  get devices(): ReadonlySet<string> {
    return this.#devices;
  }

  /** Takes a message; the values that it told. */
  take({ name, payload, isOld }: LocalMessage, now: number): Readonly<Record<string, LinkValue>> {
    const topic = parseEmsTopic(name);
    if (topic.kind === 'status') this.isOffline = payload === 'offline';
    if (topic.kind === 'info') this.#identify(parseObject(payload)?.['version']);
    if (isOld) return {};
    this.lastAt = now;
    this.firstAt ??= now;
    if (topic.kind === 'heartbeat') this.#noteBus(parseObject(payload)?.['bus_status']);
    if (topic.kind !== 'values' || !VALUES.test(name)) return {};
    const readings = readingsOf(topic, payload) ?? [];
    if (readings.length > 0) this.#devices.add(topic.device);
    return this.#decode(readings, now);
  }

  #decode(readings: readonly EmsReading[], now: number): Readonly<Record<string, LinkValue>> {
    const isLate = now - (this.firstAt ?? now) > SCALE_SHOWN_MS;
    const known = this.knowledge;
    const decoded = decodeReadings(
      readings,
      known.scale === undefined && isLate ? { ...known, scale: 'C' } : known,
    );
    this.knowledge = decoded.knowledge;
    for (const { source, active } of faultsIn(readings)) this.#faults.set(source, active);
    for (const reading of decoded.held) this.#held.set(reading.spelled, reading);
    Object.assign(this.#values, this.#released(), decoded.values);
    return decoded.values;
  }

  /** What was held, once the heat source has shown itself. */
  #released(): Readonly<Record<string, LinkValue>> {
    if (this.#held.size === 0 || heatSourceOf(this.knowledge) === undefined) return {};
    const { values } = decodeReadings([...this.#held.values()], this.knowledge);
    this.#held.clear();
    return values;
  }

  #identify(version: unknown): void {
    if (typeof version === 'string') this.firmware = version.slice(0, 60);
  }

  #noteBus(status: unknown): void {
    if (typeof status === 'string') this.bus = status;
  }
}
