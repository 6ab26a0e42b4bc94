/** "Use a Linux VM system-assigned managed identity to access Azure Resource Manager". */
import { connectSteps } from './connect.ts'
import { grantSteps, signInStep } from './grant-access.ts'
import type { Tutorial } from './tour.ts'

const place = { group: 'DevTest', machine: 'web-1' }

export const linuxTutorial: Tutorial = {
  ...{ name: 'linux-vm-system-assigned', ...place },
  title: 'A Linux machine reads its resource group',
  introduction: [
    'Microsoft\'s tutorial "Use a Linux VM system-assigned managed identity to access Azure Resource Manager", in the portal',
    'of this cloud. A machine has an identity of its own; you allow that identity to read a resource group; a program in the',
    'machine gets a token and reads the group. No secret is stored anywhere.',
    '',
    'Before you begin, a machine with an identity has to be there:',
    '',
    '    $ npx lazulite start',
    `    $ npx lazulite vm create -g ${place.group} -n ${place.machine} --assign-identity`,
    '',
    'Then open https://localhost:4430/ in a browser ([docs/portal.md](../portal.md) says how it comes to trust the page).',
  ].join('\n'),
  parts: [
    { heading: 'Grant access', steps: [signInStep, ...grantSteps(place)] },
    { heading: 'Get a token and use it', steps: connectSteps({ ...place, apiVersion: '2016-09-01' }) },
  ],
  notes: [
    'The address of the group is compared without regard to case here, as Resource Manager does; the text of the tutorial is more careful than it has to be.',
    `The same without a browser: \`npx lazulite tutorial linux-vm-system-assigned\`; the same from a terminal of yours: \`npx lazulite ssh -g ${place.group} -n ${place.machine}\`.`,
    'A change of access holds at once here. On Azure it may take minutes.',
  ],
}
