/** Who read or changed something: a company, an owner (signed in, or by a token), who holds a link to an export, an operator, or the platform itself. */
export interface Actor {
  readonly kind: 'COMPANY' | 'OWNER' | 'OWNER_TOKEN' | 'LINK' | 'OPERATOR' | 'SYSTEM';
  readonly id: string;
  /** Of a company: which member it was; missing where a program called with a key. */
  readonly memberId?: string;
}

export const SYSTEM: Actor = { kind: 'SYSTEM', id: 'hearthgate' };
