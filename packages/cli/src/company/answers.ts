/** What the operators' port answers, as far as it is printed. */
export interface Change {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface OnboardingAnswer {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  readonly firstKey?: {
    readonly firstKeyUrl: string;
    readonly firstKeyExpiresAt: string;
    readonly sendTo: { readonly name: string; readonly email: string };
    readonly mailSent: boolean;
  };
}

export interface CompanyAnswer {
  readonly companyId: string;
  readonly name: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly version: number;
  readonly administrator?: { readonly name: string; readonly email: string };
  readonly contracts: Readonly<Record<string, number>>;
  readonly keys: readonly {
    readonly keyId: string;
    readonly expiresAt: string;
    readonly lastUsedAt?: string;
  }[];
  readonly webhooks: readonly { readonly name: string; readonly url: string; readonly backlog: number }[];
}

export interface RegistrationAnswer {
  readonly registrationId: string;
  readonly status: string;
  readonly appliedAt: string;
  readonly companyId?: string;
  readonly data: {
    readonly name: string;
    readonly brand: string;
    readonly administrator: { readonly name: string; readonly email: string };
    readonly message?: string;
  };
}

export interface Page {
  /** Of the kind that the path lists. */
  readonly items: readonly never[];
  readonly nextCursor: string | null;
}
