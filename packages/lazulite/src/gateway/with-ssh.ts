/** A driver whose machines can be reached by SSH for as long as they run. */
import type { ComputeDriver } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { SshGateway } from './ssh-gateway.js'

/** Decision: a machine that cannot have its SSH server runs all the same; the log says why. */
export const withSsh = (driver: ComputeDriver, gateway: SshGateway, log: Log): ComputeDriver => ({
  kind: driver.kind,
  async ensure(vm) {
    await driver.ensure(vm)
    await gateway.open(vm).catch((cause: unknown) => log.error({ vm: vm.vmId, err: cause }, 'no SSH into a machine'))
  },
  async remove(vmId) {
    await gateway.close(vmId) // sessions see the end of their machine in order
    await driver.remove(vmId)
  },
  ensureWorkstation: () => driver.ensureWorkstation(),
  ...(driver.reachFromWorkstation === undefined
    ? {}
    : { reachFromWorkstation: (machines) => driver.reachFromWorkstation?.(machines) ?? Promise.resolve() }),
  running: () => driver.running(),
  entry: (vmId) => driver.entry(vmId),
  openMetadataPort: (vmId) => driver.openMetadataPort(vmId),
  async close() {
    await gateway.closeAll()
    await driver.close()
  },
})
