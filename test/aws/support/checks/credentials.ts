import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { expect } from 'vitest'
import { sitesOf, type Deployed } from '../deployed.ts'
import { keyArn } from './keys.ts'

/** Logins are in Secrets Manager, whole, and their passwords nowhere else: not in the state, not in the outputs. */
export async function checkCredentials(deployed: Deployed): Promise<void> {
  const { clients, state, outputs, passwords } = deployed
  const found = new Set(passwords)
  for (const site of sitesOf(deployed)) {
    for (const credential of site.site.credentials) {
      const named = { SecretId: credential.secretName }
      const { KmsKeyId } = await clients.secrets.send(new DescribeSecretCommand(named))
      if (credential.key !== null) expect(KmsKeyId).toBe(await keyArn(site, credential.key))
      const { SecretString } = await clients.secrets.send(new GetSecretValueCommand(named))
      const login: Readonly<Record<string, unknown>> = JSON.parse(SecretString ?? '{}')
      expect(login, credential.id).toMatchObject({
        username: credential.user,
        password: expect.stringMatching(/.{8}/),
        host: expect.stringMatching(/./),
        port: expect.anything(),
      })
      if (credential.password.from === 'generated') {
        expect(login['password']).toMatch(new RegExp(`^[A-Za-z0-9]{${credential.password.length}}$`))
      }
      found.add(String(login['password']))
      for (const parameter of credential.parameters) {
        const { Parameter } = await clients.ssm.send(
          new GetParameterCommand({ Name: parameter.name, WithDecryption: true }),
        )
        expect(Parameter).toMatchObject({ Type: 'SecureString', Value: login[parameter.holds] })
      }
    }
  }
  const said = (await state.text()) + JSON.stringify(outputs.values)
  for (const password of found) expect(said.includes(password), 'a password in the state or the outputs').toBe(false)
}
