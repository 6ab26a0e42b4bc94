/** "Explain access": why something was refused, or whether it would be. Refusals everywhere in the portal link here. */
import { Button, Field, Input, makeStyles, Switch, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useMemo, useState } from 'react'
import { ActionBox } from '../../access-control/action-box.js'
import { PrincipalSearch } from '../../access-control/principal-search.js'
import { usePrincipals } from '../../access-control/use-principals.js'
import { useExplanation } from '../../api/access.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { SidePanel } from '../../controls/side-panel.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { usePerson } from '../../session/session-context.js'
import type { AreaProps } from '../define.js'
import { Explanation } from './explanation.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', maxInlineSize: '720px' },
  group: { margin: 0, padding: 0, border: 'none' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  who: { display: 'grid', overflowWrap: 'anywhere', flex: '1 1 240px', minInlineSize: 0 },
  detail: { color: tokens.colorNeutralForeground3 },
})

export default function ExplainPage({ parameters }: AreaProps) {
  const styles = useStyles()
  const person = usePerson()
  const { principalId = person.principalId, action = '', scope = '' } = parameters
  const isDataAction = parameters.isDataAction === 'true'
  const [typed, setTyped] = useState({ principalId, action, scope, isDataAction })
  const [isChoosing, setIsChoosing] = useState(false)
  const isAsked = action !== '' && scope !== ''
  const question = { principalId, action, scope, isDataAction }
  const { data, error, isPending } = useExplanation(isAsked ? question : undefined)
  const principal = usePrincipals(useMemo(() => [typed.principalId], [typed.principalId])).of(typed.principalId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { isDataAction: isData, ...texts } = typed
    navigate(linkTo.view('explain', [], { ...texts, ...(isData ? { isDataAction: 'true' } : {}) }))
  }
  return (
    <Page title="Explain access" subtitle="Would it be allowed, and why">
      <form className={styles.form} onSubmit={submit}>
        <fieldset className={styles.group}>
          <legend>Principal</legend>
          <div className={styles.row}>
            <div className={styles.who}>
              <Text weight="semibold">{principal.name}</Text>
              <Text size={200} className={styles.detail}>
                {[principal.resourceKind ?? principal.type, principal.detail, typed.principalId]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </div>
            <Button onClick={() => setIsChoosing(true)}>Select a principal</Button>
          </div>
        </fieldset>
        <Field label="Scope" hint="Id of a management group, subscription, resource group or resource">
          <Input value={typed.scope} onChange={(_, { value }) => setTyped({ ...typed, scope: value })} />
        </Field>
        <ActionBox
          scope={scope}
          label="Action"
          hint="For example Microsoft.Compute/virtualMachines/start/action"
          value={typed.action}
          isDataAction={typed.isDataAction}
          onChange={(value) => setTyped({ ...typed, action: value })}
        />
        <div className={styles.row}>
          <Switch
            label="Data action"
            checked={typed.isDataAction}
            onChange={(_, { checked }) => setTyped({ ...typed, isDataAction: checked === true })}
          />
          <GatedButton
            type="submit"
            appearance="primary"
            reason={typed.action === '' || typed.scope === '' ? 'Say which action, and where.' : undefined}
          >
            Explain
          </GatedButton>
        </div>
      </form>
      {error === null ? null : <ErrorPanel error={error} />}
      {isAsked && isPending ? <Loading /> : null}
      {data === undefined ? null : <Explanation answer={data} />}
      <SidePanel title="Select a principal" isOpen={isChoosing} onClose={() => setIsChoosing(false)}>
        <PrincipalSearch
          onPick={(picked) => {
            setTyped({ ...typed, principalId: picked.principalId })
            setIsChoosing(false)
          }}
        />
      </SidePanel>
    </Page>
  )
}
