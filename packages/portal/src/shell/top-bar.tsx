/** Menu, name, search, notifications, settings, and who is signed in. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { NavigationRegular, SettingsRegular, WindowConsoleRegular } from '@fluentui/react-icons'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import { NotificationCenter } from '../notifications/notification-center.js'
import { linkTo } from '../routing/route.js'
import { usePerson } from '../session/session-context.js'
import { GlobalSearch } from './global-search.js'
import type { TopBarMenuProps } from './top-bar-menus.js'

const loadMenus = () => import('./top-bar-menus.js')
const TopBarMenu = lazy(loadMenus)

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
  search: { flex: '1 1 0', minInlineSize: 0, display: 'flex', justifyContent: 'center' },
  account: { minInlineSize: 'auto' },
  who: { '@media (max-width: 900px)': { display: 'none' } },
  initial: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    inlineSize: '28px',
    flexShrink: 0,
    blockSize: '28px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    // a picture, not a part of the button's name
    '::before': { content: 'attr(data-initial)' },
  },
})

export interface TopBarProps {
  readonly onMenu: () => void
  readonly isShellOpen: boolean
  readonly onShell: () => void
}

export function TopBar({ onMenu, isShellOpen, onShell }: TopBarProps) {
  const styles = useStyles()
  const { displayName, userPrincipalName } = usePerson()
  return (
    <header className={styles.bar}>
      <Button
        appearance="subtle"
        aria-label="Portal menu"
        title="Portal menu"
        icon={<NavigationRegular />}
        onClick={onMenu}
      />
      <a className={styles.name} href={linkTo.home()}>
        Lazulite
      </a>
      <div className={styles.search}>
        <GlobalSearch />
      </div>
      <Button
        appearance="subtle"
        aria-label="Cloud Shell"
        aria-pressed={isShellOpen}
        title="Cloud Shell"
        icon={<WindowConsoleRegular />}
        onClick={onShell}
      />
      <NotificationCenter />
      <OpensMenu
        menu="settings"
        trigger={<Button appearance="subtle" aria-label="Settings" title="Settings" icon={<SettingsRegular />} />}
      />
      <OpensMenu
        menu="account"
        trigger={
          <Button
            appearance="subtle"
            className={styles.account}
            aria-label={`Account of ${displayName}, ${userPrincipalName}`}
            title={userPrincipalName}
            icon={<span aria-hidden className={styles.initial} data-initial={displayName.slice(0, 1).toUpperCase()} />}
          >
            <Text size={200} className={styles.who}>
              {userPrincipalName}
            </Text>
          </Button>
        }
      />
    </header>
  )
}

/** A button whose menu is fetched when somebody seems about to want it, and opens with the first click. */
function OpensMenu({ menu, trigger }: TopBarMenuProps) {
  const [isWanted, setIsWanted] = useState(false)
  const still: ReactElement = (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within is what is operated; this only hears of it
    <span
      style={{ display: 'contents' }}
      onPointerEnter={() => void loadMenus()}
      onFocus={() => void loadMenus()}
      onClickCapture={() => setIsWanted(true)}
    >
      {trigger}
    </span>
  )
  if (!isWanted) return still
  return (
    <Suspense fallback={still}>
      <TopBarMenu menu={menu} trigger={trigger} />
    </Suspense>
  )
}
