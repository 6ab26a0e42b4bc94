/**
 * `…/consoleServices/default`: whether a subscription has the serial console.
 * Source: the REST specification of 2018-05-01. Decision: it always has; turning it off is not here.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type Operation } from '../define.js'

const action = (verb: string): string => `Microsoft.SerialConsole/consoleServices/${verb}`

const enabled = async ({ target }: ArmRequest): Promise<ArmResponse> => {
  if (target.name.toLowerCase() !== 'default') {
    throw new ArmError('NotFound', { detail: `The console service '${target.name}' was not found.` })
  }
  return { status: 200, body: { properties: { disabled: false } } }
}

const missing: Operation = {
  action: action('disableConsole/action'),
  async run() {
    throw new ArmError('NotImplemented', { what: 'POST Microsoft.SerialConsole/consoleServices/disableConsole' })
  },
}

export const consoleServices = defineResourceType({
  type: 'Microsoft.SerialConsole/consoleServices',
  apiVersions: ['2018-05-01'],
  scopes: ['subscription'],
  isGlobal: true,
  get: { action: action('read'), run: enabled },
  actions: {
    enableconsole: { action: action('enableConsole/action'), run: enabled },
    disableconsole: missing,
  },
})
