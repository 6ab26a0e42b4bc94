/** "Search resources, services, and docs (G+/)": pages of the portal by name, and resources by theirs. */
import { Button, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { listedAreas } from '../areas/index.js'
import { describeType, resourceTypes } from '../resource-types/index.js'
import { resourceGroups } from '../resource-types/resource-groups/description.js'
import { subscriptions } from '../resource-types/subscriptions/description.js'
import { linkTo } from '../routing/route.js'
import { navigate } from '../routing/use-route.js'
import { useCloudClient } from '../session/session-context.js'

interface Found {
  readonly label: string
  readonly kind: string
  readonly to: string
}

interface Named {
  readonly id: string
  readonly name: string
  readonly type?: string
}

/** Entries shown at once, of services and of resources each. */
const mostShown = 8

const useStyles = makeStyles({
  root: { position: 'relative', inlineSize: 'min(520px, 100%)' },
  input: { inlineSize: '100%', minInlineSize: 0 },
  list: {
    position: 'absolute',
    insetInline: 0,
    insetBlockStart: '100%',
    zIndex: 20,
    margin: 0,
    padding: '4px',
    maxBlockSize: '70vh',
    overflowY: 'auto',
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    borderRadius: tokens.borderRadiusMedium,
  },
  item: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '12px',
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected },
  kind: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, flexShrink: 0 },
  narrow: { display: 'none', '@media (max-width: 480px)': { display: 'inline-flex' } },
  folded: { '@media (max-width: 480px)': { display: 'none' } },
})

const services: readonly Found[] = [
  ...resourceTypes.map(({ type, plural }) => ({ label: plural, kind: 'Service', to: linkTo.browse(type) })),
  ...listedAreas.map(({ id, label }) => ({ label, kind: 'Service', to: linkTo.view(id) })),
]

export function GlobalSearch() {
  const styles = useStyles()
  const listId = useId()
  const inputId = useId()
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [isUnfolded, setIsUnfolded] = useState(false)
  const [current, setCurrent] = useState(0)
  const resources = useEverything(isOpen)
  const found = isOpen ? search(text, resources) : []
  useShortcut(() => document.getElementById(inputId)?.focus())

  const go = (entry: Found | undefined) => {
    if (entry === undefined) return
    navigate(entry.to)
    setText('')
    setIsOpen(false)
    setIsUnfolded(false)
    document.getElementById(inputId)?.blur()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setIsOpen(false)
    else if (event.key === 'Enter') go(found[current])
    else if (event.key === 'ArrowDown') setCurrent(Math.min(current + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setCurrent(Math.max(current - 1, 0))
    else return
    if (event.key !== 'Enter') event.preventDefault()
  }
  const optionId = (index: number) => `${listId}-${index}`
  return (
    <div className={styles.root}>
      {isUnfolded ? null : (
        <Button
          className={styles.narrow}
          appearance="subtle"
          aria-label="Search"
          icon={<SearchRegular />}
          onClick={() => setIsUnfolded(true)}
        />
      )}
      <Input
        id={inputId}
        className={mergeClasses(styles.input, !isUnfolded && styles.folded)}
        role="combobox"
        aria-label="Search resources and services"
        aria-expanded={isOpen && found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(isOpen && found.length > 0 ? { 'aria-activedescendant': optionId(current) } : {})}
        placeholder="Search resources and services (G+/)"
        contentBefore={<SearchRegular aria-hidden />}
        value={text}
        onChange={(_, { value }) => {
          setText(value)
          setCurrent(0)
          setIsOpen(true)
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Found" className={found.length === 0 ? undefined : styles.list}>
        {found.map(({ label, kind, to }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the text box keeps the focus and has the keys
          <div
            key={`${kind} ${to}`}
            id={optionId(index)}
            role="option"
            aria-selected={index === current}
            className={mergeClasses(styles.item, index === current && styles.current)}
            // before the text box loses the focus
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => go(found[index])}
          >
            <span>{label}</span>
            <span className={styles.kind}>{kind}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

function search(text: string, resources: readonly Found[]): readonly Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = ({ label, kind }: Found) => words.every((word) => `${label} ${kind}`.toLowerCase().includes(word))
  return [
    ...services.filter(matches).slice(0, mostShown),
    ...(words.length === 0 ? [] : resources.filter(matches).slice(0, mostShown)),
  ]
}

/** Names of everything that may be seen; asked for when the search is opened. */
function useEverything(isWanted: boolean): readonly Found[] {
  const client = useCloudClient()
  const { data } = useQuery({
    queryKey: ['search'],
    queryFn: async () => {
      const all = await client.armList<{ readonly subscriptionId: string; readonly displayName: string }>(
        '/subscriptions',
        subscriptions,
      )
      const lists = await Promise.all(
        all.flatMap(({ subscriptionId }) => [
          client.armList<Named>(`/subscriptions/${subscriptionId}/resourcegroups`, resourceGroups),
          client.armList<Named>(`/subscriptions/${subscriptionId}/resources`, resourceGroups),
        ]),
      )
      return [
        ...all.map(({ subscriptionId, displayName }) => ({
          label: displayName,
          kind: 'Subscription',
          to: linkTo.resource(`/subscriptions/${subscriptionId}`),
        })),
        ...lists.flat().map(({ id, name, type = resourceGroups.type }) => ({
          label: name,
          kind: describeType(type).singular,
          to: linkTo.resource(id),
        })),
      ]
    },
    enabled: isWanted,
    staleTime: 10_000,
  })
  return data ?? []
}

/** Milliseconds in which the second key has to follow the first. */
const chordTime = 1000

/** "G+/", as in Azure's portal: not while somebody types. */
function useShortcut(open: () => void): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    let began = 0
    const listen = (event: globalThis.KeyboardEvent) => {
      const target = event.target
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      )
        return
      if (event.key === 'g') began = event.timeStamp
      else if (event.key === '/' && event.timeStamp - began < chordTime) {
        event.preventDefault()
        latest.current()
      } else began = 0
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
