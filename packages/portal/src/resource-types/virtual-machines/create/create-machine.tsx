/** "Create a virtual machine": the tabs of Azure's page; what they add up to is a template deployment. */
import { useState } from 'react'
import { usePermission } from '../../../api/access.js'
import { useArmList } from '../../../api/queries.js'
import { Page } from '../../../controls/page.js'
import { Wizard } from '../../../controls/wizard.js'
import { useOperation } from '../../../notifications/use-operation.js'
import { linkTo } from '../../../routing/route.js'
import { navigate } from '../../../routing/use-route.js'
import type { CreateProps } from '../../define.js'
import { regionsToChoose, useLocations } from '../../locations.js'
import { resourceGroups } from '../../resource-groups/description.js'
import { subscriptions } from '../../subscriptions/description.js'
import { virtualMachines } from '../description.js'
import { machineAction, machineType } from '../machine.js'
import type { MachineSize } from '../size-table.js'
import { BasicsStep, type Choices } from './basics-step.js'
import { DeploymentProgress } from './deployment-progress.js'
import type { StepProps } from './form-parts.js'
import type { Group } from './group-field.js'
import { KeyDialog } from './key-dialog.js'
import { keyNameOf, type MachineForm, newForm, problemOfStep, problemsOf, usesKey } from './machine-form.js'
import {
  type DeploymentFacts,
  deploymentId,
  deploymentName,
  deploymentVersion,
  groupIdOfForm,
  machineDeployment,
} from './machine-template.js'
import { NetworkingStep } from './networking-step.js'
import { AdvancedStep, DisksStep, ManagementStep, MonitoringStep, TagsStep } from './other-steps.js'
import { ReviewStep } from './review-step.js'
import { useValidation } from './use-validation.js'

/** Where a machine is made when nothing says otherwise. */
const defaultRegion = 'eastus'

export default function CreateMachine({ parameters }: CreateProps) {
  const { deployment, ...others } = parameters
  return deployment === undefined ? <MachineWizard parameters={others} /> : <DeploymentProgress id={deployment} />
}

interface Given {
  readonly form: MachineForm
  readonly choices: Choices
}

/** What was written, completed with what goes without saying. */
function useGiven(written: MachineForm, parameters: CreateProps['parameters']): Given {
  const all = useArmList<Choices['subscriptions'][number]>('/subscriptions', subscriptions).data ?? []
  const subscriptionId = written.subscriptionId || parameters.subscriptionId || (all[0]?.subscriptionId ?? '')
  const subscription = subscriptionId === '' ? undefined : `/subscriptions/${subscriptionId}`
  const below = (path: string) => (subscription === undefined ? undefined : `${subscription}${path}`)
  const groups = useArmList<Group>(below('/resourcegroups'), resourceGroups).data ?? []
  const regions = useLocations(subscriptionId === '' ? undefined : subscriptionId).data
  const group = groups.find(({ name }) => name.toLowerCase() === written.resourceGroup.toLowerCase())
  const location = written.location || (group?.location ?? defaultRegion)
  const sizes = useArmList<MachineSize>(
    below(`/providers/Microsoft.Compute/locations/${location}/vmSizes`),
    virtualMachines,
  )
  return {
    form: { ...written, subscriptionId, location },
    choices: {
      subscriptions: all,
      groups,
      regions: regionsToChoose(regions ?? []),
      sizes: sizes.data,
      sizesError: sizes.error,
    },
  }
}

/** Why it would be refused, as far as that is known before. */
function useReason({ subscriptionId, isNewGroup, resourceGroup, ...rest }: MachineForm): string | undefined {
  const subscription = subscriptionId === '' ? undefined : `/subscriptions/${subscriptionId}`
  const scope =
    isNewGroup || resourceGroup === ''
      ? subscription
      : groupIdOfForm({ ...rest, subscriptionId, isNewGroup, resourceGroup })
  const group = usePermission(
    isNewGroup ? subscription : undefined,
    'Microsoft.Resources/subscriptions/resourceGroups/write',
  )
  const deployment = usePermission(scope, 'Microsoft.Resources/deployments/write')
  const machine = usePermission(scope, machineAction('write'))
  return group.reason ?? machine.reason ?? deployment.reason
}

