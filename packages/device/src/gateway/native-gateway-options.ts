import type { Appliance } from '../appliance.ts';

export interface NativeGatewayOptions {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  readonly appliance: Appliance;
  /** Clock of reports and of command expiry, epoch milliseconds. */
  readonly now: () => number;
  readonly log?: (line: string) => void;
  /** After how long a report that is not acknowledged is sent again, milliseconds. */
  readonly resendMs?: number;
  /** How long a command waits before it is executed, milliseconds of `now`; whoever moves that clock calls `executeDue`. */
  readonly commandDelayMs?: () => number;
  /** Reports kept without an acknowledgement. */
  readonly ringLimit?: number;
}
