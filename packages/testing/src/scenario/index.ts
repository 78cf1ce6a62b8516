export { readScenario, ScenarioFaults, type ScenarioFault } from './read-scenario.ts';
export type { Failure, ScenarioReport, StepReport } from './report.ts';
export { runScenario } from './run-scenario.ts';
export type { Scenario, Step, StepKind } from './schema.ts';
export { loadScenario, SHIPPED, shippedNames } from './shipped.ts';
