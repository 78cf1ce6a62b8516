/** Longest wait for an answer of the server. */
const TIMEOUT_MS = 30_000;

const part = (id) => document.getElementById(id);
const value = (id) => part(id).value;
// The fragment never reaches a server; out of the address it reaches no history either.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

function show(id) {
  for (const each of ['choose', 'enter', 'confirm', 'done']) part(each).hidden = each !== id;
  part(id).querySelector('input')?.focus();
}

async function post(path, body) {
  const answer = await fetch(`/operator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const content = answer.status === 204 ? {} : await answer.json();
  if (answer.ok) return content;
  const places = (content.errors ?? []).map(({ message }) => message);
  throw new Error([content.detail, ...places].join(' '));
}

function onSubmit(id, work) {
  part(id).addEventListener('submit', (event) => {
    event.preventDefault();
    part('fault').hidden = true;
    const button = part(id).querySelector('button');
    button.disabled = true;
    work()
      .catch((error) => {
        part('fault').textContent = error.message;
        part('fault').hidden = false;
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

let backupCodes = [];

async function enrol(email, password) {
  const { next } = await post('/sign-in', { email, password });
  if (next !== 'enrol')
    throw new Error('This account has a second factor already; there is nothing to set up.');
  const factor = await post('/second-factor', { password });
  backupCodes = factor.backupCodes;
  part('uri').href = factor.otpauthUri;
  part('uri').textContent = factor.otpauthUri;
  part('secret').textContent = factor.secret;
  show('confirm');
}

onSubmit('choose', async () => {
  const password = value('new-password');
  if (password !== value('repeated')) throw new Error('The two passwords differ.');
  const { email } = await post('/enrol', { token, password });
  // The link is used up: from here on the password is the way in.
  part('email').value = email;
  show('enter');
  await enrol(email, password);
});

onSubmit('enter', () => enrol(value('email'), value('password')));

onSubmit('confirm', async () => {
  await post('/second-factor/confirm', { code: value('code') });
  for (const code of backupCodes) {
    const item = document.createElement('li');
    item.append(Object.assign(document.createElement('code'), { textContent: code }));
    part('codes').append(item);
  }
  show('done');
  // Nothing here needs the session that the code began.
  await post('/sign-out', {});
});

show(token === '' ? 'enter' : 'choose');
