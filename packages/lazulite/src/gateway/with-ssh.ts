/** A driver whose machines can be reached by SSH for as long as they run. */
import type { ComputeDriver } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { SshGateway } from './ssh-gateway.js'

/**
 * Everything else that the driver can do, it does as before.
 * Decision: a machine that cannot have its SSH server runs all the same; the log says why.
 */
export function withSsh(
  driver: ComputeDriver,
  gateway: Pick<SshGateway, 'open' | 'close' | 'closeAll'>,
  log: Log,
): ComputeDriver {
  const changed: Pick<ComputeDriver, 'ensure' | 'remove' | 'close'> = {
    async ensure(vm) {
      await driver.ensure(vm)
      await gateway.open(vm).catch((cause: unknown) => log.error({ vm: vm.vmId, err: cause }, 'no SSH into a machine'))
    },
    async remove(vmId) {
      await gateway.close(vmId) // sessions see the end of their machine in order
      await driver.remove(vmId)
    },
    async close() {
      await gateway.closeAll()
      await driver.close()
    },
  }
  return new Proxy(driver, {
    get(target, name) {
      if (Object.hasOwn(changed, name)) return Reflect.get(changed, name)
      const found: unknown = Reflect.get(target, name)
      return typeof found === 'function' ? found.bind(target) : found // drivers have private members of their own
    },
  })
}
