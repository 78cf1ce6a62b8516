/** A leaf of a gateway's resource tree and what the product needs to know of it. */
export interface Resource extends LeafForm {
  /** `{n}` stands for a number from 1 to 99, `{program}` for a switch program's own name. */
  readonly path: string;
  readonly kind: Kind;
  /** May be remote controlled, where the gateway allows it: circuits, programs, charge, away and holidays; never what an installer sets. */
  readonly writable: boolean;
  readonly point?: DataPoint;
  /** Its data point on a boiler, where that is another measurement. */
  readonly pointOfBoiler?: DataPoint;
}

/** How values add up: a state has a mean over time, a counter a difference (and may start again at 0), a setting and an identity neither. */
export type Kind = 'state' | 'counter' | 'setting' | 'identity';

export interface DataPoint {
  /** Permanent: a new unit or meaning is a new id. */
  readonly id: number;
  readonly name: string;
  /** Smallest change worth an event or a recording, in the resource's unit; 0: any change. */
  readonly threshold: number;
  /** Resource that carries the data point instead, where a gateway has both. */
  readonly unless?: string;
}

/** What values of a leaf look like. */
export interface LeafForm {
  readonly type: 'number' | 'string' | 'words' | 'switchProgram';
  /** Numbers are stored in this unit, whichever the gateway uses. */
  readonly unit?: Unit;
  /** Physically possible values; outside it is no measurement. */
  readonly range?: readonly [min: number, max: number];
  /** Values that are no measurements, for gateways that do not name their own. */
  readonly sentinels?: Readonly<Record<string, number>>;
  /** Words known from the vendor's specification; gateways may know more, or fewer. */
  readonly words?: readonly string[];
  /** Given by people, so some gateways send it as base64. */
  readonly isName?: true;
}

export type Unit =
  | 'C'
  | 'K'
  | '%'
  | 'W'
  | 'kW'
  | 'Wh'
  | 'kWh'
  | 'bar'
  | 'Pa'
  | 's'
  | 'min'
  | 'h'
  | 'l/h'
  | 'l/min'
  | 'rpm'
  | 'ppm'
  | 's/K'
  | 'count';

/** A row of the catalogue, below the path that its table names. */
type Row = Omit<Resource, 'point'>;

export function state(path: string, form: LeafForm): Row {
  return { path, kind: 'state', writable: false, ...form };
}
export function counter(path: string, form: LeafForm): Row {
  return { path, kind: 'counter', writable: false, ...form };
}
export function setting(path: string, form: LeafForm): Row {
  return { path, kind: 'setting', writable: false, ...form };
}
/** A setting that may be remote controlled. */
export function control(path: string, form: LeafForm): Row {
  return { path, kind: 'setting', writable: true, ...form };
}
export function identity(path: string, form: LeafForm): Row {
  return { path, kind: 'identity', writable: false, ...form };
}

export function below(base: string, rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, path: `${base}/${row.path}` }));
}
