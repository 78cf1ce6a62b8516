export { readConfig, type Config } from './config.ts';
export { riskySettings } from './unsafe-settings.ts';
export { envExample, VARIABLES } from './variables.ts';
