/** The frame of every page: title, what kind of thing it is, commands, content. Tells the browser and screen readers. */
import { makeStyles, Text, tokens, typographyStyles } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef } from 'react'

export interface PageProps {
  readonly title: string
  /** Under the title: "Virtual machine". */
  readonly subtitle?: string
  /** A `CommandBar`. */
  readonly commands?: ReactNode
  readonly children: ReactNode
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minBlockSize: 0, paddingInline: '20px', paddingBlockEnd: '32px' },
  head: { paddingBlock: '12px', overflowWrap: 'anywhere' },
  title: { ...typographyStyles.subtitle1, margin: 0, outlineStyle: 'none' },
  subtitle: { color: tokens.colorNeutralForeground3 },
})

let isFirstPage = true

export function Page({ title, subtitle, commands, children }: PageProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} - Lazulite portal`
    // so that a screen reader tells where a click has led; not when the portal opens, where the top is the right place
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [title])
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {subtitle === undefined ? null : (
          <Text size={200} block className={styles.subtitle}>
            {subtitle}
          </Text>
        )}
      </div>
      {commands}
      {children}
    </div>
  )
}
