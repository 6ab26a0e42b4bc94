/** "Create a resource": everything that the portal can make; in a group, where the link comes from one. */
import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Page } from '../../controls/page.js'
import { resourceTypes } from '../../resource-types/index.js'
import { resourceGroups } from '../../resource-types/resource-groups/description.js'
import { linkTo } from '../../routing/route.js'
import type { AreaProps } from '../define.js'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
    gap: '12px',
    padding: 0,
    marginBlock: '12px',
    listStyleType: 'none',
  },
  tile: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minBlockSize: '64px',
    paddingInline: '16px',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  icon: { fontSize: '28px', flexShrink: 0, color: tokens.colorBrandForeground1 },
  note: { display: 'block', maxInlineSize: '720px', color: tokens.colorNeutralForeground3 },
})

export default function CreateResourcePage({ parameters }: AreaProps) {
  const styles = useStyles()
  const { resourceGroup } = parameters
  const offered = resourceTypes.filter(
    ({ type, create }) => create !== undefined && (resourceGroup === undefined || type !== resourceGroups.type),
  )
  const subtitle = resourceGroup === undefined ? {} : { subtitle: `In resource group ${resourceGroup}` }
  return (
    <Page title="Create a resource" {...subtitle}>
      <ul className={styles.list} aria-label="Resources to create">
        {offered.map(({ type, singular, icon: Icon }) => (
          <li key={type}>
            <a className={styles.tile} href={linkTo.create(type, parameters)}>
              <Icon className={styles.icon} aria-hidden />
              <Text weight="semibold">{singular}</Text>
            </a>
          </li>
        ))}
      </ul>
      <Text className={styles.note}>
        Everything else that this cloud has is made with az, Terraform, a template or an SDK, and is seen here.
      </Text>
    </Page>
  )
}
