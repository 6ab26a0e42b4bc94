/** Choosing several of a list, as Azure's panels do: a click on an entry chooses it, the chosen ones stand below. */
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { CheckmarkRegular, DismissRegular } from '@fluentui/react-icons'
import { type ReactNode, useRef } from 'react'
import { type Member, toggleMember } from './member.js'

const useStyles = makeStyles({
  root: { display: 'grid', gap: '12px', alignContent: 'start' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    maxBlockSize: '320px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  item: {
    inlineSize: '100%',
    maxInlineSize: 'none',
    justifyContent: 'flex-start',
    textAlign: 'start',
    borderRadius: 0,
    fontWeight: tokens.fontWeightRegular,
    gap: '8px',
  },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  words: { display: 'grid', minInlineSize: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground3 },
  note: { padding: '12px', color: tokens.colorNeutralForeground3 },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold, outlineStyle: 'none' },
  line: { display: 'flex', alignItems: 'center', gap: '8px', paddingInline: '12px', minBlockSize: '44px' },
})

export interface PickListProps {
  /** For screen readers: "Managed identities". */
  readonly label: string
  /** `undefined` while they are read. */
  readonly candidates: readonly Member[] | undefined
  readonly chosen: readonly Member[]
  readonly onChange: (chosen: readonly Member[]) => void
  /** Shown when there are no candidates. */
  readonly empty: ReactNode
}

export function PickList({ label, candidates, chosen, onChange, empty }: PickListProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  const remove = (member: Member) => {
    onChange(toggleMember(chosen, member))
    // the button that was pressed is gone
    heading.current?.focus()
  }
  return (
    <div className={styles.root}>
      <ul className={styles.list} aria-label={label}>
        {candidates === undefined || candidates.length === 0 ? (
          <li className={styles.note}>{candidates === undefined ? 'Loading' : empty}</li>
        ) : null}
        {candidates?.map((member) => {
          const isChosen = chosen.some(({ principalId }) => principalId === member.principalId)
          return (
            <li key={member.principalId}>
              <Button
                appearance="subtle"
                aria-pressed={isChosen}
                className={mergeClasses(styles.item, isChosen && styles.chosen)}
                onClick={() => onChange(toggleMember(chosen, member))}
              >
                <Words member={member} />
                {isChosen ? <CheckmarkRegular aria-hidden /> : null}
              </Button>
            </li>
          )
        })}
      </ul>
      <h3 ref={heading} tabIndex={-1} className={styles.heading}>
        Selected members:
      </h3>
      {chosen.length === 0 ? (
        <Text className={styles.detail}>No members selected</Text>
      ) : (
        <ul className={styles.list} aria-label="Selected members">
          {chosen.map((member) => (
            <li key={member.principalId} className={styles.line}>
              <Words member={member} />
              <Button
                appearance="subtle"
                size="small"
                icon={<DismissRegular />}
                aria-label={`Remove ${member.name}`}
                onClick={() => remove(member)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Words({ member: { name, kind, detail } }: { readonly member: Member }) {
  const styles = useStyles()
  return (
    <span className={styles.words}>
      <Text>{name}</Text>
      <Text size={200} className={styles.detail}>
        {detail === undefined ? kind : `${kind} · ${detail}`}
      </Text>
    </span>
  )
}
