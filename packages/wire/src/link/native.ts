import Type from 'typebox';

/** Version of the native dialect that `up/hello` names. */
export const LINK_PROTOCOL = 1;
/** Largest payload a gateway may publish, bytes. */
export const LINK_PAYLOAD_MAX = 256 * 1024;
/** Most leaves a gateway may describe. */
export const LINK_LEAVES_MAX = 2_000;
/** A report older than this many milliseconds without an acknowledgement is sent again. */
export const LINK_RESEND_MS = 60_000;

export const topics = {
  jail: (gatewayId: string) => `gw/${gatewayId}/`,
  status: (gatewayId: string) => `gw/${gatewayId}/status`,
  up: (gatewayId: string, kind: UpKind) => `gw/${gatewayId}/up/${kind}`,
  down: (gatewayId: string, kind: DownKind) => `gw/${gatewayId}/down/${kind}`,
  allDown: (gatewayId: string) => `gw/${gatewayId}/down/#`,
};
export type UpKind = 'hello' | 'describe' | 'report' | 'notifications' | 'ack';
export type DownKind = 'ack' | 'cmd' | 'refresh';

/** Path of a leaf in the vendor's resource tree, e.g. `/heatingCircuits/hc1/roomtemperature`. */
export const ResourcePath = Type.String({ pattern: '^(/[A-Za-z0-9_.-]+){1,8}$', maxLength: 160 });
export const LeafScalar = Type.Union([Type.Number(), Type.String({ maxLength: 1_000 })]);
export type LeafScalar = Type.Static<typeof LeafScalar>;

/** Most switch points of one program: 42 on EMS 2 gateways, with room for others. */
export const SWITCH_POINTS_MAX = 100;

/** From this minute of this day on the level or temperature holds; the vendor's form, local time of the gateway. */
export const SwitchPoint = Type.Object(
  {
    dayOfWeek: Type.Enum(['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']),
    time: Type.Integer({ minimum: 0, maximum: 1440, description: 'Minutes since midnight.' }),
    setpoint: Type.Union([Type.String({ maxLength: 40 }), Type.Number()]),
  },
  { additionalProperties: false },
);
export type SwitchPoint = Type.Static<typeof SwitchPoint>;

/** What a leaf holds: a scalar, a list of words (`arrayData`), or a whole switch program. */
export const LinkValue = Type.Union([
  LeafScalar,
  Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }),
  Type.Array(SwitchPoint, { maxItems: SWITCH_POINTS_MAX }),
]);
export type LinkValue = Type.Static<typeof LinkValue>;

export function isSwitchProgram(value: LinkValue): value is SwitchPoint[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object');
}

/** Scalars by value, lists by their content in order. */
export function sameLinkValue(a: LinkValue, b: LinkValue): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && isDeepEqual(a, b));
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return a === b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isDeepEqual(item, b[index]));
  const entries = Object.entries(a);
  const others = new Map(Object.entries(b));
  return (
    entries.length === others.size && entries.every(([key, value]) => isDeepEqual(value, others.get(key)))
  );
}

const Boot = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,40}$',
  description: 'New at every start, or kept on disk together with the numbers.',
});
const Seq = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Text = Type.String({ maxLength: 200 });

export const Hello = Type.Object({
  protocol: Type.Literal(LINK_PROTOCOL),
  gatewayType: Text,
  brand: Text,
  firmware: Type.Optional(Text),
  hardware: Type.Optional(Text),
  boot: Boot,
  ring: Type.Array(Type.Object({ boot: Boot, oldestSeq: Seq, lastSeq: Type.Integer({ minimum: 0 }) }), {
    maxItems: 100,
    description:
      'Reports the gateway still keeps; what is older and not acknowledged is lost, and named as a gap.',
  }),
});
export type Hello = Type.Static<typeof Hello>;

/** One leaf as the gateway describes it; `state` maps a sentinel's name to its value. */
export const Leaf = Type.Object({
  id: ResourcePath,
  type: Type.Enum(['number', 'string', 'words', 'switchProgram']),
  unit: Type.Optional(Text),
  writeable: Type.Optional(Type.Boolean()),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  step: Type.Optional(Type.Number()),
  allowedValues: Type.Optional(Type.Array(Text, { maxItems: 100 })),
  unlearned: Type.Optional(
    Type.Boolean({
      description: 'The gateway has not said which words it uses: those that come may be its own.',
    }),
  ),
  state: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Number())),
  program: Type.Optional(
    Type.Object({
      maxPoints: Type.Optional(Type.Integer({ minimum: 1, maximum: SWITCH_POINTS_MAX })),
      maxPointsPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: SWITCH_POINTS_MAX })),
      rasterMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
      setpoints: Type.Optional(
        Type.String({
          maxLength: 160,
          description: 'Resource below which the levels are named; none: set-points are temperatures.',
        }),
      ),
    }),
  ),
});
export type Leaf = Type.Static<typeof Leaf>;
export const Describe = Type.Object({ leaves: Type.Array(Leaf, { maxItems: LINK_LEAVES_MAX }) });
export type Describe = Type.Static<typeof Describe>;

export const Report = Type.Object({
  boot: Boot,
  seq: Seq,
  at: Type.String({ maxLength: 40, description: 'When it was measured, ISO 8601.' }),
  values: Type.Record(ResourcePath, LinkValue),
  late: Type.Optional(Type.Boolean()),
});
export type Report = Type.Static<typeof Report>;

export const DownAck = Type.Object({ boot: Boot, seq: Type.Integer({ minimum: 0 }) });
export type DownAck = Type.Static<typeof DownAck>;

/** An active fault: display code, cause code, and as the vendor has them, undocumented, fault class and origin. */
export const LinkNotification = Type.Object({
  dcd: Type.Optional(Type.String({ maxLength: 20 })),
  ccd: Type.Optional(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 })),
  fc: Type.Optional(Type.String({ maxLength: 20 })),
  orig: Type.Optional(Type.String({ maxLength: 20 })),
});
export type LinkNotification = Type.Static<typeof LinkNotification>;
/** Most notifications of one list. */
export const NOTIFICATIONS_MAX = 200;
/** The complete list of what is active. */
export const Notifications = Type.Array(LinkNotification, { maxItems: NOTIFICATIONS_MAX });

export const CommandWrite = Type.Object({ path: ResourcePath, value: LinkValue });
export type CommandWrite = Type.Static<typeof CommandWrite>;

export const DownCommand = Type.Object({
  cid: Type.String({ maxLength: 60 }),
  writes: Type.Array(CommandWrite, { minItems: 1, maxItems: 50 }),
  expiresAt: Type.String({ maxLength: 40 }),
});
export type DownCommand = Type.Static<typeof DownCommand>;

/** Sent after the gateway has read its values back; `value` is what the appliance holds then. */
export const CommandAck = Type.Object({
  cid: Type.String({ maxLength: 60 }),
  results: Type.Array(
    Type.Object({
      path: ResourcePath,
      status: Type.Enum(['CONFIRMED', 'REFUSED']),
      value: Type.Optional(LinkValue),
      error: Type.Optional(Text),
    }),
    { maxItems: 50 },
  ),
});
export type CommandAck = Type.Static<typeof CommandAck>;

export const Refresh = Type.Object({
  paths: Type.Optional(Type.Array(ResourcePath, { maxItems: LINK_LEAVES_MAX })),
});
export type Refresh = Type.Static<typeof Refresh>;
