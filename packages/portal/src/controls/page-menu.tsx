/** A menu at the start, one of its pages beside it. On a narrow window the menu folds away. */
import { Button, makeStyles, mergeClasses, SearchBox, Text, Tooltip, tokens } from '@fluentui/react-components'
import { type FluentIcon, NavigationRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon: FluentIcon
  /** Heading above the first entry of a group. */
  readonly group?: string
  /** Why the entry is greyed. */
  readonly unavailable?: string
  /** As `linkTo` makes it. */
  readonly to: string
}

export interface PageWithMenuProps {
  /** Of the menu, for screen readers. */
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** Id of the entry that is marked. */
  readonly current: string | undefined
  readonly children: ReactNode
}

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

export function PageWithMenu({ label, entries, current, children }: PageWithMenuProps) {
  const styles = useStyles()
  const [filter, setFilter] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const shown = entries.filter((entry) => entry.label.toLowerCase().includes(filter.trim().toLowerCase()))
  return (
    <div className={styles.root}>
      <nav className={styles.menu} aria-label={label}>
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
            {shown.map((entry, index) => (
              <li key={entry.id}>
                {entry.group === undefined || entry.group === shown[index - 1]?.group ? null : (
                  <Text size={200} weight="semibold" className={styles.group}>
                    {entry.group}
                  </Text>
                )}
                <Entry entry={entry} isCurrent={entry.id === current} onOpen={() => setIsOpen(false)} />
              </li>
            ))}
          </ul>
        </div>
      </nav>
      <div className={styles.content}>{children}</div>
    </div>
  )
}

interface EntryProps {
  readonly entry: MenuEntry
  readonly isCurrent: boolean
  readonly onOpen: () => void
}

function Entry({ entry, isCurrent, onOpen }: EntryProps) {
  const { label, icon: Icon, unavailable, to } = entry
  const styles = useStyles()
  const className = mergeClasses(
    styles.item,
    isCurrent && styles.current,
    unavailable !== undefined && styles.unavailable,
  )
  if (unavailable === undefined) {
    return (
      <a className={className} href={to} {...(isCurrent ? { 'aria-current': 'page' as const } : {})} onClick={onOpen}>
        <Icon aria-hidden /> {label}
      </a>
    )
  }
  return (
    <Tooltip content={unavailable} relationship="description">
      {/* biome-ignore lint/a11y/useSemanticElements: reachable, so that its reason can be heard */}
      <span className={className} role="link" aria-disabled="true" tabIndex={0}>
        <Icon aria-hidden /> {label}
      </span>
    </Tooltip>
  )
}
