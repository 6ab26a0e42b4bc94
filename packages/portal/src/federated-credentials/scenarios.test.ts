import { describe, expect, it } from 'vitest'
import {
  type CredentialForm,
  defaultAudience,
  emptyForm,
  fieldsOf,
  formOf,
  problemsOf,
  scenarioOf,
  trustOf,
} from './scenarios.js'

const github = 'https://token.actions.githubusercontent.com'
const repository = { organization: 'contoso', repository: 'shop' }
const cases: readonly (readonly [Partial<CredentialForm>, string, string])[] = [
  [{ ...repository, entity: 'Branch', entityName: 'main' }, github, 'repo:contoso/shop:ref:refs/heads/main'],
  [{ ...repository, entity: 'Branch', entityName: 'feature/a' }, github, 'repo:contoso/shop:ref:refs/heads/feature/a'],
  [{ ...repository, entity: 'Tag', entityName: 'v1' }, github, 'repo:contoso/shop:ref:refs/tags/v1'],
  [{ ...repository, entity: 'Environment', entityName: 'Prod' }, github, 'repo:contoso/shop:environment:Prod'],
  [{ ...repository, entity: 'Pull request' }, github, 'repo:contoso/shop:pull_request'],
  [
    { scenario: 'kubernetes', cluster: 'https://oidc.example/c/', namespace: 'default', serviceAccount: 'web' },
    'https://oidc.example/c/',
    'system:serviceaccount:default:web',
  ],
  [
    { scenario: 'provider', provider: 'GitLab', project: 'shop/api', branch: 'main' },
    'https://gitlab.com',
    'project_path:shop/api:ref_type:branch:ref:main',
  ],
  [
    {
      ...{ scenario: 'provider', provider: 'HCP Terraform', organization: 'contoso' },
      ...{ project: 'Default', workspace: 'dev', runPhase: 'apply' },
    },
    'https://app.terraform.io',
    'organization:contoso:project:Default:workspace:dev:run_phase:apply',
  ],
  [
    { scenario: 'provider', provider: 'Google Cloud', accountId: '112633961854638529490' },
    'https://accounts.google.com',
    '112633961854638529490',
  ],
  [{ scenario: 'other', issuer: 'https://issuer.example', subject: 'me' }, 'https://issuer.example', 'me'],
]

describe('federated credential scenarios', () => {
  it.each(cases)('%o trusts %s to say %s', (typed, issuer, subject) => {
    expect(trustOf({ ...emptyForm, ...typed })).toEqual({ issuer, subject })
  })

  it.each(cases)('the form of %o is found again', (typed, issuer, subject) => {
    const form = { ...emptyForm, ...typed, name: 'one' }
    expect(formOf('one', { issuer, subject }, defaultAudience)).toEqual(form)
  })

  it('a subject that no scenario builds is edited as it is', () => {
    const trust = { issuer: github, subject: 'repo:contoso/shop:job_workflow_ref:x' }
    expect(formOf('one', trust, 'api://other')).toEqual({
      ...emptyForm,
      ...{ ...trust, name: 'one', scenario: 'other', audience: 'api://other' },
    })
    expect(scenarioOf(trust)).toBe('Other')
  })

  it('spaces around what was typed do not count', () => {
    const form = { ...emptyForm, organization: ' contoso ', repository: 'shop ', entityName: ' main' }
    expect(trustOf(form).subject).toBe('repo:contoso/shop:ref:refs/heads/main')
  })

  it('a pull request has no name', () => {
    expect(fieldsOf({ ...emptyForm, entity: 'Pull request' }).map(({ name }) => name)).toEqual([
      'organization',
      'repository',
    ])
  })

  it('says what is missing, field by field', () => {
    expect(problemsOf(emptyForm)).toEqual({
      organization: 'Organization is required.',
      repository: 'Repository is required.',
      entityName: 'Branch name is required.',
      name: expect.stringContaining('3 to 120'),
    })
    const kubernetes = { ...emptyForm, scenario: 'kubernetes', cluster: 'http://a', namespace: 'b' } as const
    expect(problemsOf({ ...kubernetes, serviceAccount: 'c', name: 'abc' })).toEqual({
      cluster: 'An https:// address without a query is required.',
    })
    expect(problemsOf({ ...emptyForm, ...repository, entityName: 'main', name: 'ok-1' })).toEqual({})
    expect(problemsOf({ ...emptyForm, ...repository, entityName: 'x'.repeat(600), name: 'ok-1' })).toEqual({
      entityName: 'The subject identifier must not have more than 600 characters.',
    })
  })
})
