import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import type { Brand, RegistrationAccepted, RegistrationData } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { SignInFrame } from '../../sign-in/sign-in-frame.tsx';
import styles from '../../sign-in/sign-in-frame.module.css';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';

const BRANDS: readonly Brand[] = ['BOSCH', 'BUDERUS', 'IVT'];

/** A company applies; whoever has the address that follows sees what becomes of it. */
export function Component(): ReactNode {
  const t = useT();
  const texts = t.company.apply;
  const go = useNavigate();
  const [brand, setBrand] = useState<Brand>('BOSCH');
  const apply = useChange(
    (body: RegistrationData) => call<RegistrationAccepted>('POST', '/registrations', { body }),
    { onDone: ({ registrationId, token }) => void go(`/application/${registrationId}#${token}`) },
  );
  return (
    <SignInFrame title={texts.title} lead={texts.lead}>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          apply.mutate(dataOf(new FormData(event.currentTarget), brand));
        }}
      >
        <TextField
          label={texts.company}
          name="name"
          autoComplete="organization"
          maxLength={200}
          isRequired
          autoFocus
        />
        <TextField label={texts.legalForm} name="legalForm" maxLength={100} />
        <TextField
          label={texts.street}
          name="street"
          autoComplete="street-address"
          maxLength={200}
          isRequired
        />
        <TextField
          label={texts.postalCode}
          name="postalCode"
          autoComplete="postal-code"
          maxLength={20}
          isRequired
        />
        <TextField label={texts.city} name="city" autoComplete="address-level2" maxLength={100} isRequired />
        <TextField
          label={texts.country}
          hint={texts.countryHint}
          name="country"
          autoComplete="country"
          pattern="[A-Za-z]{2}"
          maxLength={2}
          isRequired
        />
        <TextField label={texts.vatId} name="vatId" maxLength={20} />
        <TextField label={texts.website} name="website" type="url" maxLength={300} />
        <TextField
          label={`${texts.contact}: ${texts.contactName}`}
          name="contact"
          autoComplete="name"
          maxLength={200}
          isRequired
        />
        <TextField
          label={texts.email}
          name="email"
          type="email"
          autoComplete="email"
          maxLength={254}
          isRequired
        />
        <Select
          label={texts.brand}
          options={BRANDS.map((id) => ({ id, label: t.brands[id] }))}
          value={brand}
          onChange={setBrand}
        />
        <TextField label={texts.message} name="message" isLong maxLength={2000} />
        {apply.error && <ProblemBanner problem={apply.error} />}
        <Button type="submit" look="main" isWide isPending={apply.isPending}>
          {texts.submit}
        </Button>
      </Form>
    </SignInFrame>
  );
}

/** What was left empty is left out. */
function dataOf(form: FormData, brand: Brand): RegistrationData {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const optional = ['legalForm', 'vatId', 'website', 'message'] as const;
  return {
    name: text('name'),
    address: {
      street: text('street'),
      postalCode: text('postalCode'),
      city: text('city'),
      country: text('country').toUpperCase(),
    },
    administrator: { name: text('contact'), email: text('email') },
    brand,
    ...Object.fromEntries(optional.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]]))),
  };
}
