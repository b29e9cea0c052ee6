// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

/**
 * What one sees of a map without changing it: the usual questions, answered by Go's walk and by the product, and the
 * verifier.
 *
 * @param len      {@code len(m)}.
 * @param get      {@code m[key]} of one key.
 * @param range    a whole iteration.
 * @param findings what the verifier finds.
 */
public record SandboxLook(
    SandboxStep.Question len, SandboxStep.Question get, SandboxStep.Question range, SandboxStep.Findings findings)
{
}
