import type { Words } from './words.ts';

export const sv: Words = {
  foot: 'Det här mejlet skickades automatiskt av {sender}. Svar läses inte.',
  linkHint: 'Om knappen inte fungerar, öppna den här adressen:',
  scope: { monitoring: 'övervakning', remoteControl: 'fjärrstyrning', dataPoints: 'mätvärden' },
  mails: {
    'confirm-email': {
      subject: 'Bekräfta din e-postadress',
      lines: [
        'Bekräfta att det här är din adress, så att vi når dig om din värmeanläggning.',
        'Länken gäller i 7 dagar. Om du inte har skapat ett konto behöver du inte göra något.',
      ],
      action: 'Bekräfta adressen',
    },
    'password-reset': {
      subject: 'Välj ett nytt lösenord',
      lines: [
        'Någon har bett om ett nytt lösenord till ditt konto. Du väljer det med den här länken inom en timme.',
        'Om det inte var du behöver du inte göra något: ditt lösenord är oförändrat.',
      ],
      action: 'Välj lösenord',
    },
    'password-changed': {
      subject: 'Ditt lösenord har ändrats',
      lines: [
        'Lösenordet till kontot {email} har ändrats, och alla andra enheter har loggats ut.',
        'Om det inte var du, välj genast ett nytt lösenord med ”Glömt lösenordet” på inloggningssidan.',
      ],
    },
    'co-owner-offer': {
      subject: 'Du är inbjuden att dela gateway {gatewayId}',
      lines: [
        '{from} bjuder in dig som delägare av gateway {gatewayId}. Du ser då värmeanläggningen och kan dela den.',
        'Logga in med den här e-postadressen eller skapa ett konto med den. Inbjudan gäller till {until}.',
      ],
      action: 'Visa inbjudan',
    },
    'transfer-offer': {
      subject: 'Gateway {gatewayId} erbjuds dig',
      lines: [
        '{from} vill lämna över gateway {gatewayId} till dig. Om du tackar ja är den bara din; företags tidigare åtkomst upphör.',
        'Logga in med den här e-postadressen eller skapa ett konto med den. Erbjudandet gäller till {until}.',
      ],
      action: 'Visa erbjudandet',
    },
    'access-given': {
      subject: '{company} har nu åtkomst till din värmeanläggning',
      lines: [
        '{company} har åtkomst till gateway {gatewayId}: {scope}.',
        'Åtkomsten upphör av sig själv den {until}.',
        'Du kan begränsa, pausa eller avsluta den när som helst.',
      ],
      action: 'Visa åtkomsten',
    },
    'access-rejected': {
      subject: '{company} har tackat nej till åtkomst',
      lines: ['{company} tar inte emot den erbjudna åtkomsten till gateway {gatewayId}. Inget delas.'],
      action: 'Visa gateway',
    },
    'access-ended': {
      subject: '{company} har inte längre åtkomst till din värmeanläggning',
      lines: [
        'Åtkomsten för {company} till gateway {gatewayId} har upphört. Företaget ser och styr ingenting längre.',
      ],
      action: 'Visa gateway',
    },
    'gateway-gone': {
      subject: 'Gateway {gatewayId} finns inte längre i ditt konto',
      lines: [
        'Gateway {gatewayId} har tagits över av någon annan, eller så har din del i den upphört.',
        'Om du fortfarande har din gateway och detta förvånar dig, lägg till den igen med lösenordet på etiketten.',
      ],
      action: 'Visa gateways',
    },
    'consent-outdated': {
      subject: 'Godkänn den nya samtyckestexten',
      lines: [
        'Texten som gäller när du delar gateway {gatewayId} har ändrats.',
        'Från {from} kan företag styra din värmeanläggning bara om du har godkänt den nya texten. Vad de ser förblir som du har delat det.',
      ],
      action: 'Läs och godkänn',
    },
    'export-ready': {
      subject: 'Dina uppgifter är klara',
      lines: ['Kopian av dina uppgifter som du bad om kan laddas ner till {until}.'],
      action: 'Ladda ner',
    },
    'member-invitation': {
      subject: 'Du är inbjuden att arbeta för {company}',
      lines: [
        'Du är inbjuden till portalen för {company}. Välj ett lösenord för att börja.',
        'Länken gäller till {until} och fungerar en gång.',
      ],
      action: 'Tacka ja',
    },
    'application-received': {
      subject: 'Vi har tagit emot din ansökan',
      lines: [
        'Din ansökan {registrationId} om åtkomst till API:et har kommit in. En människa granskar den; vi skriver igen när den är avgjord.',
        'Om du inte har ansökt behöver du inte göra något.',
      ],
    },
    'application-approved': {
      subject: 'Din ansökan är godkänd',
      lines: [
        'Ansökan från {company} är godkänd.',
        'Nu lägger operatören upp ditt företag. Sedan får du en länk till din första API-nyckel.',
      ],
    },
    'application-refused': {
      subject: 'Din ansökan godkändes inte',
      lines: ['Ansökan från {company} godkändes inte.', 'Skäl: {reason}'],
    },
    'first-key': {
      subject: 'Din första API-nyckel',
      lines: [
        '{company} är upplagt. Den här länken skapar din API-nyckel och visar den en gång; ha en säker plats redo.',
        'Länken gäller till {until} och fungerar en gång. Skicka den inte vidare.',
        'För att logga in på företagets portal och bjuda in kollegor väljer du ett lösenord här, också till {until}: {join}',
      ],
      action: 'Skapa nyckeln',
    },
    'api-key-created': {
      subject: 'En ny API-nyckel för {company}',
      lines: [
        'API-nyckeln {keyId} har skapats för {company}. Den gäller till {until}.',
        'Om ingen på ditt företag har gjort det, ta genast bort den med en annan nyckel.',
      ],
    },
    'api-key-removed': {
      subject: 'En API-nyckel för {company} har tagits bort',
      lines: ['API-nyckeln {keyId} för {company} har tagits bort. Anrop med den avvisas från och med nu.'],
    },
    'api-key-expiring': {
      subject: 'En API-nyckel för {company} upphör om {days} dag(ar)',
      lines: [
        'API-nyckeln {keyId} för {company} upphör den {until}. Därefter avvisas anrop med den.',
        'Skapa en ny med POST /api-keys, börja använda den och ta sedan bort den gamla.',
      ],
    },
    'webhook-gone': {
      subject: 'En webhook för {company} har pausats',
      lines: [
        'Webhooken {webhook} för {company} svarade 410 Gone; inget mer skickas till den.',
        'Händelserna finns kvar i loggen i 30 dagar. Återuppta den när den finns igen.',
      ],
    },
    'webhook-failing': {
      subject: 'En webhook för {company} har pausats',
      lines: [
        'Webhooken {webhook} för {company} har inte tagit emot någon händelse på flera dagar; inget mer skickas till den.',
        'Händelserna finns kvar i loggen i 30 dagar. Återuppta den när den fungerar igen.',
      ],
    },
    'webhook-hosts': {
      subject: 'Webhook-adresserna för {company} har ändrats',
      lines: [
        'Webhooks för {company} får nu leda till: {hosts}',
        'Om ingen på ditt företag har bett om det, säg genast till operatören.',
      ],
    },
  },
};