interface CreateInput {
  readonly form: MachineForm
  readonly facts: DeploymentFacts
  readonly name: string
}

const useCreate = () =>
  useOperation<CreateInput, unknown>({
    title: ({ form }) => `Deploying virtual machine '${form.name}'`,
    success: ({ form }) => `Deployment to resource group '${form.resourceGroup}' was successful.`,
    link: ({ form, name }) => linkTo.create(machineType, { deployment: deploymentId(form, name) }),
    async run(client, { form, facts, name }, onProgress) {
      if (form.isNewGroup) {
        const { apiVersion } = resourceGroups
        await client.arm(groupIdOfForm(form), { method: 'PUT', apiVersion, body: { location: form.location } })
      }
      let isShown = false
      return await client.armOperation(deploymentId(form, name), {
        method: 'PUT',
        apiVersion: deploymentVersion,
        body: machineDeployment(form, facts),
        onProgress(progress) {
          // accepted: from now on its own page says how it goes
          if (!isShown) navigate(linkTo.create(machineType, { deployment: deploymentId(form, name) }))
          isShown = true
          onProgress(progress)
        },
      })
    },
  })

function MachineWizard({ parameters }: CreateProps) {
  const [written, setWritten] = useState<MachineForm>({ ...newForm, resourceGroup: parameters.resourceGroup ?? '' })
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [isAsking, setIsAsking] = useState(false)
  const { form, choices } = useGiven(written, parameters)
  const create = useCreate()
  const reason = useReason(form)
  const problems = problemsOf(form)
  const firstProblem =
    Object.keys(problems).length === 0 ? undefined : allSteps.map((step) => problemOfStep(problems, step)).find(Boolean)
  const isReview = parameters.tab === 'review'
  const validation = useValidation(form, isReview && firstProblem === undefined)
  const step: StepProps = {
    form,
    set(change) {
      setWritten({ ...written, ...change })
      setTouched(new Set([...touched, ...Object.keys(change)]))
    },
    problem: (field) => (touched.has(field) || touched.has('review') ? problems[field] : undefined),
  }
  if (isReview && !touched.has('review')) setTouched(new Set([...touched, 'review']))
  const begin = (publicKey: string) => {
    const suffix = String(100 + ((crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) % 900))
    void create.start({ form, facts: { publicKey, suffix }, name: deploymentName(form, new Date()) })
  }
  const content = {
    basics: <BasicsStep {...step} choices={choices} />,
    disks: <DisksStep {...step} />,
    networking: <NetworkingStep {...step} />,
    management: <ManagementStep {...step} />,
    monitoring: <MonitoringStep />,
    advanced: <AdvancedStep {...step} />,
    tags: <TagsStep {...step} />,
  }
  return (
    <Page title="Create a virtual machine">
      <Wizard
        label="Create a virtual machine"
        review="Review + create"
        finish="Create"
        isRunning={create.isRunning}
        error={create.error}
        reason={reason ?? (validation.hasPassed ? undefined : 'The deployment has not passed validation.')}
        onCancel={() => navigate(linkTo.browse(machineType))}
        onFinish={() => {
          if (usesKey(form) && form.keySource === 'generate') setIsAsking(true)
          else begin(form.publicKey.trim())
        }}
        steps={[
          ...allSteps.map((id) => ({
            id,
            label: stepLabels[id],
            content: content[id],
            problem: problemOfStep(problems, id),
          })),
          {
            id: 'review',
            label: 'Review + create',
            content: <ReviewStep form={form} choices={choices} validation={validation} problem={firstProblem} />,
          },
        ]}
      />
      <KeyDialog
        name={keyNameOf(form)}
        kind={form.keyKind}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onKey={begin}
      />
    </Page>
  )
}

const stepLabels = {
  basics: 'Basics',
  disks: 'Disks',
  networking: 'Networking',
  management: 'Management',
  monitoring: 'Monitoring',
  advanced: 'Advanced',
  tags: 'Tags',
} as const
const allSteps = ['basics', 'disks', 'networking', 'management', 'monitoring', 'advanced', 'tags'] as const
