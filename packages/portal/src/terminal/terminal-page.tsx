/** The frame of pages that are a terminal: it has all the room there is. */
import { makeStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Page } from '../controls/page.js'

const useStyles = makeStyles({
  room: { display: 'flex', blockSize: 'calc(100dvh - 190px)', minBlockSize: '320px', minInlineSize: 0 },
})

export interface TerminalPageProps {
  readonly title: string
  readonly subtitle: string
  readonly children: ReactNode
}

export function TerminalPage({ title, subtitle, children }: TerminalPageProps) {
  const styles = useStyles()
  return (
    <Page title={title} subtitle={subtitle}>
      <div className={styles.room}>{children}</div>
    </Page>
  )
}
