/** A principal in a table: its name, and beneath it the user principal name or application id. */
import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Link } from '../controls/link.js'
import { linkTo } from '../routing/route.js'
import type { NamedPrincipal } from './principal-names.js'

const useStyles = makeStyles({
  root: { display: 'grid', minInlineSize: '120px' },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

interface PrincipalLabelProps {
  readonly principal: NamedPrincipal
  /** Where the name leads. */
  readonly to?: string
}

export function PrincipalLabel({ principal, to }: PrincipalLabelProps) {
  const styles = useStyles()
  const { name, detail } = principal
  return (
    <div className={styles.root}>
      {to === undefined ? <span>{name}</span> : <Link to={to}>{name}</Link>}
      {detail === undefined ? null : (
        <Text size={200} className={styles.detail}>
          {detail}
        </Text>
      )}
    </div>
  )
}

/** "User", "Group"; of a managed identity also the kind of resource, which leads to it. */
export function PrincipalKind({ principal }: { readonly principal: NamedPrincipal }) {
  const styles = useStyles()
  const { type, resourceKind, resourceId } = principal
  return (
    <div className={styles.root}>
      <span>{type}</span>
      {resourceKind === undefined ? null : (
        <Text size={200} className={styles.detail}>
          {resourceId === undefined ? resourceKind : <Link to={linkTo.resource(resourceId)}>{resourceKind}</Link>}
        </Text>
      )}
    </div>
  )
}
