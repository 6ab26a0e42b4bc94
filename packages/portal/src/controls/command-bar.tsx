/** The row of commands above a page's content. Wraps where the page is narrow. */
import { makeStyles, tokens } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { GatedButton } from './gated-button.js'

export interface Command {
  readonly label: string
  readonly icon?: FluentIcon
  readonly onClick: () => void
  /** Why it cannot be used now. */
  readonly reason?: string | undefined
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    alignItems: 'center',
    paddingBlock: '4px',
    marginBlockEnd: '12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})

export interface CommandBarProps {
  readonly commands: readonly Command[]
  /** A menu that comes first: "Add". */
  readonly first?: ReactNode
  /** Menus and the like, after the commands. */
  readonly children?: ReactNode
}

export function CommandBar({ commands, first, children }: CommandBarProps) {
  const styles = useStyles()
  return (
    <div className={styles.bar} role="toolbar" aria-label="Commands">
      {first}
      {commands.map(({ label, icon: Icon, onClick, reason }) => (
        <GatedButton
          key={label}
          appearance="subtle"
          {...(Icon === undefined ? {} : { icon: <Icon /> })}
          reason={reason}
          onClick={onClick}
        >
          {label}
        </GatedButton>
      ))}
      {children}
    </div>
  )
}
