/**
 * A failure in the service's own code and words, with everything that helps: copy it, and for a refusal a link to the
 * explanation.
 */
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { describeForCopy, refusedAccessOf, ServiceError } from '../api/service-error.js'
import { linkTo } from '../routing/route.js'
import { CopyButton } from './copy-button.js'
import { Link } from './link.js'

const useStyles = makeStyles({
  bar: { marginBlock: '8px' },
  body: { overflowWrap: 'anywhere', whiteSpace: 'pre-line' },
})

export interface ErrorPanelProps {
  readonly error: unknown
  /** Of what is no refusal of a service. */
  readonly title?: string
}

export function ErrorPanel({ error, title = 'The portal has failed' }: ErrorPanelProps) {
  const styles = useStyles()
  const refused = refusedAccessOf(error)
  const isService = error instanceof ServiceError
  return (
    <MessageBar intent="error" layout="multiline" className={styles.bar} role="alert">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{isService ? error.facts.code : title}</MessageBarTitle>
        {error instanceof Error ? error.message : String(error)}
        {isService && error.facts.details?.map(({ code, message }) => `\n${code}: ${message}`)}
      </MessageBarBody>
      <MessageBarActions containerAction={<CopyButton label="Copy error" text={describeForCopy(error)} />}>
        {refused === undefined ? null : (
          <Link to={linkTo.view('explain', [], { ...refused })}>Explain this refusal</Link>
        )}
      </MessageBarActions>
    </MessageBar>
  )
}
