import type { Language } from '@hearthgate/wire';

export type ConsentTexts = Readonly<Record<Language, string>>;

/** Two texts of our own, for the sandbox and as a pattern: who may see and control what, and that it can be revoked. */
export const SEEDED_TEXTS: Readonly<Record<'2023-09' | '2024-07', ConsentTexts>> = {
  '2023-09': {
    en: 'The company I name may see the values, states and faults of my heating system. It may not change anything. I can revoke this consent at any time in the owner portal; from then on the company gets nothing more.',
    de: 'Das von mir genannte Unternehmen darf die Werte, Zustände und Störungen meiner Heizungsanlage sehen. Es darf nichts verändern. Ich kann diese Einwilligung jederzeit im Eigentümerportal widerrufen; von da an erhält das Unternehmen nichts mehr.',
    nl: 'Het bedrijf dat ik noem mag de waarden, toestanden en storingen van mijn verwarmingssysteem zien. Het mag niets wijzigen. Ik kan deze toestemming op elk moment intrekken in het eigenarenportaal; vanaf dat moment krijgt het bedrijf niets meer.',
    fr: "L'entreprise que je désigne peut voir les valeurs, les états et les défauts de mon installation de chauffage. Elle ne peut rien modifier. Je peux retirer ce consentement à tout moment dans le portail du propriétaire ; dès lors, l'entreprise ne reçoit plus rien.",
    sv: 'Företaget som jag anger får se värden, tillstånd och fel i mitt värmesystem. Det får inte ändra något. Jag kan när som helst återkalla samtycket i ägarportalen; därefter får företaget ingenting mer.',
  },
  '2024-07': {
    en: 'The company I name may see the values, states and faults of my heating system, and may control it remotely: operation modes, temperatures, time programs and hot water, within the limits that I and the appliance set. I can limit, pause or revoke this consent at any time in the owner portal; from then on the company can neither see nor control anything.',
    de: 'Das von mir genannte Unternehmen darf die Werte, Zustände und Störungen meiner Heizungsanlage sehen und sie aus der Ferne steuern: Betriebsarten, Temperaturen, Zeitprogramme und Warmwasser, innerhalb der Grenzen, die ich und das Gerät setzen. Ich kann diese Einwilligung jederzeit im Eigentümerportal einschränken, aussetzen oder widerrufen; von da an kann das Unternehmen nichts mehr sehen oder steuern.',
    nl: 'Het bedrijf dat ik noem mag de waarden, toestanden en storingen van mijn verwarmingssysteem zien en het op afstand bedienen: bedrijfsmodi, temperaturen, tijdprogramma’s en warm water, binnen de grenzen die ik en het toestel stellen. Ik kan deze toestemming op elk moment beperken, onderbreken of intrekken in het eigenarenportaal; vanaf dat moment kan het bedrijf niets meer zien of bedienen.',
    fr: "L'entreprise que je désigne peut voir les valeurs, les états et les défauts de mon installation de chauffage et la commander à distance : modes de fonctionnement, températures, programmes horaires et eau chaude, dans les limites que l'appareil et moi fixons. Je peux limiter, suspendre ou retirer ce consentement à tout moment dans le portail du propriétaire ; dès lors, l'entreprise ne peut plus rien voir ni commander.",
    sv: 'Företaget som jag anger får se värden, tillstånd och fel i mitt värmesystem och fjärrstyra det: driftlägen, temperaturer, tidsprogram och varmvatten, inom de gränser som jag och apparaten sätter. Jag kan när som helst begränsa, pausa eller återkalla samtycket i ägarportalen; därefter kan företaget varken se eller styra något.',
  },
};
