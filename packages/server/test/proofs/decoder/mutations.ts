import fc from 'fast-check';

export interface Mutated {
  readonly topic: string;
  readonly payload: string;
  /** Names of entities whose value or place is not the device's own any more; undefined: none can be trusted. */
  readonly touched: ReadonlySet<string> | undefined;
}

type Mutation = (topic: string, payload: string) => Mutated;

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    'NaN',
    '1e400',
    '-',
    'now',
    {},
    [],
    { value: 1 },
    [[1]],
    '\0',
    '🔥',
    '__proto__',
  ),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(1e308, -1e308, 99, -3276.8, 32_767, 0.1 + 0.2),
);

/** Bytes that are cut off, exchanged or put in: as a bad line, a full buffer or another program would. */
const ofBytes: fc.Arbitrary<Mutation> = fc
  .record({ at: fc.nat(4_000), cut: fc.nat(40), put: fc.oneof(fc.constant(''), fc.string({ maxLength: 8 })) })
  .map(({ at, cut, put }) => (topic, payload) => {
    const from = at % (payload.length + 1);
    return { topic, payload: payload.slice(0, from) + put + payload.slice(from + cut), touched: undefined };
  });

/** One value is another one. */
const ofValue: fc.Arbitrary<Mutation> = fc.tuple(fc.nat(100), odd).map(
  ([at, value]) =>
    (topic, payload) =>
      changed(topic, payload, at, (part, name) => {
        part[name] = value;
        return [name];
      }),
);
/** One value stands under another name. */
const ofName: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.nat(100),
    fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('constructor', 'mode', 'wwseltemp', 'hc1')),
  )
  .map(
    ([at, other]) =>
      (topic, payload) =>
        changed(topic, payload, at, (part, name) => {
          // As JSON.parse would make it, also for `__proto__`.
          Object.defineProperty(part, other, {
            value: part[name],
            enumerable: true,
            configurable: true,
            writable: true,
          });
          if (other !== name) delete part[name];
          return [name, other, other.replace(/^ww/, '')];
        }),
  );
/** A value is missing, as for a sensor that is not there. */
const ofAbsence: fc.Arbitrary<Mutation> = fc.nat(100).map(
  (at) => (topic, payload) =>
    changed(topic, payload, at, (part, name) => {
      delete part[name];
      return [name];
    }),
);
/** The same under another topic. */
const ofTopic: fc.Arbitrary<Mutation> = fc
  .oneof(
    fc.constantFrom(
      'boiler_data',
      'thermostat_data_hc9',
      'mixer_data_hc1',
      'water_data_dhw2',
      'x',
      'boiler/entities',
      '',
    ),
    fc.string({ maxLength: 40 }),
  )
  .map((other) => (_topic, payload) => ({ topic: other, payload, touched: undefined }));
const untouched: fc.Arbitrary<Mutation> = fc.constant((topic, payload) => ({
  topic,
  payload,
  touched: new Set(),
}));

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { arbitrary: ofBytes, weight: 3 },
  { arbitrary: ofValue, weight: 4 },
  { arbitrary: ofName, weight: 2 },
  { arbitrary: ofAbsence, weight: 1 },
  { arbitrary: ofTopic, weight: 1 },
  { arbitrary: untouched, weight: 1 },
);

type Part = Record<string, unknown>;

/** Changes one entity of a payload; circuits inside are looked into. */
function changed(
  topic: string,
  payload: string,
  at: number,
  change: (part: Part, name: string) => string[],
): Mutated {
  const body = JSON.parse(payload) as Part;
  const places = Object.entries(body).flatMap(([name, value]): [Part, string][] =>
    typeof value === 'object' && value !== null
      ? Object.keys(value).map((own) => [value as Part, own])
      : [[body, name]],
  );
  const place = places[at % Math.max(1, places.length)];
  const touched = place ? change(...place) : [];
  return {
    topic,
    payload: JSON.stringify(body),
    touched: new Set(touched.map((name) => name.replace(/^ww/, ''))),
  };
}
