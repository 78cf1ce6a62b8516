import type { Words } from './words.ts';

export const de: Words = {
  foot: 'Diese E-Mail wurde automatisch von {sender} gesendet. Antworten werden nicht gelesen.',
  linkHint: 'Falls die Schaltfläche nicht geht, öffnen Sie diese Adresse:',
  scope: { monitoring: 'Überwachung', remoteControl: 'Fernbedienung', dataPoints: 'Messwerte' },
  mails: {
    'confirm-email': {
      subject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
      lines: [
        'Bitte bestätigen Sie, dass dies Ihre Adresse ist, damit wir Sie zu Ihrer Heizung erreichen.',
        'Der Link gilt 7 Tage. Wenn Sie kein Konto angelegt haben, brauchen Sie nichts zu tun.',
      ],
      action: 'Adresse bestätigen',
    },
    'password-reset': {
      subject: 'Wählen Sie ein neues Passwort',
      lines: [
        'Für Ihr Konto wurde ein neues Passwort angefordert. Sie wählen es mit diesem Link innerhalb einer Stunde.',
        'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
      ],
      action: 'Passwort wählen',
    },
    'password-changed': {
      subject: 'Ihr Passwort wurde geändert',
      lines: [
        'Das Passwort des Kontos {email} wurde geändert, und alle anderen Geräte wurden abgemeldet.',
        'Wenn Sie das nicht waren, wählen Sie sofort ein neues Passwort über „Passwort vergessen“ auf der Anmeldeseite.',
      ],
    },
    'co-owner-offer': {
      subject: 'Sie sind eingeladen, Gateway {gatewayId} mitzunutzen',
      lines: [
        '{from} lädt Sie als Mitbesitzer von Gateway {gatewayId} ein. Sie sehen dann die Heizung und können sie freigeben.',
        'Melden Sie sich mit dieser E-Mail-Adresse an oder legen Sie damit ein Konto an. Die Einladung gilt bis {until}.',
      ],
      action: 'Einladung ansehen',
    },
    'transfer-offer': {
      subject: 'Gateway {gatewayId} wird Ihnen angeboten',
      lines: [
        '{from} möchte Ihnen Gateway {gatewayId} übergeben. Wenn Sie annehmen, gehört es nur Ihnen; bisherige Zugriffe von Firmen enden.',
        'Melden Sie sich mit dieser E-Mail-Adresse an oder legen Sie damit ein Konto an. Das Angebot gilt bis {until}.',
      ],
      action: 'Angebot ansehen',
    },
    'access-given': {
      subject: '{company} hat jetzt Zugriff auf Ihre Heizung',
      lines: [
        '{company} hat Zugriff auf Gateway {gatewayId}: {scope}.',
        'Der Zugriff endet am {until} von selbst.',
        'Sie können ihn jederzeit einschränken, anhalten oder beenden.',
      ],
      action: 'Zugriff ansehen',
    },
    'access-rejected': {
      subject: '{company} hat den Zugriff abgelehnt',
      lines: [
        '{company} nimmt den angebotenen Zugriff auf Gateway {gatewayId} nicht an. Es wird nichts geteilt.',
      ],
      action: 'Gateway ansehen',
    },
    'access-ended': {
      subject: '{company} hat keinen Zugriff mehr auf Ihre Heizung',
      lines: [
        'Der Zugriff von {company} auf Gateway {gatewayId} ist beendet. Die Firma sieht und steuert nichts mehr.',
      ],
      action: 'Gateway ansehen',
    },
    'gateway-gone': {
      subject: 'Gateway {gatewayId} ist nicht mehr in Ihrem Konto',
      lines: [
        'Gateway {gatewayId} wurde von jemand anderem übernommen, oder Ihre Mitnutzung ist beendet.',
        'Wenn Sie das Gateway noch haben und das nicht erwartet haben, fügen Sie es mit dem Passwort auf dem Etikett wieder hinzu.',
      ],
      action: 'Gateways ansehen',
    },
    'consent-outdated': {
      subject: 'Bitte nehmen Sie den neuen Einwilligungstext an',
      lines: [
        'Der Text, unter dem Sie Gateway {gatewayId} freigeben, hat sich geändert.',
        'Ab {from} können Firmen Ihre Heizung nur noch steuern, wenn Sie den neuen Text angenommen haben. Was sie sehen, bleibt wie von Ihnen freigegeben.',
      ],
      action: 'Lesen und annehmen',
    },
    'export-ready': {
      subject: 'Ihre Daten liegen bereit',
      lines: ['Die angeforderte Kopie Ihrer Daten können Sie bis {until} herunterladen.'],
      action: 'Herunterladen',
    },
    'member-invitation': {
      subject: 'Sie sind eingeladen, für {company} zu arbeiten',
      lines: [
        'Sie sind in das Portal von {company} eingeladen. Wählen Sie ein Passwort, um zu beginnen.',
        'Der Link gilt bis {until} und nur einmal.',
      ],
      action: 'Einladung annehmen',
    },
    'application-received': {
      subject: 'Wir haben Ihren Antrag erhalten',
      lines: [
        'Ihr Antrag {registrationId} auf Zugang zur API ist eingegangen. Ein Mensch prüft ihn; wir schreiben wieder, sobald entschieden ist.',
        'Wenn Sie nichts beantragt haben, brauchen Sie nichts zu tun.',
      ],
    },
    'application-approved': {
      subject: 'Ihr Antrag ist genehmigt',
      lines: [
        'Der Antrag von {company} ist genehmigt.',
        'Als Nächstes richtet der Betreiber Ihre Firma ein. Dann erhalten Sie einen Link zu Ihrem ersten API-Schlüssel.',
      ],
    },
    'application-refused': {
      subject: 'Ihr Antrag wurde nicht genehmigt',
      lines: ['Der Antrag von {company} wurde nicht genehmigt.', 'Begründung: {reason}'],
    },
    'first-key': {
      subject: 'Ihr erster API-Schlüssel',
      lines: [
        '{company} ist eingerichtet. Dieser Link erzeugt Ihren API-Schlüssel und zeigt ihn einmal; halten Sie einen sicheren Ort dafür bereit.',
        'Der Link gilt bis {until} und nur einmal. Geben Sie ihn nicht weiter.',
        'Um sich im Portal Ihrer Firma anzumelden und andere einzuladen, wählen Sie hier ein Passwort, ebenfalls bis {until}: {join}',
      ],
      action: 'Schlüssel erzeugen',
    },
    'api-key-created': {
      subject: 'Ein neuer API-Schlüssel für {company}',
      lines: [
        'Für {company} wurde der API-Schlüssel {keyId} erzeugt. Er gilt bis {until}.',
        'Wenn das niemand in Ihrer Firma war, entfernen Sie ihn sofort mit einem anderen Schlüssel.',
      ],
    },
    'api-key-removed': {
      subject: 'Ein API-Schlüssel von {company} wurde entfernt',
      lines: [
        'Der API-Schlüssel {keyId} von {company} wurde entfernt. Aufrufe damit werden ab jetzt abgelehnt.',
      ],
    },
    'api-key-expiring': {
      subject: 'Ein API-Schlüssel von {company} endet in {days} Tag(en)',
      lines: [
        'Der API-Schlüssel {keyId} von {company} endet am {until}. Danach werden Aufrufe damit abgelehnt.',
        'Erzeugen Sie mit POST /api-keys einen neuen, setzen Sie ihn ein und entfernen Sie dann den alten.',
      ],
    },
    'webhook-gone': {
      subject: 'Ein Webhook von {company} wurde angehalten',
      lines: [
        'Der Webhook {webhook} von {company} hat mit 410 Gone geantwortet; es wird nichts mehr an ihn gesendet.',
        'Seine Ereignisse bleiben 30 Tage im Protokoll. Setzen Sie ihn fort, wenn es ihn wieder gibt.',
      ],
    },
    'webhook-failing': {
      subject: 'Ein Webhook von {company} wurde angehalten',
      lines: [
        'Der Webhook {webhook} von {company} hat seit Tagen kein Ereignis angenommen; es wird nichts mehr an ihn gesendet.',
        'Seine Ereignisse bleiben 30 Tage im Protokoll. Setzen Sie ihn fort, wenn er wieder arbeitet.',
      ],
    },
    'webhook-hosts': {
      subject: 'Die Webhook-Adressen von {company} wurden geändert',
      lines: [
        'Webhooks von {company} dürfen jetzt führen zu: {hosts}',
        'Wenn das niemand in Ihrer Firma wollte, sagen Sie es sofort dem Betreiber.',
      ],
    },
  },
};
