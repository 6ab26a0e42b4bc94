/**
 * Federated credentials by scenario: what a person knows (a repository, a service account) becomes the issuer and the
 * subject that the outside token will carry.
 *
 * Sources: "Configure a user-assigned managed identity to trust an external identity provider" (scenarios, limits, default
 * audience); GitHub, "OpenID Connect reference" (subjects); Kubernetes, "Configure Service Accounts for Pods"; GitLab,
 * "OpenID Connect authentication using ID tokens"; HCP Terraform, "Workload identity"; Google Cloud, "OpenID Connect".
 */

export const scenarios = ['github', 'kubernetes', 'provider', 'other'] as const
export type Scenario = (typeof scenarios)[number]

export const scenarioLabels: Readonly<Record<Scenario, string>> = {
  github: 'GitHub Actions deploying Azure resources',
  kubernetes: 'Kubernetes accessing Azure resources',
  provider: 'Configure an identity provider',
  other: 'Other',
}

export const scenarioHints: Readonly<Record<Scenario, string>> = {
  github: 'A workflow of a GitHub repository signs in with the token that GitHub issues to it.',
  kubernetes: 'A service account of a Kubernetes cluster signs in with the token that its pods are given.',
  provider: 'A job of a known service signs in with the token that the service issues to it.',
  other: 'A workload of any OpenID Connect issuer signs in with a token of that issuer.',
}

export const githubIssuer = 'https://token.actions.githubusercontent.com'
/** The audience that outside tokens have for Microsoft Entra unless somebody says otherwise. */
export const defaultAudience = 'api://AzureADTokenExchange'

export const gitHubEntities = ['Environment', 'Branch', 'Pull request', 'Tag'] as const
export type GitHubEntity = (typeof gitHubEntities)[number]

export const providers = ['GitLab', 'HCP Terraform', 'Google Cloud'] as const
export type Provider = (typeof providers)[number]

/** Everything that can be typed; a scenario uses some of it. */
export interface CredentialForm {
  readonly scenario: Scenario
  readonly name: string
  readonly audience: string
  readonly organization: string
  readonly repository: string
  readonly entity: GitHubEntity
  readonly entityName: string
  readonly cluster: string
  readonly namespace: string
  readonly serviceAccount: string
  readonly provider: Provider
  readonly project: string
  readonly branch: string
  readonly workspace: string
  readonly runPhase: string
  readonly accountId: string
  readonly issuer: string
  readonly subject: string
}

export const emptyForm: CredentialForm = {
  ...{ scenario: 'github', name: '', audience: defaultAudience },
  ...{ organization: '', repository: '', entity: 'Branch', entityName: '' },
  ...{ cluster: '', namespace: '', serviceAccount: '' },
  ...{ provider: 'GitLab', project: '', branch: '', workspace: '', runPhase: '', accountId: '' },
  ...{ issuer: '', subject: '' },
}

export type FieldName = Exclude<keyof CredentialForm, 'scenario' | 'name' | 'audience' | 'entity' | 'provider'>

export interface FieldDescription {
  readonly name: FieldName
  readonly label: string
  readonly hint?: string
}

/** What a scenario asks for, in the order of the page. */
export function fieldsOf({ scenario, entity, provider }: CredentialForm): readonly FieldDescription[] {
  switch (scenario) {
    case 'github':
      return [
        { name: 'organization', label: 'Organization' },
        { name: 'repository', label: 'Repository' },
        ...(entity === 'Pull request' ? [] : [{ name: 'entityName', label: `${entity} name` } as const]),
      ]
    case 'kubernetes':
      return [
        { name: 'cluster', label: 'Cluster Issuer URL' },
        { name: 'namespace', label: 'Namespace' },
        { name: 'serviceAccount', label: 'Service Account' },
      ]
    case 'provider':
      return providerFields[provider]
    default:
      return [
        { name: 'issuer', label: 'Issuer URL', hint: 'As the token has it in its iss claim' },
        { name: 'subject', label: 'Subject identifier', hint: 'As the token has it in its sub claim' },
      ]
  }
}

const providerFields: Readonly<Record<Provider, readonly FieldDescription[]>> = {
  GitLab: [
    { name: 'project', label: 'Project path', hint: 'group/project' },
    { name: 'branch', label: 'Branch' },
  ],
  'HCP Terraform': [
    { name: 'organization', label: 'Organization' },
    { name: 'project', label: 'Project' },
    { name: 'workspace', label: 'Workspace' },
    { name: 'runPhase', label: 'Run phase', hint: 'plan or apply' },
  ],
  'Google Cloud': [
    {
      name: 'accountId',
      label: 'Service account unique ID',
      hint: 'The number of the account, not its e-mail address',
    },
  ],
}

export interface Trust {
  readonly issuer: string
  readonly subject: string
}

/** What the outside token has to say. Parts that are not typed yet are empty. */
export function trustOf(typed: CredentialForm): Trust {
  const form = trimmed(typed)
  switch (form.scenario) {
    case 'github':
      return { issuer: githubIssuer, subject: `repo:${form.organization}/${form.repository}:${entityOf(form)}` }
    case 'kubernetes':
      return { issuer: form.cluster, subject: `system:serviceaccount:${form.namespace}:${form.serviceAccount}` }
    case 'provider':
      return trustInProvider(form)
    default:
      return { issuer: form.issuer, subject: form.subject }
  }
}

