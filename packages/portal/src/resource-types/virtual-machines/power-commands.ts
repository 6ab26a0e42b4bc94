/** Start, restart, stop: of one machine on its page, of several in the list. */
import { usePermissionAtAll } from '../../api/access.js'
import { type Operation, useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { virtualMachines } from './description.js'
import { type Machine, machineAction, type PowerVerb, whyNotNow } from './machine.js'

interface PowerChange {
  readonly machine: Machine
  readonly verb: PowerVerb
}

const words: Readonly<Record<PowerVerb, { readonly doing: string; readonly done: string }>> = {
  start: { doing: 'Starting', done: 'started' },
  restart: { doing: 'Restarting', done: 'restarted' },
  deallocate: { doing: 'Stopping', done: 'stopped' },
}

export const usePower = (): Operation<PowerChange, unknown> =>
  useOperation<PowerChange, unknown>({
    title: ({ machine, verb }) => `${words[verb].doing} virtual machine '${machine.name}'`,
    success: ({ machine, verb }) => `Successfully ${words[verb].done} virtual machine '${machine.name}'`,
    link: ({ machine }) => linkTo.resource(machine.id),
    run: (client, { machine, verb }, onProgress) =>
      client.armOperation(`${machine.id}/${verb}`, {
        method: 'POST',
        apiVersion: virtualMachines.apiVersion,
        onProgress,
      }),
  })

/** Why a verb is out of reach for these machines, each by its right and its state; `undefined`: it is not. */
export function usePowerReasons(
  machines: readonly Machine[],
): Readonly<Record<PowerVerb | 'delete', string | undefined>> {
  const ids = machines.map(({ id }) => id)
  const start = usePermissionAtAll(ids, machineAction('start/action'))
  const restart = usePermissionAtAll(ids, machineAction('restart/action'))
  const deallocate = usePermissionAtAll(ids, machineAction('deallocate/action'))
  const remove = usePermissionAtAll(ids, machineAction('delete'))
  const byState = (verb: PowerVerb | 'delete') =>
    machines.map((machine) => whyNotNow(machine, verb)).find((reason) => reason !== undefined)
  return {
    start: start.reason ?? byState('start'),
    restart: restart.reason ?? byState('restart'),
    deallocate: deallocate.reason ?? byState('deallocate'),
    delete: remove.reason ?? byState('delete'),
  }
}
