import type { Words } from './words.ts';

export const nl: Words = {
  foot: 'Deze e-mail is automatisch verzonden door {sender}. Antwoorden worden niet gelezen.',
  linkHint: 'Werkt de knop niet, open dan dit adres:',
  scope: { monitoring: 'bewaking', remoteControl: 'bediening op afstand', dataPoints: 'meetwaarden' },
  mails: {
    'confirm-email': {
      subject: 'Bevestig uw e-mailadres',
      lines: [
        'Bevestig dat dit uw adres is, zodat wij u kunnen bereiken over uw verwarming.',
        'De link is 7 dagen geldig. Hebt u geen account aangemaakt, dan hoeft u niets te doen.',
      ],
      action: 'Adres bevestigen',
    },
    'password-reset': {
      subject: 'Kies een nieuw wachtwoord',
      lines: [
        'Er is een nieuw wachtwoord voor uw account gevraagd. U kiest het met deze link, binnen een uur.',
        'Was u dat niet, dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.',
      ],
      action: 'Wachtwoord kiezen',
    },
    'password-changed': {
      subject: 'Uw wachtwoord is gewijzigd',
      lines: [
        'Het wachtwoord van het account {email} is gewijzigd, en alle andere apparaten zijn afgemeld.',
        'Was u dat niet, kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten” op de aanmeldpagina.',
      ],
    },
    'co-owner-offer': {
      subject: 'U bent uitgenodigd om gateway {gatewayId} te delen',
      lines: [
        '{from} nodigt u uit als mede-eigenaar van gateway {gatewayId}. U ziet dan de verwarming en kunt deze delen.',
        'Meld u aan met dit e-mailadres of maak er een account mee aan. De uitnodiging is geldig tot {until}.',
      ],
      action: 'Uitnodiging bekijken',
    },
    'transfer-offer': {
      subject: 'Gateway {gatewayId} wordt u aangeboden',
      lines: [
        '{from} wil gateway {gatewayId} aan u overdragen. Als u het aanneemt, is het alleen van u; eerdere toegang van bedrijven eindigt.',
        'Meld u aan met dit e-mailadres of maak er een account mee aan. Het aanbod is geldig tot {until}.',
      ],
      action: 'Aanbod bekijken',
    },
    'access-given': {
      subject: '{company} heeft nu toegang tot uw verwarming',
      lines: [
        '{company} heeft toegang tot gateway {gatewayId}: {scope}.',
        'De toegang eindigt vanzelf op {until}.',
        'U kunt de toegang op elk moment beperken, pauzeren of beëindigen.',
      ],
      action: 'Toegang bekijken',
    },
    'access-rejected': {
      subject: '{company} heeft de toegang afgewezen',
      lines: [
        '{company} neemt de aangeboden toegang tot gateway {gatewayId} niet aan. Er wordt niets gedeeld.',
      ],
      action: 'Gateway bekijken',
    },
    'access-ended': {
      subject: '{company} heeft geen toegang meer tot uw verwarming',
      lines: [
        'De toegang van {company} tot gateway {gatewayId} is beëindigd. Het bedrijf ziet en bedient niets meer.',
      ],
      action: 'Gateway bekijken',
    },
    'gateway-gone': {
      subject: 'Gateway {gatewayId} staat niet meer in uw account',
      lines: [
        'Gateway {gatewayId} is door iemand anders overgenomen, of uw aandeel erin is beëindigd.',
        'Hebt u de gateway nog en verrast dit u, voeg deze dan opnieuw toe met het wachtwoord op het label.',
      ],
      action: 'Gateways bekijken',
    },
    'consent-outdated': {
      subject: 'Accepteer de nieuwe toestemmingstekst',
      lines: [
        'De tekst waaronder u gateway {gatewayId} deelt, is gewijzigd.',
        'Vanaf {from} kunnen bedrijven uw verwarming alleen bedienen als u de nieuwe tekst hebt geaccepteerd. Wat zij zien, blijft zoals u het hebt gedeeld.',
      ],
      action: 'Lezen en accepteren',
    },
    'export-ready': {
      subject: 'Uw gegevens staan klaar',
      lines: ['De kopie van uw gegevens waar u om vroeg, kunt u tot {until} downloaden.'],
      action: 'Downloaden',
    },
    'member-invitation': {
      subject: 'U bent uitgenodigd om voor {company} te werken',
      lines: [
        'U bent uitgenodigd voor het portaal van {company}. Kies een wachtwoord om te beginnen.',
        'De link is geldig tot {until} en werkt één keer.',
      ],
      action: 'Uitnodiging aannemen',
    },
    'application-received': {
      subject: 'Wij hebben uw aanvraag ontvangen',
      lines: [
        'Uw aanvraag {registrationId} voor toegang tot de API is binnen. Iemand beoordeelt deze; wij schrijven weer zodra er een besluit is.',
        'Hebt u niets aangevraagd, dan hoeft u niets te doen.',
      ],
    },
    'application-approved': {
      subject: 'Uw aanvraag is goedgekeurd',
      lines: [
        'De aanvraag van {company} is goedgekeurd.',
        'Hierna richt de beheerder uw bedrijf in. Dan krijgt u een link naar uw eerste API-sleutel.',
      ],
    },
    'application-refused': {
      subject: 'Uw aanvraag is niet goedgekeurd',
      lines: ['De aanvraag van {company} is niet goedgekeurd.', 'Reden: {reason}'],
    },
    'first-key': {
      subject: 'Uw eerste API-sleutel',
      lines: [
        '{company} is ingericht. Deze link maakt uw API-sleutel en toont die één keer; zorg dus voor een veilige plek.',
        'De link is geldig tot {until} en werkt één keer. Geef hem niet door.',
        'Om in te loggen op het portaal van uw bedrijf en collega’s uit te nodigen, kiest u hier een wachtwoord, ook tot {until}: {join}',
      ],
      action: 'Sleutel maken',
    },
    'api-key-created': {
      subject: 'Een nieuwe API-sleutel voor {company}',
      lines: [
        'Voor {company} is de API-sleutel {keyId} gemaakt. Deze is geldig tot {until}.',
        'Heeft niemand bij uw bedrijf dit gedaan, verwijder de sleutel dan meteen met een andere.',
      ],
    },
    'api-key-removed': {
      subject: 'Een API-sleutel van {company} is verwijderd',
      lines: [
        'De API-sleutel {keyId} van {company} is verwijderd. Aanroepen ermee worden vanaf nu geweigerd.',
      ],
    },
    'api-key-expiring': {
      subject: 'Een API-sleutel van {company} vervalt over {days} dag(en)',
      lines: [
        'De API-sleutel {keyId} van {company} vervalt op {until}. Daarna worden aanroepen ermee geweigerd.',
        'Maak met POST /api-keys een nieuwe, neem die in gebruik en verwijder dan de oude.',
      ],
    },
    'webhook-gone': {
      subject: 'Een webhook van {company} is gepauzeerd',
      lines: [
        'De webhook {webhook} van {company} antwoordde 410 Gone; er wordt niets meer naartoe gestuurd.',
        'De gebeurtenissen blijven 30 dagen in het logboek. Hervat de webhook als die er weer is.',
      ],
    },
    'webhook-failing': {
      subject: 'Een webhook van {company} is gepauzeerd',
      lines: [
        'De webhook {webhook} van {company} heeft dagenlang geen gebeurtenis aangenomen; er wordt niets meer naartoe gestuurd.',
        'De gebeurtenissen blijven 30 dagen in het logboek. Hervat de webhook als die weer werkt.',
      ],
    },
    'webhook-hosts': {
      subject: 'De webhook-adressen van {company} zijn gewijzigd',
      lines: [
        'Webhooks van {company} mogen nu leiden naar: {hosts}',
        'Heeft niemand bij uw bedrijf hierom gevraagd, meld het dan meteen aan de beheerder.',
      ],
    },
  },
};
