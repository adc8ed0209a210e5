/** Configuration of any client of the AWS SDK. */
export interface SdkConfig {
  readonly region: string
  /** Absent for a real account, where the SDK finds both by itself. */
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}
