/** The commands of "Access control (IAM)": Add, Download role assignments, Refresh. */
import { Button, Menu, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { AddRegular, ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../api/access.js'
import { CommandBar } from '../controls/command-bar.js'
import { GatedMenuItem } from '../controls/gated-menu-item.js'
import { useRefreshCommand } from '../controls/use-refresh.js'
import { linkTo } from '../routing/route.js'
import { navigate } from '../routing/use-route.js'
import { customRoleScope } from './custom-role.js'
import { DownloadPanel } from './download-panel.js'

export const assignAction = 'Microsoft.Authorization/roleAssignments/write'
export const unassignAction = 'Microsoft.Authorization/roleAssignments/delete'
export const writeRoleAction = 'Microsoft.Authorization/roleDefinitions/write'
export const deleteRoleAction = 'Microsoft.Authorization/roleDefinitions/delete'

export function IamCommands({ scope }: { readonly scope: string }) {
  const refresh = useRefreshCommand()
  const [isDownloading, setIsDownloading] = useState(false)
  const assign = usePermission(scope, assignAction)
  const writeRole = usePermission(customRoleScope(scope), writeRoleAction)
  return (
    <>
      <CommandBar
        first={
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button appearance="subtle" icon={<AddRegular />}>
                Add
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <GatedMenuItem
                  reason={assign.reason}
                  onClick={() => navigate(linkTo.resource(scope, 'addroleassignment'))}
                >
                  Add role assignment
                </GatedMenuItem>
                <GatedMenuItem reason="Not part of this cloud: classic administrators, which Azure has retired.">
                  Add co-administrator
                </GatedMenuItem>
                <GatedMenuItem
                  reason={writeRole.reason}
                  onClick={() => navigate(linkTo.resource(scope, 'createcustomrole'))}
                >
                  Add custom role
                </GatedMenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        }
        commands={[
          { label: 'Download role assignments', icon: ArrowDownloadRegular, onClick: () => setIsDownloading(true) },
          refresh,
        ]}
      />
      {isDownloading ? <DownloadPanel scope={scope} onClose={() => setIsDownloading(false)} /> : null}
    </>
  )
}
