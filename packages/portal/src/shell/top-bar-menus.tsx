/** What opens from the top bar; loaded when it is first wanted, because the first load has a budget. */
import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useSignedIn } from '../session/session-context.js'
import { type Preferences, setPreferences, usePreferences } from './preferences.js'

export interface TopBarMenuProps {
  readonly menu: 'settings' | 'account'
  /** The button that was clicked. */
  readonly trigger: ReactElement
}

export default function TopBarMenu({ menu, trigger }: TopBarMenuProps) {
  return menu === 'settings' ? <SettingsMenu trigger={trigger} /> : <AccountMenu trigger={trigger} />
}

const themes: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'highContrast', label: 'High contrast' },
]

function SettingsMenu({ trigger }: { readonly trigger: ReactElement }) {
  const { theme, direction } = usePreferences()
  return (
    <Menu
      defaultOpen
      checkedValues={{ theme: [theme], direction: [direction] }}
      onCheckedValueChange={(_, { name, checkedItems }) =>
        // the items below have no other values
        setPreferences({ [name]: checkedItems[0] } as Partial<Preferences>)
      }
    >
      <MenuTrigger disableButtonEnhancement>{trigger}</MenuTrigger>
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

function AccountMenu({ trigger }: { readonly trigger: ReactElement }) {
  const { session } = useSignedIn()
  const { userPrincipalName, tenantId } = session.person
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>{trigger}</MenuTrigger>
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
