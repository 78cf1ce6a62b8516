import Type from 'typebox';

const strict = { additionalProperties: false };
const text = (description: string) => Type.String({ minLength: 1, maxLength: 2_000, description });
const Duration = (description: string) =>
  Type.String({
    pattern: String.raw`^P(?!$)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$`,
    description: `${description} ISO 8601: PT15M, PT6H, P2D.`,
  });
/** Nine digits, with or without quotes, or a variable. */
const Gateway = Type.Union(
  [
    Type.Integer({ minimum: 100_000_000, maximum: 999_999_999 }),
    Type.String({ pattern: String.raw`^(\d{9}|\$\{.+\})$` }),
  ],
  { description: 'Nine digits, or a variable such as ${spare.gatewayId}.' },
);
const Name = Type.String({
  pattern: '^[a-z][A-Za-z0-9]{0,39}$',
  description: 'A name in camel case, for later steps.',
});
const Matcher = Type.Unknown({ description: 'What must be there; see "Matchers" in the guide.' });
const Save = Type.Record(Name, Type.String({ pattern: '^(/.*)?$' }), {
  description: 'Variables, each with the JSON pointer of its value in what came: { commandId: /commandId }.',
});
const Status = Type.Integer({ minimum: 100, maximum: 599 });
const Title = Type.Optional(text('What this step shows, in a sentence.'));
const OfContract = Type.Union([
  Gateway,
  Type.Object(
    { gateway: Gateway, company: Type.Optional(text('Its id; the first one when left out.')) },
    strict,
  ),
]);

const step = <T extends Type.TProperties>(properties: T) =>
  Type.Object({ title: Title, ...properties }, strict);

/** A step is one of these words with what belongs to it; `title` may stand beside each. */
export const STEPS = {
  request: step({
    request: Type.String({
      pattern: String.raw`^(GET|POST|PUT|PATCH|DELETE) (/|\$\{)`,
      description: 'GET, POST, PUT, PATCH or DELETE, and the path: GET /hvacs.',
    }),
    as: Type.Optional(
      text(
        'Who calls: `ok` (when left out), `expired`, `removed`, `wrongAddress`, `nobody`, `owner`, or a key made by newKey.',
      ),
    ),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    body: Type.Optional(Type.Unknown()),
    expect: Type.Optional(
      Type.Union([
        Status,
        Type.Object(
          {
            status: Type.Optional(Type.Union([Status, Type.Array(Status, { minItems: 1 })])),
            body: Type.Optional(Matcher),
            headers: Type.Optional(Type.Record(Type.String(), Matcher)),
          },
          strict,
        ),
      ]),
    ),
    save: Type.Optional(Save),
  }),
  event: step({
    event: Type.Object(
      {
        type: text('Such as CONTRACT_STATUS.'),
        gateway: Type.Optional(Gateway),
        data: Type.Optional(Matcher),
        within: Type.Optional(Duration('Time of the sandbox that may pass; when left out, none.')),
      },
      strict,
    ),
    save: Type.Optional(Save),
  }),
  noEvent: step({
    noEvent: Type.Object(
      {
        type: Type.Optional(text('Any type when left out.')),
        gateway: Type.Optional(Gateway),
        data: Type.Optional(Matcher),
        within: Duration('Time of the sandbox that passes meanwhile.'),
      },
      strict,
    ),
  }),
  allDelivered: step({
    allDelivered: Type.Object(
      {
        gateway: Type.Optional(Gateway),
        atLeast: Type.Optional(Type.Integer({ minimum: 1, description: 'Events there must be.' })),
        within: Type.Optional(Duration('Time of the sandbox that may pass until the last one has come.')),
      },
      strict,
    ),
  }),
  advance: step({ advance: Duration('How far the clock is moved.') }),
  fault: step({
    fault: Type.Object(
      {
        gateway: Gateway,
        on: Type.Optional(text('The fault that begins.')),
        off: Type.Optional(text('The fault that ends.')),
        duration: Type.Optional(Duration('After which it ends by itself.')),
        percent: Type.Optional(Type.Integer()),
        delayMs: Type.Optional(Type.Integer()),
        skewMinutes: Type.Optional(Type.Integer()),
        slowSeconds: Type.Optional(Type.Integer()),
      },
      strict,
    ),
  }),
  unplug: step({ unplug: Gateway }),
  plug: step({ plug: Gateway }),
  share: step({
    share: Type.Object(
      {
        gateway: Gateway,
        company: Type.Optional(text('Its id; the first one when left out.')),
        consentVersion: Type.Optional(text('The newest when left out.')),
        validUntil: Type.Optional(text('When the contract expires, ISO 8601.')),
        scope: Type.Optional(
          Type.Object(
            {
              monitoring: Type.Optional(Type.Boolean()),
              remoteControl: Type.Optional(Type.Boolean()),
              dataPoints: Type.Optional(Type.Boolean()),
            },
            strict,
          ),
        ),
      },
      strict,
    ),
  }),
  pause: step({ pause: OfContract }),
  resume: step({ resume: OfContract }),
  end: step({ end: OfContract }),
  publishConsent: step({
    publishConsent: Type.Object(
      {
        version: text('Such as 2026-12.'),
        required: Type.Optional(Type.Boolean({ description: 'For remote control; true when left out.' })),
        effectiveFrom: Type.Optional(text('ISO 8601; at once when left out.')),
      },
      strict,
    ),
  }),
  receiver: step({
    receiver: Type.Union([
      Type.Enum(['down', 'up', 'restart']),
      Type.Object(
        {
          status: Type.Integer({ minimum: 200, maximum: 599 }),
          delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
          times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        },
        strict,
      ),
    ]),
  }),
  newKey: step({ newKey: Name }),
  removeKey: step({ removeKey: Name }),
  newGateway: step({
    newGateway: Type.Object(
      {
        name: Name,
        profile: Type.Optional(text('Of the house behind it; `none`: without one.')),
        gatewayType: Type.Optional(text('For `none` only.')),
        brand: Type.Optional(text('BOSCH, BUDERUS or IVT.')),
        share: Type.Optional(Type.Boolean({ description: 'With the first company; true when left out.' })),
      },
      strict,
    ),
  }),
} as const;
export type StepKind = keyof typeof STEPS;
export const STEP_KINDS = Object.keys(STEPS) as StepKind[];
export type StepOf<K extends StepKind> = Type.Static<(typeof STEPS)[K]>;

export const ScenarioHead = Type.Object(
  {
    name: text('A few words.'),
    about: Type.Optional(text('What the story shows, and what to learn from it.')),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffff_ffff })),
    at: Type.String({
      pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$`,
      description: 'Where the clock stands when the story begins: 2026-01-15T10:00:00Z.',
    }),
    houses: Type.Optional(
      Type.Array(Gateway, {
        description: 'Houses that live on; the others are unplugged first. All when left out.',
      }),
    ),
    variables: Type.Optional(
      Type.Record(Name, Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description: 'Used as ${name}.',
      }),
    ),
    steps: Type.Array(Type.Unknown(), { minItems: 1 }),
  },
  strict,
);

/** One step, which has exactly one word. */
export type Step = {
  [K in StepKind]: { readonly kind: K; readonly line: number; readonly step: StepOf<K> };
}[StepKind];

export type Scenario = Omit<Type.Static<typeof ScenarioHead>, 'steps'> & {
  readonly file: string;
  readonly steps: readonly Step[];
};
