/**
 * What a message means for operation. `STATUS`: normal operation, no fault. `WARNING`: goes on working or recovers by
 * itself. `BLOCKING`: stops until the condition is gone. `LOCKING`: stops until somebody resets it. `FAULT`: disturbed,
 * whether blocking or locking is not known. `UNKNOWN`: the code has no public meaning.
 */
export type FaultClass =
  | 'STATUS'
  | 'INFO'
  | 'MAINTENANCE'
  | 'WARNING'
  | 'BLOCKING'
  | 'LOCKING'
  | 'FAULT'
  | 'UNKNOWN';

/** The kind of device that the code belongs to. */
export type FaultKind =
  | 'boiler'
  | 'controller'
  | 'exhaust-air heat pump'
  | 'heat pump'
  | 'hot water'
  | 'mixer'
  | 'module'
  | 'solar'
  | 'system';

/** One meaning, of one code or of several. */
export interface FaultRow {
  readonly class: Exclude<FaultClass, 'UNKNOWN'>;
  readonly kind: FaultKind;
  /** `c`: the class is an assumption. `m`: the meaning, or a part of it, is uncertain. */
  readonly marks?: 'c' | 'm' | 'c m';
  /** The pairs, where the key does not spell them. */
  readonly codes?: string;
  /** Heating circuit that the meaning names; elsewhere a code's last digit may name it. */
  readonly circuit?: number;
  /** Unit of a system with two heat pumps that the meaning names. */
  readonly unit?: number;
}
