/** Finds a principal in the directory: by a part of its name, by sign-in name, or by object id. */
import { makeStyles, mergeClasses, Radio, RadioGroup, SearchBox, Text, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useState } from 'react'
import { useGraph } from '../api/queries.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Loading } from '../controls/loading.js'
import { type DirectoryObject, type NamedPrincipal, namePrincipal } from './principal-names.js'
import { nameType, usePrincipals } from './use-principals.js'

/** Milliseconds without a key before the directory is asked. */
const pause = 200
const shownAtMost = 20
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const useStyles = makeStyles({
  root: { display: 'grid', gap: '8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    inlineSize: '100%',
    textAlign: 'start',
    padding: '8px',
    border: 'none',
    cursor: 'pointer',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorTransparentBackground,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  detail: { color: tokens.colorNeutralForeground3 },
  search: { maxInlineSize: '100%' },
})

interface PrincipalSearchProps {
  readonly onPick: (principal: NamedPrincipal) => void
}

export function PrincipalSearch({ onPick }: PrincipalSearchProps) {
  const styles = useStyles()
  const [isIdentity, setIsIdentity] = useState(false)
  const [typed, setTyped] = useState('')
  const text = useSettled(typed.trim())
  const { found, error, isPending } = useMatches(text, isIdentity)
  return (
    <div className={styles.root}>
      <RadioGroup
        aria-label="Kind of principal"
        value={isIdentity ? 'identity' : 'principal'}
        onChange={(_, { value }) => setIsIdentity(value === 'identity')}
      >
        <Radio value="principal" label="User, group, or service principal" />
        <Radio value="identity" label="Managed identity" />
      </RadioGroup>
      <SearchBox
        className={styles.search}
        placeholder="Search by name, email address or object ID"
        aria-label="Search by name, email address or object ID"
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
      />
      {error === null ? null : <ErrorPanel error={error} />}
      {isPending ? <Loading /> : null}
      {!isPending && error === null && found.length === 0 ? <Text>No results.</Text> : null}
      <ul className={styles.list} aria-label="Results">
        {found.map((principal) => (
          <li key={principal.principalId}>
            <button type="button" className={styles.item} onClick={() => onPick(principal)}>
              <span>{principal.name}</span>
              <span className={mergeClasses(styles.detail)}>
                {[principal.resourceKind ?? principal.type, principal.detail].filter(Boolean).join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

interface Page {
  readonly value: readonly DirectoryObject[]
}

function useMatches(text: string, isIdentity: boolean) {
  const isId = guid.test(text)
  const find = (set: string, properties: readonly string[], filter?: string): string => {
    // quotes and backslashes end the text of a search
    const part = text.replaceAll(/["\\]/g, ' ').trim()
    const search = properties.map((property) => `"${property}:${part}"`).join(' OR ')
    const query = new URLSearchParams({
      $top: String(shownAtMost),
      ...(part === '' ? {} : { $search: search }),
      ...(filter === undefined ? {} : { $filter: filter, $count: 'true' }),
    })
    return `/${set}?${query}`
  }
  const people = useGraph<Page>(isIdentity || isId ? undefined : find('users', ['displayName', 'userPrincipalName']))
  const groups = useGraph<Page>(isIdentity || isId ? undefined : find('groups', ['displayName']))
  const kind = isIdentity ? "servicePrincipalType eq 'ManagedIdentity'" : "servicePrincipalType eq 'Application'"
  const applications = useGraph<Page>(isId ? undefined : find('servicePrincipals', ['displayName'], kind))
  const byId = usePrincipals(useMemo(() => (isId ? [text] : []), [isId, text]))
  if (isId) {
    const principal = byId.of(text)
    const found = byId.isReady && principal.type !== 'Unknown' ? [principal] : []
    return { found, error: byId.error, isPending: !byId.isReady }
  }
  const asked = isIdentity ? [applications] : [people, groups, applications]
  const found = asked
    .flatMap(({ data }) => data?.value ?? [])
    .map((object) => namePrincipal({ principalId: object.id, found: object, nameType }))
  return {
    found,
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    isPending: asked.some(({ isPending }) => isPending),
  }
}
