/** A gateway of the sandbox, with the secrets of its device. */
export interface SandboxGateway {
  readonly gatewayId: string;
  readonly gatewayType: string;
  readonly brand: string;
  /** Of the virtual house behind it; `none` for one without. */
  readonly profile: string;
  /** What the first company's key gets: `ok`, `consent-outdated`, `not-shared`, `pending`, `offline`. */
  readonly situation: string;
  readonly mqttPassword: string;
  readonly labelPassword: string;
}

export interface SandboxCompany {
  readonly companyId: string;
  readonly name: string;
  readonly apiKey: string;
}

/** What `GET /sandbox` tells, as far as the kit uses it. */
export interface World {
  readonly baseUrl: string;
  readonly mqttUrl: string;
  readonly clock: { readonly now: string; readonly frozen: boolean; readonly speed: number };
  readonly companies: readonly SandboxCompany[];
  readonly owners: readonly { readonly ownerId: string; readonly email: string; readonly password: string }[];
  /** Of the first company; `wrongAddress` is the second company's, whose address list does not hold this machine. */
  readonly keys: {
    readonly ok: string;
    readonly expired: string;
    readonly removed: string;
    readonly wrongAddress: string;
  };
  readonly gateways: readonly SandboxGateway[];
}
