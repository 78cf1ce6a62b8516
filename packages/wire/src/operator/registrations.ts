import Type from 'typebox';
import { Brand, Timestamp, listOf, ours } from '../partner/common.ts';

const strict = { additionalProperties: false };

/** Control characters: the database takes no NUL, and a terminal would obey others. */
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** The same without tab and line feed. */
const CONTROL_IN_TEXT = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';

/** One line that is not blank. */
const line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `^[^${CONTROL}]*[^\\s${CONTROL}][^${CONTROL}]*$` });
const text = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: `^[^${CONTROL_IN_TEXT}]*$` });

/** The operator's reason for a decision, told to whom it concerns. */
export const Reason = Type.Object(
  {
    reason: text(10, 1000),
  },
  { ...ours, ...strict, title: 'Reason' },
);
export type Reason = Type.Static<typeof Reason>;

export const Person = Type.Object(
  {
    name: line(200),
    email: Type.String({ maxLength: 254, pattern: `^[^\\s@${CONTROL}]{1,64}@[A-Za-z0-9.-]{1,189}$` }),
  },
  strict,
);
export type Person = Type.Static<typeof Person>;

/** A company applies to become a customer of a brand's pro portal; the precondition of API onboarding. */
export const RegistrationData = Type.Object(
  {
    name: line(200),
    legalForm: Type.Optional(line(100)),
    address: Type.Object(
      {
        street: line(200),
        postalCode: line(20),
        city: line(100),
        country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.', examples: ['DE'] }),
      },
      strict,
    ),
    vatId: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9 .-]{4,20}$' })),
    website: Type.Optional(Type.String({ maxLength: 300, pattern: `^https?://[^\\s${CONTROL}]+$` })),
    administrator: Person,
    brand: Brand,
    message: Type.Optional(text(1, 2000)),
  },
  { ...ours, ...strict, title: 'RegistrationData' },
);
export type RegistrationData = Type.Static<typeof RegistrationData>;

export const RegistrationStatus = Type.Enum(['APPLIED', 'APPROVED', 'REFUSED'], ours);
export type RegistrationStatus = Type.Static<typeof RegistrationStatus>;

/** Answer of `POST /registrations`; the same application sent again, while it waits, answers the same. */
export const RegistrationAccepted = Type.Object(
  {
    registrationId: Type.String({ examples: ['reg_4fP1'] }),
    token: Type.String({ description: 'Shows the state: `Authorization: Bearer <token>`. Keep it.' }),
    status: RegistrationStatus,
  },
  { ...ours, title: 'RegistrationAccepted' },
);
export type RegistrationAccepted = Type.Static<typeof RegistrationAccepted>;

/** What the applicant sees. */
export const RegistrationState = Type.Object(
  {
    registrationId: Type.String(),
    status: RegistrationStatus,
    appliedAt: Timestamp,
    decidedAt: Type.Optional(Timestamp),
    reason: Type.Optional(Type.String({ description: 'Why it was refused.' })),
    companyId: Type.Optional(Type.String({ description: 'Of the company, once it is approved.' })),
  },
  { ...ours, title: 'RegistrationState' },
);
export type RegistrationState = Type.Static<typeof RegistrationState>;

/** What operators see. */
export const Registration = Type.Object(
  { ...RegistrationState.properties, data: RegistrationData },
  { ...ours, title: 'Registration' },
);
export type Registration = Type.Static<typeof Registration>;
export const RegistrationList = listOf(Registration);
