/** Prometheus text of what this process does. Names and labels are constants; labels come from small closed sets. */
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { AuditLog } from '../../operations/audit-log.js'

export interface Metrics {
  text(): Promise<string>
  contentType(): string
}

export function createMetrics(audit: AuditLog): Metrics {
  const registry = new Registry()
  const events = new Counter({
    name: 'lazulite_audit_events_total',
    help: 'Tokens issued and refused, accesses allowed, denied and not enforced, by kind of event.',
    labelNames: ['kind'],
    registers: [registry],
  })
  audit.listen(({ kind }) => events.inc({ kind }))
  let isCollecting = false
  return {
    async text() {
      if (!isCollecting) collectDefaultMetrics({ register: registry })
      isCollecting = true
      return registry.metrics()
    },
    contentType: () => registry.contentType,
  }
}
