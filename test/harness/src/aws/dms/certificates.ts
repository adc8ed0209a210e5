import type {
  Certificate,
  DeleteCertificateMessage,
  DeleteCertificateResponse,
  DescribeCertificatesMessage,
  DescribeCertificatesResponse,
  ImportCertificateMessage,
  ImportCertificateResponse,
} from '@aws-sdk/client-database-migration-service'
import { Collection } from './collection.ts'
import { arnOf, type Context } from './context.ts'
import { DmsFault, required } from './fault.ts'

/** Certificate authorities endpoints trust. */
export class Certificates {
  readonly #context: Context
  readonly #certificates = new Collection<Certificate>({
    name: 'Certificate',
    arn: (certificate) => certificate.CertificateArn ?? '',
    identifier: (certificate) => certificate.CertificateIdentifier ?? '',
    filters: {
      'certificate-arn': (certificate) => [certificate.CertificateArn],
      'certificate-id': (certificate) => [certificate.CertificateIdentifier],
    },
  })

  constructor(context: Context) {
    this.#context = context
  }

  import(input: ImportCertificateMessage): ImportCertificateResponse {
    const { CertificatePem, CertificateWallet } = input
    if ((CertificatePem === undefined) === (CertificateWallet === undefined)) {
      throw new DmsFault('InvalidCertificateFault', 'A certificate is either a PEM text or an Oracle wallet')
    }
    if (CertificatePem !== undefined && !CertificatePem.includes('-----BEGIN CERTIFICATE-----')) {
      throw new DmsFault('InvalidCertificateFault', 'The certificate is not a PEM text')
    }
    const CertificateArn = arnOf(this.#context, 'cert')
    const certificate: Certificate = {
      CertificateIdentifier: required(input, 'CertificateIdentifier'),
      CertificateArn,
      CertificateCreationDate: this.#context.now(),
      CertificateOwner: this.#context.accountId,
      ...(CertificatePem !== undefined && { CertificatePem }),
      ...(CertificateWallet !== undefined && { CertificateWallet }),
    }
    this.#certificates.add(certificate)
    this.#context.tags.create(CertificateArn, input.Tags)
    return { Certificate: certificate }
  }

  async describe(input: DescribeCertificatesMessage): Promise<DescribeCertificatesResponse> {
    const { items, ...marker } = await this.#certificates.describe(input)
    return { Certificates: [...items], ...marker }
  }

  delete(input: DeleteCertificateMessage): DeleteCertificateResponse {
    const arn = required(input, 'CertificateArn')
    const { value } = this.#certificates.get(arn)
    this.#certificates.remove(arn)
    this.#context.tags.forget(arn)
    return { Certificate: value }
  }
}
