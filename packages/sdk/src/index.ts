export { Hearthgate } from './client.ts';
export { HearthgateError, type ClientErrorCode, type ErrorMembers } from './error.ts';
export { memoryCheckpoint, type CheckpointStore } from './events/checkpoint.ts';
export { EventGapError, type EventGap } from './events/gaps.ts';
export type { ReadOptions } from './events/read-options.ts';
export type { InvitationLink, ReturnOptions } from './groups/invitations.ts';
export type { InvitationReturn, InvitationReturnFault } from './groups/verify-return.ts';
export { keyExpiry, type RenewOptions } from './groups/renew-key.ts';
export type { ApplianceLimit } from './limits/limits.ts';
export { Pages } from './pages.ts';
export type { ClientOptions } from './transport/transport.ts';
export type { Clock } from './transport/clock.ts';
export type { SeriesQuery } from './groups/recordings.ts';
export type * from './generated/schemas.ts';
export type {
  AttemptFilter,
  Brand,
  CallOptions,
  ChangeOptions,
  Changed,
  CommandFilter,
  CompletenessQuery,
  Connectivity,
  ContractFilter,
  ContractStatus,
  ErrorCode,
  EventFilter,
  EventOf,
  EventType,
  FleetFilter,
  GatewayType,
  HvacFilter,
  LoggedEventType,
  NotificationFilter,
  RecordingsQuery,
  SystemType,
  WriteOptions,
} from './types.ts';
