// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic, the names and the contracts of Go's classic map: pure Java, no memory access, no dependency.
 */
module dev.tophash.core
{
}
