/** "Could they do it?": one action of one principal at the scope, answered by the explain engine. */
import { makeStyles, Switch } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useExplanation } from '../api/access.js'
import { Explanation } from '../areas/explain/explanation.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedButton } from '../controls/gated-button.js'
import { Loading } from '../controls/loading.js'
import { setRouteParameters, useRoute } from '../routing/use-route.js'
import { ActionBox } from './action-box.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '8px', maxInlineSize: '640px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
})

interface WhatIfProps {
  readonly scope: string
  readonly principalId: string
}

/** The question is part of the link, so that an answer can be shown to somebody else. */
export function WhatIf({ scope, principalId }: WhatIfProps) {
  const styles = useStyles()
  const { action: asked = '', data: plane } = useRoute().parameters
  const isDataAsked = plane === 'true'
  const [action, setAction] = useState(asked)
  const [isDataAction, setIsDataAction] = useState(isDataAsked)
  const question = { principalId, action: asked, scope, isDataAction: isDataAsked }
  const { data, error, isFetching } = useExplanation(asked === '' ? undefined : question)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setRouteParameters({ action: action.trim() || undefined, data: isDataAction ? 'true' : undefined })
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <ActionBox
        scope={scope}
        label="Action"
        hint="Choose or type what they want to do."
        value={action}
        isDataAction={isDataAction}
        onChange={setAction}
      />
      <div className={styles.row}>
        <Switch
          label="Data action"
          checked={isDataAction}
          onChange={(_, { checked }) => setIsDataAction(checked === true)}
        />
        <GatedButton
          type="submit"
          appearance="primary"
          reason={action.trim() === '' ? 'Choose or type an action first.' : undefined}
        >
          Check
        </GatedButton>
      </div>
      {error === null ? null : <ErrorPanel error={error} />}
      {data === undefined && isFetching ? <Loading /> : null}
      {data === undefined ? null : <Explanation answer={data} heading="h4" />}
    </form>
  )
}
