import type {
  Brand,
  CommandStatus,
  Connectivity,
  Contract,
  GatewayType,
  HeatSourceState,
  Language,
  SystemType,
} from '@hearthgate/wire';

/** What the owner's routes answer. */
export interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

export interface Self {
  readonly ownerId: string;
  readonly email: string;
  readonly emailConfirmed: boolean;
  readonly name: string;
  readonly language: Language;
}

export interface Gateway {
  readonly gatewayId: string;
  readonly brand: Brand;
  readonly role: 'MAIN' | 'CO_OWNER';
  readonly since: string;
  readonly gatewayType: GatewayType;
  readonly firmware?: string;
  readonly isOwn: boolean;
  readonly connectivity: Connectivity;
  readonly lastSeen?: string;
  readonly systemType: SystemType;
  readonly activeNotifications: number;
  readonly notifications: readonly { readonly class: string; readonly code: string; readonly text: string }[];
  readonly roomTemperature?: number;
  readonly outdoorTemperature?: number;
  readonly hotWaterTemperature?: number;
  readonly heatSource?: HeatSourceState;
  readonly asOf?: string;
}

export interface OwnedContract extends Omit<Contract, 'transitions'> {
  readonly companyId: string;
  readonly companyName: string;
  readonly actions: readonly string[];
}

export interface Change {
  readonly commandId: string;
  readonly by: { readonly kind: 'COMPANY' | 'OWNER'; readonly id: string; readonly name: string };
  readonly acceptedAt: string;
  readonly status: CommandStatus;
  readonly changes: readonly { readonly resource: string; readonly from?: unknown; readonly to?: unknown }[];
  readonly undoes?: string;
  readonly undoneBy?: { readonly commandId: string; readonly status: CommandStatus };
  readonly notUndoable?: string;
}
