import type { ReactNode } from 'react';
import type { ApiProblem } from '../lib/problem.ts';
import { say } from '../lib/format.ts';
import { useTexts } from '../lib/texts.tsx';
import styles from './problem-text.module.css';

/** What went wrong and how to get out, in the server's words; then what each part of the request has. */
export function ProblemText({ problem }: { problem: ApiProblem }): ReactNode {
  const t = useTexts();
  const { code, detail, errors, requestId, retryAfterSeconds } = problem;
  const isLocal = code === 'offline' || code === 'timeout' || code === 'unreadable';
  return (
    <>
      <p>{isLocal && detail === '' ? t.problem[code] : detail}</p>
      {errors.length > 0 && (
        <ul className={styles.errors} lang="en">
          {errors.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              {pointer !== '' && <code>{pointer}</code>} {message}
            </li>
          ))}
        </ul>
      )}
      {retryAfterSeconds !== undefined && <p>{say(t.problem.retryAfter, { seconds: retryAfterSeconds })}</p>}
      <p className={styles.codes}>
        {isLocal ? <code>{code}</code> : <a href={`/docs/errors/${code}`}>{code}</a>}
        {requestId !== undefined && <code>{requestId}</code>}
      </p>
    </>
  );
}
