/** The first page: Azure services, as tiles. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { Page } from '../../controls/page.js'
import { resourceTypes } from '../../resource-types/index.js'
import { linkTo } from '../../routing/route.js'
import { areas } from '../index.js'

const useStyles = makeStyles({
  tiles: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: 0, marginBlock: '12px', listStyleType: 'none' },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '8px',
    inlineSize: '112px',
    blockSize: '96px',
    padding: '12px',
    boxSizing: 'border-box',
    textAlign: 'center',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  icon: { fontSize: '32px', color: tokens.colorBrandForeground1 },
})

export default function Home() {
  const styles = useStyles()
  const tiles = [
    ...resourceTypes.map(({ type, plural, icon }) => ({
      key: type,
      label: plural,
      Icon: icon,
      to: linkTo.browse(type),
    })),
    ...areas.map(({ id, label, icon }) => ({ key: id, label, Icon: icon, to: linkTo.view(id) })),
  ]
  return (
    <Page title="Home">
      <Subtitle2 as="h2">Azure services</Subtitle2>
      <ul className={styles.tiles}>
        {tiles.map(({ key, label, Icon, to }) => (
          <li key={key}>
            <a className={styles.tile} href={to}>
              <Icon className={styles.icon} />
              <Text size={200}>{label}</Text>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
