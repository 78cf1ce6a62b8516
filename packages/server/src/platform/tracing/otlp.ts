import { createHash } from 'node:crypto';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Link } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, TracerProvider, type TracerProviderOptions } from '@opentelemetry/sdk-trace';
import type { FinishedSpan, Tracing } from './tracing.ts';

export interface TracingSettings {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Part of the traces that is kept, 0 to 1. */
  readonly ratio: number;
}

/** A collector that does not answer costs memory for this many spans, and then spans are dropped. */
const QUEUE_MAX = 8_192;
const BATCH_MAX = 512;
const EVERY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

type Resource = NonNullable<TracerProviderOptions['resource']>;

/** Sends spans to a collector by OTLP over HTTP. This file is loaded only where a collector is named. */
export function startTracing(
  settings: TracingSettings,
  version: string,
): Tracing & { stop: () => Promise<void> } {
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint}/v1/traces`,
    headers: { ...settings.headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE_MAX,
    maxExportBatchSize: BATCH_MAX,
    scheduledDelayMillis: EVERY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  // The library asks for ids while it starts a span, which is at once.
  let next = { traceId: '', spanId: '' };
  const provider = new TracerProvider({
    resource: resourceOf({ 'service.name': settings.serviceName, 'service.version': version }),
    spanProcessors: [processor],
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
  });
  const tracer = provider.getTracer('hearthgate', version);
  return {
    now: () => performance.timeOrigin + performance.now(),
    record: (span) => {
      const traceId = hex(span.trace, 32);
      if (!isKept(traceId, settings.ratio)) return;
      next = { traceId, spanId: hex(`${span.trace} ${span.id ?? randomName()}`, 16) };
      const parent = span.parent && {
        traceId,
        spanId: hex(`${span.trace} ${span.parent}`, 16),
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      };
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
      const started = tracer.startSpan(
        span.name,
        {
          startTime: span.startMs,
          kind: span.kind ? KINDS[span.kind] : SpanKind.INTERNAL,
          attributes: span.attributes,
          links: linksOf(span),
        },
        context,
      );
      if (span.failure !== undefined)
        started.setStatus({ code: SpanStatusCode.ERROR, message: span.failure });
      started.end(span.endMs);
    },
    stop: () => provider.shutdown(),
  };
}

/** The same name gives the same id on every node; nobody has to pass it on. */
function hex(name: string, digits: number): string {
  return createHash('sha256').update(name).digest('hex').slice(0, digits);
}

let unnamed = 0;
function randomName(): string {
  unnamed += 1;
  return `${process.pid} ${performance.timeOrigin} ${unnamed}`;
}

/** By the id, so that all nodes keep the same traces, and those whole. */
function isKept(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(0, 8), 16) < ratio * 0x1_0000_0000;
}

function linksOf({ caller }: FinishedSpan): Link[] {
  const [, traceId, spanId] = TRACEPARENT.exec(caller ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return [];
  return [{ context: { traceId, spanId, traceFlags: TraceFlags.NONE } }];
}

/** What the exporter reads of a resource; nothing is merged with it. */
function resourceOf(attributes: Resource['attributes']): Resource {
  const resource: Resource = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
