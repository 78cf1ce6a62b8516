export { CommandDesk } from './commands/command-desk.ts';
export { forgetCommands } from './commands/forget-commands.ts';
export type { CommandFact, MeasuredFact } from './facts.ts';
export { createHvac } from './hvac.ts';
export { consumeLink } from './ingest/consume-link.ts';
export { RECORDINGS_BACK_DAYS } from './ingest/shard-writer.ts';
export { addHvacRoutes } from './routes.ts';
