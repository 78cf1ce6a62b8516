export { ConfigError, type AgentConfig } from './config/agent-config.ts';
export { PASSWORD_VARIABLE, readConfig } from './config/read-config.ts';
export { type Finding, checkAgent } from './check-agent.ts';
export { type Label, parseLabel } from './k40rf/pair.ts';
export { pairAgent } from './pair-agent.ts';
export { runAgent } from './run-agent.ts';
