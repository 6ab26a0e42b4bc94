/** The portal menu: everything there is, one click away. */
import { makeStyles, NavDrawer, NavDrawerBody, NavItem, Text } from '@fluentui/react-components'
import { HomeRegular } from '@fluentui/react-icons'

import { listedAreas } from '../areas/index.js'
import { listedTypes } from '../resource-types/index.js'

import { linkTo } from '../routing/route.js'
import { navigate } from '../routing/use-route.js'

const useStyles = makeStyles({ title: { padding: '12px' } })

export default function SideMenu({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const styles = useStyles()
  const items = [
    { label: 'Home', Icon: HomeRegular, to: linkTo.home() },
    ...listedTypes().map(({ type, plural, icon }) => ({ label: plural, Icon: icon, to: linkTo.browse(type) })),
    ...listedAreas.map(({ id, label, icon }) => ({ label, Icon: icon, to: linkTo.view(id) })),
  ]
  return (
    <NavDrawer
      type="overlay"
      open={isOpen}
      aria-label="Portal menu"
      selectedValue={location.hash}
      onOpenChange={(_, { open }) => {
        if (!open) onClose()
      }}
      onNavItemSelect={(_, { value }) => {
        onClose()
        navigate(String(value))
      }}
    >
      <Text weight="semibold" className={styles.title}>
        Lazulite
      </Text>
      <NavDrawerBody>
        {items.map(({ label, Icon, to }) => (
          <NavItem key={to} value={to} icon={<Icon />}>
            {label}
          </NavItem>
        ))}
      </NavDrawerBody>
    </NavDrawer>
  )
}
