/** The tab "System assigned": Status Off or On, Save, the object id, and what the identity may do. */
import {
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular, DismissRegular, KeyRegular, SaveRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePermission } from '../../../api/access.js'
import type { ResourceReference } from '../../../api/resource-reference.js'
import { CommandBar } from '../../../controls/command-bar.js'
import { ConfirmDialog } from '../../../controls/confirm-dialog.js'
import { CopyButton } from '../../../controls/copy-button.js'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { GatedButton } from '../../../controls/gated-button.js'
import { linkTo } from '../../../routing/route.js'
import { navigate } from '../../../routing/use-route.js'
import { hasSystemAssigned, type IdentityBlock } from '../machine.js'
import { switchSystemAssigned } from './identity-change.js'
import { useIdentityChange } from './use-identity.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px', maxInlineSize: '640px', marginBlockStart: '16px' },
  row: { display: 'flex', gap: '4px', alignItems: 'center' },
  grow: { flexGrow: 1, minInlineSize: 0 },
  intro: { maxInlineSize: '960px' },
})

export interface IdentityTabProps {
  readonly resource: ResourceReference
  readonly identity: IdentityBlock | undefined
}

export function SystemAssigned({ resource, identity }: IdentityTabProps) {
  const styles = useStyles()
  const queries = useQueryClient()
  const isOn = hasSystemAssigned(identity)
  /** What is chosen and not saved. */
  const [wanted, setWanted] = useState<boolean>()
  const [isAsking, setIsAsking] = useState(false)
  const change = useIdentityChange(resource)
  const may = usePermission(resource.id, `${resource.type}/write`)
  // chosen until it is so: between the answer and the next look the switch stays where it was put
  if (wanted === isOn) setWanted(undefined)
  const shown = wanted ?? isOn
  const same = shown === isOn ? 'There is nothing to save.' : undefined
  const busy = change.isRunning ? 'It is being saved.' : undefined
  const doing = shown ? 'Enable' : 'Disable'
  const save = async () => {
    await change.start({
      patch: switchSystemAssigned(identity, shown),
      title: `${shown ? 'Enabling' : 'Disabling'} system assigned managed identity of '${resource.name}'`,
      success: shown
        ? `'${resource.name}' has been registered with Microsoft Entra ID`
        : `'${resource.name}' has no system assigned managed identity any more`,
    })
  }
  return (
    <>
      <Text block className={styles.intro}>
        A resource has at most one system assigned managed identity. It lives and dies with the resource, and Microsoft
        Entra ID vouches for it: no secret has to be kept. What it may do is granted by role assignments (Azure RBAC).
      </Text>
      <CommandBar
        commands={[
          {
            label: 'Save',
            icon: SaveRegular,
            onClick: () => setIsAsking(true),
            reason: may.reason ?? busy ?? same,
          },
          { label: 'Discard', icon: DismissRegular, onClick: () => setWanted(undefined), reason: busy ?? same },
          { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() },
        ]}
      />
      {change.error === null ? null : <ErrorPanel error={change.error} />}
      {may.reason === undefined ? null : (
        <MessageBar intent="info">
          <MessageBarBody>{may.reason}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.form}>
        <Field label="Status">
          <RadioGroup
            layout="horizontal"
            value={shown ? 'on' : 'off'}
            disabled={change.isRunning || may.isAllowed === false}
            onChange={(_, { value }) => setWanted(value === 'on')}
          >
            <Radio value="off" label="Off" />
            <Radio value="on" label="On" />
          </RadioGroup>
        </Field>
        {isOn ? <RegisteredIdentity resource={resource} principalId={identity?.principalId ?? ''} /> : null}
      </div>
      <ConfirmDialog
        title={`${doing} system assigned managed identity`}
        isOpen={isAsking}
        action="Yes"
        decline="No"
        onClose={() => setIsAsking(false)}
        onConfirm={() => void save()}
      >
        {shown ? (
          <Text>
            {`'${resource.name}' will be registered with Microsoft Entra ID and can then be given access to resources that Microsoft Entra ID protects. Do you want to enable the system assigned managed identity for '${resource.name}'?`}
          </Text>
        ) : (
          <Text>
            {`The identity of '${resource.name}' will be deleted from Microsoft Entra ID and cannot be brought back: turning it on again makes another one. Role assignments that name it stay behind and lead to nobody. Do you want to disable the system assigned managed identity for '${resource.name}'?`}
          </Text>
        )}
      </ConfirmDialog>
    </>
  )
}

interface RegisteredIdentityProps {
  readonly resource: ResourceReference
  readonly principalId: string
}

function RegisteredIdentity({ resource, principalId }: RegisteredIdentityProps) {
  const styles = useStyles()
  return (
    <>
      <Field label="Object (principal) ID">
        <div className={styles.row}>
          <Input className={styles.grow} readOnly value={principalId} aria-label="Object (principal) ID" />
          <CopyButton text={principalId} label="Copy object (principal) ID" />
        </div>
      </Field>
      <Field label="Permissions">
        <div>
          <GatedButton icon={<KeyRegular />} onClick={() => navigate(linkTo.resource(resource.id, 'identityroles'))}>
            Azure role assignments
          </GatedButton>
        </div>
      </Field>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          This resource is registered with Microsoft Entra ID. Its identity may have been given access to other
          resources: what is changed here may stop what works with them.
        </MessageBarBody>
      </MessageBar>
    </>
  )
}
