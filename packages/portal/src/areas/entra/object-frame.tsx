/** The page of one directory object: its menu, and the part that the link names. */
import { Text } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { PageWithMenu } from '../../controls/page-menu.js'
import { linkTo } from '../../routing/route.js'

export interface ObjectBlade {
  readonly id: string
  readonly label: string
  readonly icon: FluentIcon
  readonly group?: string
  readonly content?: ReactNode
  /** Why it is greyed. */
  readonly unavailable?: string
}

export interface ObjectFrameProps {
  readonly section: string
  readonly id: string
  /** What kind of object: "User". */
  readonly noun: string
  /** `undefined` while it is being read. */
  readonly name: string | undefined
  readonly error: Error | null
  readonly blade: string
  readonly blades: readonly ObjectBlade[]
}

export function ObjectFrame({ section, id, noun, name, error, blade, blades }: ObjectFrameProps) {
  const open = blades.find((one) => one.id === blade)
  const entries = blades.map((one) => ({ ...one, to: linkTo.view('entra', [section, id, one.id]) }))
  if (name === undefined) return <Page title={noun}>{error === null ? <Loading /> : <ErrorPanel error={error} />}</Page>
  const title = open === undefined || open.id === 'overview' ? name : `${name} | ${open.label}`
  return (
    <PageWithMenu label={`Menu of ${name}`} entries={entries} current={open?.id}>
      <Page title={title} subtitle={noun}>
        {open === undefined ? (
          <ErrorPanel title="Page not found" error={new Error(`A ${noun.toLowerCase()} has no page '${blade}'.`)} />
        ) : (
          (open.content ?? <Text>{open.unavailable}</Text>)
        )}
      </Page>
    </PageWithMenu>
  )
}
