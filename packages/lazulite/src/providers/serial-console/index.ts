/** Microsoft.SerialConsole: a terminal in a virtual machine, as `az serial-console` and the portal ask for it. */
import { defineProvider } from '../define.js'
import { consoleServices } from './console-services.js'
import { serialPorts } from './serial-ports.js'

export const serialConsole = defineProvider({
  namespace: 'Microsoft.SerialConsole',
  registrationPolicy: 'RegistrationFree',
  types: [serialPorts, consoleServices],
})
