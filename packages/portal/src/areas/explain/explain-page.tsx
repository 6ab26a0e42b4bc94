/** "Explain access": why something was refused, or whether it would be. Refusals everywhere in the portal link here. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useExplanation } from '../../api/access.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { usePerson } from '../../session/session-context.js'
import type { AreaProps } from '../define.js'
import { Explanation } from './explanation.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', maxInlineSize: '720px', justifyItems: 'start' },
  field: { inlineSize: '100%' },
})

export default function ExplainPage({ parameters }: AreaProps) {
  const styles = useStyles()
  const person = usePerson()
  const { principalId = person.principalId, action = '', scope = '' } = parameters
  const [typed, setTyped] = useState({ principalId, action, scope })
  const isAsked = parameters.action !== undefined && parameters.scope !== undefined
  const { data, error, isPending } = useExplanation(isAsked ? { principalId, action, scope } : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    navigate(linkTo.view('explain', [], typed))
  }
  const field = (name: keyof typeof typed, label: string, hint: string) => (
    <Field label={label} hint={hint} className={styles.field}>
      <Input value={typed[name]} onChange={(_, { value }) => setTyped({ ...typed, [name]: value })} />
    </Field>
  )
  return (
    <Page title="Explain access" subtitle="Would it be allowed, and why">
      <form className={styles.form} onSubmit={submit}>
        {field('principalId', 'Principal', 'Object id of a user, group, application or managed identity')}
        {field('action', 'Action', 'For example Microsoft.Compute/virtualMachines/start/action')}
        {field('scope', 'Scope', 'Id of a subscription, resource group or resource')}
        <Button type="submit" appearance="primary" disabled={typed.action === '' || typed.scope === ''}>
          Explain
        </Button>
      </form>
      {error === null ? null : <ErrorPanel error={error} />}
      {isAsked && isPending ? <Loading /> : null}
      {data === undefined ? null : <Explanation answer={data} />}
    </Page>
  )
}
