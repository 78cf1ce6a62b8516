import { realNow } from '../real-time.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { runAllDelivered, runEvent, runNoEvent } from './event-steps.ts';
import { StepFailure, type Failure, type ScenarioReport, type StepReport } from './report.ts';
import { runRequest } from './request-step.ts';
import type { Scenario, Step } from './schema.ts';
import { Story } from './story.ts';
import { titleOf } from './title-of.ts';
import {
  changeContract,
  runFault,
  runNewGateway,
  runNewKey,
  runPublishConsent,
  runReceiver,
  runRemoveKey,
  runShare,
} from './world-steps.ts';

/** Tells a scenario in a sandbox, step by step; `onStep` hears of each. It ends at the first step that fails. */
export async function runScenario(
  sandbox: Sandbox,
  scenario: Scenario,
  { seed, onStep = () => undefined }: { seed: number; onStep?: (report: StepReport) => void },
): Promise<ScenarioReport> {
  const startedAt = realNow();
  const story = await Story.begin(sandbox, scenario);
  const steps: StepReport[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const stepStartedAt = realNow();
    const failure = await failureOf(story, step);
    const report: StepReport = {
      number: index + 1,
      line: step.line,
      kind: step.kind,
      title: titleOf(step, story.variables),
      at: story.now.toISOString(),
      tookMs: Math.round(realNow() - stepStartedAt),
      ...(failure && { failure }),
    };
    steps.push(report);
    onStep(report);
    if (failure) break;
  }
  const passed = steps.every(({ failure }) => !failure);
  const { name, file } = scenario;
  return { name, file, seed, passed, tookMs: Math.round(realNow() - startedAt), steps };
}

async function failureOf(story: Story, step: Step): Promise<Failure | undefined> {
  try {
    await run(story, step);
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) return { message: error.message, seen: error.seen };
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

function run(story: Story, { kind, step }: Step): Promise<void> {
  switch (kind) {
    case 'request':
      return runRequest(story, step);
    case 'event':
      return runEvent(story, step);
    case 'noEvent':
      return runNoEvent(story, step);
    case 'allDelivered':
      return runAllDelivered(story, step);
    case 'advance':
      return story.advance(story.variables.resolve(step.advance));
    case 'fault':
      return runFault(story, step);
    case 'unplug':
      return story.connect(step.unplug, 'unplug');
    case 'plug':
      return story.connect(step.plug, 'plug');
    case 'share':
      return runShare(story, step);
    case 'pause':
      return changeContract(story, 'pause', step.pause);
    case 'resume':
      return changeContract(story, 'resume', step.resume);
    case 'end':
      return changeContract(story, 'end', step.end);
    case 'publishConsent':
      return runPublishConsent(story, step);
    case 'receiver':
      return runReceiver(story, step);
    case 'newKey':
      return runNewKey(story, step);
    case 'removeKey':
      return runRemoveKey(story, step);
    case 'newGateway':
      return runNewGateway(story, step);
  }
}
