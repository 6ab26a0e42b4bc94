/** The tab "Networking": a network of its own, or one that is there. */
import { Checkbox, Field, Select } from '@fluentui/react-components'
import { useArmList } from '../../../api/queries.js'
import { lastSegment, networkOfSubnet, networkVersion } from '../machine.js'
import { MissingOption, Section, type StepProps } from './form-parts.js'

interface Network {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly properties: { readonly subnets?: readonly { readonly id: string; readonly name: string }[] }
}

export function NetworkingStep({ form, set }: StepProps) {
  const { data } = useArmList<Network>(
    form.subscriptionId === ''
      ? undefined
      : `/subscriptions/${form.subscriptionId}/providers/Microsoft.Network/virtualNetworks`,
    { apiVersion: networkVersion },
  )
  // a machine and its network are in one region
  const networks = (data ?? []).filter(
    ({ location, properties }) => location === form.location && (properties.subnets ?? []).length > 0,
  )
  const networkId = form.subnetId === undefined ? '' : networkOfSubnet(form.subnetId)
  const subnets = networks.find(({ id }) => id === networkId)?.properties.subnets ?? []
  return (
    <>
      <Section title="Network interface" text="The virtual machine gets an interface of its own in this network.">
        <Field label="Virtual network" required>
          <Select
            value={networkId}
            onChange={(_, { value }) =>
              set({ subnetId: networks.find(({ id }) => id === value)?.properties.subnets?.[0]?.id })
            }
          >
            <option value="">{`(new) ${form.name}-vnet`}</option>
            {networks.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Subnet" required>
          <Select value={form.subnetId ?? ''} onChange={(_, { value }) => set({ subnetId: value })}>
            {form.subnetId === undefined ? <option value="">(new) default (10.0.0.0/24)</option> : null}
            {subnets.map(({ id }) => (
              <option key={id} value={id}>
                {lastSegment(id)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Public IP">
          <Select
            value={form.hasPublicAddress ? 'new' : 'none'}
            onChange={(_, { value }) => set({ hasPublicAddress: value === 'new' })}
          >
            <option value="new">{`(new) ${form.name}-ip`}</option>
            <option value="none">None</option>
          </Select>
        </Field>
        <Checkbox
          label="Delete public IP and NIC when VM is deleted"
          checked={form.deletesInterface}
          onChange={(_, { checked }) => set({ deletesInterface: checked === true })}
        />
        <MissingOption label="Enable accelerated networking" reason="network hardware." />
      </Section>
      <Section title="Load balancing">
        <MissingOption
          label="Place this virtual machine behind a load balancer"
          reason="load balancing by this form."
        />
      </Section>
    </>
  )
}
