/** A resource: its menu at the start, one of its pages beside it. On a narrow window the menu folds away. */
import { Button, makeStyles, mergeClasses, SearchBox, Text, Tooltip, tokens } from '@fluentui/react-components'
import { NavigationRegular } from '@fluentui/react-icons'
import { useEffect, useMemo, useState } from 'react'
import { parseResourceReference, type ResourceReference } from '../../api/resource-reference.js'
import { useDisplayName } from '../../api/subscriptions.js'
import { remember } from '../../areas/home/recent.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { LoadedPage } from '../../routing/load-page.js'
import { linkTo } from '../../routing/route.js'
import { usePerson } from '../../session/session-context.js'
import type { BladeDescription } from '../define.js'
import { bladesOf, describeType } from '../index.js'
import { useResourceType } from '../use-resource-type.js'

const useStyles = makeStyles({
  root: { display: 'flex', minBlockSize: '100%', '@media (max-width: 768px)': { flexDirection: 'column' } },
  menu: {
    flex: '0 0 220px',
    boxSizing: 'border-box',
    padding: '12px',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 768px)': { flexBasis: 'auto', borderRightStyle: 'none', paddingBlockEnd: 0 },
  },
  search: { inlineSize: '100%', minInlineSize: 0, marginBlockEnd: '8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  folded: { '@media (max-width: 768px)': { display: 'none' } },
  opener: { display: 'none', '@media (max-width: 768px)': { display: 'inline-flex' } },
  group: { display: 'block', paddingBlock: '8px 4px', paddingInline: '8px', color: tokens.colorNeutralForeground3 },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    minBlockSize: '32px',
    paddingInline: '8px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
  unavailable: { color: tokens.colorNeutralForegroundDisabled, cursor: 'not-allowed' },
  content: { flex: '1 1 0', minInlineSize: 0 },
})

export default function ResourcePage({ id, blade: asked }: { readonly id: string; readonly blade: string }) {
  const resource = useMemo(() => parseResourceReference(id), [id])
  if (resource === undefined) return <ErrorPanel error={new Error(`'${id}' is not the id of a resource.`)} />
  return <KnownResource key={id.toLowerCase()} resource={resource} asked={asked} />
}

function KnownResource({ resource, asked }: { readonly resource: ResourceReference; readonly asked: string }) {
  const styles = useStyles()
  const isDescribed = useResourceType(resource)
  const { principalId } = usePerson()
  const description = describeType(resource.type)
  const blades = bladesOf(description)
  const blade = blades.find(({ id }) => id === asked)
  const isOverview = blade?.id === 'overview'
  const name = useDisplayName(resource)
  const title = blade === undefined || isOverview ? name : `${name} | ${blade.label}`
  useEffect(() => remember({ id: resource.id, name }, principalId), [resource.id, name, principalId])
  if (!isDescribed) return <Loading />
  return (
    <div className={styles.root}>
      <ResourceMenu resource={resource} name={name} blades={blades} current={blade?.isPartOf ?? blade?.id} />
      <div className={styles.content}>
        <Page title={title} subtitle={description.singular}>
          {blade === undefined ? (
            <ErrorPanel error={new Error(`A ${description.singular.toLowerCase()} has no page '${asked}'.`)} />
          ) : blade.load === undefined ? (
            <Text>{blade.unavailable}</Text>
          ) : (
            <LoadedPage load={blade.load} with={{ resource }} />
          )}
        </Page>
      </div>
    </div>
  )
}

interface ResourceMenuProps {
  readonly resource: ResourceReference
  readonly name: string
  readonly blades: readonly BladeDescription[]
  readonly current: string | undefined
}

function ResourceMenu({ resource, name, blades, current }: ResourceMenuProps) {
  const styles = useStyles()
  const [filter, setFilter] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const items = blades.filter(
    ({ label, isPartOf }) => isPartOf === undefined && label.toLowerCase().includes(filter.trim().toLowerCase()),
  )
  let lastGroup: string | undefined
  return (
    <nav className={styles.menu} aria-label={`Menu of ${name}`}>
      <Button
        className={styles.opener}
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Menu
      </Button>
      <div className={isOpen ? undefined : styles.folded}>
        <SearchBox
          className={styles.search}
          placeholder="Search"
          aria-label="Search the menu"
          value={filter}
          onChange={(_, { value }) => setFilter(value)}
        />
        <ul className={styles.list}>
          {items.map(({ id, label, icon: Icon, group, unavailable }) => {
            const heading = group === lastGroup ? undefined : group
            lastGroup = group
            const className = mergeClasses(
              styles.item,
              id === current && styles.current,
              unavailable !== undefined && styles.unavailable,
            )
            return (
              <li key={id}>
                {heading === undefined ? null : (
                  <Text size={200} weight="semibold" className={styles.group}>
                    {heading}
                  </Text>
                )}
                {unavailable === undefined ? (
                  <a
                    className={className}
                    href={linkTo.resource(resource.id, id)}
                    {...(id === current ? { 'aria-current': 'page' as const } : {})}
                    onClick={() => setIsOpen(false)}
                  >
                    <Icon aria-hidden /> {label}
                  </a>
                ) : (
                  <Tooltip content={unavailable} relationship="description">
                    {/* biome-ignore lint/a11y/useSemanticElements: reachable, so that its reason can be heard */}
                    <span className={className} role="link" aria-disabled="true" tabIndex={0}>
                      <Icon aria-hidden /> {label}
                    </span>
                  </Tooltip>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </nav>
  )
}
