/** Menu, name, search, notifications, settings, and who is signed in. */
import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { NavigationRegular, SettingsRegular } from '@fluentui/react-icons'
import { NotificationCenter } from '../notifications/notification-center.js'
import { linkTo } from '../routing/route.js'
import { useSignedIn } from '../session/session-context.js'
import { type Preferences, setPreferences, usePreferences } from './preferences.js'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minBlockSize: '44px',
    paddingInline: '8px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    paddingInline: '8px',
  },
  rest: { flexGrow: 1 },
  who: { '@media (max-width: 640px)': { display: 'none' } },
})

const themes: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'highContrast', label: 'High contrast' },
]

export function TopBar({ onMenu }: { readonly onMenu: () => void }) {
  const styles = useStyles()
  return (
    <header className={styles.bar}>
      <Tooltip content="Portal menu" relationship="label">
        <Button appearance="subtle" icon={<NavigationRegular />} onClick={onMenu} />
      </Tooltip>
      <a className={styles.name} href={linkTo.home()}>
        Lazulite
      </a>
      <div className={styles.rest} />
      <NotificationCenter />
      <SettingsMenu />
      <AccountMenu />
    </header>
  )
}

function SettingsMenu() {
  const { theme, direction } = usePreferences()
  return (
    <Menu
      checkedValues={{ theme: [theme], direction: [direction] }}
      onCheckedValueChange={(_, { name, checkedItems }) =>
        // the items below have no other values
        setPreferences({ [name]: checkedItems[0] } as Partial<Preferences>)
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content="Settings" relationship="label">
          <Button appearance="subtle" icon={<SettingsRegular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Appearance</MenuGroupHeader>
            {themes.map(({ value, label }) => (
              <MenuItemRadio key={value} name="theme" value={value}>
                {label}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>Direction</MenuGroupHeader>
            <MenuItemRadio name="direction" value="ltr">
              Left to right
            </MenuItemRadio>
            <MenuItemRadio name="direction" value="rtl">
              Right to left
            </MenuItemRadio>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function AccountMenu() {
  const styles = useStyles()
  const { session } = useSignedIn()
  const { displayName, userPrincipalName, tenantId } = session.person
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          aria-label={`Account of ${displayName}`}
          icon={<Avatar size={28} name={displayName} />}
        >
          <Text size={200} className={styles.who}>
            {userPrincipalName}
          </Text>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{userPrincipalName}</MenuGroupHeader>
            <MenuGroupHeader>{`Directory ${tenantId}`}</MenuGroupHeader>
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void session.switchAccount()}>Sign in with a different account</MenuItem>
          <MenuItem onClick={() => void session.signOut()}>Sign out</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
