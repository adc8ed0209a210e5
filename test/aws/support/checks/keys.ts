import { DescribeKeyCommand, GetKeyRotationStatusCommand } from '@aws-sdk/client-kms'
import type { KeyPurpose } from '@causeway/infra'
import { expect } from 'vitest'
import type { DeployedSite } from '../deployed.ts'

export async function checkKeys(deployed: DeployedSite): Promise<void> {
  for (const key of deployed.site.keys) {
    const { KeyMetadata } = await deployed.clients.kms.send(new DescribeKeyCommand({ KeyId: key.alias }))
    expect(KeyMetadata, key.alias).toMatchObject({ KeyState: 'Enabled', Description: key.description })
    const { KeyRotationEnabled } = await deployed.clients.kms.send(
      new GetKeyRotationStatusCommand({ KeyId: KeyMetadata?.KeyId }),
    )
    expect(KeyRotationEnabled, key.alias).toBe(key.rotation)
  }
}

/** @throws when the site has no key of this purpose */
export async function keyArn({ site, clients }: DeployedSite, purpose: KeyPurpose): Promise<string> {
  const key = site.keys.find((one) => one.purpose === purpose)
  if (key === undefined) throw new Error(`the ${site.role} has no key for ${purpose}`)
  const { KeyMetadata } = await clients.kms.send(new DescribeKeyCommand({ KeyId: key.alias }))
  return KeyMetadata?.Arn ?? ''
}
