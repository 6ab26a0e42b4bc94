/** Place of the terminal into a virtual machine. */
import { ErrorPanel } from '../controls/error-panel.js'

export const MachineTerminal = ({ resourceId }: { readonly resourceId: string }) => (
  <ErrorPanel error={new Error(`NotImplemented: a terminal into ${resourceId}`)} />
)
