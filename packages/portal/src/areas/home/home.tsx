/** The first page: Azure services as tiles, what was opened lately, and the ways into everything. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { parseResourceReference } from '../../api/resource-reference.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { describeType, findType, listedTypes } from '../../resource-types/index.js'
import { linkTo } from '../../routing/route.js'
import { usePerson } from '../../session/session-context.js'
import { findArea, listedAreas } from '../index.js'
import { recentResources } from './recent.js'

const useStyles = makeStyles({
  tiles: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px',
    padding: 0,
    marginBlock: '12px 24px',
    listStyleType: 'none',
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '8px',
    inlineSize: '112px',
    minBlockSize: '96px',
    padding: '12px',
    boxSizing: 'border-box',
    textAlign: 'center',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  icon: { fontSize: '32px', color: tokens.colorBrandForeground1 },
  recent: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
    gap: '0 16px',
    maxInlineSize: '900px',
    margin: 0,
    marginBlock: '8px 24px',
    padding: 0,
    listStyleType: 'none',
  },
  line: {
    display: 'grid',
    gridColumn: '1 / -1',
    gridTemplateColumns: 'subgrid',
    alignItems: 'center',
    minBlockSize: '36px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { display: 'flex', alignItems: 'center', gap: '8px', minInlineSize: 0, overflowWrap: 'anywhere' },
  small: { flexShrink: 0, fontSize: '20px' },
  ways: { display: 'flex', flexWrap: 'wrap', gap: '8px', padding: 0, marginBlock: '8px', listStyleType: 'none' },
  way: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    minInlineSize: '200px',
    minBlockSize: '44px',
    paddingInline: '12px',
    boxSizing: 'border-box',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
})

/** What Azure's home has under "Navigate". */
const navigable = ['Microsoft.Resources/subscriptions', 'Microsoft.Resources/resourceGroups']

export default function Home() {
  const styles = useStyles()
  const { principalId } = usePerson()
  const [recent] = useState(() => recentResources(principalId))
  const areaTile = ({ id, label, icon }: (typeof listedAreas)[number]) => ({ label, Icon: icon, to: linkTo.view(id) })
  const first = listedAreas.filter(({ id }) => id === 'create-resource')
  const tiles = [
    ...first.map(areaTile),
    ...listedTypes().map(({ type, plural, icon }) => ({ label: plural, Icon: icon, to: linkTo.browse(type) })),
    ...listedAreas.filter((area) => !first.includes(area)).map(areaTile),
  ]
  const all = findArea('all-resources')
  const ways = [
    ...navigable.flatMap((type) => {
      const found = findType(type)
      return found === undefined ? [] : [{ label: found.plural, Icon: found.icon, to: linkTo.browse(found.type) }]
    }),
    ...(all === undefined ? [] : [areaTile(all)]),
  ]
  return (
    <Page title="Home">
      <Subtitle2 as="h2">Azure services</Subtitle2>
      <ul className={styles.tiles}>
        {tiles.map(({ label, Icon, to }) => (
          <li key={to}>
            <a className={styles.tile} href={to}>
              <Icon className={styles.icon} aria-hidden />
              <Text size={200} align="center">
                {label}
              </Text>
            </a>
          </li>
        ))}
      </ul>
      <Subtitle2 as="h2">Recent resources</Subtitle2>
      {recent.length === 0 ? <Text>No resources have been opened in this browser lately.</Text> : null}
      <ul className={styles.recent} aria-label="Recent resources">
        {recent.map(({ id, name }) => {
          const { icon: Icon, singular } = describeType(parseResourceReference(id)?.type ?? '')
          return (
            <li key={id} className={styles.line}>
              <span className={styles.name}>
                <Icon className={styles.small} aria-hidden />
                <Link to={linkTo.resource(id)}>{name}</Link>
              </span>
              <Text size={200}>{singular}</Text>
            </li>
          )
        })}
      </ul>
      <Subtitle2 as="h2">Navigate</Subtitle2>
      <ul className={styles.ways} aria-label="Navigate">
        {ways.map(({ label, Icon, to }) => (
          <li key={to}>
            <a className={styles.way} href={to}>
              <Icon className={styles.small} aria-hidden />
              {label}
            </a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
