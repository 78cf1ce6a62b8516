import { collectDefaultMetrics, Gauge, Registry, type MetricObjectWithValues } from 'prom-client';
import type { Monotonic } from '../clock.ts';
import type { Distribution } from './distribution.ts';
import { Polled } from './polled.ts';
import type { Tally } from './tally.ts';

export type Labels = Readonly<Record<string, string>>;
export type Sample<V = number> = readonly [labels: Labels, value: V];
/** One number without labels, or one for each set of labels; undefined: not known now. */
export type Reading<V = number> = V | undefined | Iterable<Sample<V>>;
type Read<V = number> = () => Reading<V> | Promise<Reading<V>>;

interface Value {
  readonly value: number;
  readonly labels: Record<string, string>;
  readonly metricName?: string;
}
type Kind = 'counter' | 'gauge' | 'histogram';

/** Before every name. */
const PREFIX = 'hearthgate_';

/**
 * What this process tells Prometheus. Nothing is counted here: whoever counts keeps plain integers, and they are read when
 * somebody scrapes. Who is never scraped pays for the integers alone.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #monotonic: Monotonic;
  #hasDefaults = false;
  #failures = 0;

  constructor(monotonic: Monotonic) {
    this.#monotonic = monotonic;
    this.counter(
      'metrics_queries_failed_total',
      'Questions to the database that a scrape asked and got no answer to',
      () => this.#failures,
    );
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Of something that only grows; its name ends in `_total`. */
  counter(name: string, help: string, read: Read): void {
    this.#add('counter', name, help, async () => valuesOf(await read()));
  }

  gauge(name: string, help: string, read: Read): void {
    this.#add('gauge', name, help, async () => valuesOf(await read()));
  }

  histogram(name: string, help: string, read: Read<Distribution>): void {
    this.#add('histogram', name, help, async () => bucketsOf(PREFIX + name, await read()));
  }

  /** A question to the database that several metrics are read from. */
  polled<T>(ask: () => Promise<T>, everyMs?: number): () => Promise<T | undefined> {
    const polled = new Polled(ask, {
      monotonic: this.#monotonic,
      onFailure: () => (this.#failures += 1),
      ...(everyMs !== undefined && { everyMs }),
    });
    return () => polled.read();
  }

  /** All of them, in the text format of Prometheus. */
  text(): Promise<string> {
    // Its observers cost something: a process that nobody scrapes has none.
    if (!this.#hasDefaults) collectDefaultMetrics({ register: this.#registry });
    this.#hasDefaults = true;
    return this.#registry.metrics();
  }

  #add(kind: Kind, name: string, help: string, read: () => Promise<Value[]>): void {
    this.#registry.registerMetric(new ReadMetric(kind, PREFIX + name, help, read));
  }
}

/** By the values of one label. */
export function samplesOf(label: string, tally: Tally): Sample[] {
  return [...tally.entries()].map(([value, count]) => [{ [label]: value }, count]);
}

/** A metric of any kind that is read when it is wanted; the library's own keep a number of their own. */
class ReadMetric extends Gauge {
  readonly #kind: Kind;
  readonly #about: { readonly name: string; readonly help: string };
  readonly #read: () => Promise<Value[]>;

  constructor(kind: Kind, name: string, help: string, read: () => Promise<Value[]>) {
    super({ name, help, registers: [] });
    this.#kind = kind;
    this.#about = { name, help };
    this.#read = read;
  }

  override async get(): Promise<MetricObjectWithValues<Value>> {
    const about = { ...this.#about, aggregator: 'sum', collect: () => undefined, values: await this.#read() };
    // The library declares a number and writes the word.
    return { ...about, type: this.#kind } as unknown as MetricObjectWithValues<Value>;
  }
}

function valuesOf(reading: Reading): Value[] {
  if (reading === undefined) return [];
  if (typeof reading === 'number') return [{ value: reading, labels: {} }];
  return [...reading].map(([labels, value]) => ({ value, labels }));
}

function bucketsOf(name: string, reading: Reading<Distribution>): Value[] {
  if (reading === undefined) return [];
  const samples: Iterable<Sample<Distribution>> = Symbol.iterator in reading ? reading : [[{}, reading]];
  return [...samples].flatMap(([labels, distribution]) => {
    const bucket = (le: string, value: number): Value => ({
      metricName: `${name}_bucket`,
      labels: { ...labels, le },
      value,
    });
    return [
      ...distribution.cumulative().map(([bound, count]) => bucket(String(bound), count)),
      bucket('+Inf', distribution.count),
      { metricName: `${name}_sum`, labels, value: distribution.sum },
      { metricName: `${name}_count`, labels, value: distribution.count },
    ];
  });
}