const entityOf = ({ entity, entityName }: CredentialForm): string =>
  ({
    Environment: `environment:${entityName}`,
    Branch: `ref:refs/heads/${entityName}`,
    'Pull request': 'pull_request',
    Tag: `ref:refs/tags/${entityName}`,
  })[entity]

function trustInProvider(form: CredentialForm): Trust {
  const { organization, project, branch, workspace, runPhase, accountId } = form
  switch (form.provider) {
    case 'GitLab':
      return { issuer: 'https://gitlab.com', subject: `project_path:${project}:ref_type:branch:ref:${branch}` }
    case 'HCP Terraform':
      return {
        issuer: 'https://app.terraform.io',
        subject: `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${runPhase}`,
      }
    case 'Google Cloud':
      return { issuer: 'https://accounts.google.com', subject: accountId }
  }
}

const trimmed = (form: CredentialForm): CredentialForm =>
  // every member is a text
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()])) as unknown as CredentialForm

/** The page's form for a credential that is there: the scenario that would have built it, else "Other". */
export function formOf(name: string, { issuer, subject }: Trust, audience: string): CredentialForm {
  const base = { ...emptyForm, name, audience }
  const candidates: readonly CredentialForm[] = [
    ...gitHubForms(base, subject),
    ...kubernetesForms(base, issuer, subject),
    ...providerForms(base, subject),
  ]
  const isSame = (form: CredentialForm): boolean => {
    const built = trustOf(form)
    return built.issuer === issuer && built.subject === subject
  }
  return candidates.find(isSame) ?? { ...base, scenario: 'other', issuer, subject }
}

function gitHubForms(base: CredentialForm, subject: string): readonly CredentialForm[] {
  const [, organization, repository, rest] = /^repo:([^/:]+)\/([^/:]+):(.+)$/.exec(subject) ?? []
  if (organization === undefined || repository === undefined || rest === undefined) return []
  const entityName = rest.replace(/^(?:environment:|ref:refs\/heads\/|ref:refs\/tags\/)/, '')
  return gitHubEntities.map((entity) => ({
    ...{ ...base, scenario: 'github', organization, repository, entity },
    entityName: entity === 'Pull request' ? '' : entityName,
  }))
}

function kubernetesForms(base: CredentialForm, cluster: string, subject: string): readonly CredentialForm[] {
  const [, namespace, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? []
  if (namespace === undefined || serviceAccount === undefined) return []
  return [{ ...base, scenario: 'kubernetes', cluster, namespace, serviceAccount }]
}

function providerForms(base: CredentialForm, subject: string): readonly CredentialForm[] {
  const gitLab = /^project_path:(?<project>.+):ref_type:branch:ref:(?<branch>.+)$/.exec(subject)
  const terraform =
    /^organization:(?<organization>.+):project:(?<project>.+):workspace:(?<workspace>.+):run_phase:(?<runPhase>.+)$/
  const form = { ...base, scenario: 'provider' as const }
  return [
    { ...form, provider: 'GitLab', ...gitLab?.groups },
    { ...form, provider: 'HCP Terraform', ...terraform.exec(subject)?.groups },
    { ...form, provider: 'Google Cloud', accountId: subject },
  ]
}

/** "GitHub Actions deploying Azure resources", for a list. */
export const scenarioOf = (trust: Trust): string => {
  const form = formOf('', trust, defaultAudience)
  return form.scenario === 'provider' ? form.provider : scenarioLabels[form.scenario]
}

/** Longest issuer, subject or audience. */
const longest = 600

/** What is missing or wrong, by the name of the field; the service judges the rest. */
export function problemsOf(form: CredentialForm): Readonly<Partial<Record<FieldName | 'name' | 'audience', string>>> {
  const problems: Partial<Record<FieldName | 'name' | 'audience', string>> = {}
  for (const { name, label } of fieldsOf(form)) {
    if (form[name].trim() === '') problems[name] = `${label} is required.`
  }
  const address = form.scenario === 'kubernetes' ? 'cluster' : form.scenario === 'other' ? 'issuer' : undefined
  if (address !== undefined && problems[address] === undefined && !isIssuer(form[address].trim())) {
    problems[address] = 'An https:// address without a query is required.'
  }
  if (!/^[a-z0-9][a-z0-9_-]{2,119}$/i.test(form.name)) {
    problems.name =
      "The name must have 3 to 120 characters, start with a letter or a digit, and contain only letters, digits, '-' and '_'."
  }
  if (form.audience.trim() === '') problems.audience = 'Audience is required.'
  const { subject } = trustOf(form)
  const last = fieldsOf(form).at(-1)?.name
  if (subject.length > longest && last !== undefined) {
    problems[last] = `The subject identifier must not have more than ${longest} characters.`
  }
  return problems
}

const isIssuer = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'https:' && url.search === '' && url.hash === ''
}
