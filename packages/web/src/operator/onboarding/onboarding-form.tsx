import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { OnboardingResult, OnboardingState } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import { AccessFields } from './access-fields.tsx';
import { documentOf, draftOf, type FieldsProps } from './draft.ts';
import { OwnerFields } from './owner-fields.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { WebhookFields } from './webhook-fields.tsx';

/** Nothing is written before the server has told what would change. */
export function OnboardingForm(props: {
  state: OnboardingState;
  onSaved: (result: OnboardingResult) => void;
  onReload: () => void;
}): ReactNode {
  const { onSaved, onReload } = props;
  const t = useT().onboarding;
  // The document as it was when the form was opened: the server says when it is another by now.
  const [{ companyId, version, onboarding }] = useState(props.state);
  const url = `/operator/companies/${companyId}/onboarding`;
  const [draft, setDraft] = useState(() => draftOf(onboarding));
  const review = useChange(() =>
    call<OnboardingResult>('PUT', `${url}?dryRun=true`, { body: documentOf(companyId, draft) }),
  );
  const save = useChange(
    () =>
      call<OnboardingResult>('PUT', url, {
        body: documentOf(companyId, draft),
        headers: { 'if-match': `"${version}"` },
      }),
    {
      refreshes: ['/operator/companies'],
      onDone: (result) => {
        review.reset();
        onSaved(result);
      },
    },
  );
  const errors = review.error?.errors ?? [];
  const fields: FieldsProps = {
    draft,
    change: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      // A field that is marked as wrong would keep the form from being sent again.
      if (review.error) review.reset();
    },
    errorAt: (pointer) => {
      const here = errors.filter(
        (error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`),
      );
      return here.length === 0 ? undefined : here.map(({ message }) => message).join('; ');
    },
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        review.mutate();
      }}
    >
      <Stack>
        <AccessFields {...fields} />
        <OwnerFields {...fields} />
        <WebhookFields {...fields} />
        {review.error && <ProblemBanner problem={review.error} />}
        <Row>
          <Button type="submit" look="main" isPending={review.isPending}>
            {t.review}
          </Button>
        </Row>
      </Stack>
      <ReviewDialog
        result={review.data ?? null}
        isPending={save.isPending}
        problem={save.error}
        onClose={() => {
          review.reset();
          save.reset();
        }}
        onSave={() => save.mutate()}
        onReload={onReload}
      />
    </Form>
  );
}
