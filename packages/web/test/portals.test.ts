import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../server/test/harness/operators.ts';
import { startPortals, type TestPortals } from './harness/portals.ts';
import { whenReady } from './harness/when-ready.ts';

let portals: TestPortals;
beforeAll(async () => {
  portals = await startPortals();
});
afterAll(() => portals?.stop());

const owner = () => portals.sandbox.world.owners[0] ?? { email: '', password: '' };

/** The newest link that was mailed to somebody and leads to this page. */
async function mailedLink(to: string, page: string): Promise<string | undefined> {
  const path = `/sandbox/mailbox?to=${encodeURIComponent(to)}`;
  const { body } = await portals.sandbox.call<{ items: { link: string | null }[] }>('GET', path, {
    key: null,
  });
  return body.items.map(({ link }) => link ?? '').find((link) => link.includes(`/${page}#`));
}

describe('signing in', () => {
  test('a wrong password is told with its code and the request, and the right one leads where one wanted to go', async () => {
    const { page, faults, close } = await portals.open({ portal: 'owner', path: '/nowhere?a=1#code' });
    await page.waitForURL(/sign-in\?next=%2Fnowhere%3Fa%3D1#code$/);
    await page.getByLabel('E-mail address').fill(owner().email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Continue' }).click();
    const alert = page.getByRole('alert');
    await expect
      .poll(() => alert.textContent())
      .toMatch(/E-mail, password or code is not right.*sign-in-refused.*req_/);
    await page.getByLabel('Password').fill(owner().password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(portals.urlOf('owner', '/nowhere?a=1#code'));
    expect(faults).toEqual([]);
    await close();
  });

  test('leads nowhere but into the portal', async () => {
    const { page, close } = await portals.open({ portal: 'owner', path: '/sign-in?next=//evil.example/' });
    await page.getByLabel('E-mail address').fill(owner().email);
    await page.getByLabel('Password').fill(owner().password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(portals.urlOf('owner'));
    await close();
  });

  test('an operator needs the code as well', async () => {
    const { email = '', password = '', totpSecret = '' } = portals.sandbox.world.operator ?? {};
    const { page, close } = await portals.open({ portal: 'operator', path: '/sign-in' });
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill(codeOf(totpSecret));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(portals.urlOf('operator'));
    await page.getByText(email).waitFor();
    await close();
  });

  test('a new owner signs up, in the language of the browser', async () => {
    const { page, faults, close } = await portals.open({ portal: 'owner', path: '/sign-in', language: 'nl' });
    await page.getByRole('link', { name: 'Account aanmaken' }).click();
    await page.getByLabel('Uw naam').fill('Nieuwe Eigenaar');
    await page.getByLabel('E-mailadres').fill('nieuw@example.org');
    await page.getByLabel('Wachtwoord').fill('een lang wachtwoord');
    await page.getByRole('button', { name: 'Account aanmaken' }).click();
    await page.getByRole('heading', { name: 'Nieuwe Eigenaar' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  test('a forgotten password is set anew by the link of a mail, which works once', async () => {
    const email = 'forgetful@example.org';
    const body = { email, password: 'the old password', name: 'F' };
    const headers = { origin: portals.sandbox.app.url };
    await portals.sandbox.call('POST', '/owner/account/sign-up', { key: null, body, headers });
    const { page, faults, close } = await portals.open({ portal: 'owner', path: '/sign-in' });
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    await expect.poll(() => mailedLink(email, 'reset-password')).toBeDefined();
    const url = (await mailedLink(email, 'reset-password')) ?? '';
    await page.goto(url);
    await page.getByLabel('New password').fill('too short');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => page.getByLabel('New password').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('New password').fill('the new password');
    expect(page.url()).not.toContain('#');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Your new password holds').waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('the new password');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(portals.urlOf('owner'));
    await page.goto(url);
    await page.getByLabel('New password').fill('one more password');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('link-not-valid').waitFor();
    await page.getByRole('link', { name: 'Send the link' }).click();
    await page.waitForURL(portals.urlOf('owner', '/forgot-password'));
    expect(faults).toEqual([]);
    await close();
  });

  test('an address is confirmed by a press, and a link that is used up has a way out', async () => {
    const email = 'confirming@example.org';
    const body = { email, password: 'some password', name: 'C' };
    const headers = { origin: portals.sandbox.app.url };
    await portals.sandbox.call('POST', '/owner/account/sign-up', { key: null, body, headers });
    const { page, close } = await portals.open({ portal: 'owner', path: '/confirm-email#invented' });
    await page.getByRole('button', { name: 'Confirm your e-mail address' }).click();
    await page.getByText('link-not-valid').waitFor();
    await page.getByRole('button', { name: 'Send a new link' }).click();
    await page.getByText('sign-in-required').waitFor();
    // The right link in the same page.
    await page.goto((await mailedLink(email, 'confirm-email')) ?? '');
    await page.getByRole('button', { name: 'Confirm your e-mail address' }).click();
    await page.getByText('Your address is confirmed').waitFor();
    expect(page.url()).not.toContain('#');
    await close();
  });

  test('signing out ends the session at the server too', async () => {
    const { page, close } = await portals.open({ portal: 'owner' });
    await page.getByLabel('E-mail address').fill(owner().email);
    await page.getByLabel('Password').fill(owner().password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: `Account of ${owner().email}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/sign-in$/);
    const me = await page.request.get(`${portals.sandbox.app.url}/owner/me`);
    expect(me.status()).toBe(401);
    await page.goto(portals.urlOf('owner'));
    await page.waitForURL(/sign-in$/);
    await close();
  });
});

describe('every portal', () => {
  test('keeps language and theme that were chosen, from the first byte on', async () => {
    const { page, close } = await portals.open({ portal: 'owner', as: 'owner' });
    // Its list is loaded after the button is shown.
    await page.getByRole('button', { name: 'Language: English', expanded: false }).click();
    await page.getByRole('menuitemradio', { name: 'Svenska' }).click();
    await page.getByRole('button', { name: /^Utseende/ }).click();
    await page.getByRole('menuitemradio', { name: 'Mörkt' }).click();
    const html = await (await page.reload())?.text();
    expect(html).toContain('<html lang="sv" class="NONE" data-theme="dark">');
    await whenReady(page);
    await page.getByRole('heading', { name: 'Hej Robin Owner' }).waitFor();
    expect(await page.title()).toBe('Hej Robin Owner · Hearthgate');
    await close();
  });

  test('says where one is: the focus goes to the title of the next page, and Skip to content comes first', async () => {
    const { page, close } = await portals.open({ portal: 'owner', path: '/nowhere', as: 'owner' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.getByRole('link', { name: 'To the overview' }).click();
    await page.getByRole('heading', { name: /^Hello/ }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await close();
  });

  test('tells a server that cannot be reached, and goes on when it is back', async () => {
    const { page, close } = await portals.open({ portal: 'owner', path: '/sign-in' });
    await page.route('**/owner/account/sign-in', (route) => route.abort());
    await page.getByLabel('E-mail address').fill(owner().email);
    await page.getByLabel('Password').fill(owner().password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await page.unroute('**/owner/account/sign-in');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: /^Hello/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline').waitFor({ state: 'detached' });
    await close();
  });
});
