import type { TracingSettings } from '../platform/tracing/otlp.ts';

/** What the environment says of traces, in the words of OpenTelemetry; undefined when no collector is named. */
export function readTracing({
  get,
  endpoint,
  faults,
}: {
  get: (name: string) => string;
  endpoint: string;
  faults: string[];
}): TracingSettings | undefined {
  const text = get('OTEL_TRACES_SAMPLER_ARG');
  const ratio = Number(text);
  if (!(ratio >= 0 && ratio <= 1))
    faults.push(`OTEL_TRACES_SAMPLER_ARG is "${text}": give a number from 0 to 1.`);
  const headers = get('OTEL_EXPORTER_OTLP_HEADERS')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(part)?.slice(1) ?? []);
  // Not repeated in the message: they hold a secret.
  if (headers.some(([name]) => name === undefined))
    faults.push('OTEL_EXPORTER_OTLP_HEADERS is not of the form NAME=VALUE,NAME=VALUE.');
  const serviceName = get('OTEL_SERVICE_NAME');
  if (endpoint === '') return undefined;
  const decoded = headers.map(([name = '', value = '']) => [name, decode(value)]);
  return { endpoint, headers: Object.fromEntries(decoded), serviceName, ratio };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
